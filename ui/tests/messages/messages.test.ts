import { describe, expect, it } from "vitest";
import * as sentences from "../../src/messages";

/** Every text, and what every sentence with a gap says for words and for figures. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value === "function") {
    const say = value as (...given: unknown[]) => unknown;
    const fill = (one: unknown) => texts(say(...Array.from({ length: say.length }, () => one)));
    return [3, 0, -2, "青铜镇"].flatMap(fill);
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

const all = texts(sentences);
const wrong = (pattern: RegExp) => all.filter((text) => pattern.test(text));

describe("the sentences of the window", () => {
  it("are all looked at", () => {
    expect(all.length).toBeGreaterThan(400);
  });

  it("have no doubled stops", () => {
    expect(wrong(/[。；，：？！、]\s*[。；，？！、]|[。；？！][”’）]。/)).toEqual([]);
  });

  it("have no half-width marks beside Chinese characters", () => {
    expect(wrong(/\p{Script=Han}[,;:?!()"']|[,;:?!()"']\p{Script=Han}/u)).toEqual([]);
  });
});
