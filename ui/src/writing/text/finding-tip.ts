// What a finding says, at its place in the text: under the pointer, or by a key at the caret.
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { EditorView, ViewPlugin, showTooltip, tooltips, type Tooltip } from "@codemirror/view";
import { h, render } from "vue";
import FindingTip from "./FindingTip.vue";
import { foundAt } from "./text-marks";
import type { FindingLine } from "../../types";

/** What can be done with a finding where it stands. */
export interface FindingActs {
  readOnly: boolean;
  fix: (line: FindingLine) => void;
  reason: (line: FindingLine, text: string) => void;
}

/** Milliseconds the pointer rests on a word before it is meant, and is away before the tip goes. */
const RESTING = 300;

const show = StateEffect.define<Tooltip | null>();

/** The tip that is shown; gone with the next edit, the next place, or Escape. */
const shown = StateField.define<Tooltip | null>({
  create: () => null,
  update(value, { effects, docChanged, selection }) {
    for (const effect of effects) if (effect.is(show)) return effect.value;
    return docChanged || selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

interface Showing {
  /** The focus goes to it. */
  focused: boolean;
  /** The pointer came to it, or left it. */
  onPointer: (inside: boolean) => void;
}

function tipOf(view: EditorView, at: number, acts: FindingActs, { focused, onPointer }: Showing): Tooltip | null {
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
      dom.addEventListener("mouseenter", () => onPointer(true));
      dom.addEventListener("mouseleave", () => onPointer(false));
      render(h(FindingTip, { lines: found.map(({ line }) => line), acts, focused, onClose: close }), dom);
      return { dom, destroy: () => render(null, dom) };
    },
  };
}

/** The words of a finding under the pointer. The library's own asks for places between Latin letters:
 * the middle of a Chinese character is too far from any. */
function pointed(acts: () => FindingActs): Extension {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function rest(act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, RESTING);
  }

  function hide(view: EditorView): void {
    // One that is worked in stays.
    if (view.state.field(shown) && !document.activeElement?.closest(".finding-tip")) {
      view.dispatch({ effects: show.of(null) });
    }
  }

  function showAt(view: EditorView, word: Element): void {
    if (!word.isConnected || view.state.field(shown)) return;
    const onPointer = (inside: boolean) => (inside ? clearTimeout(timer) : rest(() => hide(view)));
    const tip = tipOf(view, view.posAtDOM(word) + 1, acts(), { focused: false, onPointer });
    if (tip) view.dispatch({ effects: show.of(tip) });
  }

  return [
    EditorView.domEventHandlers({
      mouseover({ target }, view) {
        const word = target instanceof Element ? target.closest(".found") : null;
        rest(() => (word ? showAt(view, word) : hide(view)));
      },
      mouseleave: (_, view) => rest(() => hide(view)),
    }),
    ViewPlugin.define(() => ({ destroy: () => clearTimeout(timer) })),
  ];
}

export function findingTips(acts: () => FindingActs): Extension {
  // Beside everything else: a pane cuts off what stands out of it.
  return [tooltips({ parent: document.body, position: "fixed" }), shown, pointed(acts)];
}

/** Shows the finding at the caret, the focus in it; whether there is one. */
export function askForTip(view: EditorView, acts: () => FindingActs): boolean {
  const { from, to } = view.state.selection.main;
  const showing = { focused: true, onPointer: () => undefined };
  const tip = tipOf(view, from, acts(), showing) ?? tipOf(view, to, acts(), showing);
  if (tip) view.dispatch({ effects: show.of(tip) });
  return tip !== null;
}
