// Numbered paragraphs of a text: 一、（一） 1.（1）. Pure: what a key or a button makes of text and
// caret. A paragraph's level is told by its own number, as everywhere in the program.

/** 0 is a paragraph without number; 1 to 4 are 一、（一） 1.（1）. */
export type Depth = 0 | 1 | 2 | 3 | 4;

export interface Written {
  text: string;
  from: number;
  to: number;
}

/** What may be asked of a field a text is written in. */
export interface TextHandle {
  now: () => Written;
  put: (written: Written, goingOn?: boolean) => void;
  focus: () => void;
}

interface Numbered {
  depth: Depth;
  /** What stands before, in the place of, and behind the number itself. */
  open: string;
  number: string;
  close: string;
}

const FORMS: [Depth, RegExp][] = [
  [1, /^(\s*)([一二三四五六七八九十]{1,3})([、.．])/],
  [2, /^(\s*[（(])([一二三四五六七八九十]{1,3})([）)])/],
  [3, /^(\s*)([0-9０-９]{1,2})([.．、](?![0-9０-９]))/],
  [4, /^(\s*[（(])([0-9０-９]{1,2})([）)])/],
];
const NEW: Record<Depth, [string, string]> = {
  0: ["", ""],
  1: ["", "、"],
  2: ["（", "）"],
  3: ["", "."],
  4: ["（", "）"],
};
const DIGITS = "一二三四五六七八九";

function numbered(line: string): Numbered | null {
  for (const [depth, form] of FORMS) {
    const found = form.exec(line);
    if (found) return { depth, open: found[1] ?? "", number: found[2] ?? "", close: found[3] ?? "" };
  }
  return null;
}

const lengthOf = (one: Numbered | null) => (one ? one.open.length + one.number.length + one.close.length : 0);

export const depthOf = (line: string): Depth => numbered(line)?.depth ?? 0;

function chinese(count: number): string {
  const tens = Math.floor(count / 10);
  const ones = count % 10;
  return `${tens > 1 ? (DIGITS[tens - 1] ?? "") : ""}${tens > 0 ? "十" : ""}${ones > 0 ? (DIGITS[ones - 1] ?? "") : ""}`;
}

function counted(one: Numbered, count: number): string {
  if (one.depth <= 2) return chinese(count);
  return /[０-９]/.test(one.number)
    ? String(count).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0))
    : String(count);
}

/** The lines with the numbers that follow from their places. */
function inSequence(lines: string[]): string[] {
  const counts = [0, 0, 0, 0, 0];
  return lines.map((line) => {
    const one = numbered(line);
    if (!one) return line;
    counts[one.depth] = (counts[one.depth] ?? 0) + 1;
    counts.fill(0, one.depth + 1);
    const count = counts[one.depth] ?? 1;
    if (count > 99) return line;
    return one.open + counted(one, count) + one.close + line.slice(lengthOf(one));
  });
}

export const inOrder = (text: string) => inSequence(text.split("\n")).join("\n") === text;

/** A place in a text as line and column. */
function place(lines: string[], at: number): [number, number] {
  let left = at;
  for (const [n, line] of lines.entries()) {
    if (left <= line.length) return [n, left];
    left -= line.length + 1;
  }
  return [lines.length - 1, lines.at(-1)?.length ?? 0];
}

const offset = (lines: string[], line: number, column: number) =>
  lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + column;

/** The caret stays in front of or behind the number it stood at. */
function column(before: string, after: string, at: number): number {
  const [from, to] = [lengthOf(numbered(before)), lengthOf(numbered(after))];
  return at < from ? Math.min(at, to) : at - from + to;
}

function sequenced(lines: string[], from: [number, number], to: [number, number]): Written {
  const next = inSequence(lines);
  const moved = ([line, at]: [number, number]) => offset(next, line, column(lines[line] ?? "", next[line] ?? "", at));
  return { text: next.join("\n"), from: moved(from), to: moved(to) };
}

/** All numbers as they should follow each other. */
export function renumbered({ text, from, to }: Written): Written {
  const lines = text.split("\n");
  return sequenced(lines, place(lines, from), place(lines, to));
}

/**
 * What becomes of an edit: where paragraphs came or went and the numbers were in order before, they
 * are in order again. A sequence the writer keeps otherwise stays theirs.
 */
export function followed(before: string, after: Written): Written {
  const count = (text: string) => text.split("\n").length;
  if (count(before) === count(after.text) || !inOrder(before)) return after;
  return renumbered(after);
}

/** Gives the paragraphs of the selection this depth. */
export function deepened({ text, from, to }: Written, depth: Depth): Written {
  const lines = text.split("\n");
  const [start, end] = [place(lines, from), place(lines, to)];
  const [open, close] = NEW[depth];
  const next = lines.map((line, n) => {
    if (n < start[0] || n > end[0]) return line;
    const bare = line.slice(lengthOf(numbered(line))).trimStart();
    return depth === 0 ? bare : `${open}${depth <= 2 ? "一" : "1"}${close}${bare}`;
  });
  const moved = ([line, at]: [number, number]): [number, number] => [
    line,
    Math.max(0, column(lines[line] ?? "", next[line] ?? "", at)),
  ];
  return sequenced(next, moved(start), moved(end));
}

/** Moves the paragraphs of the selection up (-1) or down (1); numbers that were in order follow. */
export function shifted({ text, from, to }: Written, by: -1 | 1): Written {
  const lines = text.split("\n");
  const [start, end] = [place(lines, from), place(lines, to)];
  const [first, last] = [start[0], end[0]];
  if (first + by < 0 || last + by >= lines.length) return { text, from, to };
  const next = [...lines];
  const block = next.splice(first, last - first + 1);
  next.splice(first + by, 0, ...block);
  const moved = ([line, at]: [number, number]): [number, number] => [line + by, at];
  if (inOrder(text)) return sequenced(next, moved(start), moved(end));
  return { text: next.join("\n"), from: offset(next, ...moved(start)), to: offset(next, ...moved(end)) };
}

/** What is pasted, as paragraphs and nothing else: no indents, tabs, soft breaks or empty lines. */
export function plainly(pasted: string): string {
  const lines = pasted
    .replace(/\r\n?|\v|\f|\u2028|\u2029|\u0085/g, "\n")
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffc]/g, "")
    .split("\n")
    .map((line) => line.replace(/^[\s·•●▪◆\uf06c\uf0b7\uf0a7\uf0d8]+/, "").trimEnd())
    .map((line) => line.slice(0, lengthOf(numbered(line))) + line.slice(lengthOf(numbered(line))).trimStart())
    .map((line) => line.replace(/[\t\u00a0]+/g, " "));
  return lines.filter((line) => line !== "").join("\n");
}
