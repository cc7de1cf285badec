// Which rows of a comparison are shown, and in which order. Pure: what one sees is what is exported.
import type { CellId, Years, YearsRow } from "../types";

export type Filter = "changed" | "all" | "not" | "large";
export type Order = "form" | "amount" | "percent";

export interface Wish {
  filter: Filter;
  order: Order;
  words: string;
}

const amount = (row: YearsRow) => Math.abs(Number(row.change ?? 0));
// From nothing to something is more than any per cent.
const percent = (row: YearsRow) => (row.percent !== null ? Math.abs(row.percent) : amount(row) > 0 ? Infinity : 0);

/** Rows as wished; where all are shown, those that changed come first. */
export function shown(years: Years, wish: Wish, large: ReadonlySet<CellId>, table: (id: string) => string): YearsRow[] {
  const words = wish.words.trim().split(/\s+/).filter(Boolean);
  const kept = years.rows.filter((row) => {
    const name = `${table(row.table)} ${row.name} ${row.remark}`;
    if (!words.every((word) => name.includes(word))) return false;
    if (wish.filter === "changed") return row.changed;
    if (wish.filter === "large") return large.has(row.cell);
    if (wish.filter === "not") return row.remark !== "";
    return true;
  });
  if (wish.order === "form") return [...kept.filter((row) => row.changed), ...kept.filter((row) => !row.changed)];
  const size = wish.order === "amount" ? amount : percent;
  return [...kept].sort((a, b) => {
    const [x, y] = [size(a), size(b)];
    return x === y ? amount(b) - amount(a) : y - x;
  });
}

/** The years after one was ticked or not; two at least stay. */
export function turned(chosen: number[], id: number): number[] {
  if (!chosen.includes(id)) return [...chosen, id];
  return chosen.length > 2 ? chosen.filter((one) => one !== id) : chosen;
}
