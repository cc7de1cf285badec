import { flushPromises, mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import WritingPage from "../../src/writing/WritingPage.vue";
import { edited, opened } from "../form";
import { program } from "../program";
import { editorIn, typeText } from "../editor";

const { calls } = program({
  open_report: () => opened(),
  edit_text: () => edited(),
  keep: () => "10:32",
  start: () => ({ today: "2027年1月20日" }),
});

async function page(beginAt: string) {
  const page = mount(WritingPage, { props: { id: 7, beginAt }, attachTo: document.body });
  await flushPromises();
  return page;
}

const edits = () => calls.filter(({ command }) => command === "edit_text").map(({ args }) => args.edit);

describe("what stands before and behind the chapters", () => {
  it.each([
    ["title", ".field:first-child .text-field", { field: "title", text: "改过的标题" }],
    ["title", ".field:nth-child(2) .text-field", { field: "preface", text: "引言第一段。\n第二段。" }],
    ["signature", ".field:first-child .text-field", { field: "signature", text: "青铜镇党政办公室" }],
    ["signature", ".with-button .text-field", { field: "date", text: "2027年1月25日" }],
  ])("goes to the program as it is typed: %s %s", async (part, box, edit) => {
    const open = await page(part);
    typeText(editorIn(open, `.fields ${box}`), edit.text);
    await flushPromises();
    expect(edits()).toEqual([edit]);
  });

  it("takes today's date with one click", async () => {
    const open = await page("signature");
    await open.get(".with-button button").trigger("click");
    await flushPromises();
    expect(edits()).toEqual([{ field: "date", text: "2027年1月20日" }]);
  });
});
