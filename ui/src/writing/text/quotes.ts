// Where the figures a text quotes stand in the text as it is being typed. Pure.
import type { CellId, Quoted } from "../../types";

export interface Range {
  from: number;
  to: number;
  cell: CellId;
}

/** Ranges in paragraphs joined by line feeds, counted as the window counts. */
function ranges(paragraphs: string[], quoted: Quoted[], first: number): Range[] {
  const out: Range[] = [];
  let start = 0;
  for (const [n, text] of paragraphs.entries()) {
    const marks = [...text];
    const units = (count: number) => marks.slice(0, count).join("").length;
    for (const { cell, paragraph, at, length } of quoted) {
      if (paragraph !== n + first) continue;
      out.push({ from: start + units(at), to: start + units(at + length), cell });
    }
    start += text.length + 1;
  }
  return out.sort((a, b) => a.from - b.from);
}

/**
 * The ranges of quoted figures in `held`: the text of the report, or a newer one that is still on its
 * way, in which those are left out that the edit touches. `first` is the first paragraph's number.
 */
export function quotedIn(held: string, paragraphs: string[], quoted: Quoted[], first = 0): Range[] {
  const known = paragraphs.join("\n");
  const all = ranges(paragraphs, quoted, first);
  if (held === known || all.length === 0) return all;
  const most = Math.min(held.length, known.length);
  let head = 0;
  while (head < most && held[head] === known[head]) head += 1;
  let tail = 0;
  while (tail < most - head && held[held.length - 1 - tail] === known[known.length - 1 - tail]) tail += 1;
  const by = held.length - known.length;
  return all.flatMap(({ from, to, cell }) => {
    if (to <= head) return [{ from, to, cell }];
    if (from >= known.length - tail) return [{ from: from + by, to: to + by, cell }];
    return [];
  });
}

/** A text in pieces, those that are quoted with their cell. */
export function pieces(text: string, ranges: Range[]): { text: string; cell: CellId | null }[] {
  const out: { text: string; cell: CellId | null }[] = [];
  let at = 0;
  for (const { from, to, cell } of ranges) {
    if (from > at) out.push({ text: text.slice(at, from), cell: null });
    out.push({ text: text.slice(from, to), cell });
    at = to;
  }
  if (at < text.length) out.push({ text: text.slice(at), cell: null });
  return out;
}
