// The report that is open, the edits on their way to the program, and their way to the disk.
import { ref } from "vue";
import * as api from "../api";
import { EditQueue } from "../window/edit-queue";
import { fail, failure, failureOf } from "../window/failures";
import type {
  CellEdit,
  CellId,
  Checked,
  Edited,
  Failure,
  FindingLine,
  FoundWords,
  Publication,
  ReportState,
  TextEdit,
  TextRange,
} from "../types";
import { useAutosave } from "./autosave";
import { useReportState } from "./report-state";

export type ReportSession = ReturnType<typeof useReportSession>;

export function useReportSession() {
  const state = useReportState();
  const { open } = state;
  const autosave = useAutosave(() => open.value?.id);
  const queue = new EditQueue();
  const busy = ref(false);
  /** Why the last act was refused, or what is asked before it is done; gone with the next act. */
  const refusal = ref<Failure | null>(null);
  /** Counts the edits that do not come from where the user is typing. */
  const revision = ref(0);

  async function load(id: number): Promise<void> {
    autosave.savedAt.value = (await state.load(id)).saved_at;
  }

  /** What could not be done: a refusal is said where it was asked, a failure on the window's line. */
  function reject(cause: unknown, typed = false): void {
    const failed = failureOf(cause);
    if (failed.code === "refused" || failed.code === "asks") {
      refusal.value = failed;
      return;
    }
    // What was typed and did not even reach the program is not on the disk either.
    if (typed) autosave.unsaved.value = true;
    fail(failed);
  }

  /** An edit as it is typed; a newer one with the same key takes the place of one that waits. */
  const type = (work: (id: number) => Promise<Edited>, key: string | null) => enqueue(work, key, true);
  /** An edit that does not come from where the user is typing. */
  const act = (work: (id: number) => Promise<Edited>) => enqueue(work, null, false);

  function enqueue(work: (id: number) => Promise<Edited>, key: string | null, typed: boolean): Promise<void> {
    busy.value = true;
    refusal.value = null;
    return queue
      .add(async () => {
        const id = open.value?.id;
        if (id === undefined) return;
        try {
          state.applyEdited(await work(id));
          if (!typed) revision.value += 1;
          if (failure.value && !autosave.unsaved.value) failure.value = null;
          autosave.flushSoon();
        } catch (cause) {
          reject(cause, typed);
        }
      }, key)
      .then(() => {
        busy.value = !queue.idle;
      });
  }

  /** Not an edit, but what is checked is seen otherwise. */
  async function recheck(work: (id: number) => Promise<Checked>): Promise<void> {
    const now = open.value;
    if (!now) return;
    refusal.value = null;
    await queue.settled();
    try {
      state.applyChecked(await work(now.id));
    } catch (cause) {
      reject(cause);
    }
  }

  function editCells(edits: CellEdit[], goingOn: boolean): Promise<void> {
    const [only] = edits;
    const key = goingOn && only && edits.length === 1 ? `cell ${only.cell}` : null;
    return type((id) => api.editCells(id, edits, goingOn), key);
  }

  function editText(edit: TextEdit, goingOn: boolean): Promise<void> {
    const field = "chapter" in edit ? `${edit.field} ${edit.chapter}` : edit.field;
    return type((id) => api.editText(id, edit, goingOn), goingOn ? `text ${field}` : null);
  }

  /** Puts other words in some places; where those left stand then, in their order, or nothing where it was refused. */
  async function replaceWords(places: TextRange[], left: TextRange[], words: string, instead: string) {
    let moved: FoundWords[] = [];
    await act(async (id) => {
      const answer = await api.replaceWords(id, places, left, words, instead);
      moved = answer.left;
      return answer.edited;
    });
    return moved;
  }

  return {
    ...state,
    ...autosave,
    load,
    busy,
    refusal,
    revision,
    settled: () => queue.settled(),
    editCells,
    editText,
    undo: () => act(api.undo),
    redo: () => act(api.redo),
    applyFix: (line: FindingLine) => act((id) => api.applyFix(id, line.finding.key)),
    confirmTakenOver: () => act(api.confirmTakenOver),
    quoteFigure: (edit: TextEdit, cell: CellId) => act((id) => api.quoteFigure(id, edit, cell)),
    takeLastText: (chapter: number | null) => act((id) => api.takeLastText(id, chapter)),
    tickAspect: (aspect: string, on: boolean) => act((id) => api.tickAspect(id, aspect, on)),
    replaceWords,
    pasteTable: (html: string, text: string) => act((id) => api.pasteTable(id, html, text)),
    setState: (to: ReportState, sure: boolean, why = "") => act((id) => api.setState(id, to, sure, why)),
    publish: ({ date, address }: Publication) => act((id) => api.publish(id, date, address)),
    giveReason: (line: FindingLine, text: string) => recheck((id) => api.giveReason(id, line.finding.key, text)),
    takeBackReason: (line: FindingLine) => recheck((id) => api.takeBackReason(id, line.finding.key)),
  };
}
