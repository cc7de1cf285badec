import { mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it } from "vitest";
import { nextTick } from "vue";
import FormTable from "../../src/table/FormTable.vue";
import { writing } from "../../src/messages";
import type { CellEdit } from "../../src/types";
import { cells, figureCharacters, grid } from "../form";

function table(more = {}) {
  return mount(FormTable, {
    props: { grid, cells: cells(), names: {}, figureCharacters, ...more },
    attachTo: document.body,
  });
}

type Table = ReturnType<typeof table>;

async function click(form: Table, cell: string, more = {}) {
  await form.get(`[data-cell="${cell}"]`).trigger("pointerdown", { button: 0, ...more });
  await nextTick();
}

async function type(form: Table, text: string, more = {}) {
  const input = form.get("td input");
  (input.element as HTMLInputElement).value = text;
  await input.trigger("input", more);
}

const active = (form: Table) => form.find("td.active").attributes("data-cell");
const edits = (form: Table) => (form.emitted("edit") ?? []) as [CellEdit[], boolean][];

let form: Table;
beforeEach(() => {
  document.body.innerHTML = "";
  form = table();
});

describe("the form's table", () => {
  it("stands as on paper: labels, blank, 0 and 未读到 apart", () => {
    expect(form.findAll("th").map((th) => th.text())).toEqual(["项目", "甲", "乙", "总计", "一", "二", "三"]);
    expect(form.get('[data-cell="t/b/x"]').classes()).toContain("unread");
    expect(form.get('[data-cell="t/a/y"]').classes()).not.toContain("unread");
    expect(form.get('[data-cell="t/b/y"]').classes()).toContain("taken");
    expect(form.get('[data-cell="t/a/total"]').classes()).toContain("computed");
    expect(form.get('[data-cell="t/c/wide"]').attributes("colspan")).toBe("3");
  });

  it("marks a row the form does not have, and takes it out whole", async () => {
    const extra = grid.cells.map((cell) =>
      cell.content.is === "label" && cell.content.text === "二"
        ? { ...cell, content: { ...cell.content, extra: true } }
        : cell,
    );
    const held = table({ grid: { ...grid, cells: extra } });
    expect(held.findAll('[data-test="extra-row"]').map((one) => one.text())).toEqual([
      expect.stringContaining(writing.extraRow),
    ]);
    await held.get('[data-test="remove-row"]').trigger("click");
    const emptied = ["t/b/x", "t/b/y", "t/b/total"].map((cell) => ({ cell, text: "", how: "deliberate" }));
    expect(edits(held)).toEqual([[emptied, false]]);
    expect(
      table({ grid: { ...grid, cells: extra }, readOnly: true })
        .find('[data-test="remove-row"]')
        .exists(),
    ).toBe(false);
  });

  it("sends a figure as it is typed, as one step until the cell is left", async () => {
    await click(form, "t/a/x");
    await type(form, "1");
    await type(form, "12");
    expect(edits(form)).toEqual([
      [[{ cell: "t/a/x", text: "1", how: "typed" }], false],
      [[{ cell: "t/a/x", text: "12", how: "typed" }], true],
    ]);
    await form.get("td input").trigger("keydown", { key: "Enter" });
    expect(active(form)).toBe("t/b/x");
    await type(form, "3");
    expect(edits(form)[2]).toEqual([[{ cell: "t/b/x", text: "3", how: "typed" }], false]);
  });

  it("shows what was typed until the program answers", async () => {
    await form.setProps({ busy: () => true });
    await click(form, "t/a/x");
    await type(form, "12");
    await form.get("td input").trigger("keydown", { key: "Tab" });
    expect(form.get('[data-cell="t/a/x"] .shown').text()).toBe("12");
    await form.setProps({ busy: () => false });
    expect(form.get('[data-cell="t/a/x"] .shown').text()).toBe("1");
  });

  it("refuses a letter on the spot with a word why", async () => {
    await click(form, "t/a/x");
    await type(form, "a");
    expect(edits(form)).toEqual([]);
    expect((form.get("td input").element as HTMLInputElement).value).toBe("1");
    expect(form.get("[role=alert]").text()).toBe(writing.refusedCharacter.count);
  });

  it("drops no character of what is being typed: the whole goes to the program, and its word stands there", async () => {
    await click(form, "t/a/x");
    for (const text of ["4", "4.", "4.5"]) await type(form, text);
    expect(edits(form).map(([[edit]]) => edit?.text)).toEqual(["4", "4.", "4.5"]);
    await form.setProps({ cells: cells(), refused: new Map([["t/a/x", "不能有小数。"]]) });
    expect((form.get("td input").element as HTMLInputElement).value).toBe("4.5");
    expect(form.get("[role=alert]").text()).toBe("不能有小数。");
    expect(form.emitted("say")).toBeUndefined();
    await form.get("td input").trigger("keydown", { key: "Tab" });
    expect(form.get('[data-cell="t/a/x"] .shown').text()).toBe("1");
    expect(form.emitted("say")).toEqual([[writing.notTaken("t/a/x", "不能有小数。")]]);
  });

  it("shows what the program holds once Escape is answered, though the last keys were not", async () => {
    await form.setProps({ busy: () => true, revision: 0 });
    await click(form, "t/a/x");
    await type(form, "4");
    await type(form, "47");
    await form.get("td input").trigger("keydown", { key: "Escape" });
    await form.setProps({ cells: cells(), revision: 1 });
    expect((form.get("td input").element as HTMLInputElement).value).toBe("1");
  });

  it("keeps the keys in a cell pressed beside its text", async () => {
    await form.setProps({ last: { "t/a/x": { text: "9", comparable: "yes" } } });
    await click(form, "t/a/x");
    const input = form.get("td input").element;
    (input as HTMLInputElement).blur();
    const pressed = new MouseEvent("mousedown", { bubbles: true, cancelable: true, button: 0 });
    form.get('[data-cell="t/a/x"] .last').element.dispatchEvent(pressed);
    expect(pressed.defaultPrevented).toBe(true);
    expect(document.activeElement).toBe(input);
  });

  it("changes a computed total only after F2", async () => {
    await click(form, "t/a/total");
    await type(form, "9");
    expect(edits(form)).toEqual([]);
    expect(form.get("[role=alert]").text()).toBe(writing.computedHint);
    await form.get("td input").trigger("keydown", { key: "F2" });
    await type(form, "9");
    expect(edits(form)).toEqual([[[{ cell: "t/a/total", text: "9", how: "deliberate" }], false]]);
  });

  it("takes back with Escape what was typed, and only then", async () => {
    await click(form, "t/a/x");
    await form.get("td input").trigger("keydown", { key: "Escape" });
    expect(form.emitted("takeBack")).toBeUndefined();
    await type(form, "5");
    await form.get("td input").trigger("keydown", { key: "Escape" });
    expect(form.emitted("takeBack")).toHaveLength(1);
  });

  it("clears a range with Delete, but no computed totals", async () => {
    await click(form, "t/a/x");
    await click(form, "t/b/total", { shiftKey: true });
    await form.get("td input").trigger("keydown", { key: "Delete" });
    expect(edits(form)[0]?.[0].map(({ cell, text }) => `${cell}=${text}`)).toEqual([
      "t/a/x=",
      "t/a/y=",
      "t/b/x=",
      "t/b/y=",
    ]);
  });

  it("shows what undo brought back in the very cell one is typing in", async () => {
    await click(form, "t/a/x");
    await type(form, "99");
    await form.setProps({ cells: { ...cells(), "t/a/x": { figure: "7", note: null, origin: "typed" } }, revision: 1 });
    expect((form.get("td input").element as HTMLInputElement).value).toBe("7");
  });

  it("keeps the table still under a pressed pointer", async () => {
    const scrolled: Element[] = [];
    Element.prototype.scrollIntoView = function () {
      scrolled.push(this);
    };
    await click(form, "t/a/x");
    expect(scrolled).toEqual([]);
    await form.get("td input").trigger("keydown", { key: "Enter" });
    await nextTick();
    expect(scrolled.map((td) => td.getAttribute("data-cell"))).toEqual(["t/b/x"]);
  });

  it("passes undo and redo on", async () => {
    await click(form, "t/a/x");
    const input = form.get("td input");
    await input.trigger("keydown", { key: "z", ctrlKey: true });
    await input.trigger("keydown", { key: "y", ctrlKey: true });
    await input.trigger("keydown", { key: "Z", ctrlKey: true, shiftKey: true });
    expect(form.emitted("undo")).toHaveLength(1);
    expect(form.emitted("redo")).toHaveLength(2);
  });

  it("leaves Enter and arrows to an open input method", async () => {
    await click(form, "t/a/x");
    const input = form.get("td input");
    await input.trigger("keydown", { key: "Enter", isComposing: true });
    await input.trigger("keydown", { key: "ArrowDown", keyCode: 229 });
    expect(active(form)).toBe("t/a/x");
    await type(form, "１", { isComposing: true });
    expect(edits(form)).toEqual([]);
    (input.element as HTMLInputElement).value = "１";
    await input.trigger("compositionend");
    expect(edits(form)[0]?.[0][0]?.text).toBe("１");
  });

  it("changes nothing in a finished report and says why", async () => {
    await form.setProps({ readOnly: true });
    await click(form, "t/a/x");
    await type(form, "5");
    await form.get("td input").trigger("keydown", { key: "Delete" });
    expect(edits(form)).toEqual([]);
    expect(form.get("[role=alert]").text()).toBe(writing.readOnly);
  });

  it("pastes a block and says what lies beyond", async () => {
    await click(form, "t/b/y");
    const clipboardData = { getData: () => "5\t6\t7\n8" };
    await form.get("td input").trigger("paste", { clipboardData });
    expect(edits(form)[0]?.[0].map(({ cell, text }) => `${cell}=${text}`)).toEqual(["t/b/y=5", "t/b/total=6"]);
    expect(form.emitted("say")).toEqual([[writing.beyond(2)]]);
  });

  it("marks findings by class and by words", async () => {
    const marks = new Map([["t/a/x", { level: "error" as const, message: "不平" }]]);
    await form.setProps({ marks, framed: new Set(["t/b/y"]) });
    expect(form.get('[data-cell="t/a/x"]').classes()).toContain("error");
    expect(form.get('[data-cell="t/a/x"]').attributes("title")).toContain("不平");
    expect(form.get('[data-cell="t/b/y"]').classes()).toContain("framed");
    await click(form, "t/a/x");
    expect(form.get("td input").attributes("aria-label")).toContain("必须改：不平");
  });

  it("shows last year's figure and says what does not compare", async () => {
    await form.setProps({
      differences: { "t/a/x": "−8" },
      last: {
        "t/a/x": { text: "9", comparable: "yes" },
        "t/a/y": { text: "3", comparable: "changed" },
        "t/b/x": { text: null, comparable: "new" },
        "t/b/y": { text: "", comparable: "yes" },
      },
    });
    const last = (cell: string) => form.get(`[data-cell="${cell}"] .last`).text();
    expect([last("t/a/x"), last("t/a/y"), last("t/b/x"), last("t/b/y")]).toEqual([
      "9−8",
      "上年 3 口径变化",
      "旧格式无此项",
      "空",
    ]);
  });
});
