import { expect, test } from "vitest";
import { exceptions } from "../../flows/exceptions";
import { unrun } from "../../flows/unrun";

const functions = {
  "src/a.vue": [
    { number: "0", line: 7, text: "setup" },
    { number: "1", line: 12, text: '@click="save"' },
  ],
  "src/b.ts": [{ number: "0", line: 3, text: "openDialog()" }],
};
const dialog = { file: "src/b.ts", text: "openDialog()", why: "a dialog of the system" };

test("what no flow ran is named, over all flows together", () => {
  const flows = [{ "src/a.vue": ["0"] }, { "src/a.vue": ["1"] }];
  expect(unrun(functions, flows, [])).toEqual({ count: 3, missing: ["src/b.ts:3  openDialog()"], stale: [] });
  expect(unrun(functions, [{ "src/a.vue": ["0"] }], [dialog]).missing).toEqual(['src/a.vue:12  @click="save"']);
});

test("an exception that ran after all, or is gone, is stale", () => {
  const all = { "src/a.vue": ["0", "1"], "src/b.ts": ["0"] };
  expect(unrun(functions, [all], [dialog])).toEqual({ count: 3, missing: [], stale: ["src/b.ts  openDialog()"] });
  const gone = { file: "src/b.ts", text: "closeDialog()", why: "gone" };
  expect(unrun(functions, [all], [gone]).stale).toEqual(["src/b.ts  closeDialog()"]);
});

test("every exception says why", () => {
  expect(exceptions.filter(({ why }) => why.length < 10)).toEqual([]);
});
