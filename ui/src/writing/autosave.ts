// What was edited is written to the disk, off the way of the keys; as long as that fails, again and again.
import { onScopeDispose, ref } from "vue";
import * as api from "../api";
import { fail, failure } from "../window/failures";

/** Milliseconds until the disk is asked once more. */
const RETRY = 3000;
/** Milliseconds an answer is given to come onto the screen before it goes to the disk. */
const FRAME = 20;

/** `id`: of the report that is open; none before. */
export function useAutosave(id: () => number | undefined) {
  /** Something is answered and not on the disk yet; `unsaved`: the disk did not take it. */
  const saving = ref(false);
  const savedAt = ref("");
  const unsaved = ref(false);

  let flushing: Promise<void> | null = null;
  let again = false;
  let soon: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  onScopeDispose(() => clearTimeout(retry));

  function flush(): Promise<void> {
    again = flushing !== null;
    flushing ??= write().finally(() => {
      flushing = null;
      saving.value = again || soon !== undefined;
      if (again) void flush();
    });
    return flushing;
  }

  async function write(): Promise<void> {
    const report = id();
    if (report === undefined) return;
    try {
      savedAt.value = await api.keep(report);
      if (unsaved.value) failure.value = null;
      unsaved.value = false;
    } catch (cause) {
      if (!unsaved.value) fail(cause);
      unsaved.value = true;
      clearTimeout(retry);
      retry = setTimeout(() => void flush(), RETRY);
    }
  }

  function flushSoon(): void {
    saving.value = true;
    soon ??= setTimeout(() => {
      soon = undefined;
      void flush();
    }, FRAME);
  }

  return { saving, savedAt, unsaved, flush, flushSoon };
}
