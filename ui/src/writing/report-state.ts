// What the program last said of the report that is open. Answers are let in here and nowhere else.
import { computed, ref, shallowRef } from "vue";
import * as api from "../api";
import { showToast } from "../window/toast";
import type { CellId, Checked, Edited, Level, ReportView } from "../types";

/** The worst first. */
const LEVELS: Level[] = ["error", "explain", "hint"];

/** An answer names the findings it has sent before: they are the very same objects, and not drawn anew. */
function complete(answer: Checked, before: Checked): Checked {
  const known = new Map([...before.findings, ...answer.findings].map((line) => [line.finding.key, line]));
  return { ...answer, findings: answer.keys.map((key) => known.get(key)).filter((line) => line !== undefined) };
}

export function useReportState() {
  const open = shallowRef<ReportView | null>(null);
  /** Why cells did not take what was put there. */
  const refused = ref(new Map<CellId, string>());

  async function load(id: number): Promise<ReportView> {
    return (open.value = await api.openReport(id));
  }

  function applyEdited(edited: Edited): void {
    const now = open.value;
    if (!now) return;
    const report = edited.report ?? { ...now.report, cells: { ...now.report.cells, ...edited.cells } };
    const { texts, steps, full_title, state, publication, review } = edited;
    const differences = { ...now.differences, ...edited.differences };
    const checked = complete(edited.checked, now.checked);
    open.value = {
      ...now,
      report,
      form: edited.form ?? now.form,
      checked,
      texts: texts ?? now.texts,
      differences,
      steps,
      full_title,
      state,
      publication,
      review,
    };
    refused.value = new Map(edited.refused.map(({ cell, why }) => [cell, why]));
    if (edited.said) showToast(edited.said);
  }

  function applyChecked(answer: Checked): void {
    const now = open.value;
    if (now) open.value = { ...now, checked: complete(answer, now.checked) };
  }

  /** The worst open finding of each cell. */
  const marks = computed(() => {
    const marks = new Map<CellId, { level: Level; message: string }>();
    for (const { finding, settled } of open.value?.checked.findings ?? []) {
      // A blank is seen without a mark; a new report is all blanks.
      if (settled || finding.unfilled) continue;
      for (const cell of finding.cells) {
        const marked = marks.get(cell);
        if (!marked || LEVELS.indexOf(finding.level) < LEVELS.indexOf(marked.level)) {
          marks.set(cell, { level: finding.level, message: finding.message });
        }
      }
    }
    return marks;
  });

  const readOnly = computed(() => {
    const now = open.value;
    return now?.state === "final" || now?.state === "published" || Boolean(now?.read_only);
  });

  return { open, refused, marks, readOnly, load, applyEdited, applyChecked };
}
