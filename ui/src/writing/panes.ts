// The panes beside what is written: findings, and last year's text. Each can be folded to the edge. A
// wide window has room for both; in a narrow one they share one column, folded beside a table, so that
// the table is whole.
import { computed, onScopeDispose, ref } from "vue";

export type Pane = "findings" | "last";

/** Below this many pixels of the page there is one column for both. */
const NARROW = "(max-width: 1199px)";
const STORAGE_KEY = "panes";

interface Choice {
  /** Folded in a wide window. */
  folded: Pane[];
  /** What the one column of a narrow window shows beside a table, and beside text. */
  table: Pane | null;
  text: Pane | null;
}

function chosen(): Choice {
  const usual: Choice = { folded: [], table: null, text: "last" };
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "{}") as Partial<Choice>) };
  } catch {
    return usual;
  }
}

/** `table`: a table is open; `last`: there is something of last year's to show beside it. */
export function usePanes(table: () => boolean, last: () => boolean) {
  const query = typeof matchMedia === "undefined" ? null : matchMedia(NARROW);
  const narrow = ref(query?.matches ?? false);
  const listen = (e: MediaQueryListEvent) => (narrow.value = e.matches);
  query?.addEventListener("change", listen);
  onScopeDispose(() => query?.removeEventListener("change", listen));

  const choice = ref(chosen());
  const kind = computed(() => (table() ? "table" : "text"));
  const all = computed<Pane[]>(() => (last() ? ["findings", "last"] : ["findings"]));
  /** The panes that are open; in a narrow window one at most. */
  const open = computed<Pane[]>(() => {
    if (!narrow.value) return all.value.filter((pane) => !choice.value.folded.includes(pane));
    const one = choice.value[kind.value];
    return one === null ? [] : [all.value.includes(one) ? one : "findings"];
  });
  /** Those behind a button on the edge. */
  const folded = computed(() =>
    narrow.value && open.value.length > 0 ? [] : all.value.filter((pane) => !open.value.includes(pane)),
  );

  function show(pane: Pane): void {
    if (open.value.includes(pane)) return;
    if (narrow.value) save({ [kind.value]: pane });
    else save({ folded: choice.value.folded.filter((one) => one !== pane) });
  }

  function fold(pane: Pane): void {
    if (narrow.value) save({ [kind.value]: null });
    else save({ folded: [...choice.value.folded, pane] });
  }

  function save(change: Partial<Choice>): void {
    choice.value = { ...choice.value, ...change };
    localStorage.setItem(STORAGE_KEY, JSON.stringify(choice.value));
  }

  return { narrow, all, open, folded, show, fold };
}
