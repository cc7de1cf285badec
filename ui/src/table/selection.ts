// Which cells of a table are chosen: one where keys go, and the range around it.
import { computed, ref } from "vue";
import { moved, range, type Move, type Sheet } from "./grid";
import type { CellId } from "../types";

/** What a page may ask of a table it shows. */
export interface TableHandle {
  /** Makes a cell the active one; under the pointer the table stays where it is. */
  choose: (cell: CellId, extend?: boolean, byPointer?: boolean) => void;
  leave: () => void;
  readonly active: CellId | null;
}

/** `passed`: cells Tab and Enter pass over. */
export function useSelection(sheet: () => Sheet, passed: (cell: CellId) => boolean) {
  const active = ref<CellId | null>(null);
  const anchor = ref<CellId | null>(null);
  const rows = computed(() => (active.value && anchor.value ? range(sheet(), anchor.value, active.value) : []));
  const cells = computed(() => rows.value.flat());
  const set = computed(() => new Set(cells.value));

  /** Makes a cell the active one; with `extend` the range reaches from where it began to it. */
  function pick(cell: CellId, extend = false): void {
    active.value = cell;
    if (!extend || !anchor.value) anchor.value = cell;
  }

  function drop(): void {
    active.value = anchor.value = null;
  }

  function from(cell: CellId, to: CellId): void {
    active.value = cell;
    anchor.value = to;
  }

  function all(): void {
    if (!active.value) return;
    from(moved(sheet(), active.value, "last"), moved(sheet(), active.value, "first"));
  }

  /** Where a move leads from the active cell. */
  function next(move: Move): CellId | null {
    return active.value ? moved(sheet(), active.value, move, passed) : null;
  }

  return { active, anchor, rows, cells, set, pick, drop, from, all, next };
}
