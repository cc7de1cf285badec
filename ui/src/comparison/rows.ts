// Which rows of a comparison are shown, and in which order. Pure: what one sees is what is exported.
import type { ComparisonView, YearsRow } from "../types";

export type Filter = "changed" | "all" | "not" | "large";
export type Order = "form" | "amount" | "percent";

export interface RowView {
  filter: Filter;
  order: Order;
  words: string;
}

/** Rows as they are to be shown; where all are, those that changed come first. */
export function filtered(
  { compared, large, by_amount, by_percent }: ComparisonView,
  view: RowView,
  table: (id: string) => string,
): YearsRow[] {
  const words = view.words.trim().split(/\s+/).filter(Boolean);
  const rows = compared.rows.filter((row) => {
    const name = `${table(row.table)} ${row.name} ${row.remark}`;
    if (!words.every((word) => name.includes(word))) return false;
    if (view.filter === "changed") return row.changed;
    if (view.filter === "large") return large.includes(row.cell);
    if (view.filter === "not") return row.remark !== "";
    return true;
  });
  if (view.order === "form") return [...rows.filter((row) => row.changed), ...rows.filter((row) => !row.changed)];
  const order = new Map((view.order === "amount" ? by_amount : by_percent).map((cell, at) => [cell, at]));
  return [...rows].sort((a, b) => (order.get(a.cell) ?? 0) - (order.get(b.cell) ?? 0));
}

/** The years after one was ticked or not; two at least stay. */
export function toggled(chosen: number[], id: number): number[] {
  if (!chosen.includes(id)) return [...chosen, id];
  return chosen.length > 2 ? chosen.filter((one) => one !== id) : chosen;
}
