// Which page is open. The window has one history: back leads to where one came from, as it was left.
import { ref } from "vue";

export type Place =
  | { page: "start" }
  | { page: "import"; organ?: number; year?: number }
  | { page: "writing"; id: number; chapter?: string; cell?: string; scroll?: number }
  | { page: "comparing"; id: number }
  | { page: "printing"; id: number }
  | { page: "folder" }
  | { page: "preferences" };

export const place = ref<Place>({ page: "start" });
/** Where one came from, the start page first. */
const before: Place[] = [];

const same = (a: Place, b: Place) => a.page === b.page && (!("id" in a) || !("id" in b) || a.id === b.id);

/** Turns to a page; one that was passed on the way here is gone back to. */
export function go(to: Place): void {
  const at = before.findIndex((one) => same(one, to));
  if (at >= 0) before.splice(at);
  else if (!same(place.value, to)) before.push(place.value);
  place.value = to;
}

/** Back to where one came from, as it was left. */
export function back(): void {
  place.value = before.pop() ?? { page: "start" };
}

/** Notes how the open page is left, for whoever comes back to it. */
export function leaveAs(as: Place): void {
  if (same(place.value, as)) place.value = as;
}
