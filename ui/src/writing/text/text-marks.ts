// What is marked in a text while it is written: quoted figures, findings, headings in the fonts of the
// page, passages that are last year's. Marks move with the text until the program's next answer.
import { RangeSet, StateEffect, StateField, type EditorState, type Range as Placed } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet } from "@codemirror/view";
import type { FindingLine, Passage, Quoted, TextHeading } from "../../types";
import type { Piece, Range } from "./ranges";

/** A piece of the text a finding is about. */
export interface FoundPiece extends Piece {
  line: FindingLine;
}

export interface TextMarks {
  quoted: Range<Quoted>[];
  findings: Range<FoundPiece>[];
  headings: Range<TextHeading>[];
  lastYears: Range<Passage>[];
}

interface Marked {
  quoted: DecorationSet;
  findings: DecorationSet;
  others: DecorationSet;
}

export const setMarks = StateEffect.define<TextMarks>();

const NONE: Marked = { quoted: Decoration.none, findings: Decoration.none, others: Decoration.none };

function placed<P extends Piece>(ranges: Range<P>[], mark: (piece: P) => Decoration): Placed<Decoration>[] {
  return ranges.filter(({ from, to }) => from < to).map(({ from, to, piece }) => mark(piece).range(from, to));
}

function marked({ quoted, findings, headings, lastYears }: TextMarks): Marked {
  const quote = ({ cell }: Quoted) => Decoration.mark({ tagName: "mark", attributes: { "data-quoted": cell }, cell });
  const found = ({ line }: FoundPiece) =>
    Decoration.mark({ class: `found ${line.finding.level}`, attributes: { "data-found": line.finding.rule }, line });
  const heading = ({ level }: TextHeading) => Decoration.mark({ class: `heading level-${level}` });
  const lastYear = () => Decoration.mark({ class: "last-years" });
  return {
    quoted: Decoration.set(placed(quoted, quote), true),
    findings: Decoration.set(placed(findings, found), true),
    others: Decoration.set([...placed(headings, heading), ...placed(lastYears, lastYear)], true),
  };
}

const field = StateField.define<Marked>({
  create: () => NONE,
  update(value, { changes, effects }) {
    const set = effects.find((effect) => effect.is(setMarks));
    if (set) return marked(set.value);
    if (changes.empty) return value;
    return {
      quoted: value.quoted.map(changes),
      findings: value.findings.map(changes),
      others: value.others.map(changes),
    };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ others }) => others),
    EditorView.decorations.from(field, ({ findings }) => findings),
    EditorView.decorations.from(field, ({ quoted }) => quoted),
    // Half of a quoted figure would be another figure: the caret passes it, and it goes, as a whole.
    EditorView.atomicRanges.of((view) => view.state.field(field, false)?.quoted ?? RangeSet.empty),
  ],
});

export const textMarks = field.extension;

/** The quoted figure the caret stands in or beside. */
export function quotedAt(state: EditorState, at: number): { cell: string; text: string } | null {
  let found: { cell: string; text: string } | null = null;
  state.field(field).quoted.between(at, at, (from, to, { spec }) => {
    found = { cell: (spec as Quoted).cell, text: state.sliceDoc(from, to) };
    return false;
  });
  return found;
}

/** Where the figure quoted at this very place ends. */
export function quotedEnd(state: EditorState, from: number): number {
  let end = from;
  state.field(field).quoted.between(from, from, (start, to) => {
    if (start === from) end = to;
  });
  return end;
}

/** The findings about a place of the text, the narrowest of them first. */
export function foundAt(state: EditorState, at: number): { from: number; to: number; line: FindingLine }[] {
  const found: { from: number; to: number; line: FindingLine }[] = [];
  state.field(field).findings.between(at, at, (from, to, { spec }) => {
    found.push({ from, to, line: (spec as FoundPiece).line });
  });
  return found.sort((a, b) => a.to - a.from - (b.to - b.from));
}
