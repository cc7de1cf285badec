// Keys that work wherever the focus is: in a field, a panel, on a button, or nowhere.
import { onBeforeUnmount, onMounted } from "vue";

/** `Ctrl+Shift+Z`, `Shift+F8`, `PageDown`. */
export function nameOf(e: KeyboardEvent): string {
  const held = [e.ctrlKey || e.metaKey ? "Ctrl+" : "", e.altKey ? "Alt+" : "", e.shiftKey ? "Shift+" : ""];
  return held.join("") + (e.key.length === 1 ? e.key.toUpperCase() : e.key);
}

/** While a dialog is open its own keys hold; keys an input method works with are its own. */
export function useKeys(acts: { [key: string]: () => void }): void {
  /** What stood in the field when the focus came to it. */
  let stood = "";

  function onFocus(e: FocusEvent): void {
    stood = (e.target as HTMLInputElement).value ?? "";
  }

  /** Words typed in a field that is not the report's are taken back by the field itself. */
  function ownWords(name: string, target: EventTarget | null): boolean {
    if (!/^Ctrl\+(Shift\+)?[ZY]$/.test(name)) return false;
    return (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.value !== stood;
  }

  function onKey(e: KeyboardEvent): void {
    if (e.isComposing || e.keyCode === 229 || document.querySelector("dialog[open]")) return;
    const name = nameOf(e);
    const act = acts[name];
    if (!act || ownWords(name, e.target)) return;
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
