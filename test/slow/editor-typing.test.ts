import { describe, expect, it } from "vitest";
import { examples } from "../editor/files.ts";
import { typeThrough } from "../editor/type-through.ts";

describe("typing every example letter by letter", () => {
  it.each(examples())("$name never fails, and ends without an error", ({ text }) => {
    const snapshot = typeThrough(text, 1);
    expect(snapshot.fastDiagnostics.filter((each) => each.severity === "error")).toEqual([]);
    expect(snapshot.symbols.unresolved).toEqual([]);
  });
});
