// What a text field and those around it say to each other.
import type { SelectedText, Shaping } from "../../types";

/** What may be asked of a field a text is written in. */
export interface TextHandle {
  /** The text as it stands there, with its selection. */
  now: () => SelectedText;
  /** Puts a text there; an edit of its own, one step of undo. */
  put: (text: SelectedText) => void;
  /** Has the program make something of the text, and puts that there. */
  shape: (shaping: Shaping) => Promise<void>;
  focus: () => void;
}
