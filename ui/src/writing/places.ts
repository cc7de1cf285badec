// Where in the report something stands, as the writing page shows it. Pure.
import type { Place } from "../types";

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

/** Whether two places are the same part of the report. */
export function samePlace(a: Place, b: Place | null): boolean {
  return a.is === b?.is && sectionOf(a) === sectionOf(b);
}
