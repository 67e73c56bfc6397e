import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayLine, displayWidth, safeText } from "../../compiler/diagnostics/width.ts";

describe("display width", () => {
  it.each([
    ["abc", 3],
    ["日本", 4],
    ["e\u0301", 1],
    ["😀", 2],
    ["", 0],
  ])("%j is %i columns wide", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  it("expands a tab to the next stop", () => {
    expect(displayLine("a\tb")).toEqual({ text: "a   b", columns: [0, 1, 4, 5] });
  });

  it("gives both halves of a surrogate pair the same column", () => {
    expect(displayLine("😀x").columns).toEqual([0, 0, 2, 3]);
  });

  it("has one column per code unit and one for the end, never decreasing, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const { columns, text: shown } = displayLine(text);
        expect(columns).toHaveLength(text.length + 1);
        expect(columns).toEqual([...columns].sort((a, b) => a - b));
        expect(columns[text.length]).toBe(displayWidth(shown));
      }),
    );
  });

  it("makes control characters visible in prose and keeps line breaks", () => {
    expect(safeText("a\u001b[2Jb\nc\u202ed")).toBe("a\ufffd[2Jb\nc\ufffdd");
  });
});
