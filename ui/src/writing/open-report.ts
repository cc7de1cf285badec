// The report that is open: what the program last said of it, and the edits on their way there.
import { computed, onScopeDispose, ref, shallowRef } from "vue";
import * as api from "../api";
import { fail, failure, failureOf } from "../window/failures";
import { showToast } from "../window/toast";
import { EditQueue } from "../window/edit-queue";
import type {
  CellEdit,
  CellId,
  Checked,
  Edited,
  Failure,
  FindingLine,
  FoundWords,
  Level,
  Publication,
  ReportState,
  TextEdit,
  TextRange,
  ReportView,
} from "../types";

/** Milliseconds until the disk is asked once more. */
const RETRY = 3000;
/** Milliseconds an answer is given to come onto the screen before it goes to the disk. */
const FRAME = 20;

/** A chapter, or what stands before and behind them. */
export interface Part {
  id: string;
  number: string;
  name: string;
  /** Index in the report's chapters; none for what stands before and behind them. */
  index: number | null;
}

export function useWriting() {
  const open = shallowRef<ReportView | null>(null);
  const busy = ref(false);
  /** Something is answered and not on the disk yet; `unsaved`: the disk did not take it. */
  const saving = ref(false);
  const savedAt = ref("");
  const unsaved = ref(false);
  /** Why the last act was refused, or what is asked before it is done; gone with the next act. */
  const refusal = ref<Failure | null>(null);
  const refused = ref(new Map<CellId, string>());
  const turns = ref(0);
  const queue = new EditQueue();

  async function load(id: number): Promise<void> {
    open.value = await api.openReport(id);
    savedAt.value = open.value.saved_at;
  }

  function take(edited: Edited): void {
    const now = open.value;
    if (!now) return;
    const report = edited.report ?? { ...now.report, cells: { ...now.report.cells, ...edited.cells } };
    const { texts, steps, full_title, state, publication } = edited;
    const checked = complete(edited.checked, now.checked);
    open.value = { ...now, report, checked, texts: texts ?? now.texts, steps, full_title, state, publication };
    refused.value = new Map(edited.refused.map(({ cell, why }) => [cell, why]));
    if (edited.said) showToast(edited.said);
  }

  /** An answer names the findings it has sent before: they are the very same objects, and not drawn anew. */
  function complete(answer: Checked, held: Checked): Checked {
    const known = new Map([...held.findings, ...answer.findings].map((line) => [line.finding.key, line]));
    const findings = answer.keys.map((key) => known.get(key)).filter((line) => line !== undefined);
    return { ...answer, findings };
  }

  let keeping: Promise<void> | null = null;
  let again = false;
  /** Has what was edited written to the disk, off the way of the keys; as long as that fails, tries again. */
  function keep(): Promise<void> {
    again = keeping !== null;
    keeping ??= (async () => {
      const id = open.value?.id;
      if (id === undefined) return;
      try {
        savedAt.value = await api.keep(id);
        if (unsaved.value) failure.value = null;
        unsaved.value = false;
      } catch (cause) {
        if (!unsaved.value) fail(cause);
        unsaved.value = true;
        clearTimeout(retry);
        retry = setTimeout(() => void keep(), RETRY);
      }
    })().finally(() => {
      keeping = null;
      saving.value = again || soon !== undefined;
      if (again) void keep();
    });
    return keeping;
  }
  let retry: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(retry));

  let soon: ReturnType<typeof setTimeout> | undefined;
  function keepSoon(): void {
    saving.value = true;
    soon ??= setTimeout(() => {
      soon = undefined;
      void keep();
    }, FRAME);
  }

  /** What could not be done: a refusal is said where it was asked, a failure on the window's line. */
  function turnedDown(cause: unknown, typed = false): void {
    const failed = failureOf(cause);
    if (failed.code === "refused" || failed.code === "asks") {
      refusal.value = failed;
      return;
    }
    // What was typed and did not even reach the program is not on the disk either.
    if (typed) unsaved.value = true;
    fail(failed);
  }

  /** An edit that does not come from where the user is typing. */
  const turn = (work: (id: number) => Promise<Edited>) => act(work, null, true);

  function act(work: (id: number) => Promise<Edited>, key: string | null = null, turning = false): Promise<void> {
    busy.value = true;
    refusal.value = null;
    return queue
      .add(async () => {
        const id = open.value?.id;
        if (id === undefined) return;
        try {
          take(await work(id));
          if (turning) turns.value += 1;
          if (failure.value && !unsaved.value) failure.value = null;
          keepSoon();
        } catch (cause) {
          turnedDown(cause, !turning);
        }
      }, key)
      .then(() => {
        busy.value = !queue.idle;
      });
  }

  const editCells = (edits: CellEdit[], goingOn: boolean) =>
    act((id) => api.editCells(id, edits, goingOn), goingOn && edits.length === 1 ? `cell ${edits[0]?.cell}` : null);
  const editText = (edit: TextEdit, goingOn: boolean) => {
    const place = "chapter" in edit ? `${edit.field} ${edit.chapter}` : edit.field;
    return act((id) => api.editText(id, edit, goingOn), goingOn ? `text ${place}` : null);
  };

  /** Puts other words in some places; where those left stand then, in their order, or nothing where it was refused. */
  async function replace(places: TextRange[], left: TextRange[], words: string, instead: string) {
    let moved: FoundWords[] = [];
    await turn(async (id) => {
      const answer = await api.replaceWords(id, places, left, words, instead);
      moved = answer.left;
      return answer.edited;
    });
    return moved;
  }

  async function check(work: (id: number) => Promise<Checked>): Promise<void> {
    const now = open.value;
    if (!now) return;
    refusal.value = null;
    await queue.settled();
    try {
      const answer = await work(now.id);
      if (open.value) open.value = { ...open.value, checked: complete(answer, open.value.checked) };
    } catch (cause) {
      turnedDown(cause);
    }
  }

  const marks = computed(() => {
    const marks = new Map<CellId, { level: Level; message: string }>();
    const order: Level[] = ["error", "explain", "hint"];
    for (const { finding, settled } of open.value?.checked.findings ?? []) {
      // A blank is seen without a mark; a new report is all blanks.
      if (settled || finding.unfilled) continue;
      for (const cell of finding.cells) {
        const held = marks.get(cell);
        if (!held || order.indexOf(finding.level) < order.indexOf(held.level)) {
          marks.set(cell, { level: finding.level, message: finding.message });
        }
      }
    }
    return marks;
  });

  const readOnly = computed(() => open.value?.state === "final" || open.value?.state === "published");

  return {
    open,
    busy,
    saving,
    savedAt,
    unsaved,
    refusal,
    refused,
    marks,
    turns,
    readOnly,
    load,
    keep,
    editCells,
    editText,
    undo: () => turn(api.undo),
    redo: () => turn(api.redo),
    fix: (line: FindingLine) => turn((id) => api.applyFix(id, line.finding.key)),
    confirmTaken: () => turn(api.confirmTakenOver),
    quote: (edit: TextEdit, cell: CellId) => turn((id) => api.quoteFigure(id, edit, cell)),
    takeLastText: (chapter: number | null) => turn((id) => api.takeLastText(id, chapter)),
    tick: (aspect: string, on: boolean) => turn((id) => api.tickAspect(id, aspect, on)),
    replace,
    setState: (state: ReportState, sure: boolean) => turn((id) => api.setState(id, state, sure)),
    publish: ({ date, address }: Publication) => turn((id) => api.publish(id, date, address)),
    giveReason: (line: FindingLine, text: string) => check((id) => api.giveReason(id, line.finding.key, text)),
    takeBackReason: (line: FindingLine) => check((id) => api.takeBackReason(id, line.finding.key)),
    recognise: (html: string, text: string) => turn((id) => api.pasteTable(id, html, text)),
    settled: () => queue.settled(),
  };
}
