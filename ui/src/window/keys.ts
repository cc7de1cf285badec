// Keys that work wherever the focus is: in a field, a panel, on a button, or nowhere.
import { onBeforeUnmount, onMounted } from "vue";

/** `Ctrl+Shift+Z`, `Shift+F8`, `PageDown`. */
export function nameOf(e: KeyboardEvent): string {
  const held = [e.ctrlKey || e.metaKey ? "Ctrl+" : "", e.altKey ? "Alt+" : "", e.shiftKey ? "Shift+" : ""];
  return held.join("") + (e.key.length === 1 ? e.key.toUpperCase() : e.key);
}

/** Whether the key is one an input method works with: it is its own. */
export function byInputMethod(e: KeyboardEvent): boolean {
  // WebKit sends the last key of a composition when the composition is over; only its code tells.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  return e.isComposing || e.keyCode === 229;
}

/** While a dialog is open its own keys hold; keys an input method works with are its own. */
export function useKeys(acts: Record<string, () => void>): void {
  /** What valueAtFocus in the field when the focus came to it. */
  let valueAtFocus = "";

  function onFocus(e: FocusEvent): void {
    valueAtFocus = e.target && "value" in e.target ? String(e.target.value) : "";
  }

  /** Words typed in a field that is not the report's are taken back by the field itself. */
  function undoneByField(name: string, target: EventTarget | null): boolean {
    if (!/^Ctrl\+(Shift\+)?[ZY]$/.test(name)) return false;
    return (
      (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.value !== valueAtFocus
    );
  }

  function onKey(e: KeyboardEvent): void {
    if (byInputMethod(e) || document.querySelector("dialog[open]")) return;
    const name = nameOf(e);
    const act = acts[name];
    if (!act || undoneByField(name, e.target)) return;
    e.preventDefault();
    act();
  }

  onMounted(() => {
    window.addEventListener("keydown", onKey);
    window.addEventListener("focusin", onFocus);
  });
  onBeforeUnmount(() => {
    window.removeEventListener("keydown", onKey);
    window.removeEventListener("focusin", onFocus);
  });
}
