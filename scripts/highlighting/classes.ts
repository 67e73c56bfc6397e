/** What a highlighter may tell apart: the categories of the token table, split where colours differ. */
import { vocabulary } from "../../grammar/tokens.ts";
import type { TokenCategory, Vocabulary } from "../../grammar/tokens.ts";

/** The class of a token, from its row alone. */
export type TokenClass =
  | Exclude<TokenCategory, "comment" | "literal" | "misspelling">
  | "doc-comment"
  | "line-comment"
  | "block-comment"
  | "number"
  | "string"
  | "invalid"
  | "invalid-string";

/** Classes that a word gets from its neighbours. */
export type PlaceClass = "call" | "concept" | "definition" | "label" | "mover" | "type-definition" | "type-reference";

const comments: Readonly<Record<string, TokenClass>> = { DocComment: "doc-comment", LineComment: "line-comment" };

/**
 * The class of a row of the table.
 *
 * @example classOf(row) // "number" for the row Number, "invalid-string" for a string in typographic quotes
 */
export function classOf(row: Vocabulary): TokenClass {
  switch (row.category) {
    case "comment":
      return comments[row.name] ?? "block-comment";
    case "literal":
      return row.name === "Number" ? "number" : "string";
    case "misspelling":
      return row.means === "String" ? "invalid-string" : "invalid";
    default:
      return row.category;
  }
}

const isWord = (row: Vocabulary): boolean => typeof row.pattern === "string" && /^[A-Za-z]/.test(row.pattern);

/** The rows that are neither words nor names, in the order in which the lexer tries them. */
export const symbolRows: readonly Vocabulary[] = vocabulary.filter((row) => !isWord(row) && row.category !== "name");

/** The text of a regular expression that matches what the row matches. */
export function sourceOf(row: Vocabulary): string {
  return typeof row.pattern === "string" ? row.pattern.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&") : row.pattern.source;
}

/** The regular expression of a name. */
export const namePattern: string = vocabulary.filter((row) => row.name === "Name").map(sourceOf).join("");
