import { type DOMWrapper, flushPromises, mount } from "@vue/test-utils";
import { expect, it } from "vitest";
import PreferencesPage from "../../src/preferences/PreferencesPage.vue";
import type { Preferences } from "../../src/types";
import { program } from "../program";

const held = (jump: number): Preferences => ({
  open: true,
  removed: [],
  folder: "",
  folder_fixed: false,
  log: "",
  version: "0.1.0",
  organs: [
    { id: 1, name: "青铜镇人民政府", kind: "township", due: null },
    { id: 2, name: "白银镇人民政府", kind: "township", due: null },
  ],
  kinds: [{ kind: "township", label: "乡镇", due: { month: 1, day: 31 } }],
  rules: {
    kind: "township",
    due: null,
    dues: {},
    jump_percent: jump,
    jump_at_least: 10,
    repeat_explain: 80,
    repeat_hint: 60,
    longest_overview: 1000,
    hidden_hints: [],
    words: [],
    other_organs: [],
  },
  hints: [],
  who: "",
});

const { answers } = program({
  preferences: () => held(30),
  save_rules: () => null,
  save_organ: () => null,
});

/** Answers the next question for the preferences when it is told to. */
function later(jump: number): () => void {
  const waiting: (() => void)[] = [];
  answers.preferences = () =>
    new Promise<Preferences>((resolve) => {
      waiting.push(() => {
        resolve(held(jump));
      });
    });
  return () => {
    for (const answer of waiting) answer();
  };
}

const ofRules = ({ element }: DOMWrapper<HTMLInputElement>) => element.closest("table, .dues") === null;

it("an answer that comes while another field is typed in leaves what is typed", async () => {
  const page = mount(PreferencesPage, { attachTo: document.body });
  await flushPromises();
  const answer = later(40);
  const [jump, , hint] = page.findAll<HTMLInputElement>("input[type=number]").filter(ofRules);
  expect(hint).toBeDefined();
  await jump?.setValue("40");
  await jump?.trigger("change");
  await flushPromises();
  await hint?.setValue("6");
  answer();
  await flushPromises();
  expect(hint?.element.value).toBe("6");
  expect(jump?.element.value).toBe("40");
});

it("an office being renamed keeps its name while another one is saved", async () => {
  const page = mount(PreferencesPage, { attachTo: document.body });
  await flushPromises();
  const answer = later(30);
  const [first, second] = page.findAll<HTMLInputElement>("tbody input[type=text]");
  await first?.setValue("青铜镇人民政府");
  await first?.trigger("change");
  await flushPromises();
  await second?.setValue("白银镇人");
  answer();
  await flushPromises();
  expect(second?.element.value).toBe("白银镇人");
});
