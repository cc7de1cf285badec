// The one line in which the window says what did not work.
import { ref } from "vue";
import { failing } from "../messages";
import type { Failure } from "../types";

export const failure = ref<Failure | null>(null);
/** A short word about something that was done, with a way back where there is one. */
export const word = ref<{ text: string; label?: string; act?: () => void } | null>(null);

export function failureOf(cause: unknown): Failure {
  if (typeof cause === "object" && cause !== null && "sentence" in cause) return cause as Failure;
  return { sentence: failing.program, details: String(cause), code: "other" };
}

export function fail(cause: unknown): void {
  failure.value = failureOf(cause);
}

let clearing: ReturnType<typeof setTimeout> | undefined;
export function tell(text: string, label?: string, act?: () => void): void {
  word.value = { text, label, act };
  clearTimeout(clearing);
  clearing = setTimeout(() => (word.value = null), 8000);
}

/** What is asked before something is done. */
export const question = ref<{ sentence: string; answer: (yes: boolean) => void } | null>(null);

/** Runs a command that may ask first. What it asks is put to the user; with yes it runs once more, sure. */
export async function asked<T>(work: (sure: boolean) => Promise<T>): Promise<T | undefined> {
  try {
    return await work(false);
  } catch (cause) {
    const { code, sentence } = failureOf(cause);
    if (code !== "asks") throw cause;
    const yes = await new Promise<boolean>((answer) => (question.value = { sentence, answer }));
    question.value = null;
    return yes ? work(true) : undefined;
  }
}

/** Runs a command; a failure goes to the line, and the answer is undefined. */
export async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    failure.value = null;
    return await work();
  } catch (cause) {
    fail(cause);
    return undefined;
  }
}
