import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { vocabulary, wordsOf, type TokenCategory } from "../../grammar/tokens.ts";

const grammar = readFileSync("editor/tree-sitter/grammar.js", "utf8");
const highlights = readFileSync("editor/tree-sitter/queries/highlights.scm", "utf8");
const quoted = (text: string): Set<string> => new Set([...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1] ?? ""));

describe("the tree-sitter grammar", () => {
  it("has every word that is no name, every operator and every bracket of the table", () => {
    const fixed: readonly TokenCategory[] = ["declaration", "block-item", "control", "word-operator", "boolean", "operator", "bracket"];
    const known = quoted(grammar);
    for (const { category, pattern, name } of vocabulary) if (fixed.includes(category) && typeof pattern === "string") expect(known, name).toContain(pattern);
    // What is a name in other places is told by the queries.
    for (const word of [...wordsOf("contextual"), ...wordsOf("aggregate"), ...wordsOf("expectation")]) {
      expect(known).not.toContain(word);
      expect(quoted(highlights)).toContain(word);
    }
  });

  it("is asked only for nodes that it has", () => {
    const rules = new Set([...grammar.matchAll(/^ {4}(\w+): \(/gm)].map((match) => match[1]));
    const nodes = [...highlights.replace(/"(?:[^"\\]|\\.)*"|;.*/g, "").matchAll(/\((\w+)/g)].map((match) => match[1]);
    expect(nodes.length).toBeGreaterThan(20);
    for (const node of nodes) expect(rules).toContain(node);
  });
});
