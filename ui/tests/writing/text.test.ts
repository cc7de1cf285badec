import { mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { nextTick, ref } from "vue";
import TextField from "../../src/writing/text/TextField.vue";
import { editorIn, typeText, written } from "../editor";

function field(text: string, busy = ref(false), more = {}) {
  const props = { text, label: "正文", busy: () => busy.value, ...more };
  const field = mount(TextField, { props, attachTo: document.body });
  const box = editorIn(field);
  box.focus();
  return { field, box };
}

describe("a text of the report", () => {
  it("keeps what one is typing before an older answer, until the field is left", async () => {
    const { field: one, box } = field("收到件。");
    typeText(box, "收到12件。");
    await one.setProps({ text: "收到1件。" });
    expect(written(box)).toBe("收到12件。");
    box.contentDOM.blur();
    await one.setProps({ text: "收到21件。" });
    expect(written(box)).toBe("收到21件。");
  });

  it("is left even where no event says so, as in a window behind another one", async () => {
    const { field: one, box } = field("收到件。");
    typeText(box, "收到12件。");
    const unheard = (e: Event) => e.stopImmediatePropagation();
    window.addEventListener("blur", unheard, true);
    box.contentDOM.blur();
    window.removeEventListener("blur", unheard, true);
    await one.setProps({ text: "收到21件。" });
    expect(written(box)).toBe("收到21件。");
  });

  it("is not left when its window comes behind another one", async () => {
    const { field: one, box } = field("收到件。");
    typeText(box, "收到12件。");
    box.contentDOM.dispatchEvent(new FocusEvent("blur"));
    await one.setProps({ text: "收到1件。" });
    expect(written(box)).toBe("收到12件。");
  });

  it("lets no answer in that newer edits are behind", async () => {
    const busy = ref(true);
    const { field: one, box } = field("收到件。", busy);
    typeText(box, "收到12件。");
    box.contentDOM.blur();
    await one.setProps({ text: "收到1件。" });
    expect(written(box)).toBe("收到12件。");
    await one.setProps({ text: "收到21件。" });
    busy.value = false;
    await nextTick();
    expect(written(box)).toBe("收到21件。");
  });

  it("keeps what is written where the program did not take it", async () => {
    const busy = ref(true);
    const { box } = field("收到件。", busy);
    typeText(box, "收到12件。");
    box.contentDOM.blur();
    busy.value = false;
    await nextTick();
    expect(written(box)).toBe("收到12件。");
  });

  it("is not being typed in when only its caret is put somewhere", async () => {
    const { field: one, box } = field("收到12件。");
    (one.vm as unknown as { put: (written: object) => void }).put({ text: "收到12件。", from: 4, to: 4 });
    await one.setProps({ text: "收到21件。" });
    expect(written(box)).toBe("收到21件。");
    expect(one.emitted("edit")).toBeUndefined();
  });

  it("has no line end where it is one line", () => {
    const { field: one, box } = field("署名", ref(false), { single: true });
    typeText(box, "署\n名");
    expect(written(box)).toBe("署名");
    expect(one.emitted("edit")).toBeUndefined();
  });

  it("takes a long text at once, and sends on what is typed in it", () => {
    const long = Array.from({ length: 500 }, (_, n) => `第${n}段` + "公开".repeat(50)).join("\n");
    const { field: one, box } = field(long);
    box.dispatch({ changes: { from: 30_000, insert: "新" } });
    expect(long.length).toBeGreaterThan(50_000);
    expect(one.emitted("edit")).toEqual([[long.slice(0, 30_000) + "新" + long.slice(30_000), false]]);
  });
});
