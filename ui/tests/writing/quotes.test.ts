import { describe, expect, it } from "vitest";
import { pieces, quotedIn } from "../../src/writing/text/quotes";
import type { Quoted } from "../../src/types";

const quote = (paragraph: number, at: number, length: number): Quoted => ({
  cell: `t/a/${paragraph}`,
  paragraph,
  at,
  length,
});
const paragraphs = ["引用𠀀之后12件", "结转【待填】件"];
const quoted = [quote(0, 5, 2), quote(1, 2, 4)];
const words = (held: string) => quotedIn(held, paragraphs, quoted).map(({ from, to }) => held.slice(from, to));

describe("quoted figures in a text", () => {
  it("stand where the program says, beyond rare characters and line ends", () => {
    expect(words(paragraphs.join("\n"))).toEqual(["12", "【待填】"]);
  });

  it("follow what is typed before the answer comes", () => {
    expect(words("新" + paragraphs.join("\n"))).toEqual(["12", "【待填】"]);
    expect(words(`${paragraphs[0]}，又写\n\n${paragraphs[1]}`)).toEqual(["12", "【待填】"]);
    expect(words("引用𠀀之后1件\n结转【待填】件")).toEqual(["【待填】"]);
  });

  it("of the paragraphs behind a table are told from those before it", () => {
    expect(quotedIn("结转【待填】件", ["结转【待填】件"], quoted, 1)).toEqual([{ from: 2, to: 6, cell: "t/a/1" }]);
  });

  it("are the pieces that are marked", () => {
    const text = paragraphs.join("\n");
    const marked = pieces(text, quotedIn(text, paragraphs, quoted));
    expect(marked.map((piece) => piece.text).join("")).toBe(text);
    expect(marked.filter(({ cell }) => cell).map((piece) => piece.text)).toEqual(["12", "【待填】"]);
  });
});
