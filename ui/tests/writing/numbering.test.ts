import { describe, expect, it } from "vitest";
import { deepened, depthOf, followed, inOrder, plainly, renumbered, shifted } from "../../src/writing/text/numbering";

const at = (text: string, from: number, to = from) => ({ text, from, to });
const text = "（一）甲\n正文\n1.子\n2.丑\n（二）乙";

describe("numbers of paragraphs", () => {
  it("tells a paragraph's depth by its number", () => {
    expect(["一、甲", "（十二）甲", "(3)甲", "3.甲", "３．甲", "3.5万元", "2026年，", "甲"].map(depthOf)).toEqual([
      1, 2, 4, 3, 3, 0, 0, 0,
    ]);
  });

  it("follows when a numbered paragraph comes in or goes", () => {
    const come = text.replace("正文", "正文\n（二）新");
    expect(followed(text, at(come, 0)).text).toBe("（一）甲\n正文\n（二）新\n1.子\n2.丑\n（三）乙");
    const gone = "1.子\n2.丑\n（二）乙";
    expect(followed(text, at(gone, 0)).text).toBe("1.子\n2.丑\n（一）乙");
  });

  it("begins anew below every higher level and keeps each one's style", () => {
    const lines = "(一)甲\n１．子\n１．丑\n（一）乙\n1、寅\n（1）卯\n（1）辰";
    expect(renumbered(at(lines, 0)).text).toBe("(一)甲\n１．子\n２．丑\n（二）乙\n1、寅\n（1）卯\n（2）辰");
  });

  it("counts past ten as it is written", () => {
    const many = Array.from({ length: 21 }, () => "（一）项").join("\n");
    const lines = renumbered(at(many, 0)).text.split("\n");
    expect([lines[9], lines[10], lines[19], lines[20]]).toEqual([
      "（十）项",
      "（十一）项",
      "（二十）项",
      "（二十一）项",
    ]);
  });

  it("leaves a sequence that is the writer's own", () => {
    const own = "（三）甲\n（五）乙";
    expect(inOrder(own)).toBe(false);
    expect(followed(own, at(`${own}\n新`, 0)).text).toBe("（三）甲\n（五）乙\n新");
    expect(followed(text, at(text.replace("甲", "甲甲"), 0)).text).toBe(text.replace("甲", "甲甲"));
  });

  it("gives a paragraph its depth, with the caret where it was in the words", () => {
    const made = deepened(at(text, text.indexOf("正文") + 1), 2);
    expect(made.text).toBe("（一）甲\n（二）正文\n1.子\n2.丑\n（三）乙");
    expect(made.text.slice(made.from)).toMatch(/^文/);
    const back = deepened(made, 0);
    expect(back.text).toBe(text);
    expect(back.text.slice(back.from)).toMatch(/^文/);
  });

  it("moves a paragraph with its caret, and the numbers stay in sequence", () => {
    const moved = shifted(at(text, text.indexOf("丑")), -1);
    expect(moved.text).toBe("（一）甲\n正文\n1.丑\n2.子\n（二）乙");
    expect(moved.text[moved.from]).toBe("丑");
    expect(shifted(at(text, 0), -1).text).toBe(text);
    expect(shifted(at(text, text.length), 1).text).toBe(text);
    const two = shifted(at(text, text.indexOf("子"), text.indexOf("丑")), 1);
    expect(two.text).toBe("（一）甲\n正文\n（二）乙\n1.子\n2.丑");
  });

  it("takes what Word copies as paragraphs alone", () => {
    expect(plainly("　　（一）\t主动公开\r\n\r\n\u00a0\u00a0全年\u200b公开\v第二段  \n·\t条目")).toBe(
      "（一）主动公开\n全年公开\n第二段\n条目",
    );
  });

  it("does not fail on any text", () => {
    for (const odd of ["", "\n", "（一）", "一二三四、", "\n\n（一）\n", "1.2.3"]) {
      for (const place of [0, odd.length]) {
        expect(renumbered(at(odd, place)).text.split("\n")).toHaveLength(odd.split("\n").length);
        expect(shifted(at(odd, place), 1).from).toBeGreaterThanOrEqual(0);
        expect(deepened(at(odd, place), 4).text).toContain("（1）");
      }
    }
  });
});
