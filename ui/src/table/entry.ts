// What is being typed into the active cell, until the program has answered.
import { ref } from "vue";
import { writing } from "../messages";
import type { CellEdit, CellId, Kind } from "../types";

/** `chosen`: a key moves or replaces; `entering`: typed over; `editing`: inside the text, after F2. */
export type Mode = "chosen" | "entering" | "editing";

export interface EntryRules {
  readOnly: () => boolean;
  kind: (cell: CellId) => Kind;
  /** A total the program computes: changed only on purpose. */
  computed: (cell: CellId) => boolean;
  /** What is typed may be the beginning of a figure where it has one of these. */
  figureCharacters: () => string;
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

  /** The cell last typed in, until a refusal of it has been told elsewhere. */
  let typed: CellId | null = null;

  /** Why a cell that was left did not take what was typed in it; told once. */
  function leftRefused(
    refused: ReadonlyMap<CellId, string> | undefined,
    active: CellId | null,
  ): { cell: CellId; why: string } | null {
    const why = typed !== null && typed !== active ? refused?.get(typed) : undefined;
    if (typed === null || why === undefined) return null;
    const left = { cell: typed, why };
    typed = null;
    return left;
  }

  function begin(shown: string): void {
    mode.value = "chosen";
    changed.value = false;
    draft.value = shown;
    note.value = null;
  }

  function refuse(cell: CellId | null, text: string): void {
    if (cell) note.value = { cell, text };
  }

  /** Whether it can be the beginning of a figure: whether it is one, the program says. */
  function begins(text: string): boolean {
    return text.trim() === "" || [...text].some((character) => rules.figureCharacters().includes(character));
  }

  /** Takes what stands in the box, or puts back what stood there. */
  function type(cell: CellId, box: HTMLInputElement): void {
    const text = box.value;
    const deliberate = mode.value === "editing";
    const why = rules.readOnly()
      ? writing.readOnly
      : rules.computed(cell) && !deliberate
        ? writing.computedHint
        : mode.value === "chosen" && !begins(text)
          ? writing.refusedCharacter[rules.kind(cell)]
          : null;
    if (why) {
      box.value = draft.value;
      if (mode.value === "chosen") box.select();
      return refuse(cell, why);
    }
    note.value = null;
    draft.value = text;
    if (mode.value === "chosen") mode.value = "entering";
    typed = cell;
    pending.value.set(cell, text);
    rules.send({ cell, text, how: deliberate ? "deliberate" : "typed" }, changed.value);
    changed.value = true;
  }

  /** The program has put something in the cells itself: what was being typed is over. */
  function over(shown: () => string): void {
    pending.value.clear();
    mode.value = "chosen";
    changed.value = false;
    draft.value = shown();
  }

  return { mode, draft, changed, note, pending, leftRefused, begin, refuse, type, over };
}
