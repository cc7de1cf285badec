// The editor of a text: CodeMirror with the keys of a text, without formatting, and without an undo of
// its own, which is the program's.
import {
  cursorDocEnd,
  cursorDocStart,
  cursorGroupLeft,
  cursorGroupRight,
  cursorLineBoundaryBackward,
  cursorLineBoundaryForward,
  cursorPageDown,
  cursorPageUp,
  deleteCharBackward,
  deleteCharForward,
  deleteGroupBackward,
  deleteGroupForward,
  insertNewline,
  selectAll,
  selectDocEnd,
  selectDocStart,
  selectGroupLeft,
  selectGroupRight,
  selectLineBoundaryBackward,
  selectLineBoundaryForward,
  selectPageDown,
  selectPageUp,
} from "@codemirror/commands";
import { Annotation, Compartment, EditorState, Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder, type ViewUpdate } from "@codemirror/view";
import { changeBetween } from "./ranges";

/** The text comes from the program, or is put there with its own edit: it is not typed. */
const notTyped = Annotation.define<boolean>();

export interface EditorOptions {
  text: string;
  label: string;
  placeholder: string;
  readOnly: boolean;
  /** It has no line ends. */
  single: boolean;
  onTyped: () => void;
  onSelect: () => void;
  onUndo: () => void;
  onRedo: () => void;
  onPaste: (text: string) => void;
  onBlur: () => void;
  /** Whether there was a finding to be shown at the caret. */
  onAskTip: () => boolean;
  extensions: Extension;
}

/** Keys as in any text. Those of the report's undo are not handed on to the page, which has them too. */
function keys({ single, onUndo, onRedo, onAskTip }: EditorOptions): Extension {
  const undo = () => (onUndo(), true);
  const redo = () => (onRedo(), true);
  const lineEnd = single ? () => true : insertNewline;
  return Prec.high(
    keymap.of([
      { key: "Mod-z", run: undo, stopPropagation: true },
      { key: "Mod-y", run: redo, stopPropagation: true },
      { key: "Mod-Shift-z", run: redo, stopPropagation: true },
      { key: "Alt-Enter", run: onAskTip },
      { key: "Enter", run: lineEnd, shift: lineEnd },
      { key: "Backspace", run: deleteCharBackward, shift: deleteCharBackward },
      { key: "Delete", run: deleteCharForward },
      { key: "Mod-Backspace", run: deleteGroupBackward },
      { key: "Mod-Delete", run: deleteGroupForward },
      { key: "Mod-a", run: selectAll },
      { key: "Mod-ArrowLeft", run: cursorGroupLeft, shift: selectGroupLeft },
      { key: "Mod-ArrowRight", run: cursorGroupRight, shift: selectGroupRight },
      { key: "Home", run: cursorLineBoundaryBackward, shift: selectLineBoundaryBackward },
      { key: "End", run: cursorLineBoundaryForward, shift: selectLineBoundaryForward },
      { key: "Mod-Home", run: cursorDocStart, shift: selectDocStart },
      { key: "Mod-End", run: cursorDocEnd, shift: selectDocEnd },
      ...(single
        ? []
        : [
            { key: "PageUp", run: cursorPageUp, shift: selectPageUp },
            { key: "PageDown", run: cursorPageDown, shift: selectPageDown },
          ]),
    ]),
  );
}

/** What the engine would do of its own accord: its undo, and pasting with what it takes for text. */
function events({ onUndo, onRedo, onPaste, onBlur, onTyped }: EditorOptions): Extension {
  return EditorView.domEventHandlers({
    beforeinput(e) {
      if (e.inputType === "historyUndo") onUndo();
      else if (e.inputType === "historyRedo") onRedo();
      else return false;
      e.preventDefault();
      return true;
    },
    paste(e) {
      const text = e.clipboardData?.getData("text/plain") ?? "";
      e.preventDefault();
      if (text !== "") onPaste(text);
      return true;
    },
    // Without a selection there is nothing to copy: not the whole paragraph.
    copy: (_, view) => view.state.selection.main.empty,
    cut: (_, view) => view.state.selection.main.empty,
    drop(e, view) {
      const text = e.dataTransfer?.getData("text/plain") ?? "";
      // What is dragged within the text is moved by the editor.
      if (text === "" || view.state.sliceDoc(...selected(view)) === text) return false;
      e.preventDefault();
      const at = view.posAtCoords({ x: e.clientX, y: e.clientY });
      if (at !== null) view.dispatch({ selection: { anchor: at } });
      onPaste(text);
      return true;
    },
    compositionend() {
      // The editor reads what was composed once this event is over.
      setTimeout(onTyped);
    },
    blur: () => onBlur(),
  });
}

function selected(view: EditorView): [number, number] {
  const { from, to } = view.state.selection.main;
  return [from, to];
}

const permission = new Compartment();
const permit = (readOnly: boolean) => permission.reconfigure(EditorState.readOnly.of(readOnly));
export function setReadOnly(view: EditorView, readOnly: boolean): void {
  view.dispatch({ effects: permit(readOnly) });
}

function onUpdate({ onTyped, onSelect }: EditorOptions): (update: ViewUpdate) => void {
  return ({ docChanged, selectionSet, transactions }) => {
    if (docChanged && !transactions.some((one) => one.annotation(notTyped))) onTyped();
    if (docChanged || selectionSet) onSelect();
  };
}

export function createEditor(parent: HTMLElement, options: EditorOptions): EditorView {
  const { text, label, single, readOnly } = options;
  return new EditorView({
    parent,
    doc: single ? text.replaceAll("\n", "") : text,
    extensions: [
      keys(options),
      events(options),
      options.extensions,
      permission.of(EditorState.readOnly.of(readOnly)),
      EditorView.updateListener.of(onUpdate(options)),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-multiline": String(!single) }),
      EditorView.lineWrapping,
      // The head of the section stays in view above the text.
      EditorView.scrollMargins.of(() => ({ top: 56, bottom: 32 })),
      placeholder(options.placeholder),
      single ? EditorState.transactionFilter.of((change) => (change.newDoc.lines > 1 ? [] : change)) : [],
    ],
  });
}

/** Puts a text there, by the one change it takes, and a selection where one is given; nobody typed it. */
export function putText(view: EditorView, text: string, selection?: { anchor: number; head: number }): void {
  const { from, to, insert } = changeBetween(view.state.doc.toString(), text);
  const changes = from < to || insert ? { from, to, insert } : undefined;
  const scrollIntoView = selection !== undefined;
  if (changes || selection) view.dispatch({ changes, selection, scrollIntoView, annotations: notTyped.of(true) });
}
