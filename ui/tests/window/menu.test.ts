import { mount } from "@vue/test-utils";
import { nextTick } from "vue";
import { expect, it } from "vitest";
import ContextMenu from "../../src/window/ContextMenu.vue";

it("opens at a field by mouse and by keys, and nowhere else", async () => {
  document.body.innerHTML =
    "<p id=words>字</p><table><tr><td data-cell='t/a/y'></td><td data-cell='t/a/x' class='active'><input value='1'></td></tr></table><textarea></textarea><input type=checkbox>";
  const menu = mount(ContextMenu, { attachTo: document.body });
  const press = async (css: string) => {
    const event = new MouseEvent("contextmenu", { bubbles: true, cancelable: true });
    document.querySelector(css)!.dispatchEvent(event);
    for (let i = 0; i < 4; i++) await nextTick();
    expect(event.defaultPrevented).toBe(true);
    const acts = menu.findAll("[role=menuitem]").map((act) => act.attributes("data-test"));
    window.dispatchEvent(new Event("blur"));
    await nextTick();
    return acts.map((act) => act?.slice(5)).join(" ");
  };
  expect(await press("td")).toBe("cut copy paste zero all");
  expect(await press("td input")).toBe("cut copy paste zero all");
  expect(await press("textarea")).toBe("cut copy paste all");
  expect(await press("#words")).toBe("");
  expect(await press("[type=checkbox]")).toBe("");
  expect(menu.find("[role=menu]").exists()).toBe(false);
  menu.unmount();
});
