import { describe, expect, it } from "vitest";
import { filtered, toggled, type Filter, type Order } from "../../src/comparison/rows";
import type { ComparisonView, Years, YearsRow } from "../../src/types";

const row = (cell: string, more: Partial<YearsRow>): YearsRow => ({
  cell,
  table: "t",
  name: cell,
  figures: [],
  change: null,
  percent: null,
  signed_change: "",
  signed_percent: "",
  moved: false,
  changed: false,
  remark: "",
  ...more,
});
const years: Years = {
  years: [2025, 2026],
  texts: [],
  rows: [
    row("same", { change: "0", percent: 0 }),
    row("little", { change: "2", percent: 50, changed: true }),
    row("much", { change: "-30", percent: -10, changed: true }),
    row("new", { change: "9", changed: true }),
    row("apart", { remark: "口径变化" }),
  ],
};
const view: ComparisonView = {
  organ: "青铜镇人民政府",
  this: 7,
  writable: true,
  stored: [],
  compared: years,
  charts: [],
  reasons: {},
  large: ["much"],
  by_amount: ["much", "new", "little", "same", "apart"],
  by_percent: ["new", "little", "much", "same", "apart"],
  tables: [],
  file: "",
};
const rows = (filter: Filter, order: Order = "form", words = "") =>
  filtered(view, { filter, order, words }, () => "表三").map(({ cell }) => cell);

describe("the rows of a comparison", () => {
  it("begin with those that changed", () => {
    expect(rows("all")).toEqual(["little", "much", "new", "same", "apart"]);
    expect(rows("changed")).toEqual(["little", "much", "new"]);
  });

  it("are filtered by change, by remark and by words", () => {
    expect(rows("large")).toEqual(["much"]);
    expect(rows("not")).toEqual(["apart"]);
    expect(rows("all", "form", "表三 口径")).toEqual(["apart"]);
    expect(rows("all", "form", "没有")).toEqual([]);
  });

  it("are in the order the program gives", () => {
    expect(rows("changed", "amount")).toEqual(["much", "new", "little"]);
    expect(rows("changed", "percent")).toEqual(["new", "little", "much"]);
  });

  it("are of two years at least", () => {
    expect(toggled([1, 2], 3)).toEqual([1, 2, 3]);
    expect(toggled([1, 2, 3], 2)).toEqual([1, 3]);
    expect(toggled([1, 2], 2)).toEqual([1, 2]);
  });
});
