// Where in the report something stands, as the writing page shows it. Pure.
import { quotedIn } from "./text/quotes";
import type { Place, TextRange } from "../types";

/** The section that stands before the chapters, and the one behind them. */
export const FRONT = "title";
export const END = "signature";

/** The section that shows a place; the preface stands with the title, the date with the signature. */
export function sectionOf(place: Place | null): string {
  switch (place?.is) {
    case "title":
    case "preface":
      return FRONT;
    case "signature":
    case "date":
      return END;
    case "chapter":
      return place.id && place.nth === 0 ? place.id : `${place.id} ${place.nth}`.trim();
    default:
      return "";
  }
}

/**
 * Where a piece of the report stands in a field that holds these paragraphs, the first of them being so many in its
 * place; counted as the window counts. `held` is what stands in the field by now. Null where it is not in the field.
 */
export function rangeIn(
  held: string,
  paragraphs: string[],
  piece: TextRange,
  first: number,
): { from: number; to: number } | null {
  const { at, length } = piece;
  const one = { cell: "", paragraph: piece.paragraph ?? first, at, length };
  return quotedIn(held, paragraphs, [one], first)[0] ?? null;
}
