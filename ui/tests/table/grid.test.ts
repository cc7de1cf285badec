import { describe, expect, it } from "vitest";
import { copied, moved, moveOf, pasted, range, sheetOf } from "../../src/table/grid";
import { grid } from "../form";

const sheet = sheetOf(grid);
const key = (key: string, more = {}) => ({ key, code: "", shiftKey: false, ctrlKey: false, ...more });

describe("moving", () => {
  it("knows the figures in their rows, without labels", () => {
    expect(sheet.rows).toEqual([["t/a/x", "t/a/y", "t/a/total"], ["t/b/x", "t/b/y", "t/b/total"], ["t/c/wide"]]);
  });

  it("moves by rows and columns and stays at the edges", () => {
    expect(moved(sheet, "t/a/x", "right")).toBe("t/a/y");
    expect(moved(sheet, "t/a/x", "left")).toBe("t/a/x");
    expect(moved(sheet, "t/a/x", "up")).toBe("t/a/x");
    expect(moved(sheet, "t/b/y", "down")).toBe("t/c/wide");
    expect(moved(sheet, "t/c/wide", "up")).toBe("t/b/x");
    expect(moved(sheet, "t/c/wide", "down")).toBe("t/c/wide");
    expect(moved(sheet, "t/b/y", "first")).toBe("t/a/x");
    expect(moved(sheet, "t/b/y", "last")).toBe("t/c/wide");
    expect(moved(sheet, "not there", "down")).toBe("not there");
  });

  it("goes on in the next row with Tab and back with Shift+Tab", () => {
    expect(moved(sheet, "t/a/total", "next")).toBe("t/b/x");
    expect(moved(sheet, "t/b/x", "back")).toBe("t/a/total");
    expect(moved(sheet, "t/c/wide", "next")).toBe("t/c/wide");
  });

  it("passes over the totals with Tab and Enter, forth and back, and with nothing else", () => {
    const total = (cell: string) => cell.endsWith("total") || cell === "t/b/y";
    expect(moved(sheet, "t/a/y", "next", total)).toBe("t/b/x");
    expect(moved(sheet, "t/b/x", "next", total)).toBe("t/c/wide");
    expect(moved(sheet, "t/b/x", "back", total)).toBe("t/a/y");
    expect(moved(sheet, "t/a/y", "enter", total)).toBe("t/c/wide");
    expect(moved(sheet, "t/c/wide", "enter_back", (cell) => cell === "t/b/x")).toBe("t/a/x");
    expect(moved(sheet, "t/a/y", "right", total)).toBe("t/a/total");
    expect(moved(sheet, "t/a/total", "enter", total)).toBe("t/b/total");
    // Where only totals are left it stays; Tab then leaves the table.
    expect(moved(sheet, "t/b/x", "next", (cell) => cell !== "t/b/x")).toBe("t/b/x");
  });

  it("reads keys as a spreadsheet does", () => {
    expect(moveOf(key("Enter"))).toBe("enter");
    expect(moveOf(key("Enter", { shiftKey: true }))).toBe("enter_back");
    expect(moveOf(key("Tab", { shiftKey: true }))).toBe("back");
    expect(moveOf(key("Unidentified", { code: "Tab", shiftKey: true }))).toBe("back");
    expect(moveOf(key("Home", { ctrlKey: true }))).toBe("first");
    expect(moveOf(key("5"))).toBeNull();
  });
});

describe("ranges", () => {
  it("covers the rectangle between two corners, whichever way it is drawn", () => {
    const both = [
      ["t/a/x", "t/a/y"],
      ["t/b/x", "t/b/y"],
    ];
    expect(range(sheet, "t/a/x", "t/b/y")).toEqual(both);
    expect(range(sheet, "t/b/y", "t/a/x")).toEqual(both);
  });

  it("copies as rows parted by tabs", () => {
    expect(copied(range(sheet, "t/a/x", "t/b/y"), (cell) => cell.slice(-3))).toBe("a/x\ta/y\nb/x\tb/y");
  });
});

describe("pasting", () => {
  const at = (from: string, to = from) => range(sheet, from, to);

  it("fills from the corner, row by row", () => {
    const paste = pasted(sheet, at("t/a/x"), "1\t2\r\n3\t\r\n");
    expect(paste?.edits.map(({ cell, text }) => [cell, text])).toEqual([
      ["t/a/x", "1"],
      ["t/a/y", "2"],
      ["t/b/x", "3"],
      ["t/b/y", ""],
    ]);
    expect(paste?.beyond).toBe(0);
    expect([paste?.from, paste?.to]).toEqual(["t/a/x", "t/b/y"]);
  });

  it("counts what lies beyond the table instead of writing it elsewhere", () => {
    const paste = pasted(sheet, at("t/b/total"), "1\t2\n3\t4");
    expect(paste?.edits.map(({ cell }) => cell)).toEqual(["t/b/total"]);
    expect(paste?.beyond).toBe(3);
  });

  it("fills a chosen rectangle with one figure", () => {
    const paste = pasted(sheet, at("t/a/x", "t/b/y"), "0");
    expect(paste?.edits.map(({ text }) => text)).toEqual(["0", "0", "0", "0"]);
  });

  it("takes the quotes off a spreadsheet's quoted cell and leaves text as it is", () => {
    const paste = pasted(sheet, at("t/a/x"), '"1,234"\t=A1');
    expect(paste?.edits.map(({ text }) => text)).toEqual(["1,234", "=A1"]);
  });

  it("does not look at a paste no form could hold", () => {
    expect(pasted(sheet, at("t/a/x"), "1\t".repeat(2_000_000))).toBeNull();
    expect(pasted(sheet, [], "1")).toBeNull();
  });
});
