import { flushPromises, mount } from "@vue/test-utils";
import { mockIPC } from "@tauri-apps/api/mocks";
import { expect, test, vi } from "vitest";
import { licencesOf } from "../../src/help/help";
import FolderWarning from "../../src/start/FolderWarning.vue";

test("licences are cut into parts and texts", () => {
  const line = "─".repeat(40);
  const { parts, texts } = licencesOf(
    `谢。\n\na 1.0　MIT\nb 2.0　Apache-2.0\n\n${line}\na 1.0、b 2.0\n\nOne\n\ntext\n`,
  );
  expect(parts).toEqual([
    ["a 1.0", "MIT"],
    ["b 2.0", "Apache-2.0"],
  ]);
  expect(texts).toEqual([["a 1.0、b 2.0", "One\n\ntext"]]);
});

test("data on a network drive are warned of and moved to this computer", async () => {
  const asked = vi.fn();
  mockIPC((command, payload) => {
    asked(command, payload);
    const warning = "数据文件夹在网络盘上。";
    const about = { version: "0", folder: "\\\\server\\年报", warning, local: "C:\\年报" };
    return command === "about" ? about : "copied";
  });
  const warned = mount(FolderWarning);
  await flushPromises();
  expect(warned.get("[role=alert]").text()).toContain("\\\\server\\年报");
  await warned.get("button").trigger("click");
  await flushPromises();
  expect(asked).toHaveBeenCalledWith("change_folder", { path: "C:\\年报", sure: false });
  expect(warned.find("[role=alert]").exists()).toBe(false);
});

test("data on this computer are not spoken of", async () => {
  mockIPC((command) =>
    command === "about" ? { version: "0", folder: "C:\\年报", warning: null, local: null } : undefined,
  );
  const quiet = mount(FolderWarning);
  await flushPromises();
  expect(quiet.text()).toBe("");
});
