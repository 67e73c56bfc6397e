/** The words and patterns of the token table as a module without imports, for highlighters that run in a page. */
import { vocabulary, wordsOf } from "../../grammar/tokens.ts";
import { classOf, namePattern, sourceOf, symbolRows } from "./classes.ts";
import type { PlaceClass } from "./classes.ts";
import { behindOperand, behindWord, chosen, introducing } from "./places.ts";

const categories = [...new Set(vocabulary.map((row) => row.category))].filter((category) => wordsOf(category).some((word) => /^[A-Za-z]+$/.test(word)));
const places: readonly PlaceClass[] = ["type-definition", "definition", "call", "type-reference", "concept", "label"];

/** The text of `words.generated.ts`. */
export function renderWords(): string {
  const keywords = Object.fromEntries(categories.flatMap((category) => wordsOf(category).map((word) => [word, category])));
  const named = Object.fromEntries(places.flatMap((kind) => introducing(kind).map((word) => [word, kind])));
  const symbols = symbolRows.map((row) => [classOf(row), sourceOf(row)]);
  return [
    "/* Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit. */",
    "",
    "/** Every word that is a keyword somewhere, with its category. */",
    `export const keywords = ${JSON.stringify(keywords, undefined, 2)} as const;`,
    "",
    "/** Keywords that introduce a name, with the class of the name. */",
    `export const introduced = ${JSON.stringify(named, undefined, 2)} as const;`,
    "",
    "/** Contextual keywords that stand behind an operand. */",
    `export const behindOperand: readonly string[] = ${JSON.stringify(behindOperand)};`,
    "",
    "/** Contextual keywords that stand behind another keyword. */",
    `export const behindWord: Readonly<Record<string, readonly string[]>> = ${JSON.stringify(behindWord)};`,
    "",
    "/** What a mover chooses. */",
    `export const chosen: readonly string[] = ${JSON.stringify(chosen)};`,
    "",
    "/** The regular expression of a name. */",
    `export const namePattern = ${JSON.stringify(namePattern)};`,
    "",
    "/** Tokens that are no words: class and regular expression, in the order in which they are tried. */",
    `export const symbols = ${JSON.stringify(symbols, undefined, 2)} as const;`,
    "",
  ].join("\n");
}
