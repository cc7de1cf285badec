// Which page is open, and the window's one history: back leads to where one came from, as it was left.
import { ref } from "vue";

export type Route =
  | { page: "start" }
  | { page: "import"; organ?: number; year?: number }
  | { page: "writing"; id: number; chapter?: string; cell?: string; scroll?: number }
  | { page: "comparison"; id: number }
  | { page: "printing"; id: number }
  | { page: "versions"; id: number }
  | { page: "review"; id: number }
  | { page: "backups" }
  | { page: "salvage" }
  | { page: "batch" }
  | { page: "preferences" };

export const route = ref<Route>({ page: "start" });
/** The pages passed on the way here, the start page first. */
const history: Route[] = [];

const same = (a: Route, b: Route) => a.page === b.page && (!("id" in a) || !("id" in b) || a.id === b.id);

/** Opens a page; one that was passed on the way here is gone back to. */
export function navigate(to: Route): void {
  const at = history.findIndex((one) => same(one, to));
  if (at >= 0) history.splice(at);
  else if (!same(route.value, to)) history.push(route.value);
  route.value = to;
}

/** Back to where one came from, as it was left. */
export function back(): void {
  route.value = history.pop() ?? { page: "start" };
}

/** Notes how the open page is left, for whoever comes back to it. */
export function saveRoute(left: Route): void {
  if (same(route.value, left)) route.value = left;
}
