import fc from "fast-check";
import * as prettier from "prettier/standalone";
import { describe, expect, it } from "vitest";
import { format, FormatError } from "../../grammar/format.ts";
import { parse } from "../../grammar/index.ts";
import type { SourceFile } from "../../grammar/index.ts";
import { lex } from "../../grammar/lexer.ts";
import * as plugin from "../../grammar/prettier-plugin.ts";
import type { Carrier } from "../../grammar/print/comments.ts";
import { file, shape } from "./generate.ts";
import { snippets } from "./snippets.ts";

/** Prints a tree that no text belongs to. */
async function print(tree: SourceFile): Promise<string> {
  const parser = { ...plugin.parsers.mech, parse: () => structuredClone(tree) as Carrier };
  return prettier.format("any", { parser: "mech", plugins: [{ ...plugin, parsers: { mech: parser } }], ...plugin.defaultOptions });
}

describe("printing any tree", () => {
  it("gives a text that reads as the same tree, up to parentheses", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (tree) => {
        const text = await print(tree);
        const { file: again, faults } = parse(text);
        expect(faults, text).toEqual([]);
        expect(shape(again)).toEqual(shape(tree));
      }),
      { numRuns: 300 },
    );
  });

  it("gives a text that formatting leaves alone", async () => {
    await fc.assert(
      fc.asyncProperty(file, async (tree) => {
        const text = await print(tree);
        expect(await format(text)).toBe(text);
      }),
      { numRuns: 100 },
    );
  });
});

/** The text with comments put in front of some of its tokens. */
function withComments(text: string, places: readonly number[], forms: readonly string[]): string {
  const starts = lex(text).tokens.map((word) => word.startOffset);
  const chosen = [...new Set(places.map((place) => starts[place % starts.length] ?? 0))].sort((a, b) => b - a);
  return chosen.reduce((result, start, index) => result.slice(0, start) + (forms[index % forms.length] ?? "") + result.slice(start), text);
}

describe("comments", () => {
  it("survive at every place, and the result is stable", async () => {
    const forms = [" /* block */ ", " // line\n", "\n// own line\n", " /// doc\n", " /* two\n   lines */", "\n\n/* own */\n\n"];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...snippets),
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        fc.shuffledSubarray(forms, { minLength: 1 }),
        async (snippet, places, chosen) => {
          const text = withComments(snippet, places, chosen);
          const once = await format(text);
          const comments = (source: string): string[] =>
            lex(source)
              .comments.map((comment) => comment.text.trimEnd())
              .sort();
          expect(comments(once)).toEqual(comments(text));
          expect(await format(once)).toBe(once);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("stay on their line behind a declaration and above it", async () => {
    const text = "// the number\nparam n = 2 // of bidders\n\n/// The bidders.\nagents bidder = 1..n\n// the end\n";
    expect(await format(text)).toBe(text);
  });

  it("stay in an empty block and in a file without declarations", async () => {
    expect(await format("mechanism { // direct\n}")).toBe("mechanism {\n  // direct\n}\n");
    expect(await format("// nothing\n\n\n/* yet */")).toContain("/* yet */");
  });
});

describe("the canonical layout", () => {
  it.each([
    ["spaces around operators, none in ranges and fractions", "let a=1+2*x-y^2 / 3", "let a = 1 + 2 * x - y ^ 2 / 3\n"],
    ["ranges", "set s = 0 .. 1 : 1 / 10", "set s = 0..1:1/10\n"],
    ["sets and builders", "let a = { 1 , 2 }  let b={i in S:x[ i ]>0}", "let a = {1, 2}\nlet b = { i in S : x[i] > 0 }\n"],
    ["tables", "prior v ~ {(1,1):2/5,(1,2):1/10}", "prior v ~ { (1, 1): 2/5, (1, 2): 1/10 }\n"],
    ["blocks over several lines", "information{signal x in {0,1} private to a[i]}", "information {\n  signal x in {0, 1} private to a[i]\n}\n"],
    ["one blank line between declarations, at most", "param n\n\n\n\nparam m\nparam k", "param n\n\nparam m\nparam k\n"],
    ["author's parentheses", "let a = (1 + 2) * ((x))", "let a = (1 + 2) * ((x))\n"],
    [
      "moves",
      "seller   chooses mechanism,prior to maximize r then to minimize s ties against",
      "seller chooses mechanism, prior to maximize r then to minimize s ties against\n",
    ],
  ])("%s", async (_, text, formatted) => {
    expect(await format(text)).toBe(formatted);
  });

  it("breaks long sums behind their operators and respects the width and the tabs", async () => {
    const text = "quantity total = first_summand + second_summand - third_summand";
    expect(await format(text, { printWidth: 30 })).toBe("quantity total =\n  first_summand +\n    second_summand -\n    third_summand\n");
    expect(await format(text, { printWidth: 30, useTabs: true })).toContain("\n\tfirst_summand +");
    expect(await format(text, { printWidth: 30, tabWidth: 4 })).toContain("\n    first_summand +");
  });

  it("leaves the snippets of the language's design as they are once formatted", async () => {
    for (const snippet of snippets) {
      const once = await format(snippet);
      expect(shape(parse(once).file.items)).toEqual(shape(parse(snippet).file.items));
      expect(await format(once)).toBe(once);
    }
  });

  it("leaves an ignored declaration alone", async () => {
    const text = "// prettier-ignore\nparam  n   = 2\nparam m = 3\n";
    expect(await format(text)).toBe(text);
  });
});

describe("a text with syntax errors", () => {
  it("is not formatted; the faults are in the error", async () => {
    await expect(format("param = 2")).rejects.toThrow(FormatError);
    await expect(format("param = 2")).rejects.toMatchObject({ faults: [{ code: "missing-name" }], loc: { start: { line: 1 } } });
  });
});

describe("the plugin", () => {
  it("works through prettier itself", async () => {
    const full = await import("prettier");
    expect(await full.format("param n=2", { filepath: "a.mech", plugins: [plugin] })).toBe("param n = 2\n");
  });

  it("formats on request only, if prettier is told so", async () => {
    const options = { parser: "mech", plugins: [plugin], requirePragma: true };
    expect(await prettier.format("param n=2", options)).toBe("param n=2");
    expect(await prettier.format("// @format\nparam n=2", options)).toBe("// @format\nparam n = 2\n");
  });
});
