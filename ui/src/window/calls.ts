// Every call to the program goes this way, so that the window knows when all of them are answered.
import { invoke as call, type InvokeArgs } from "@tauri-apps/api/core";

const underWay = new Set<Promise<unknown>>();

export function invoke<T>(command: string, given?: InvokeArgs): Promise<T> {
  const answer = call<T>(command, given);
  const end = () => underWay.delete(ended);
  const ended: Promise<boolean> = answer.then(end, end);
  underWay.add(ended);
  return answer;
}

/** Resolves when no call is under way, those made meanwhile included. */
export async function allAnswered(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
