// What the window holds for as long as it is open, whichever page, chapter or tab is shown: words half
// typed, what was looked for, what is chosen. A component takes its value from here by a key and finds it
// again when it is drawn anew. Deliberately absent: anything of the report itself, which goes to the
// program at once.
import { ref, type Ref } from "vue";

const values = new Map<string, Ref>();

/** The value held under a key; `initial` until something is put there. */
export function viewState<T>(key: string, initial: T): Ref<T> {
  const value = values.get(key) ?? ref(initial);
  values.set(key, value);
  return value as Ref<T>;
}

/** Drops all values whose key begins with this: what was typed there has been handed on. */
export function clearViewState(prefix: string): void {
  for (const key of [...values.keys()]) if (key.startsWith(prefix)) values.delete(key);
}
