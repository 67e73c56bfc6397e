import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import * as prettier from "prettier";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { sameEssence } from "../../grammar/essence.ts";
import { format, type FormatOptions } from "../../grammar/format.ts";
import { parse } from "../../grammar/index.ts";
import * as plugin from "../../grammar/prettier-plugin.ts";
import type { Carrier } from "../../grammar/print/comments.ts";

const files = ["examples", "lib", "test/bad"]
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`))
  .filter((file) => file.endsWith(".mech"))
  .sort();
const readable = files.filter((file) => parse(readFileSync(file, "utf8")).faults.length === 0);

/** The model without places in the text, which formatting changes, and without the wording of claims, which follows the layout. */
function meaning(source: string): string | undefined {
  const { model } = compile(source, { stopAfter: "model" });
  return model && JSON.stringify(model, (key, value: unknown) => (key === "span" || key === "text" || key === "sentence" ? undefined : value));
}

const through = (text: string, options: prettier.Options = {}): Promise<string> => prettier.format(text, { parser: "mech", plugins: [plugin], ...options });

describe("every spec of the repository", () => {
  it("is found", () => expect(readable.length).toBeGreaterThan(100));

  it.each(readable)("%s keeps its meaning, its tokens and its comments in any layout, and is stable", async (file) => {
    const source = readFileSync(file, "utf8");
    const expected = meaning(source);
    const layouts: readonly FormatOptions[] = [{}, { printWidth: 40, tabWidth: 4 }, { useTabs: true, printWidth: 60 }];
    // Two layouts per file, so that all are seen and the suite stays quick.
    const index = readable.indexOf(file);
    for (const layout of [layouts[0], layouts[1 + (index % 2)]]) {
      const once = await format(source, layout);
      expect(sameEssence(source, once)).toBe(true);
      expect(meaning(once)).toBe(expected);
      expect(await format(once, layout)).toBe(once);
    }
  });
});

describe("the options of prettier", () => {
  const text = "mechanism{transfer pay[i in bidder]=first_summand[i]+second_summand[i]-third_summand[i]}";
  it("are respected: width, tabs and their width", async () => {
    expect(await through(text, { printWidth: 200 })).toBe("mechanism {\n  transfer pay[i in bidder] = first_summand[i] + second_summand[i] - third_summand[i]\n}\n");
    expect(await through(text, { printWidth: 40 })).toMatch(/^ {2}transfer pay\[i in bidder\] =\n {4}first_summand/m);
    expect(await through(text, { printWidth: 40, tabWidth: 4 })).toMatch(/^ {4}transfer pay\[i in bidder\] =\n {8}first_summand/m);
    expect(await through(text, { printWidth: 40, useTabs: true })).toMatch(/^\ttransfer pay\[i in bidder\] =\n\t\tfirst_summand/m);
  });

  it.each([
    ["lf", "\n"],
    ["crlf", "\r\n"],
    ["cr", "\r"],
  ] as const)("end lines with %s", async (endOfLine, end) => {
    const lines = ["model m", "param n = 2 // two", "/* a", "   b */", "param k = 3", ""];
    for (const source of [lines.join("\n"), lines.join("\r\n")]) {
      expect(await through(source, { endOfLine })).toBe(lines.join(end));
      expect(await format(source, { endOfLine })).toBe(lines.join(end));
    }
  });

  it("keep the line ends that are there, if asked", async () => {
    expect(await format("model m\r\nparam  n = 2\r\n", { endOfLine: "auto" })).toBe("model m\r\nparam n = 2\r\n");
    expect(await format("model m\nparam  n = 2\n", { endOfLine: "auto" })).toBe("model m\nparam n = 2\n");
    expect(await format("model m\r\nparam  n = 2\r\n")).toBe("model m\nparam n = 2\n");
  });
});

describe("formatting a range", () => {
  const text = "model   m\n\nparam  n=2 // n\n\n// about k\nparam  k=3\nmechanism{\n    allocation   win in [0,1]\n    transfer   pay\n}\n";
  const at = (mark: string): { rangeStart: number; rangeEnd: number } => ({ rangeStart: text.indexOf(mark), rangeEnd: text.indexOf(mark) + mark.length });

  it.each([
    ["a declaration", "n=2", text.replace("param  n=2", "param n = 2")],
    ["a part of one", "k=", text.replace("param  k=3", "param k = 3")],
    ["two of them", "n=2 // n\n\n// about k\nparam", text.replace("param  n=2", "param n = 2").replace("param  k=3", "param k = 3")],
    ["a declaration in a block", "pay", text.replace("\n    transfer   pay", "\n  transfer pay")],
    ["a block", "mechanism{\n    all", text.replace("mechanism{\n    allocation   win in [0,1]\n    transfer   pay\n}", "mechanism {\n  allocation win in [0, 1]\n  transfer pay\n}")],
    ["nothing but a comment", "about k", text],
  ])("changes %s and nothing else", async (_, mark, expected) => {
    expect(await through(text, at(mark))).toBe(expected);
    const { rangeStart, rangeEnd } = at(mark);
    expect(await format(text, { range: { start: rangeStart, end: rangeEnd } })).toBe(expected);
  });

  it("formats all when the range is all, and knows line ends of two characters", async () => {
    expect(await through(text, { rangeStart: 0, rangeEnd: text.length })).toBe(await format(text));
    const windows = text.replaceAll("\n", "\r\n");
    const start = windows.indexOf("k=3");
    expect(await format(windows, { range: { start, end: start + 3 }, endOfLine: "auto" })).toBe(windows.replace("param  k=3", "param k = 3"));
    expect(await through(windows, { rangeStart: start, rangeEnd: start + 3, endOfLine: "crlf" })).toBe(windows.replace("param  k=3", "param k = 3"));
  });

  it("leaves what is outside the touched declarations as it is, for any range, and loses nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length), fc.nat(text.length), async (a, b) => {
        const range = { start: Math.min(a, b), end: Math.max(a, b) };
        const result = await format(text, { range });
        expect(sameEssence(text, result)).toBe(true);
        const untouched = parse(text).file.items.filter((item) => item.span.end <= range.start || item.span.start >= range.end);
        for (const { span } of untouched) expect(result).toContain(text.slice(span.start, span.end));
      }),
      { numRuns: 60 },
    );
  });

  it("refuses a text with syntax errors as formatting all of it does", async () => {
    await expect(format("param n=2\nparam = 3\n", { range: { start: 0, end: 5 } })).rejects.toThrow("name");
  });
});

describe("the guard", () => {
  const lossy = (lose: (tree: Carrier) => Carrier): prettier.Plugin => ({ ...plugin, parsers: { mech: { ...plugin.parsers.mech, parse: async (text, options) => lose(await plugin.parsers.mech.parse(text, options as prettier.ParserOptions<Carrier>)) } } });

  it("refuses to print a text that lost a declaration or a comment, in prettier itself", async () => {
    const text = "param n = 2 // two\nparam k = 3\n";
    const withoutItem = lossy((tree) => (tree.kind === "file" ? { ...tree, items: tree.items.slice(0, 1) } : tree));
    const withoutComments = lossy((tree) => (tree.kind === "file" ? { ...tree, comments: [] } : tree));
    for (const broken of [withoutItem, withoutComments]) await expect(prettier.format(text, { parser: "mech", plugins: [broken] })).rejects.toThrow(/would lose a part of the text/);
    expect(await through(text)).toBe(text);
  });

  it("tells texts apart by tokens and comments, and by nothing else", () => {
    expect(sameEssence("param n=2 // a\n", "// a\r\nparam  n = 2")).toBe(true);
    expect(sameEssence("param n = 2\n", "param n = 3\n")).toBe(false);
    expect(sameEssence("param n = 2 // a\n", "param n = 2\n")).toBe(false);
  });
});
