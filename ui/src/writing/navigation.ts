// Ways through the report: to a section, to what a finding speaks of, to a cell, to a piece of a text.
import { computed, nextTick, ref, type Ref } from "vue";
import type { TableHandle } from "../table/selection";
import type { CellId, FindingLine, Goal, TextRange } from "../types";
import { useCurrentFinding } from "./findings/current-finding";
import type { usePanes } from "./panes";
import { sectionOf } from "./places";
import type { useSections } from "./sections";
import type { ReportSession } from "./session";

export type Navigation = ReturnType<typeof useNavigation>;

/** `at`: the id of the section that is open. */
export function useNavigation(
  session: ReportSession,
  { sections, section, grid }: ReturnType<typeof useSections>,
  panes: ReturnType<typeof usePanes>,
  at: Ref<string>,
) {
  const findings = computed(() => session.open.value?.checked.findings ?? []);
  const current = useCurrentFinding(findings);
  /** The table that is open, if one is. */
  const table = ref<TableHandle | null>(null);
  /** The piece of the text that is to be seen. */
  const shown = ref<TextRange | null>(null);
  /** The text fields before and behind the table are shown, though nothing is written there. */
  const aroundTable = ref(false);

  function openSection(id: string): void {
    at.value = id;
    current.select(current.key.value, false);
    shown.value = null;
    aroundTable.value = false;
  }

  function focusText(): void {
    document.querySelector<HTMLElement>(".middle [role=textbox], .middle input")?.focus();
  }

  /** To the section so many on; where it has a table, keys go there at once. */
  async function openSectionBy(by: number): Promise<void> {
    const to = sections.value[sections.value.findIndex(({ id }) => id === section.value?.id) + by];
    if (!to) return;
    openSection(to.id);
    await nextTick();
    const first = grid.value?.cells.find(({ content }) => content.is === "figure")?.content;
    if (first?.is === "figure") table.value?.choose(first.cell);
    else focusText();
  }

  async function selectText(piece: TextRange): Promise<void> {
    if (grid.value) aroundTable.value = true;
    await nextTick();
    shown.value = piece;
  }

  /** To what a finding speaks of: its first cell, or else its piece of a text. */
  async function locate(line: FindingLine): Promise<void> {
    const id = sectionOf(line.finding.place);
    if (at.value !== id) openSection(id);
    panes.show("findings");
    shown.value = null;
    await nextTick();
    const first = line.finding.cells[0];
    if (first && table.value) table.value.choose(first);
    current.select(line.finding.key, true);
    const piece = line.finding.spans[0]?.at;
    if (!(first && table.value) && piece) await selectText(piece);
  }

  /** To a cell of a finding, or to the finding where no cell is named. */
  async function locateCell(key: string, cell: CellId | null): Promise<void> {
    const line = findings.value.find(({ finding }) => finding.key === key);
    if (!line) return;
    await locate(line);
    if (!cell) return;
    table.value?.choose(cell);
    current.select(key, true);
  }

  /** To the next finding: first that of the cell one stands in, then those of this section. */
  async function step(by: number): Promise<void> {
    const cell = table.value?.active;
    const to = current.next(by, [
      (line) => Boolean(cell) && !line.finding.unfilled && line.finding.cells.includes(cell ?? ""),
      (line) => sectionOf(line.finding.place) === section.value?.id,
    ]);
    if (to) await locate(to);
  }

  /** What the finding offers first: a fix, or a reason to be written. */
  async function resolve(): Promise<void> {
    if (!current.line.value) await step(1);
    panes.show("findings");
    await nextTick();
    document.querySelector<HTMLElement>(".findings li.current .acts .first")?.click();
  }

  /** Where a link of the progress leads within the page. */
  async function goTo(goal: Goal): Promise<void> {
    if (goal.is === "finding") await locateCell(goal.key, null);
    else if (goal.is === "cell" || goal.is === "text") {
      openSection(sectionOf(goal.place));
      await nextTick();
      if (goal.is === "cell") table.value?.choose(goal.cell);
      else focusText();
    }
  }

  async function showText(piece: TextRange): Promise<void> {
    openSection(sectionOf(piece.place));
    await nextTick();
    await selectText(piece);
  }

  /** The cell one goes to shows its finding in the panel, too. */
  function onCellChosen(cell: CellId): void {
    const line = findings.value.find(({ finding, settled }) => !settled && finding.cells.includes(cell));
    if (!line || line.finding.unfilled || line.finding.key === current.key.value) return;
    current.select(line.finding.key, false);
  }

  return {
    findings,
    current,
    table,
    shown,
    aroundTable,
    openSection,
    openSectionBy,
    locate,
    locateCell,
    step,
    resolve,
    goTo,
    showText,
    onCellChosen,
  };
}
