// Which finding one is at: chosen in the panel, gone to by a key, or come across at a cell.
import { computed, ref, watch, type Ref } from "vue";
import type { CellId, FindingLine } from "../../types";

export function useCurrentFinding(findings: Readonly<Ref<FindingLine[]>>) {
  const key = ref<string | null>(null);
  /** It was gone to, so that its cells are framed. */
  const located = ref(false);
  const line = computed(() => findings.value.find(({ finding }) => finding.key === key.value));
  /** The cells of the finding one has gone to, for as long as it is there. */
  const framed = computed(() => {
    const shown = located.value && line.value && !line.value.settled && !line.value.finding.unfilled;
    return new Set<CellId>(shown ? line.value.finding.cells : []);
  });

  function select(to: string | null, locate: boolean): void {
    key.value = to;
    located.value = locate;
  }

  // Other figures make it another finding; the one about the same cells is the one that one is at.
  watch(findings, (now, before) => {
    if (key.value === null || line.value) return;
    const was = before.find(({ finding }) => finding.key === key.value)?.finding;
    const cells = was?.cells.join();
    const next = cells && now.find(({ finding }) => finding.rule === was?.rule && finding.cells.join() === cells);
    key.value = next ? next.finding.key : null;
  });

  /** The finding so many on from here; where one is at none, the first that is preferred, in this order. */
  function next(by: number, preferred: ((line: FindingLine) => boolean)[]): FindingLine | undefined {
    const open = findings.value.filter(({ settled }) => !settled);
    const now = open.findIndex(({ finding }) => finding.key === key.value);
    if (now < 0 || !located.value) {
      for (const fits of preferred) {
        const here = open.find(fits);
        if (here) return here;
      }
    }
    if (now < 0) return open[by < 0 ? open.length - 1 : 0];
    return open[(now + by + open.length) % open.length];
  }

  return { key, line, framed, select, next };
}
