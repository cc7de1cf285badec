// What is being typed into the active cell, until the program has answered.
import { ref } from "vue";
import { typeable } from "../grid";
import { writing } from "../sentences";
import type { CellEdit, CellId, Kind } from "../wire";

/** `chosen`: a key moves or replaces; `entering`: typed over; `editing`: inside the text, after F2. */
export type Mode = "chosen" | "entering" | "editing";

export interface EntryRules {
  readOnly: () => boolean;
  kind: (cell: CellId) => Kind;
  /** A total the program computes: changed only on purpose. */
  computed: (cell: CellId) => boolean;
  send: (edit: CellEdit, goingOn: boolean) => void;
}

export function useEntry(rules: EntryRules) {
  const mode = ref<Mode>("chosen");
  const draft = ref("");
  /** Something was typed since the cell was chosen. */
  const changed = ref(false);
  /** Why it was not taken on the spot. */
  const note = ref<{ cell: CellId; text: string } | null>(null);
  /** What was typed and is not answered yet. */
  const pending = ref(new Map<CellId, string>());

  function begin(shown: string): void {
    mode.value = "chosen";
    changed.value = false;
    draft.value = shown;
    note.value = null;
  }

  function refuse(cell: CellId | null, text: string): void {
    if (cell) note.value = { cell, text };
  }

  /** Takes what stands in the box, or puts back what stood there. */
  function type(cell: CellId, box: HTMLInputElement): void {
    const text = box.value;
    const kind = rules.kind(cell);
    const deliberate = mode.value === "editing";
    const why = rules.readOnly()
      ? writing.readOnly
      : rules.computed(cell) && !deliberate
        ? writing.computedHint
        : typeable(kind, text)
          ? null
          : writing.refusedCharacter[kind];
    if (why) {
      box.value = draft.value;
      if (mode.value === "chosen") box.select();
      return refuse(cell, why);
    }
    note.value = null;
    draft.value = text;
    if (mode.value === "chosen") mode.value = "entering";
    pending.value.set(cell, text);
    rules.send({ cell, text, how: deliberate ? "deliberate" : "typed" }, changed.value);
    changed.value = true;
  }

  /** The program has put something in the cells itself: what was being typed is over. */
  function over(shown: string | null): void {
    pending.value.clear();
    mode.value = "chosen";
    changed.value = false;
    if (shown !== null) draft.value = shown;
  }

  return { mode, draft, changed, note, pending, begin, refuse, type, over };
}
