// The editor of a text in a page that is tested: what stands there, and what is typed.
import { EditorView } from "@codemirror/view";

interface Page {
  get: (css: string) => { element: Element };
}

export function editorIn(page: Page, css = ".text-field"): EditorView {
  const view = EditorView.findFromDOM(page.get(css).element as HTMLElement);
  if (!view) throw new Error(`no editor in ${css}`);
  return view;
}

export const written = (view: EditorView) => view.state.doc.toString();

/** Types a text in place of what stands there. */
export function typeText(view: EditorView, text: string): void {
  const { length } = view.state.doc;
  view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: text.length } });
}

/** Chooses what stands between two places. */
export const choose = (view: EditorView, anchor: number, head = anchor) =>
  view.dispatch({ selection: { anchor, head } });

export function press(view: EditorView, key: string, more: KeyboardEventInit = {}): void {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  view.contentDOM.dispatchEvent(event);
}

/** Pastes as a word processor or a web page has it: text, and its formatting beside it. */
export function paste(view: EditorView, text: string, html = ""): void {
  const event = new Event("paste", { bubbles: true, cancelable: true });
  const data: Record<string, string> = { "text/plain": text, "text/html": html };
  Object.assign(event, { clipboardData: { getData: (kind: string) => data[kind] ?? "" } });
  view.contentDOM.dispatchEvent(event);
}
