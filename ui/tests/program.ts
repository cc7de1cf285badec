// The program behind the window, as far as a test needs it: what it was asked, and what it answers.
import { clearMocks, mockIPC, mockWindows } from "@tauri-apps/api/mocks";
import { afterEach, beforeEach } from "vitest";
import { failure } from "../src/window/failures";
import { clearViewState } from "../src/window/view-state";

type Args = Record<string, unknown>;

/** Before each test nothing has been asked, and the answers are these again. */
export function program(atFirst: Record<string, (args: Args) => unknown>) {
  const calls: { command: string; args: Args }[] = [];
  const answers: Record<string, (args: Args) => unknown> = {};
  beforeEach(() => {
    document.body.innerHTML = "";
    failure.value = null;
    clearViewState("");
    calls.length = 0;
    for (const command of Object.keys(answers)) delete answers[command];
    Object.assign(answers, atFirst);
    mockWindows("main");
    mockIPC((command, args) => {
      if (command.startsWith("plugin:")) return undefined;
      calls.push({ command, args: (args ?? {}) as Args });
      const answer = answers[command];
      if (!answer) throw { sentence: `没有准备：${command}`, details: "", code: "other" };
      return answer((args ?? {}) as Args);
    });
  });
  afterEach(() => clearMocks());
  return { calls, answers };
}
