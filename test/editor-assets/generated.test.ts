import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { vocabulary, wordsOf } from "../../grammar/tokens.ts";
import { generatedHighlighting } from "../../scripts/generate-highlighting.ts";
import { classOf, symbolRows } from "../../scripts/highlighting/classes.ts";
import { behindOperand, behindWord, introducers, knownIntroducers } from "../../scripts/highlighting/places.ts";
import { scopes } from "../../scripts/highlighting/textmate.ts";
import { tokenTags } from "../../editor/highlight/codemirror.ts";
import { keywords, symbols } from "../../editor/highlight/words.generated.ts";

describe("generated highlighting", () => {
  it.each(generatedHighlighting)("$output is what the token table says", ({ output, render }) => {
    expect(readFileSync(output, "utf8")).toBe(render());
  });

  it("has a scope and a tag for every row of the table", () => {
    for (const row of vocabulary) {
      expect(scopes[classOf(row)], row.name).toMatch(/^[a-z.-]+$/);
      expect(tokenTags[classOf(row)], row.name).toBeDefined();
    }
    expect(Object.keys(tokenTags).sort()).toEqual(Object.keys(scopes).sort());
  });

  it("has every word and every symbol of the table once", () => {
    const words = vocabulary.flatMap((row) => (typeof row.pattern === "string" && /^[A-Za-z]/.test(row.pattern) ? [row.pattern] : []));
    expect(Object.keys(keywords).sort()).toEqual([...words].sort());
    expect(symbols.length).toBe(symbolRows.length);
    expect(words.length + symbols.length + 1).toBe(vocabulary.length); // and the names
  });

  it("knows the place of every contextual word, and what every keyword introduces", () => {
    expect([...behindOperand, ...Object.values(behindWord).flat()].sort()).toEqual([...wordsOf("contextual")].sort());
    expect([...knownIntroducers].sort()).toEqual([...introducers].sort());
  });
});
