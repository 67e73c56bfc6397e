/** The TextMate grammar, from the token table. A line at a time is all that such a grammar sees. */
import { wordsOf } from "../../grammar/tokens.ts";
import { classOf, namePattern, sourceOf, symbolRows } from "./classes.ts";
import type { PlaceClass, TokenClass } from "./classes.ts";
import { beforeOperand, behindOperand, behindWord, introducing } from "./places.ts";

/** The scope of each class, before the suffix of the language. */
export const scopes: Readonly<Record<TokenClass | PlaceClass, string>> = {
  declaration: "keyword.declaration",
  "block-item": "keyword.declaration.item",
  control: "keyword.control",
  "word-operator": "keyword.operator.logical",
  boolean: "constant.language.boolean",
  contextual: "keyword.other.contextual",
  aggregate: "support.function.aggregate",
  expectation: "support.function.expectation",
  operator: "keyword.operator",
  bracket: "punctuation.bracket",
  name: "variable.other",
  number: "constant.numeric",
  string: "string.quoted.double",
  "doc-comment": "comment.line.documentation",
  "line-comment": "comment.line.double-slash",
  "block-comment": "comment.block",
  invalid: "invalid.illegal",
  "invalid-string": "invalid.illegal.string",
  call: "entity.name.function",
  concept: "constant.language.concept",
  definition: "variable.other.definition",
  label: "entity.name.label",
  mover: "entity.name.type.mover",
  "type-definition": "entity.name.type",
  "type-reference": "entity.name.type.reference",
};

const scopeOf = (kind: TokenClass | PlaceClass): string => `${scopes[kind]}.mech`;

interface Capture {
  readonly name?: string;
  readonly patterns?: readonly Rule[];
}

/** A rule of a TextMate grammar, as far as it is used here. */
export interface Rule {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, Capture>>;
}

const any = (words: readonly string[]): string => `(?:${[...words].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)).join("|")})`;
const group = (words: readonly string[]): string => `(${any(words).slice(3)}`;

/** Behind a word: what continues a name must not follow. */
const end = "(?![A-Za-z0-9_])";
const name = `(${namePattern})`;
const capture = (...names: readonly (string | undefined)[]): Readonly<Record<string, Capture>> =>
  Object.fromEntries(names.flatMap((each, index) => (each === undefined ? [] : [[String(index + 1), { name: each }]])));

/** Oniguruma writes characters by number in braces, and knows those beyond the first 65,536. */
function oniguruma(source: string): string {
  return source.replace(/\\uffff/g, "\\x{10ffff}").replace(/\\u([0-9a-f]{4})/g, "\\x{$1}");
}

function symbols(): Rule[] {
  const rules: Rule[] = [];
  let alternatives: string[] = [];
  let kind: TokenClass | undefined;
  const flush = (): void => {
    if (kind !== undefined) rules.push({ name: scopeOf(kind), match: alternatives.join("|") });
    alternatives = [];
  };
  for (const row of symbolRows) {
    if (row.category === "comment" || row.name === "String") continue;
    const next = classOf(row);
    if (next !== kind) flush();
    kind = next;
    alternatives.push(oniguruma(sourceOf(row)));
  }
  flush();
  return rules;
}

function comments(): Rule[] {
  const line = symbolRows.filter((row) => row.category === "comment" && classOf(row) !== "block-comment");
  return [
    ...line.map((row) => ({ name: scopeOf(classOf(row)), match: sourceOf(row) })),
    // Of two rows, closed and unclosed, one rule: it runs over lines and, unclosed, to the end.
    { name: scopeOf("block-comment"), begin: "/\\*", end: "\\*/" },
  ];
}

function strings(): Rule[] {
  return symbolRows
    .filter((row) => row.name === "String")
    .map((row) => ({
      name: scopeOf("string"),
      match: sourceOf(row),
      captures: { "0": { patterns: [{ name: "constant.character.escape.mech", match: "\\\\." }] } },
    }));
}

/** A keyword and the name that it introduces. */
function introductions(): Rule[] {
  const items = new Set(wordsOf("block-item"));
  const kinds: readonly PlaceClass[] = ["type-definition", "definition", "call", "type-reference", "concept", "label"];
  return kinds.flatMap((kind) => {
    const words = introducing(kind);
    // A label ends in a colon; `public signal f(x)` names nothing.
    const labelled = kind === "label" ? "(?=\\s*(?:\\[[^\\]]*\\]\\s*)?:)" : kind === "definition" ? "(?![A-Za-z0-9_]|\\s*\\()" : "";
    return [words.filter((word) => !items.has(word)), words.filter((word) => items.has(word))].flatMap((list, index) =>
      list.length === 0
        ? []
        : [{ match: `${group(list)}\\s+${name}${labelled}`, captures: capture(scopeOf(index === 0 ? "declaration" : "block-item"), scopeOf(kind)) }],
    );
  });
}

/** Contextual keywords, each rule for one kind of place. */
function contextual(): Rule[] {
  const scope = scopeOf("contextual");
  const notMover = "(?!\\s*chooses)";
  const notFamily = "(?!\\[)";
  const pairs = Object.entries(behindWord).map(([first, seconds]) => ({ match: `(${first})\\s+${group(seconds)}${end}${notMover}`, captures: capture(scope, scope) }));
  // The first of two goes with the second; everything else stands alone.
  const alone = behindOperand.filter((word) => behindWord[word] === undefined);
  const notExpecting = beforeOperand.map((word) => `(?<!\\b${word})`).join("");
  return [
    ...pairs,
    { match: `(?<=[A-Za-z0-9_)\\]}"])${notExpecting}\\s+${group(alone)}${end}${notFamily}${notMover}`, captures: capture(scope) },
    // A continued line: a name alone would be an operand, and no operand follows it.
    { match: `^\\s*${group(alone)}${end}${notFamily}${notMover}(?=\\s+[A-Za-z0-9_(\\[{"]|\\s*$)`, captures: capture(scope) },
  ];
}

function words(): Rule[] {
  const kinds = ["declaration", "block-item", "control", "word-operator", "boolean"] as const;
  const binder = `${namePattern}\\s+in${end}`;
  const ranked = ["nth"];
  const plain = wordsOf("aggregate").filter((word) => !ranked.includes(word));
  return [
    ...kinds.map((kind) => ({ name: scopeOf(kind), match: `${any(wordsOf(kind))}${end}` })),
    { name: scopeOf("aggregate"), match: `${any(plain)}(?=\\s*\\(\\s*(?:${binder}|$))` },
    { name: scopeOf("aggregate"), match: `${any(ranked)}(?=\\s*\\((?:.*?,\\s*${binder}|\\s*$))` },
    { name: scopeOf("expectation"), match: `${any(wordsOf("expectation"))}(?=\\s*\\[)` },
    { name: scopeOf("call"), match: `${namePattern}(?=\\s*\\()` },
  ];
}

/** The grammar as an object; {@link renderGrammar} writes it. */
export function textMateGrammar(): { readonly scopeName: string; readonly patterns: readonly Rule[] } & Record<string, unknown> {
  return {
    $schema: "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
    information_for_contributors: ["Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit."],
    name: "Mech",
    scopeName: "source.mech",
    fileTypes: ["mech"],
    patterns: [
      ...comments(),
      ...strings(),
      { match: `${name}\\s+(chooses)${end}`, captures: capture(scopeOf("mover"), scopeOf("control")) },
      ...introductions(),
      ...contextual(),
      ...words(),
      // The last symbol is any character, so names come first.
      { name: scopeOf("name"), match: namePattern },
      ...symbols(),
    ],
  };
}

/** The text of `mech.tmLanguage.json`. */
export function renderGrammar(): string {
  return `${JSON.stringify(textMateGrammar(), undefined, 2)}\n`;
}
