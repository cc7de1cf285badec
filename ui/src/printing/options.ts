// What was chosen for the pages of a report, wherever they are printed from.
import { viewState } from "../window/view-state";
import type { PageOptions } from "../types";

export const pageOptions = (id: number) =>
  viewState<PageOptions>(`printing ${id} options`, { seal: "none", signature_line: false });
