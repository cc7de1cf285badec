// The one line in which the window says what did not work, and the question before what can't be undone.
import { ref } from "vue";
import { failures } from "../messages";
import type { Failure } from "../types";

export const failure = ref<Failure | null>(null);

export function failureOf(cause: unknown): Failure {
  if (typeof cause === "object" && cause !== null && "sentence" in cause) return cause as Failure;
  return { sentence: failures.program, details: String(cause), code: "other" };
}

export function fail(cause: unknown): void {
  failure.value = failureOf(cause);
}

/** What is asked before something is done. */
export const question = ref<{ sentence: string; answer: (yes: boolean) => void } | null>(null);

/** Runs a command that may ask first. What it asks is put to the user; with yes it runs once more, sure. */
export async function withConfirmation<T>(work: (sure: boolean) => Promise<T>): Promise<T | undefined> {
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
