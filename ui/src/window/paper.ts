// Printing: the pages as the program draws them lie beside the window, shown on paper alone
// (`style.css`), while the system's print dialog is open.
import { nextTick, shallowRef } from "vue";
import * as api from "../api";
import { printing } from "../messages";
import { attempt } from "./failures";
import { runTask } from "./task";
import type { PrintSource } from "../types";

/** Addresses of the pages on their way to the printer; those printed last stay until others take their place. */
export const paper = shallowRef<string[]>([]);

export async function print(source: PrintSource): Promise<void> {
  const ready = await runTask(printing.laying, () => api.pagesToPrint(source));
  if (!ready) return;
  for (const page of paper.value) URL.revokeObjectURL(page);
  paper.value = ready.pages.map((page) => URL.createObjectURL(new Blob([page], { type: "image/svg+xml" })));
  await nextTick();
  await Promise.all([...document.querySelectorAll<HTMLImageElement>("#paper img")].map((page) => page.decode()));
  document.title = ready.title;
  await attempt(() => api.openPrintDialog(ready.title));
}
