// What a finding says, at its place in the text: under the pointer, or by a key at the caret.
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, hoverTooltip, showTooltip, tooltips, type Tooltip } from "@codemirror/view";
import { h, render } from "vue";
import FindingTip from "./FindingTip.vue";
import { foundAt } from "./text-marks";
import type { FindingLine } from "../../types";

/** What can be done with a finding where it stands. */
export interface FindingActs {
  readOnly: boolean;
  fix: (line: FindingLine) => void;
  reason: (line: FindingLine, text: string) => void;
  takeBack: (line: FindingLine) => void;
}

const show = StateEffect.define<Tooltip | null>();

/** The tip that was asked for by a key; gone with the next edit, the next place, or Escape. */
const asked = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, { effects, docChanged, selection }) {
    for (const effect of effects) if (effect.is(show)) return effect.value;
    return docChanged || selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

function tipOf(view: EditorView, at: number, acts: () => FindingActs, focused: boolean): Tooltip | null {
  const found = foundAt(view.state, at);
  const [narrowest] = found;
  if (!narrowest) return null;
  const close = () => {
    view.dispatch({ effects: show.of(null) });
    view.focus();
  };
  return {
    pos: narrowest.from,
    end: narrowest.to,
    // The room kept free above the caret is no edge that cuts it off.
    clip: false,
    create: () => {
      const dom = document.createElement("div");
      dom.className = "finding-tip";
      render(h(FindingTip, { lines: found.map(({ line }) => line), acts: acts(), focused, onClose: close }), dom);
      return { dom, destroy: () => render(null, dom) };
    },
  };
}

export function findingTips(acts: () => FindingActs): Extension {
  return [
    // Beside everything else: a pane cuts off what stands out of it.
    tooltips({ parent: document.body, position: "fixed" }),
    hoverTooltip((view, at) => tipOf(view, at, acts, false), { hideOnChange: true }),
    asked,
  ];
}

/** Shows the finding at the caret, the focus in it; whether there is one. */
export function askForTip(view: EditorView, acts: () => FindingActs): boolean {
  const { from, to } = view.state.selection.main;
  const tip = tipOf(view, from, acts, true) ?? tipOf(view, to, acts, true);
  if (tip) view.dispatch({ effects: show.of(tip) });
  return tip !== null;
}
