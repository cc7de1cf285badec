import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it, vi } from "vitest";
import { failure } from "../../src/window/failures";
import { toast } from "../../src/window/toast";
import WritingPage from "../../src/writing/WritingPage.vue";
import { EditQueue } from "../../src/window/edit-queue";
import { writing } from "../../src/messages";
import { checked, edited, finding, inChapter, opened, typed } from "../form";
import { program } from "../program";
import { editorIn, typeText, written } from "../editor";

const { calls, answers } = program({ keep: () => "10:32" });

async function page(findings = [finding()]) {
  answers.open_report = () => opened(findings);
  const page = mount(WritingPage, { props: { id: 7, beginAt: "requests" }, attachTo: document.body });
  await flushPromises();
  return page;
}

/** Into the first cell. */
async function type(open: Awaited<ReturnType<typeof page>>, text: string) {
  await open.get('[data-cell="t/a/x"]').trigger("pointerdown", { button: 0 });
  await flushPromises();
  const input = open.get<HTMLInputElement>("td input");
  input.element.value = text;
  await input.trigger("input");
  await flushPromises();
  return input;
}

describe("the writing page", () => {
  it("draws totals and verdict as the program answers", async () => {
    answers.edit_cells = () =>
      edited({ cells: { "t/a/x": typed("12"), "t/a/total": { figure: "12", note: null, origin: "computed" } } });
    const open = await page();
    expect(open.get("[data-test=verdict]").text()).toBe("还有 1 项必须改");
    await type(open, "12");
    expect(calls.find(({ command }) => command === "edit_cells")).toEqual({
      command: "edit_cells",
      args: { id: 7, edits: [{ cell: "t/a/x", text: "12", how: "typed" }], goingOn: false },
    });
    expect(open.get('[data-cell="t/a/total"]').text()).toBe("12");
    expect(open.get("[data-test=verdict]").text()).toBe("可以定稿");
    await vi.waitFor(() => expect(open.get(".saved").text()).toBe(writing.saved("10:32")));
  });

  it("leads from a finding to every cell it is about", async () => {
    const open = await page();
    await open.get("[data-chapter=overview]").trigger("click");
    await open.get("[data-test=all-findings]").trigger("click");
    await open.get("li[data-rule=balance] .message").trigger("click");
    await flushPromises();
    const framed = open.findAll("td.framed").map((td) => td.attributes("data-cell"));
    expect(framed).toEqual(["t/a/x", "t/b/y"]);
    expect(open.get("td.active").attributes("data-cell")).toBe("t/a/x");
  });

  it("takes a reason in place, and Enter of an input method does not send it", async () => {
    const line = finding({ level: "explain", key: "k2", rule: "in_force" });
    answers.give_reason = () => checked([]);
    const open = await page([line]);
    await open
      .findAll("li .link")
      .find((word) => word.text() === writing.reason)
      ?.trigger("click");
    const box = open.get(".write-reason textarea");
    await box.setValue("机构改革划入");
    await box.trigger("keydown", { key: "Enter", isComposing: true });
    expect(calls.some(({ command }) => command === "give_reason")).toBe(false);
    await box.trigger("keydown", { key: "Enter" });
    await flushPromises();
    expect(calls.at(-1)).toEqual({ command: "give_reason", args: { id: 7, key: "k2", text: "机构改革划入" } });
    expect(open.find("li").exists()).toBe(false);
  });

  it("says that it is not saved when the program fails, and keeps what was typed", async () => {
    answers.edit_cells = () => {
      throw { sentence: "磁盘已满。", details: "disk full", code: "other" };
    };
    const open = await page();
    const input = await type(open, "5");
    expect(open.get(".saved").text()).toBe(writing.unsaved);
    expect(failure.value?.sentence).toBe("磁盘已满。");
    expect((input.element as HTMLInputElement).value).toBe("5");
  });

  it("says a refusal where it was asked, until the next act, and never that it is not saved", async () => {
    answers.set_state = () => {
      throw { sentence: "还有 1 项必须改，不能定稿。", details: "", code: "refused" };
    };
    answers.undo = () => edited();
    const open = await page();
    await open.get("[data-test=finalise]").trigger("click");
    await flushPromises();
    expect(open.get("[data-test=refusal]").text()).toBe("还有 1 项必须改，不能定稿。");
    expect(open.get(".saved").text()).toBe(writing.saved("10:00"));
    expect(failure.value).toBeNull();
    // It leads to the first finding: chosen, and its cells framed.
    expect(open.get("li.current").attributes("data-rule")).toBe("balance");
    expect(open.findAll("td.framed")).toHaveLength(2);
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "z", ctrlKey: true }));
    await flushPromises();
    expect(open.find("[data-test=refusal]").exists()).toBe(false);
    // The fault is gone, and so are the frames.
    expect(open.find("td.framed").exists()).toBe(false);
  });

  it("asks before a year that is not over, and takes the answer", async () => {
    answers.set_state = ({ sure }) => {
      if (!sure) throw { sentence: "2026 年度还没有结束，确定现在定稿？", details: "", code: "asks" };
      return edited({ state: "final", publication: { date: "2027年1月24日", address: "" } });
    };
    const open = await page([]);
    await open.get("[data-test=finalise]").trigger("click");
    await flushPromises();
    await open.get("[data-test=not-sure]").trigger("click");
    expect(open.find("[data-test=asked]").exists()).toBe(false);
    await open.get("[data-test=finalise]").trigger("click");
    await flushPromises();
    await open.get("[data-test=sure]").trigger("click");
    await flushPromises();
    expect(open.get(".state").text()).toBe("已定稿");
    answers.publish = () =>
      edited({ state: "published", publication: { date: "2027年1月24日", address: "https://a.cn" } });
    await open.get("[data-test=publish]").trigger("click");
    expect((open.get("[data-test=published-on]").element as HTMLInputElement).value).toBe("2027年1月24日");
    await open.get("[data-test=published-at]").setValue("https://a.cn");
    await open.get("form.ask").trigger("submit");
    await flushPromises();
    expect(calls.find(({ command }) => command === "publish")).toEqual({
      command: "publish",
      args: { id: 7, date: "2027年1月24日", address: "https://a.cn" },
    });
    expect(open.get("[data-test=publication]").text()).toBe("2027年1月24日");
  });

  it("goes on while the disk takes nothing, tries again, and says when it is saved", async () => {
    vi.useFakeTimers();
    answers.edit_cells = () => edited({ cells: { "t/a/x": typed("5") } });
    answers.keep = () => {
      throw { sentence: "数据文件夹不见了。", details: "", code: "other" };
    };
    const open = await page();
    const input = await type(open, "5");
    await vi.advanceTimersByTimeAsync(50);
    expect(open.get(".saved").text()).toBe(writing.unsaved);
    expect(failure.value?.sentence).toBe("数据文件夹不见了。");
    await input.trigger("keydown", { key: "Enter" });
    expect(open.get('[data-cell="t/a/x"] .shown').text()).toBe("5");
    answers.keep = () => "10:40";
    await vi.advanceTimersByTimeAsync(5000);
    await flushPromises();
    expect(open.get(".saved").text()).toBe(writing.saved("10:40"));
    expect(failure.value).toBeNull();
    vi.useRealTimers();
  });

  it("hands a table with its labels to the program and says what became of it", async () => {
    answers.paste_table = () => edited({ cells: { "t/a/x": typed("12") }, said: "按标签填入 1 格。" });
    const open = await page();
    await open.get('[data-cell="t/a/x"]').trigger("pointerdown", { button: 0 });
    await flushPromises();
    const kinds: Record<string, string> = { "text/plain": "本年新收\t12", "text/html": "<table></table>" };
    await open.get("td input").trigger("paste", { clipboardData: { getData: (kind: string) => kinds[kind] ?? "" } });
    await flushPromises();
    expect(calls.find(({ command }) => command === "paste_table")?.args).toEqual({
      id: 7,
      html: "<table></table>",
      text: "本年新收\t12",
    });
    expect((open.get("td input").element as HTMLInputElement).value).toBe("12");
    expect(toast.value?.text).toBe("按标签填入 1 格。");
  });

  it("draws only what an answer names anew: findings that stay are the same", async () => {
    const [stays, goes] = [finding(), finding({ key: "k9", rule: "row_sum", message: "旧" })];
    answers.edit_cells = () =>
      edited({ checked: checked([finding({ key: "k3", rule: "row_sum", message: "新" })], ["k1", "k3"]) });
    const open = await page([stays, goes]);
    const before = open.get("li[data-rule=balance]").element;
    await type(open, "5");
    expect(open.get("li[data-rule=balance]").element).toBe(before);
    await open.get("[data-test=all-findings]").trigger("click");
    expect(open.findAll("li .message").map((one) => one.text())).toHaveLength(2);
    expect(open.get("li[data-rule=row_sum] .message").text()).toContain("新");
  });

  it("keeps text being typed when an older answer comes in", async () => {
    answers.edit_text = () => edited({ report: opened().report });
    const open = await page([]);
    await open.get("[data-chapter=overview]").trigger("click");
    const box = editorIn(open);
    typeText(box, "今年的第一段。\n又一");
    await flushPromises();
    expect(written(box)).toBe("今年的第一段。\n又一");
  });

  it("goes with F9 to where the reason is written, and back to the cell with it", async () => {
    const line = finding({ level: "explain", key: "k2", rule: "in_force" });
    answers.give_reason = () => checked([]);
    await page([line]);
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "F8" }));
    await flushPromises();
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "F9" }));
    await flushPromises();
    const box = document.activeElement as HTMLTextAreaElement;
    expect(box.tagName).toBe("TEXTAREA");
    box.value = "机构改革划入";
    box.dispatchEvent(new Event("input"));
    box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    await flushPromises();
    expect(document.activeElement?.closest("td")?.getAttribute("data-cell")).toBe("t/a/x");
  });

  it("shows the place and the words of a fix to be looked at, and takes it with the second click", async () => {
    const at = { place: inChapter("overview"), paragraph: 0, at: 3, length: 2 };
    const texts = [{ at, find: "第一", replace: "首" }];
    const fix = { label: "改为“首”", applicability: "review" as const, cells: [], texts };
    const spans = [{ chapter: "一", text: "第一", at }];
    const line = finding({ rule: "wrong", cells: [], place: at.place, spans, fix, key: "k3" });
    const sure = { ...fix, label: "改标点", applicability: "safe" as const };
    const other = finding({ rule: "marks", cells: [], place: at.place, fix: sure, key: "k4" });
    answers.apply_fix = () => edited({ checked: checked([line, other]) });
    const open = await page([line, other]);
    await open.get("[data-chapter=overview]").trigger("click");
    const button = open.get("[data-rule=wrong] [data-test=fix]");
    expect(open.get("[data-rule=wrong] [data-test=fix-grade]").text()).toBe(writing.fixGrade.review);
    await button.trigger("click");
    await flushPromises();
    expect(calls.some(({ command }) => command === "apply_fix")).toBe(false);
    expect(open.get("[data-test=change]").text()).toBe("第一 → 首");
    const { state } = editorIn(open);
    expect(state.sliceDoc(state.selection.main.from, state.selection.main.to)).toBe("第一");
    await button.trigger("click");
    await flushPromises();
    expect(calls.filter(({ command }) => command === "apply_fix").map(({ args }) => args.key)).toEqual(["k3"]);
    await open.get("[data-rule=marks] [data-test=fix]").trigger("click");
    await flushPromises();
    expect(calls.filter(({ command }) => command === "apply_fix").map(({ args }) => args.key)).toEqual(["k3", "k4"]);
  });

  it("goes to the next finding with F8", async () => {
    const open = await page();
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "F8" }));
    await flushPromises();
    expect(open.find("td.framed").exists()).toBe(true);
  });
});

describe("the queue of edits", () => {
  it("runs in order, and the newest text of a place takes the place of a waiting one", async () => {
    const queue = new EditQueue();
    const done: string[] = [];
    const job = (name: string) => async () => {
      await Promise.resolve();
      done.push(name);
    };
    void queue.add(job("first"));
    void queue.add(job("a1"), "a");
    void queue.add(job("a2"), "a");
    void queue.add(job("b1"), "b");
    await queue.add(job("a3"), "a");
    expect(done).toEqual(["first", "a2", "b1", "a3"]);
    expect(queue.idle).toBe(true);
  });
});
