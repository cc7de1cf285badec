// The sections of the page: a chapter each, what stands before the chapters and what stands behind them.
import { computed, type Ref } from "vue";
import { writing } from "../messages";
import type { FindingLine, Level, ReportView } from "../types";
import { END, FRONT, sectionOf } from "./places";

export interface Section {
  id: string;
  number: string;
  name: string;
  /** Index in the report's chapters; none for what stands before and behind them. */
  index: number | null;
}

/** `at`: the id of the section that is open; the first chapter where there is none of it. */
export function useSections(open: Readonly<Ref<ReportView | null>>, at: Readonly<Ref<string>>) {
  const sections = computed<Section[]>(() => {
    const chapters = open.value?.report.chapters ?? [];
    return [
      { id: FRONT, number: "", name: writing.front, index: null },
      ...chapters.map((chapter, index) => ({
        id: sectionOf(open.value?.texts[index]?.place ?? { is: "chapter", id: chapter.id ?? "", nth: 0 }),
        number: chapter.number,
        name: chapter.heading,
        index,
      })),
      { id: END, number: "", name: writing.end, index: null },
    ];
  });
  const section = computed(() => {
    const [front, first] = sections.value;
    return sections.value.find(({ id }) => id === at.value) ?? first ?? front;
  });
  const chapter = computed(() => {
    const index = section.value?.index ?? null;
    return index === null ? null : (open.value?.report.chapters[index] ?? null);
  });
  const grid = computed(() => {
    const form = open.value?.form;
    const table = form?.chapters.find(({ id }) => id === section.value?.id)?.table;
    return form?.tables.find((one) => one.table === table) ?? null;
  });
  const facts = computed(() => {
    const index = section.value?.index ?? null;
    return index === null ? undefined : open.value?.texts[index];
  });
  /** Last year's paragraphs of the section. */
  const lastParagraphs = computed(() => {
    const last = open.value?.last;
    if (section.value?.index === null) return last?.preface ?? [];
    return last?.chapters.find(({ id }) => id === section.value?.id)?.paragraphs ?? [];
  });

  function nameOf(id: string): string {
    const one = sections.value.find((section) => section.id === id);
    return one ? [one.number, one.name].filter((part) => part !== "").join("、") : id;
  }

  /** How many open findings of each level a section has; a blank counts as none. */
  function counts(id: string, findings: FindingLine[]): Partial<Record<Level, number>> {
    const counts: Partial<Record<Level, number>> = {};
    for (const { finding, settled } of findings) {
      if (settled || finding.unfilled || finding.level === "hint" || sectionOf(finding.place) !== id) continue;
      counts[finding.level] = (counts[finding.level] ?? 0) + 1;
    }
    return counts;
  }

  return { sections, section, chapter, grid, facts, lastParagraphs, nameOf, counts };
}
