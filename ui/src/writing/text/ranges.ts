// Where pieces of the report's text stand in the text as it is being typed. Pure.

/** A piece as the program counts: the paragraph, and characters in it. */
export interface Piece {
  paragraph: number;
  at: number;
  length: number;
}

/** A piece as the window counts: in UTF-16 units from the beginning of the text. */
export interface Range<P extends Piece> {
  from: number;
  to: number;
  piece: P;
}

/** What was changed in a text: from here to there, and what stands in its place. */
export interface Change {
  from: number;
  to: number;
  insert: string;
}

/** The one change that makes a text of another; both its ends stay. */
export function changeBetween(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { from: head, to: before.length - tail, insert: after.slice(head, after.length - tail) };
}

/** Units of so many characters of a text: most have one each. */
function units(text: string, characters: number): number {
  let at = 0;
  for (let n = 0; n < characters && at < text.length; n += 1) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  return at;
}

/**
 * Where pieces of these paragraphs, the first of them having the number `first`, stand in `held`: the same text, or a
 * newer one that is still on its way, in which those are left out that the edit touches.
 */
export function rangesIn<P extends Piece>(held: string, paragraphs: string[], pieces: P[], first = 0): Range<P>[] {
  if (pieces.length === 0) return [];
  const starts: number[] = [];
  let start = 0;
  for (const text of paragraphs) {
    starts.push(start);
    start += text.length + 1;
  }
  const change = changeBetween(paragraphs.join("\n"), held);
  const by = change.insert.length - (change.to - change.from);
  const ranges = pieces.flatMap((piece) => {
    const text = paragraphs[piece.paragraph - first];
    const start = starts[piece.paragraph - first];
    if (text === undefined || start === undefined) return [];
    const from = start + units(text, piece.at);
    const to = start + units(text, piece.at + piece.length);
    if (to <= change.from) return [{ from, to, piece }];
    return from >= change.to ? [{ from: from + by, to: to + by, piece }] : [];
  });
  return ranges.sort((a, b) => a.from - b.from || a.to - b.to);
}
