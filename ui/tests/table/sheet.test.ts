// The table worked like a sheet: moving, ranges, the clipboard, an open input method.
import { mount } from "@vue/test-utils";
import { beforeEach, describe, expect, it } from "vitest";
import { nextTick } from "vue";
import { hasLabels, TOO_LONG } from "../../src/table/grid";
import FormTable from "../../src/table/FormTable.vue";
import { writing } from "../../src/messages";
import type { CellEdit } from "../../src/types";
import { cells, figureCharacters, grid } from "../form";

let form: ReturnType<typeof mount<typeof FormTable>>;
beforeEach(() => {
  document.body.innerHTML = "";
  form = mount(FormTable, {
    props: { grid, cells: cells(), names: {}, figureCharacters },
    attachTo: document.body,
  });
});

const at = (cell: string) => form.get(`[data-cell="${cell}"]`);
const active = () => form.findAll("td.active").map((td) => td.attributes("data-cell"))[0];
const chosen = () => form.findAll("td.chosen").map((td) => td.attributes("data-cell"));
const edits = () => (form.emitted("edit") ?? []) as [CellEdit[], boolean][];
const said = (edit: [CellEdit[], boolean] | undefined) => edit?.[0].map(({ cell, text }) => `${cell}=${text}`);

async function choose(cell: string, more = {}): Promise<void> {
  await at(cell).trigger("pointerdown", { button: 0, ...more });
  await nextTick();
}
async function press(key: string, more = {}): Promise<void> {
  await form.get("td input").trigger("keydown", { key, ...more });
  await nextTick();
}
async function paste(text: string, html = ""): Promise<void> {
  const kinds: Record<string, string> = { "text/plain": text, "text/html": html };
  await form.get("td input").trigger("paste", { clipboardData: { getData: (kind: string) => kinds[kind] ?? "" } });
}

describe("moving", () => {
  it.each([
    ["Enter", {}, "t/b/x"],
    ["Enter", { shiftKey: true }, "t/a/x"],
    ["Tab", {}, "t/a/y"],
    ["ArrowDown", {}, "t/b/x"],
    ["ArrowUp", {}, "t/a/x"],
    ["ArrowRight", {}, "t/a/y"],
    ["ArrowLeft", {}, "t/a/x"],
    ["End", {}, "t/a/total"],
    ["End", { ctrlKey: true }, "t/c/wide"],
  ])("%s %o leads from the first cell to %s", async (key, more, to) => {
    await choose("t/a/x");
    await press(key, more);
    expect(active()).toBe(to);
    expect(document.activeElement).toBe(form.get("td input").element);
  });

  it("goes on in the next row with Tab, and leaves the table at its end", async () => {
    await choose("t/a/total");
    await press("Tab");
    expect(active()).toBe("t/b/x");
    await press("Tab", { shiftKey: true });
    expect(active()).toBe("t/a/y");
    await choose("t/c/wide");
    await press("Tab");
    expect(active()).toBeUndefined();
  });

  it("comes in by keyboard at the first cell", async () => {
    expect(form.findAll("[tabindex]").map((td) => td.attributes("data-cell"))).toEqual(["t/a/x"]);
    await at("t/a/x").trigger("focusin");
    expect(active()).toBe("t/a/x");
  });

  it("moves inside the text after F2, and Enter leaves it", async () => {
    await choose("t/a/x");
    await press("F2");
    await press("ArrowRight");
    expect(active()).toBe("t/a/x");
    await press("Enter");
    expect(active()).toBe("t/b/x");
  });
});

describe("ranges", () => {
  it("grow with Shift and arrows, from where they began", async () => {
    await choose("t/a/x");
    await press("ArrowRight", { shiftKey: true });
    await press("ArrowDown", { shiftKey: true });
    expect(active()).toBe("t/b/y");
    expect(chosen()).toEqual(["t/a/x", "t/a/y", "t/b/x"]);
    await press("Escape");
    expect(chosen()).toEqual([]);
  });

  it("grow with a drag, also out of the active cell, and to all with Ctrl+A", async () => {
    await choose("t/a/x");
    await at("t/a/x").trigger("pointerdown", { button: 0 });
    await at("t/b/y").trigger("pointerover", { buttons: 1 });
    await form.get(".sheet").trigger("pointerup");
    expect([active(), ...chosen()]).toEqual(["t/b/y", "t/a/x", "t/a/y", "t/b/x"]);
    // Without a pressed button nothing grows.
    await at("t/a/total").trigger("pointerover", { buttons: 0 });
    expect(active()).toBe("t/b/y");
    await press("a", { ctrlKey: true });
    expect(chosen()).toHaveLength(6);
  });

  it("are copied as a spreadsheet reads them, and cut without the computed totals", async () => {
    await choose("t/a/x");
    await choose("t/b/total", { shiftKey: true });
    const kept: string[] = [];
    const clipboardData = { setData: (kind: string, text: string) => kept.push(kind, text) };
    await form.get("td input").trigger("cut", { clipboardData });
    expect(kept).toEqual(["text/plain", "1\t\t1\n\t4\t"]);
    expect(said(edits()[0])).toEqual(["t/a/x=", "t/a/y=", "t/b/x=", "t/b/y="]);
  });
});

describe("a paste", () => {
  it("of figures fills from the chosen cell as one edit", async () => {
    await choose("t/a/x");
    await paste("１，２３４\t \t9\r\n5\t6\t11\r\n");
    expect(edits()).toHaveLength(1);
    expect(said(edits()[0])).toEqual([
      "t/a/x=１，２３４",
      "t/a/y= ",
      "t/a/total=9",
      "t/b/x=5",
      "t/b/y=6",
      "t/b/total=11",
    ]);
    expect(chosen()).toHaveLength(5);
  });

  it("of one figure fills the whole range", async () => {
    await choose("t/a/x");
    await choose("t/b/y", { shiftKey: true });
    await paste("0");
    expect(said(edits()[0])).toEqual(["t/a/x=0", "t/a/y=0", "t/b/x=0", "t/b/y=0"]);
  });

  it("with labels goes to the program, with what the web page says of it", async () => {
    await choose("t/b/x");
    await paste("本年新收\t1\t2", "<table><tr><td>本年新收</td></tr></table>");
    expect(edits()).toEqual([]);
    expect(form.emitted("recognise")).toEqual([["<table><tr><td>本年新收</td></tr></table>", "本年新收\t1\t2"]]);
  });

  it("of ten thousand by ten thousand cells changes nothing and says so", async () => {
    await choose("t/a/x");
    await paste("1\t".repeat(TOO_LONG.text));
    await paste("1", "<td>".repeat(TOO_LONG.html));
    expect(edits()).toEqual([]);
    expect(form.emitted("say")).toEqual([[writing.tooLong], [writing.tooLong]]);
  });

  it("into a finished report changes nothing and says why", async () => {
    await form.setProps({ readOnly: true });
    await choose("t/a/x");
    await paste("5");
    expect(edits()).toEqual([]);
    expect(form.get("[role=alert]").text()).toBe(writing.readOnly);
  });

  it("inside the text after F2 is the box's own", async () => {
    await choose("t/a/x");
    await press("F2");
    await paste("5\t6");
    expect(edits()).toEqual([]);
  });

  it.each([
    ["12\t3\n4\t5", "", false],
    ["22（其中修订16件）\t减4\t增加3\t无\t/", "", false],
    ["-3\t=A1+1\t1.5", "", false],
    ["一、本年新收\t3", "", true],
    ["", "<table><tr><td>1</td></tr></table>", true],
    ["", "<b>1</b>", false],
  ])("%j with the page %j has labels: %s", (text, html, has) => {
    expect(hasLabels(text, html)).toBe(has);
  });
});

describe("an open input method", () => {
  it("keeps its Enter, arrows, Tab, Escape and Delete", async () => {
    await choose("t/a/x");
    const input = form.get("td input");
    await input.trigger("compositionstart");
    for (const key of ["Enter", "ArrowDown", "Tab", "Escape", "Delete", "F2"]) {
      await press(key, { isComposing: true });
      await press(key, { keyCode: 229 });
    }
    expect(active()).toBe("t/a/x");
    expect(edits()).toEqual([]);
    expect(form.emitted("takeBack")).toBeUndefined();
  });

  it("is not refused while it composes, and taken when it is done", async () => {
    await choose("t/a/x");
    const input = form.get("td input");
    const box = input.element as HTMLInputElement;
    await input.trigger("compositionstart");
    box.value = "shi'er";
    await input.trigger("input", { isComposing: true });
    expect(box.value).toBe("shi'er");
    expect(form.find("[role=alert]").exists()).toBe(false);
    box.value = "１２";
    await input.trigger("compositionend");
    expect(said(edits()[0])).toEqual(["t/a/x=１２"]);
    await press("Enter");
    expect(active()).toBe("t/b/x");
  });

  it("that leaves Chinese behind is refused with a word, and the figure stays", async () => {
    await choose("t/a/x");
    const input = form.get("td input");
    const box = input.element as HTMLInputElement;
    box.value = "十二";
    await input.trigger("compositionend");
    expect(box.value).toBe("1");
    expect(form.get("[role=alert]").text()).toBe(writing.refusedCharacter.count);
    expect(edits()).toEqual([]);
  });
});
