import { describe, expect, it } from "vitest";
import { changeBetween, rangesIn } from "../../src/writing/text/ranges";

const paragraphs = ["引用𠀀之后12件", "结转【待填】件"];
const pieces = [
  { paragraph: 1, at: 2, length: 4 },
  { paragraph: 0, at: 5, length: 2 },
];
const words = (held: string) => rangesIn(held, paragraphs, pieces).map(({ from, to }) => held.slice(from, to));

describe("pieces of a text", () => {
  it("stand where the program says, beyond rare characters and line ends", () => {
    expect(words(paragraphs.join("\n"))).toEqual(["12", "【待填】"]);
  });

  it("follow what is typed before the answer comes", () => {
    expect(words("新" + paragraphs.join("\n"))).toEqual(["12", "【待填】"]);
    expect(words(`${paragraphs[0]}，又写\n\n${paragraphs[1]}`)).toEqual(["12", "【待填】"]);
    expect(words("引用𠀀之后1件\n结转【待填】件")).toEqual(["【待填】"]);
  });

  it("of the paragraphs behind a table are told from those before it", () => {
    const [behind] = pieces;
    expect(rangesIn("结转【待填】件", ["结转【待填】件"], pieces, 1)).toEqual([{ from: 2, to: 6, piece: behind }]);
  });

  it("stay where only something else is changed", () => {
    const text = paragraphs.join("\n");
    for (const after of [text, "", "引用𠀀", `${text}。`, text.replace("件", "条"), `新\n${text}`]) {
      const { from, to, insert } = changeBetween(text, after);
      expect(text.slice(0, from) + insert + text.slice(to)).toBe(after);
    }
  });
});
