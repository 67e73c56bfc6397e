import { describe, expect, it } from "vitest";
import { table } from "../../cli/table.ts";

describe("a table", () => {
  it("aligns words left and numbers right", () => {
    expect(
      table(
        [{ title: "bidder" }, { title: "pay", align: "right" }],
        [
          ["1", "8/5"],
          ["2", "12"],
        ],
      ),
    ).toBe(["bidder  pay", "------  ---", "1       8/5", "2        12", ""].join("\n"));
  });

  it("is as wide as its widest cell, measured in columns of the terminal", () => {
    expect(table([{ title: "x" }, { title: "y" }], [["日本", "1"]])).toBe("x     y\n----  -\n日本  1\n");
  });

  it("has a header even without rows, and empty cells where a row is short", () => {
    expect(table([{ title: "a" }, { title: "b" }], [])).toBe("a  b\n-  -\n");
    expect(table([{ title: "a" }, { title: "b" }], [["1"]])).toBe("a  b\n-  -\n1\n");
  });
});
