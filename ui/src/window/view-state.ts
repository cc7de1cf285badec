// What the window holds for as long as it is open, whichever page, chapter or tab is shown: words half
// typed, what was looked for, what is chosen. A part takes its value from here by the name of its place
// and finds it again when it is drawn anew. Deliberately absent: anything of the report itself, which
// goes to the program at once.
import { ref, type Ref } from "vue";

const held = new Map<string, Ref>();

/** The value held at a place; `atFirst` until something is put there. */
export function kept<T>(place: string, atFirst: T): Ref<T> {
  const one = held.get(place) ?? ref(atFirst);
  held.set(place, one);
  return one as Ref<T>;
}

/** Forgets all places that begin with this: what was typed there has been handed on. */
export function forget(places: string): void {
  for (const place of [...held.keys()]) if (place.startsWith(places)) held.delete(place);
}
