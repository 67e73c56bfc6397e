import { describe, expect, it } from "vitest";
import { codes, fromFault, type CodeEntry } from "../../compiler/diagnostics/index.ts";
import { syntax } from "../../compiler/diagnostics/codes/syntax.ts";
import { builderMessages, misspellings } from "../../grammar/lexical-messages.ts";
import { parse, syntaxMessages } from "../../grammar/index.ts";

const span = { start: 0, end: 1 };
const plain = ["unexpected-token", "leftover"];
const kinds = [...syntaxMessages, ...Object.values(misspellings), ...builderMessages].map((each) => each.code);

describe("a syntax error as a diagnostic", () => {
  it("keeps the words of the parser, as sentences", () => {
    expect(fromFault({ code: "equality", message: "write `=`", span, hint: "one `=`" })).toMatchObject({
      code: "MECH0104",
      severity: "error",
      text: "Write `=`.",
      hint: "One `=`.",
      span,
    });
  });

  it.each([...new Set(kinds)])("%s has a family", (kind) => {
    const { code } = fromFault({ code: kind, message: "", span });
    expect(code === codes["syntax-error"].code).toBe(plain.includes(kind));
  });

  it("is a plain syntax error when its kind is new", () => {
    expect(fromFault({ code: "constructor", message: "x", span }).code).toBe("MECH0101");
  });

  it.each(Object.entries<CodeEntry>(syntax))("%s is what its example gets, and its corrected example gets nothing", (_name, entry) => {
    expect(parse(entry.example).faults.map((each) => fromFault(each).code)).toContain(entry.code);
    if (entry.fixedExample !== undefined) expect(parse(entry.fixedExample).faults).toEqual([]);
  });
});

describe("the examples of the table", () => {
  const specs = Object.entries<CodeEntry>(codes).filter(([, entry]) => !(entry.code.startsWith("MECH01") || entry.stage === "command"));

  it.each(specs)("of %s are free of syntax errors", (_name, entry) => {
    for (const text of [entry.example, entry.fixedExample ?? ""]) expect(parse(text).faults).toEqual([]);
  });
});
