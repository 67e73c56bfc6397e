/** What the language's own lexer and parser say about every token of a text: what highlighters are held against. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { classify } from "../../grammar/contextual.ts";
import { parse } from "../../grammar/index.ts";
import { lex } from "../../grammar/lexer.ts";
import { categoryOf, vocabulary } from "../../grammar/tokens.ts";

/** A piece of a text and its class; names of all kinds are `name` or, in front of arguments, `call`. */
export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly kind: string;
}

const derived: Readonly<Record<string, string>> = {
  Aggregate: "aggregate",
  Count: "aggregate",
  Nth: "aggregate",
  Expectation: "expectation",
  Caller: "call",
  WhenReports: "control",
  AndReports: "word-operator",
};

const patterns = new Map(vocabulary.map((row) => [row.name, row]));

/** Starts of all names in the tree. */
function nameStarts(text: string): Set<number> {
  const starts = new Set<number>();
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === "object" && node !== null) {
      const { text: word, span } = node as { text?: unknown; span?: { start: number } };
      if (typeof word === "string" && span && !("kind" in node)) starts.add(span.start);
      Object.values(node).forEach(visit);
    }
  };
  visit(parse(text).file);
  return starts;
}

/**
 * The pieces of a text without syntax errors, in order.
 *
 * @param names whether contextual words are told from names by the tree, which takes a parse
 */
export function pieces(text: string, names = true): Piece[] {
  const { tokens, comments } = lex(text);
  classify(text, tokens);
  const starts = names ? nameStarts(text) : new Set<number>();
  const words = tokens.map(({ startOffset: start, image, tokenType: { name } }): Piece => {
    // `and` and `when` in front of `reports` have types of their own, and rows of the table as they are written.
    const row = patterns.get(name.replace(/^(And|When)Reports$/, "$1"));
    // A misspelling has been given the type of what was meant, but not its text.
    const means = typeof row?.pattern === "string" ? row.pattern !== image : row?.pattern instanceof RegExp && !new RegExp(`^(?:${row.pattern.source})$`).test(image);
    const category = categoryOf(name);
    const literal = name === "Number" ? "number" : "string";
    const kind = means ? (name === "String" ? "invalid-string" : "invalid") : (derived[name] ?? (category === "contextual" && starts.has(start) ? "name" : category === "literal" ? literal : category));
    return { start, text: image, kind };
  });
  const remarks = comments.map(({ kind, text: image, span: { start } }): Piece => ({ start, text: image, kind: `${kind}-comment` }));
  return [...words, ...remarks].sort((a, b) => a.start - b.start);
}

/** Every spec of the repository that is meant to be right: the examples and the library. */
export const specs: readonly { readonly file: string; readonly text: string }[] = ["examples", "lib"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".mech"))
    .sort()
    .map((file) => ({ file: path.posix.join(folder, file), text: readFileSync(path.join(folder, file), "utf8") })),
);

const nameLike = new Set(["definition", "type-definition", "type-reference", "concept", "label", "mover"]);

/** The class as the lexer knows it: it does not tell kinds of names apart. */
export function plain(kind: string): string {
  return nameLike.has(kind) ? "name" : kind;
}
