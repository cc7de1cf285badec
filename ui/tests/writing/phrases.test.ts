import { describe, expect, it } from "vitest";
import { phrases } from "../../src/writing/phrases";

describe("where a line of a heading may be broken", () => {
  it.each([
    "主动公开政府信息情况",
    "政府信息公开行政复议、行政诉讼情况",
    "收到和处理政府信息公开申请情况",
    "其他需要报告的事项",
  ])("%s: between words only", (heading) => {
    const pieces = phrases(heading);
    expect(pieces.join("")).toBe(heading);
    for (const word of ["政府信息", "行政复议", "行政诉讼", "主动公开", "情况", "申请"]) {
      if (heading.includes(word)) expect(pieces.some((piece) => piece.includes(word))).toBe(true);
    }
    // No line begins with a mark or with 的.
    for (const piece of pieces) expect(piece).not.toMatch(/^[、，。）”的]/);
  });

  it("keeps brackets with what they hold", () => {
    expect(phrases("引言（可以不写）").every((piece) => !piece.endsWith("（") && !piece.startsWith("）"))).toBe(true);
    expect(phrases("")).toEqual([]);
  });
});
