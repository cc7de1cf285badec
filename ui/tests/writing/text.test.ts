import { mount } from "@vue/test-utils";
import { describe, expect, it } from "vitest";
import { nextTick, ref } from "vue";
import TextField from "../../src/writing/text/TextField.vue";

function field(text: string, busy = ref(false)) {
  const field = mount(TextField, { props: { text, label: "正文", busy: () => busy.value }, attachTo: document.body });
  const box = field.get("textarea").element as HTMLTextAreaElement;
  box.focus();
  return { field, box };
}

describe("a text of the report", () => {
  it("keeps what one is typing before an older answer, until the field is left", async () => {
    const { field: one, box } = field("收到件。");
    await one.get("textarea").setValue("收到12件。");
    await one.setProps({ text: "收到1件。" });
    expect(box.value).toBe("收到12件。");
    box.blur();
    await one.setProps({ text: "收到21件。" });
    expect(box.value).toBe("收到21件。");
  });

  it("is left even where no event says so, as in a window behind another one", async () => {
    const { field: one, box } = field("收到件。");
    await one.get("textarea").setValue("收到12件。");
    const unheard = (e: Event) => e.stopImmediatePropagation();
    window.addEventListener("blur", unheard, true);
    box.blur();
    window.removeEventListener("blur", unheard, true);
    await one.setProps({ text: "收到21件。" });
    expect(box.value).toBe("收到21件。");
  });

  it("is not left when its window comes behind another one", async () => {
    const { field: one, box } = field("收到件。");
    await one.get("textarea").setValue("收到12件。");
    await one.get("textarea").trigger("blur");
    await one.setProps({ text: "收到1件。" });
    expect(box.value).toBe("收到12件。");
  });

  it("lets no answer in that newer edits are behind", async () => {
    const busy = ref(true);
    const { field: one, box } = field("收到件。", busy);
    await one.get("textarea").setValue("收到12件。");
    box.blur();
    await one.setProps({ text: "收到1件。" });
    expect(box.value).toBe("收到12件。");
    await one.setProps({ text: "收到21件。" });
    busy.value = false;
    await nextTick();
    expect(box.value).toBe("收到21件。");
  });

  it("keeps what is written where the program did not take it", async () => {
    const busy = ref(true);
    const { field: one, box } = field("收到件。", busy);
    await one.get("textarea").setValue("收到12件。");
    box.blur();
    busy.value = false;
    await nextTick();
    expect(box.value).toBe("收到12件。");
  });

  it("is not being typed in when only its caret is put somewhere", async () => {
    const { field: one, box } = field("收到12件。");
    (one.vm as unknown as { put: (written: object) => void }).put({ text: "收到12件。", from: 4, to: 4 });
    await one.setProps({ text: "收到21件。" });
    expect(box.value).toBe("收到21件。");
    expect(one.emitted("edit")).toBeUndefined();
  });
});
