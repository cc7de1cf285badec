// Ranges to and from Excel, WPS and web pages.
import { copied, hasLabels, pasted, TOO_LONG, type Sheet } from "./grid";
import { writing } from "../messages";
import type { CellEdit, CellId } from "../types";
import type { useSelection } from "./selection";

export interface ClipboardRules {
  sheet: () => Sheet;
  shown: (cell: CellId) => string;
  readOnly: () => boolean;
  refuse: (why: string) => void;
  clear: () => void;
  send: (edits: CellEdit[]) => void;
  /** A table with its labels, for the program to recognise: as a web page or as text. */
  recognise: (html: string, text: string) => void;
  say: (sentence: string) => void;
}

export function useClipboard(selection: ReturnType<typeof useSelection>, rules: ClipboardRules) {
  function copy(e: ClipboardEvent): void {
    if (selection.rows.value.length === 0) return;
    e.preventDefault();
    e.clipboardData?.setData("text/plain", copied(selection.rows.value, rules.shown));
  }

  function cut(e: ClipboardEvent): void {
    copy(e);
    rules.clear();
  }

  function paste(e: ClipboardEvent): void {
    e.preventDefault();
    if (rules.readOnly()) return rules.refuse(writing.readOnly);
    const text = e.clipboardData?.getData("text/plain") ?? "";
    const html = e.clipboardData?.getData("text/html") ?? "";
    if (text.length > TOO_LONG.text || html.length > TOO_LONG.html) return rules.say(writing.tooLong);
    if (hasLabels(text, html)) return rules.recognise(html, text);
    const paste = pasted(rules.sheet(), selection.rows.value, text);
    if (!paste) return;
    rules.send(paste.edits);
    selection.from(paste.from, paste.to);
    if (paste.beyond > 0) rules.say(writing.beyond(paste.beyond));
  }

  return { copy, cut, paste };
}
