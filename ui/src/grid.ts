// Where a key moves in a table and what a paste means. Pure: knows no page and no program.
import type { CellEdit, CellId, Grid, Kind } from "./wire";

/** The figures of a grid in rows, as they stand on paper; labels are left out. */
export interface Sheet {
  rows: CellId[][];
  place: Map<CellId, { row: number; column: number }>;
  kinds: Map<CellId, Kind>;
}

export function sheetOf(grid: Grid): Sheet {
  const byRow = new Map<number, { column: number; cell: CellId }[]>();
  const kinds = new Map<CellId, Kind>();
  for (const { row, column, content } of grid.cells) {
    if (content.is !== "figure") continue;
    kinds.set(content.cell, content.kind);
    const line = byRow.get(row) ?? [];
    line.push({ column, cell: content.cell });
    byRow.set(row, line);
  }
  const rows = [...byRow.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line.sort((a, b) => a.column - b.column).map(({ cell }) => cell));
  const place = new Map<CellId, { row: number; column: number }>();
  rows.forEach((line, row) => line.forEach((cell, column) => place.set(cell, { row, column })));
  return { rows, place, kinds };
}

export type Move = "up" | "down" | "left" | "right" | "next" | "back" | "row_start" | "row_end" | "first" | "last";

/** The cell a move leads to; the same cell at an edge, except for Tab, which goes on in the next row. */
export function moved(sheet: Sheet, from: CellId, move: Move): CellId {
  const at = sheet.place.get(from);
  if (!at) return from;
  const { row, column } = at;
  const line = sheet.rows[row] ?? [];
  const top = sheet.rows[0] ?? [];
  const bottom = sheet.rows[sheet.rows.length - 1] ?? [];
  const beside = (other: CellId[] | undefined) => other?.[Math.min(column, other.length - 1)] ?? from;
  switch (move) {
    case "up":
      return beside(sheet.rows[row - 1]);
    case "down":
      return beside(sheet.rows[row + 1]);
    case "left":
      return line[column - 1] ?? from;
    case "right":
      return line[column + 1] ?? from;
    case "next":
      return line[column + 1] ?? sheet.rows[row + 1]?.[0] ?? from;
    case "back":
      return line[column - 1] ?? sheet.rows[row - 1]?.at(-1) ?? from;
    case "row_start":
      return line[0] ?? from;
    case "row_end":
      return line.at(-1) ?? from;
    case "first":
      return top[0] ?? from;
    case "last":
      return bottom.at(-1) ?? from;
  }
}

/** The move a key means while a cell is chosen; none for keys that mean something else. */
export function moveOf(e: Pick<KeyboardEvent, "key" | "shiftKey" | "ctrlKey">): Move | null {
  switch (e.key) {
    case "Enter":
      return e.shiftKey ? "up" : "down";
    case "Tab":
      return e.shiftKey ? "back" : "next";
    case "ArrowUp":
      return "up";
    case "ArrowDown":
      return "down";
    case "ArrowLeft":
      return e.ctrlKey ? "row_start" : "left";
    case "ArrowRight":
      return e.ctrlKey ? "row_end" : "right";
    case "Home":
      return e.ctrlKey ? "first" : "row_start";
    case "End":
      return e.ctrlKey ? "last" : "row_end";
    default:
      return null;
  }
}

/** All cells of the rectangle between two corners, row by row. */
export function range(sheet: Sheet, from: CellId, to: CellId): CellId[][] {
  const a = sheet.place.get(from);
  const b = sheet.place.get(to);
  if (!a || !b) return [];
  const [top, bottom] = [Math.min(a.row, b.row), Math.max(a.row, b.row)];
  const [left, right] = [Math.min(a.column, b.column), Math.max(a.column, b.column)];
  return sheet.rows.slice(top, bottom + 1).map((line) => line.slice(left, right + 1));
}

/** What Ctrl+C puts on the clipboard: rows of cells parted by tabs, as spreadsheets read it. */
export function copied(cells: CellId[][], text: (cell: CellId) => string): string {
  return cells.map((line) => line.map(text).join("\t")).join("\n");
}

export interface Paste {
  edits: CellEdit[];
  /** Cells of the clipboard that lie outside the table. */
  beyond: number;
  /** The rectangle filled. */
  from: CellId;
  to: CellId;
}

/** Nothing larger is looked at; the largest table of the form has 175 figures. */
const LONGEST_PASTE = 2_000_000;

/**
 * What a paste at a cell means. A single figure fills the whole chosen rectangle, as in a
 * spreadsheet; several fill from its upper left corner, and what lies beyond the table is counted,
 * not written. Text stays text: what is a figure is decided by the program.
 */
export function pasted(sheet: Sheet, chosen: CellId[][], clipboard: string): Paste | null {
  const start = chosen[0]?.[0];
  const at = start === undefined ? undefined : sheet.place.get(start);
  if (start === undefined || !at || clipboard.length > LONGEST_PASTE) return null;
  const lines = clipboard.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t").map(unquoted));
  const edit = (cell: CellId, text: string): CellEdit => ({ cell, text, deliberate: false });

  const only = rows.length === 1 && rows[0]?.length === 1 ? rows[0][0] : undefined;
  if (only !== undefined) {
    const cells = chosen.flat();
    return { edits: cells.map((cell) => edit(cell, only)), beyond: 0, from: start, to: cells.at(-1) ?? start };
  }
  const edits: CellEdit[] = [];
  let beyond = 0;
  let to = start;
  rows.forEach((line, down) => {
    line.forEach((text, along) => {
      const cell = sheet.rows[at.row + down]?.[at.column + along];
      if (cell === undefined) {
        if (text.trim() !== "") beyond += 1;
      } else {
        edits.push(edit(cell, text));
        to = cell;
      }
    });
  });
  return { edits, beyond, from: start, to };
}

/** Spreadsheets quote a cell that holds a line break or a quote. */
function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/""/g, '"') : text;
}

/** Characters that may stand in a figure of this kind, full-width ones too. */
const ALLOWED: Record<Kind, RegExp> = {
  count: /^[\d０-９,，\s]*$/,
  change: /^[\d０-９,，\s+＋\-－−增减]*$/,
  amount: /^[\d０-９,，.．\s]*$/,
};

/** Whether what is being typed can become a figure at all. */
export function typeable(kind: Kind, text: string): boolean {
  return ALLOWED[kind].test(text);
}
