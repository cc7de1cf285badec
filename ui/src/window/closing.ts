// Before the window closes, what was typed in it is handed on to the program: words in a field that is
// still open, and edits that wait behind others.
import { nextTick } from "vue";
import * as api from "../api";
import { allAnswered } from "./calls";
import { EditQueue } from "./edit-queue";
import { attempt } from "./failures";

/** Milliseconds other calls than edits are waited for: some take long and keep nothing. */
const OTHERS = 1500;

export async function handOn(): Promise<void> {
  const field = document.activeElement as HTMLElement | null;
  field?.blur();
  await nextTick();
  await EditQueue.allSettled();
  await Promise.race([allAnswered(), new Promise((resolve) => setTimeout(resolve, OTHERS))]);
  await attempt(api.closeWindow);
  // Where the user would rather stay, the field is as it was.
  field?.focus();
}

export const handOnBeforeClosing = () => api.onClosing(() => void handOn());
