import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it, vi } from "vitest";
import { toast } from "../../src/window/toast";
import WritingPage from "../../src/writing/WritingPage.vue";
import { writing } from "../../src/messages";
import type { Chapter, FoundWords, TextRange } from "../../src/types";
import { checked, edited, finding, inChapter, opened } from "../form";
import { program } from "../program";
import { choose, editorIn, paste, press, typeText, written as writtenIn } from "../editor";

const text = ["（一）主动公开", "收到1件。", "（二）平台建设"];

const written = (chapter: Partial<Chapter> = {}) => {
  const open = opened();
  const overview = { ...open.report.chapters[0]!, paragraphs: text, ...chapter };
  return { ...open, report: { ...open.report, chapters: [overview, open.report.chapters[1]!] } };
};

const { calls, answers } = program({
  open_report: () => written(),
  edit_text: () => edited(),
  find_words: () => [],
  shape_text: ({ text }) => text,
  clean_pasted: ({ text }) => text,
});

/** Words of the second paragraph behind so many characters. */
const found = (at: number): FoundWords => ({
  at: { place: inChapter("overview"), paragraph: 1, at, length: 5 },
  before: "甲",
  words: "2025年",
  behind: "乙",
});

async function page() {
  const page = mount(WritingPage, { props: { id: 7, beginAt: "overview" }, attachTo: document.body });
  await flushPromises();
  const box = editorIn(page);
  return { page, box };
}

describe("the text of a chapter", () => {
  const edits = () => calls.filter(({ command }) => command === "edit_text").map(({ args }) => args);
  const shapings = () => calls.filter(({ command }) => command === "shape_text").map(({ args }) => args);

  it("is put as the program shapes it, in one edit", async () => {
    const made = "（一）主动公开\n（二）收到1件。\n（三）平台建设";
    answers.shape_text = () => ({ text: made, from: 13, to: 13 });
    const { page: open, box } = await page();
    choose(box, text[0]!.length + 2, text[0]!.length + 2);
    await open.get("[data-depth='2']").trigger("click");
    await flushPromises();
    const given = { text: text.join("\n"), from: text[0]!.length + 2, to: text[0]!.length + 2 };
    expect(shapings()).toEqual([{ text: given, shaping: { make: "level", level: 2 } }]);
    expect(edits()).toHaveLength(1);
    expect(edits()[0]).toMatchObject({ edit: { field: "after", chapter: 0, text: made }, goingOn: false });
    expect([writtenIn(box), box.state.selection.main.head]).toEqual([made, 13]);
  });

  it("waits for its numbers where a paragraph comes in, and has what was typed meanwhile", async () => {
    const answer: ((text: unknown) => void)[] = [];
    answers.shape_text = () => new Promise((resolve) => answer.push(resolve));
    const { box } = await page();
    typeText(box, `${text.join("\n")}\n`);
    typeText(box, `${text.join("\n")}\n新`);
    expect(edits()).toEqual([]);
    answer[0]?.({ text: "太早", from: 0, to: 0 });
    await flushPromises();
    expect(shapings()[1]).toMatchObject({
      text: { text: `${text.join("\n")}\n新` },
      shaping: { make: "follow", before: text.join("\n") },
    });
    answer[1]?.({ text: "按序", from: 2, to: 2 });
    await flushPromises();
    expect(edits()).toHaveLength(1);
    expect(edits()[0]).toMatchObject({ edit: { text: "按序" }, goingOn: false });
    expect(writtenIn(box)).toBe("按序");
  });

  it("loses nothing that waits for its numbers when it is left", async () => {
    answers.shape_text = () => new Promise(() => undefined);
    const { page: open, box } = await page();
    typeText(box, `${text.join("\n")}\n新`);
    open.unmount();
    await flushPromises();
    expect(edits()).toHaveLength(1);
    expect(edits()[0]).toMatchObject({ edit: { text: `${text.join("\n")}\n新` } });
  });

  it("takes a paste as the program cleans it", async () => {
    answers.clean_pasted = () => "（一）新设";
    const { box } = await page();
    choose(box, 0, 0);
    paste(box, "　　（一）\t新设\r\n\r\n", "<p class=MsoNormal><b>（一）新设</b></p>");
    await flushPromises();
    expect(calls.find(({ command }) => command === "clean_pasted")?.args).toEqual({ text: "　　（一）\t新设\r\n\r\n" });
    expect(writtenIn(box)).toBe("（一）新设（一）主动公开\n收到1件。\n（二）平台建设");
    expect(edits()[0]).toMatchObject({ edit: { text: writtenIn(box) }, goingOn: false });
  });

  it("does not take in what no report could hold", async () => {
    const { box } = await page();
    paste(box, "长".repeat(400_000));
    await flushPromises();
    expect(writtenIn(box)).toBe(text.join("\n"));
    expect(toast.value?.text).toBe(writing.tooLong);
  });

  it("quotes a figure where the caret stands and marks it", async () => {
    answers.quote_figure = () =>
      edited({ report: written({ quoted: [{ cell: "t/a/x", paragraph: 1, at: 2, length: 1 }] }).report });
    const { page: open, box } = await page();
    const at = text[0]!.length + 3;
    choose(box, at, at + 1);
    await open.get("[data-test=quote]").trigger("click");
    await open.get("[data-quote='t/a/x']").trigger("click");
    await flushPromises();
    const call = calls.find(({ command }) => command === "quote_figure");
    expect(call?.args).toMatchObject({
      cell: "t/a/x",
      edit: { field: "after", chapter: 0, text: "（一）主动公开\n收到\ufffc件。\n（二）平台建设" },
    });
    expect(open.get(".text mark").text()).toBe("1");
    expect(open.get("[data-test=quoted-here]").text()).toContain("一 · 甲");
    // Backspace behind it takes the whole figure.
    choose(box, at + 1, at + 1);
    press(box, "Backspace");
    expect(writtenIn(box)).toBe("（一）主动公开\n收到件。\n（二）平台建设");
    expect([box.state.selection.main.from, box.state.selection.main.to]).toEqual([at, at]);
  });

  it("offers the old year first and replaces only what is confirmed", async () => {
    answers.find_words = () => [found(0), found(6), found(12)];
    answers.replace_words = () => ({ edited: edited(), left: [] });
    const { page: open } = await page();
    await open.get("[data-test=search]").trigger("click");
    await flushPromises();
    expect((open.get("[data-test=replace-words]").element as HTMLInputElement).value).toBe("2025年");
    expect((open.get("[data-test=replace-with]").element as HTMLInputElement).value).toBe("2026年");
    await open.findAll("[data-test=replace-skip]")[0]!.trigger("click");
    await open.get("[data-test=replace-all]").trigger("click");
    await flushPromises();
    const call = calls.find(({ command }) => command === "replace_words");
    expect(call?.args).toMatchObject({
      words: "2025年",
      replacement: "2026年",
      places: [found(6).at, found(12).at],
      left: [],
    });
  });

  it("looks again after an undo, and says when every place was seen", async () => {
    answers.find_words = () => [found(0)];
    answers.replace_words = () => ({ edited: edited({ report: written({ paragraphs: ["新"] }).report }), left: [] });
    answers.undo = () => edited({ report: written().report });
    const { page: open } = await page();
    await open.get("[data-test=search]").trigger("click");
    await flushPromises();
    await open.get("[data-test=replace-one]").trigger("click");
    await flushPromises();
    expect(open.get("[data-test=replace-panel] .none").text()).toBe(writing.allSeen);
    press(editorIn(open), "z", { ctrlKey: true });
    await flushPromises();
    expect(open.findAll("[data-test=replace-one]")).toHaveLength(1);
    answers.find_words = () => [];
    await open.get("[data-test=replace-look]").trigger("click");
    await flushPromises();
    expect(open.get("[data-test=replace-panel] .none").text()).toBe(writing.nothingFound);
  });

  it("replaces one after another, each where the program says its words stand by then", async () => {
    answers.find_words = () => [found(0), found(6), found(12)];
    const asked: { places: TextRange[]; left: TextRange[] }[] = [];
    let go = (): void => undefined;
    answers.replace_words = async (args) => {
      const { places, left } = args as { places: TextRange[]; left: TextRange[] };
      asked.push({ places, left });
      await new Promise<void>((resolve) => (go = resolve));
      return { edited: edited(), left: left.map(({ at }) => found(at + 1)) };
    };
    const { page: open } = await page();
    await open.get("[data-test=search]").trigger("click");
    await flushPromises();
    for (let n = 0; n < 2; n += 1) await open.findAll("[data-test=replace-one]")[0]!.trigger("click");
    await flushPromises();
    expect(asked).toEqual([{ places: [found(0).at], left: [found(6).at, found(12).at] }]);
    go();
    await flushPromises();
    // The second was moved by the first, and so was the one that is left.
    expect(asked[1]).toEqual({ places: [found(7).at], left: [found(13).at] });
    go();
    await flushPromises();
    await open.get("[data-test=replace-one]").trigger("click");
    await flushPromises();
    expect(asked[2]).toEqual({ places: [found(14).at], left: [] });
    go();
    await flushPromises();
  });

  it("shows findings at the very words, and one of the heading at the heading", async () => {
    const at = (paragraph: number | null, at: number, length: number) => ({
      chapter: "一",
      text: "",
      at: { place: inChapter("overview"), paragraph, at, length },
    });
    answers.open_report = () => {
      const open = written();
      const lines = [
        finding({ key: "k1", rule: "told", cells: [], spans: [at(1, 0, 4), at(2, 3, 2)] }),
        finding({ key: "k2", rule: "heading", level: "hint", cells: [], spans: [at(null, 0, 2)] }),
      ];
      return { ...open, checked: checked(lines) };
    };
    const { page: open } = await page();
    expect(open.findAll(".text .found.error").map((mark) => mark.text())).toEqual(["收到1件", "平台"]);
    expect(open.get(".top h2").classes()).toContain("hint");
  });

  it("leaves text alone while an input method composes", async () => {
    const { box } = await page();
    box.contentDOM.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    typeText(box, `${text.join("\n")}ni`);
    await flushPromises();
    expect(calls.some(({ command }) => command === "edit_text")).toBe(false);
    typeText(box, `${text.join("\n")}你`);
    box.contentDOM.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
    await vi.waitFor(() => expect(edits().map(({ edit }) => edit)).toMatchObject([{ text: `${text.join("\n")}你` }]));
  });
});
