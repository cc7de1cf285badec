// Work that may take long: it is shown with the time it has taken, and can be called off.
import { ref } from "vue";
import * as api from "../api";
import { fail, failure } from "./failures";

export interface Task {
  label: string;
  /** Whole seconds since it began. */
  seconds: number;
  stop: () => void;
}

/** The one that is running, once it has taken long enough to be shown. */
export const task = ref<Task | null>(null);
/** Milliseconds before it is shown. */
const SHOWN_AFTER = 400;

/**
 * Runs work and gives its answer; undefined when it failed or was called off. Called off, the window
 * goes on at once, and the program writes nothing any more.
 */
export async function runTask<T>(label: string, work: () => Promise<T>): Promise<T | undefined> {
  let stopped = false;
  let stop!: () => void;
  const stopping = new Promise<undefined>((resolve) => {
    stop = () => {
      stopped = true;
      void api.stopTask().catch(fail);
      resolve(undefined);
    };
  });
  let seconds = 0;
  const show = () => (task.value = { label, seconds, stop });
  const soon = setTimeout(show, SHOWN_AFTER);
  const clock = setInterval(() => {
    seconds += 1;
    show();
  }, 1000);
  failure.value = null;
  const working = work().catch((cause: unknown) => {
    if (!stopped) fail(cause);
    return undefined;
  });
  try {
    return await Promise.race([working, stopping]);
  } finally {
    clearTimeout(soon);
    clearInterval(clock);
    task.value = null;
  }
}
