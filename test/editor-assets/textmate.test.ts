import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import type { IGrammar } from "vscode-textmate";
import { beforeAll, describe, expect, it } from "vitest";
import { vocabulary } from "../../grammar/tokens.ts";
import { classOf } from "../../scripts/highlighting/classes.ts";
import { textMateGrammar, scopes } from "../../scripts/highlighting/textmate.ts";
import { snippets } from "../grammar/snippets.ts";
import { pieces, plain, specs } from "./truth.ts";
import type { Piece } from "./truth.ts";

let grammar: IGrammar;

beforeAll(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (name) =>
      Promise.resolve(
        name === "source.mech" ? textmate.parseRawGrammar(readFileSync("editor/vscode/syntaxes/mech.tmLanguage.json", "utf8"), "mech.tmLanguage.json") : null,
      ),
  });
  const loaded = await registry.loadGrammar("source.mech");
  if (loaded === null) throw new Error("the grammar does not load");
  grammar = loaded;
});

const kinds = new Map(Object.entries(scopes).map(([kind, scope]) => [`${scope}.mech`, kind]));

interface Scoped {
  readonly start: number;
  readonly text: string;
  readonly scopes: readonly string[];
}

/** All tokens of a text with their scopes, white space left out. */
function scoped(text: string): Scoped[] {
  const found: Scoped[] = [];
  let stack = textmate.INITIAL;
  let offset = 0;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    for (const { startIndex, endIndex, scopes: names } of tokens) {
      const image = line.slice(startIndex, endIndex);
      const start = offset + startIndex;
      const last = found.at(-1);
      // Parts of one string or comment belong together.
      const kind = names[1];
      if (last && kind !== undefined && kind === last.scopes[1] && /comment\.block|string\.quoted/.test(kind) && last.start + last.text.length >= start - 1 && !last.text.endsWith("*/")) {
        found.pop();
        found.push({ ...last, text: text.slice(last.start, start + image.length), scopes: [...new Set([...last.scopes, ...names])] });
      } else if (image.trim() !== "" || kind !== undefined) found.push({ start, text: image, scopes: names });
    }
    stack = ruleStack;
    offset += line.length + 1;
  }
  return found.filter((each) => each.text.trim() !== "");
}

/** The tokens as the lexer would name them. */
function tokens(text: string): Piece[] {
  return scoped(text).map(({ start, text: image, scopes: names }) => ({
    start,
    text: image,
    kind: plain(kinds.get(names[1] ?? "") ?? "none"),
  }));
}

/** The scope of the first occurrence of a word in a text, without the suffix. */
function scopeIn(text: string, image: string, occurrence = 0): string | undefined {
  return scoped(text).filter((each) => each.text === image)[occurrence]?.scopes[1]?.replace(/\.mech$/, "");
}

describe("the TextMate grammar", () => {
  it.each(specs)("agrees with the lexer and the parser on every token of $file", ({ text }) => {
    expect(tokens(text)).toEqual(pieces(text));
  });

  it.each(snippets.map((text) => ({ text })))("agrees with them on $text", ({ text }) => {
    expect(tokens(text)).toEqual(pieces(text));
  });

  it("gives every row of the table its scope", () => {
    const around: Readonly<Record<string, (word: string) => string>> = {
      aggregate: (word) => (word === "nth" ? "let a = nth(2, i in s) i" : `let a = ${word}(i in s) i`),
      expectation: (word) => `let a = ${word}[b]`,
      contextual: (word) => (["to", "maximize", "minimize"].includes(word) ? "s chooses prior to maximize a then to minimize b" : "x private to a with b for c report d reports e within f ties against"),
    };
    for (const row of vocabulary) {
      if (typeof row.pattern !== "string") continue;
      const text = around[row.category]?.(row.pattern) ?? `a ${row.pattern} b`;
      const scope = scopes[classOf(row)];
      expect(scopeIn(text, row.pattern), `${row.name} in ${text}`).toBe(scope);
    }
  });

  it("gives scopes to every kind of token", () => {
    const text = readFileSync("examples/revenue-guarantees/first-price.mech", "utf8");
    expect(scopeIn(text, "model")).toBe("keyword.declaration");
    expect(scopeIn(text, "first_price_guarantee")).toBe("variable.other.definition");
    expect(scopeIn(text, "bidder")).toBe("entity.name.type");
    expect(scopeIn(text, "transfer")).toBe("keyword.declaration.item");
    expect(scopeIn(text, "signal")).toBe("keyword.declaration.item");
    expect(scopeIn(text, "true")).toBe("constant.language.boolean");
    expect(scopeIn(text, "if")).toBe("keyword.control");
    expect(scopeIn(text, "in")).toBe("keyword.operator.logical");
    expect(scopeIn(text, "obedient")).toBe("constant.language.concept");
    expect(scopeIn(text, "nature")).toBe("entity.name.type.mover");
    expect(scopeIn(text, "minimize")).toBe("keyword.other.contextual");
    expect(scopeIn(text, "private")).toBe("keyword.other.contextual");
    expect(scopeIn(text, "argmax")).toBe("support.function.aggregate");
    expect(scopeIn(text, "size")).toBe("entity.name.function");
    expect(scopeIn(text, "E")).toBe("support.function.expectation");
    expect(scopeIn(text, "payoff")).toBe("keyword.declaration");
    expect(scoped(text)[0]?.scopes).toEqual(["source.mech", "comment.line.documentation.mech"]);
  });

  it.each([
    ["fractions and decimals", "param a = 2/5 + 0.1e-3", [["2", "constant.numeric"], ["/", "keyword.operator"], ["5", "constant.numeric"], ["0.1e-3", "constant.numeric"]]],
    ["ranges", "set s = 1..4:1/2", [["1", "constant.numeric"], ["..", "keyword.operator"], ["4", "constant.numeric"]]],
    ["operators, not their beginnings", "assert a <= b and c != d", [["<=", "keyword.operator"], ["!=", "keyword.operator"], ["and", "keyword.operator.logical"]]],
    ["contextual words as names", "param to = within", [["to", "variable.other.definition"], ["within", "variable.other"]]],
    ["contextual words as keywords", "assert to within [0, 1]", [["to", "variable.other"], ["within", "keyword.other.contextual"]]],
    ["calls beside aggregates", "let a = max(b, c) + max(i in s) i", [["max", "entity.name.function"]]],
    ["names behind payoffs", "outside bidder[i] = 0", [["bidder", "entity.name.type.reference"]]],
    ["labels of rows", "require fair[i in bidder]: x = 1", [["fair", "entity.name.label"]]],
    ["concepts", "incentives ex_post for bidder", [["ex_post", "constant.language.concept"], ["for", "keyword.other.contextual"]]],
    ["misspellings", "param a := 1", [[":=", "invalid.illegal"]]],
    ["strange characters", "param é = 1", [["é", "invalid.illegal"]]],
    ["typographic quotes", "cite “x”", [["“x”", "invalid.illegal.string"]]],
    ["an open string", 'cite "x', [['"x', "invalid.illegal.string"]]],
    ["words inside names", "param model_in = sum_to", [["model_in", "variable.other.definition"], ["sum_to", "variable.other"]]],
  ])("knows %s", (_case, text, expected) => {
    for (const [image, scope] of expected) expect(scopeIn(text, image ?? ""), image).toBe(scope);
  });

  it("marks escapes, and lets an open comment run on", () => {
    const string = scoped('cite "a \\" b"').find((each) => each.text === '"a \\" b"');
    expect(string?.scopes).toEqual(["source.mech", "string.quoted.double.mech", "constant.character.escape.mech"]);
    expect(tokens("/* a\nparam n = 1")).toEqual([{ start: 0, text: "/* a\nparam n = 1", kind: "block-comment" }]);
  });

  it("knows continued lines", () => {
    const text = "prior v ~ any\n  with E[v] = 1\n  for i in s\nseller chooses mechanism\n  to maximize revenue\n  then to minimize cost\nfor chooses prior to maximize x";
    expect(tokens(text).filter((each) => each.kind === "contextual").map((each) => each.text)).toEqual(
      ["with", "for", "to", "maximize", "to", "minimize", "to", "maximize"],
    );
    expect(scopeIn(text, "for", 1)).toBe("entity.name.type.mover");
  });

  it("has no rule that matches nothing", async () => {
    for (const { match, begin } of textMateGrammar().patterns) {
      const scanner = new oniguruma.OnigScanner([match ?? begin ?? ""]);
      expect(scanner.findNextMatchSync(new oniguruma.OnigString("   "), 0)?.captureIndices[0]?.length ?? 1, match).toBeGreaterThan(0);
    }
  });
});
