// Which finding one is at: chosen in the panel, gone to by a key, or come across at a cell.
import { computed, ref, watch, type Ref } from "vue";
import type { CellId, FindingLine } from "../../types";

export function useCurrent(findings: Readonly<Ref<FindingLine[]>>) {
  const current = ref<string | null>(null);
  /** It was gone to, so that its cells are framed. */
  const pointed = ref(false);
  const line = computed(() => findings.value.find(({ finding }) => finding.key === current.value));
  /** The cells of the finding one has gone to, for as long as it is there. */
  const framed = computed(() => {
    const shown = pointed.value && line.value && !line.value.settled && !line.value.finding.unfilled;
    return new Set<CellId>(shown ? line.value.finding.cells : []);
  });

  function at(key: string | null, point: boolean): void {
    current.value = key;
    pointed.value = point;
  }

  // Other figures make it another finding; the one about the same cells is the one that one is at.
  watch(findings, (now, before) => {
    if (current.value === null || line.value) return;
    const was = before.find(({ finding }) => finding.key === current.value)?.finding;
    const cells = was?.cells.join();
    const next = cells && now.find(({ finding }) => finding.rule === was?.rule && finding.cells.join() === cells);
    current.value = next ? next.finding.key : null;
  });

  /** The finding so many on from here; where one is at none, the first that fits a place, in this order. */
  function from(by: number, places: ((line: FindingLine) => boolean)[]): FindingLine | undefined {
    const open = findings.value.filter(({ settled }) => !settled);
    const now = open.findIndex(({ finding }) => finding.key === current.value);
    if (now < 0 || !pointed.value) {
      for (const fits of places) {
        const here = open.find(fits);
        if (here) return here;
      }
    }
    if (now < 0) return open[by < 0 ? open.length - 1 : 0];
    return open[(now + by + open.length) % open.length];
  }

  return { current, line, framed, at, from };
}
