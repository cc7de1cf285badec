// What a text field and those around it say to each other.
import type { ComputedRef, InjectionKey } from "vue";
import type { FindingLine, SelectedText, Shaping } from "../../types";
import type { FindingActs } from "./finding-tip";

/** What may be asked of a field a text is written in. */
export interface TextHandle {
  /** The text as it stands there, with its selection. */
  now: () => SelectedText;
  /** Puts a text there; an edit of its own, one step of undo. */
  put: (text: SelectedText) => void;
  /** Has the program make something of the text, and puts that there. */
  shape: (shaping: Shaping) => Promise<void>;
  /** The quoted figure at this place. */
  quoted: (at: number) => { cell: string; text: string } | null;
  /** Puts the caret behind the figure that is quoted at this place. */
  goBehindQuoted: (from: number) => void;
  focus: () => void;
}

/** The findings of the report that is open, and what can be done with them where they stand. */
export interface TextFindings {
  lines: ComputedRef<FindingLine[]>;
  acts: () => FindingActs;
}

export const TEXT_FINDINGS: InjectionKey<TextFindings> = Symbol("findings in texts");
