// A short sentence about something that was done, with a way back where there is one.
import { ref } from "vue";

export const toast = ref<{ text: string; label: string | undefined; act: (() => void) | undefined } | null>(null);
/** Milliseconds it stays. */
const SHOWN = 8000;

let clearing: ReturnType<typeof setTimeout> | undefined;
export function showToast(text: string, label?: string, act?: () => void): void {
  toast.value = { text, label, act };
  clearTimeout(clearing);
  clearing = setTimeout(() => (toast.value = null), SHOWN);
}
