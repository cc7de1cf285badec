// A small made-up form for the tests of the window.
import type { Cell, CellId, Checked, Edited, FindingLine, Grid, Kind, Place, ReportView } from "../src/types";

const figure = (row: number, column: number, cell: CellId, kind: Kind = "count", column_span = 1) => ({
  row,
  column,
  row_span: 1,
  column_span,
  content: { is: "figure" as const, cell, kind },
});
const label = (row: number, column: number, text: string, kind: "head" | "stub" | "corner") => ({
  row,
  column,
  row_span: 1,
  column_span: 1,
  content: { is: "label" as const, text, kind, vertical: false, extra: false },
});

export const grid: Grid = {
  table: "t",
  widths: [400, 200, 200, 200],
  rows: 4,
  head_rows: 1,
  cells: [
    label(0, 0, "项目", "corner"),
    label(0, 1, "甲", "head"),
    label(0, 2, "乙", "head"),
    label(0, 3, "总计", "head"),
    label(1, 0, "一", "stub"),
    figure(1, 1, "t/a/x"),
    figure(1, 2, "t/a/y"),
    figure(1, 3, "t/a/total"),
    label(2, 0, "二", "stub"),
    figure(2, 1, "t/b/x"),
    figure(2, 2, "t/b/y"),
    figure(2, 3, "t/b/total"),
    label(3, 0, "三", "stub"),
    figure(3, 1, "t/c/wide", "amount", 3),
  ],
};

/** The place of a chapter by its id. */
export const inChapter = (id: string): Place => ({ is: "chapter", id, nth: 0 });

/** As the program gives them. */
export const figureCharacters = "0123456789０１２３４５６７８９+＋-－−增减.．";

export const typed = (figure: string | null): Cell => ({ figure, note: null, origin: "typed" });

export const cells = (): Record<CellId, Cell> => ({
  "t/a/x": typed("1"),
  "t/a/y": typed(""),
  "t/a/total": { figure: "1", note: null, origin: "computed" },
  "t/b/x": typed(null),
  "t/b/y": { figure: "4", note: null, origin: "taken_over" },
  "t/b/total": { figure: "", note: null, origin: "computed" },
  "t/c/wide": typed("3.2"),
});

export const finding = (more: Partial<FindingLine["finding"]> = {}): FindingLine => ({
  finding: {
    rule: "balance",
    level: "error",
    unfilled: false,
    message: "甲列：一（1）＝1；二（4）＝4",
    cells: ["t/a/x", "t/b/y"],
    last_cells: [],
    spans: [],
    place: inChapter("requests"),
    left: "1",
    right: "4",
    fix: null,
    key: "k1",
    ...more,
  },
  reason: null,
  settled: false,
});

/** `keys`: of those that stay, too. */
export const checked = (findings: FindingLine[] = [], keys = findings.map((line) => line.finding.key)): Checked => ({
  verdict: findings.length > 0 ? "fail" : "pass",
  sentence: findings.length > 0 ? "还有 1 项必须改" : "可以定稿",
  keys,
  findings,
  errors: findings.length,
  explains: 0,
  hints: 0,
  unfilled: 0,
  guide: null,
  progress: {
    filled: 5,
    cells: 6,
    written: 1,
    chapters: 2,
    blank: { is: "cell", place: inChapter("requests"), cell: "t/a/y" },
    unwritten: { is: "text", place: inChapter("requests") },
    first: findings[0] ? { is: "finding", key: findings[0].finding.key } : null,
    next: null,
  },
});

export const edited = (more: Partial<Edited> = {}): Edited => ({
  cells: {},
  differences: {},
  refused: [],
  said: null,
  checked: checked(),
  texts: null,
  steps: { undo: "填数", redo: null },
  report: null,
  form: null,
  full_title: "青铜镇人民政府2026年政府信息公开工作年度报告",
  state: "draft",
  publication: { date: "", address: "" },
  review: null,
  ...more,
});

export const opened = (findings: FindingLine[] = []): ReportView => ({
  id: 7,
  example: false,
  organ: { id: 1, name: "青铜镇人民政府", kind: "township", due: null },
  report: {
    title: null,
    organ: "青铜镇人民政府",
    year: 2026,
    edition: "2021",
    scope: "own",
    cells: cells(),
    preface: [],
    chapters: [
      {
        id: "overview",
        number: "一",
        heading: "总体情况",
        paragraphs: ["今年的第一段。"],
        table_at: 0,
        quoted: [],
        ticked: [],
      },
      { id: "requests", number: "三", heading: "收到和处理申请", paragraphs: [], table_at: 0, quoted: [], ticked: [] },
    ],
    signature: null,
    date: null,
  },
  full_title: "青铜镇人民政府2026年政府信息公开工作年度报告",
  form: {
    edition: "2021",
    document: "",
    chapters: [
      { id: "overview", number: "一", heading: "总体情况", table: null, longest: 1000 },
      { id: "requests", number: "三", heading: "收到和处理申请", table: "t", longest: null },
    ],
    tables: [grid],
    names: { "t/a/x": "一 · 甲" },
    figure_characters: figureCharacters,
  },
  last: null,
  state: "draft",
  read_only: null,
  review: null,
  notes: [],
  saved_at: "10:00",
  checked: checked(findings),
  texts: [
    {
      place: inChapter("overview"),
      characters: 7,
      longest: 1000,
      repeat_percent: null,
      levels: [0],
      before_in_order: true,
      after_in_order: true,
      pieces: [],
      headings: [],
      last_years: [],
      aspects: [],
    },
    {
      place: inChapter("requests"),
      characters: 0,
      longest: null,
      repeat_percent: null,
      levels: [],
      before_in_order: true,
      after_in_order: true,
      pieces: [],
      headings: [],
      last_years: [],
      aspects: [],
    },
  ],
  differences: {},
  year_before: 2025,
  year_words: [
    ["2025年", "2026年"],
    ["2024年", "2025年"],
  ],
  steps: { undo: null, redo: null },
  source: null,
  publication: { date: "", address: "" },
});
