import { expect, it } from "vitest";
import { invoke } from "../../src/window/calls";
import { handOn } from "../../src/window/closing";
import { EditQueue } from "../../src/window/edit-queue";
import { program } from "../program";

const { answers, calls } = program({ close_window: () => null });
const names = () => calls.map(({ command }) => command);

it("closes the window only after the field that is open and all edits that wait were handed on", async () => {
  const queue = new EditQueue();
  let go: (() => void) | undefined;
  answers.edit_text = () => new Promise<void>((resolve) => (go = resolve));
  answers.save_rules = () => null;
  void queue.add(() => invoke("edit_text", { text: "一" }));
  void queue.add(() => invoke("edit_text", { text: "二" }));
  const field = document.createElement("input");
  field.addEventListener("blur", () => void invoke("save_rules"));
  document.body.append(field);
  field.focus();
  const closing = handOn();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(names()).toEqual(["edit_text", "save_rules"]);
  go?.();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(names()).toEqual(["edit_text", "save_rules", "edit_text"]);
  go?.();
  await closing;
  expect(names().at(-1)).toBe("close_window");
});

it("waits for other calls only so long", async () => {
  answers.check_folder = () => new Promise<void>(() => undefined);
  void invoke("check_folder");
  await handOn();
  expect(names()).toEqual(["check_folder", "close_window"]);
});
