// Which rows of a comparison are shown, and in which order. Pure: what one sees is what is exported.
import type { CellId, Years, YearsRow } from "../types";

export type Filter = "changed" | "all" | "not" | "large";
export type Order = "form" | "amount" | "percent";

export interface RowView {
  filter: Filter;
  order: Order;
  words: string;
}

const amount = (row: YearsRow) => Math.abs(Number(row.change ?? 0));
// From nothing to something is more than any per cent.
const percent = (row: YearsRow) => (row.percent !== null ? Math.abs(row.percent) : amount(row) > 0 ? Infinity : 0);

/** Rows as they are to be shown; where all are, those that changed come first. */
export function filtered(
  years: Years,
  view: RowView,
  large: ReadonlySet<CellId>,
  table: (id: string) => string,
): YearsRow[] {
  const words = view.words.trim().split(/\s+/).filter(Boolean);
  const rows = years.rows.filter((row) => {
    const name = `${table(row.table)} ${row.name} ${row.remark}`;
    if (!words.every((word) => name.includes(word))) return false;
    if (view.filter === "changed") return row.changed;
    if (view.filter === "large") return large.has(row.cell);
    if (view.filter === "not") return row.remark !== "";
    return true;
  });
  if (view.order === "form") return [...rows.filter((row) => row.changed), ...rows.filter((row) => !row.changed)];
  const size = view.order === "amount" ? amount : percent;
  return [...rows].sort((a, b) => {
    const [x, y] = [size(a), size(b)];
    return x === y ? amount(b) - amount(a) : y - x;
  });
}

/** The years after one was ticked or not; two at least stay. */
export function toggled(chosen: number[], id: number): number[] {
  if (!chosen.includes(id)) return [...chosen, id];
  return chosen.length > 2 ? chosen.filter((one) => one !== id) : chosen;
}
