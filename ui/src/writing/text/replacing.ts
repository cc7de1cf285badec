// Which places are left after some were replaced. Pure: the words are counted as the program counts
// them, from the beginning of their paragraph.
import type { FoundWords, Place } from "../../types";

export const key = ({ chapter, paragraph, nth }: Place) => `${chapter} ${paragraph} ${nth}`;

/** The other places: behind a replaced one they count one less, or as many as the new words bring. */
export function remaining(found: FoundWords[], replaced: Place[], words: string, instead: string): FoundWords[] {
  const gone = new Set(replaced.map(key));
  const brought = instead.split(words).length - 1;
  return found
    .filter(({ place }) => !gone.has(key(place)))
    .map((one) => {
      const { chapter, paragraph, nth } = one.place;
      const before = replaced.filter(
        (other) => other.chapter === chapter && other.paragraph === paragraph && other.nth < nth,
      ).length;
      return { ...one, place: { chapter, paragraph, nth: nth + before * (brought - 1) } };
    });
}
