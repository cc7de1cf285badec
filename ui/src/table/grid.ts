// Where a key moves in a table and what a paste means. Pure: knows no page and no program.
import type { CellEdit, CellId, Grid, Kind } from "../types";

/** The figures of a grid in rows, as they stand on paper; labels are left out. */
export interface Sheet {
  rows: CellId[][];
  place: Map<CellId, Place>;
  kinds: Map<CellId, Kind>;
}

/** Row and column among the figures; left and right edge in columns of the grid. */
interface Place {
  row: number;
  column: number;
  left: number;
  right: number;
}

export function sheetOf(grid: Grid): Sheet {
  const byRow = new Map<number, { column: number; right: number; cell: CellId }[]>();
  const kinds = new Map<CellId, Kind>();
  for (const { row, column, column_span, content } of grid.cells) {
    if (content.is !== "figure") continue;
    kinds.set(content.cell, content.kind);
    const line = byRow.get(row) ?? [];
    line.push({ column, right: column + column_span - 1, cell: content.cell });
    byRow.set(row, line);
  }
  const lines = [...byRow.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, line]) => line.sort((a, b) => a.column - b.column));
  const place = new Map<CellId, Place>();
  lines.forEach((line, row) =>
    line.forEach(({ cell, column: left, right }, column) => place.set(cell, { row, column, left, right })),
  );
  const rows = lines.map((line) => line.map(({ cell }) => cell));
  return { rows, place, kinds };
}

export type Move =
  | "up"
  | "down"
  | "left"
  | "right"
  | "enter"
  | "enter_back"
  | "next"
  | "back"
  | "row_start"
  | "row_end"
  | "first"
  | "last";

/** Moves that lead to the next cell one types in; arrows and the pointer lead to every cell. */
const PASSING: readonly Move[] = ["next", "back", "enter", "enter_back"];

/**
 * The cell a move leads to; the same cell at an edge, except for Tab, which goes on in the next row.
 * Tab and Enter pass over the cells that are not typed in.
 */
export function moved(sheet: Sheet, from: CellId, move: Move, passed?: (cell: CellId) => boolean): CellId {
  let to = one(sheet, from, move);
  // From a total one has chosen, Enter leads to the one below it.
  if (!PASSING.includes(move) || (move.startsWith("enter") && passed?.(from))) return to;
  for (let before = from; passed?.(to); to = one(sheet, to, move)) {
    if (to === before) return from;
    before = to;
  }
  return to;
}

function one(sheet: Sheet, from: CellId, move: Move): CellId {
  const at = sheet.place.get(from);
  if (!at) return from;
  const { row, column } = at;
  const line = sheet.rows[row] ?? [];
  const top = sheet.rows[0] ?? [];
  const bottom = sheet.rows[sheet.rows.length - 1] ?? [];
  const beside = (other: CellId[] | undefined) => other?.[Math.min(column, other.length - 1)] ?? from;
  switch (move) {
    case "up":
    case "enter_back":
      return beside(sheet.rows[row - 1]);
    case "down":
    case "enter":
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
export function moveOf(e: Pick<KeyboardEvent, "key" | "code" | "shiftKey" | "ctrlKey">): Move | null {
  // WebKit on Linux has no name for Tab with Shift held.
  switch (e.code === "Tab" ? "Tab" : e.key) {
    case "Enter":
      return e.shiftKey ? "enter_back" : "enter";
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

/** All cells of the rectangle between two corners, row by row; a wide cell belongs to all it spans. */
export function range(sheet: Sheet, from: CellId, to: CellId): CellId[][] {
  const a = sheet.place.get(from);
  const b = sheet.place.get(to);
  if (!a || !b) return [];
  const [top, bottom] = [Math.min(a.row, b.row), Math.max(a.row, b.row)];
  const [left, right] = [Math.min(a.left, b.left), Math.max(a.right, b.right)];
  const within = (cell: CellId) => {
    const at = sheet.place.get(cell);
    return at !== undefined && at.right >= left && at.left <= right;
  };
  return sheet.rows.slice(top, bottom + 1).map((line) => line.filter(within));
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

/** Characters; nothing longer is looked at. The largest table of the form has 175 figures; Word wraps
 * each of them in a hundred characters and more. */
export const TOO_LONG = { text: 200_000, html: 4_000_000 };

/** Whether what is on the clipboard is a table with its labels, not a range of figures. */
export function hasLabels(text: string, html: string): boolean {
  if (text.trim() === "") return /<t[dh]\b/i.test(html);
  return text.split(/[\t\r\n]/).some((cell) => {
    const piece = cell.trim();
    return /\p{Script=Han}{2}/u.test(piece) && !/^([+＋\-－−\d０-９]|增加|减少)/.test(piece);
  });
}

/**
 * What a paste at a cell means. A single figure fills the whole chosen rectangle, as in a
 * spreadsheet; several fill from its upper left corner, and what lies beyond the table is counted,
 * not written. Text stays text: what is a figure is decided by the program.
 */
export function pasted(sheet: Sheet, chosen: CellId[][], clipboard: string): Paste | null {
  const start = chosen[0]?.[0];
  const at = start === undefined ? undefined : sheet.place.get(start);
  if (start === undefined || !at) return null;
  if (clipboard.length > TOO_LONG.text) return null;
  const lines = clipboard.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  const rows = lines.map((line) => line.split("\t").map(unquoted));
  const edit = (cell: CellId, text: string): CellEdit => ({ cell, text, how: "pasted" });

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
