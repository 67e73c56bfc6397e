/**
 * The tree-sitter grammar, from the token table. It knows tokens, brackets, declarations and blocks, and leaves
 * expressions flat: that is what colours, folds and outlines need, and it accepts every text that the language accepts.
 */
import { vocabulary, wordsOf } from "../../grammar/tokens.ts";
import type { TokenCategory } from "../../grammar/tokens.ts";
import { namePattern, sourceOf } from "./classes.ts";
import { behindOperand, behindWord, chosen, introducing } from "./places.ts";

const row = (name: string): string => `/${vocabulary.filter((each) => each.name === name).map(sourceOf).join("")}/`;
const quoted = (words: readonly string[], separator = ", "): string => words.map((word) => JSON.stringify(word)).join(separator);
const texts = (category: TokenCategory): string[] => vocabulary.flatMap((each) => (each.category === category && typeof each.pattern === "string" ? [each.pattern] : []));

const blocks = ["information", "mechanism"];

/** The text of `grammar.js`. */
export function renderTreeSitterGrammar(): string {
  const declarations = wordsOf("declaration").filter((word) => !blocks.includes(word));
  return `// Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit.

module.exports = grammar({
  name: "mech",
  word: ($) => $.name,
  extras: ($) => [/\\s/, $.doc_comment, $.line_comment, $.block_comment],
  // A name behind a declaration goes on with it, or is a player whose move begins: the next word tells.
  conflicts: ($) => [[$.declaration], [$.move], [$._also, $._piece]],
  rules: {
    file: ($) => repeat($._item),
    _item: ($) => choice($.block, $.declaration, $.move),
    block: ($) => seq(field("keyword", choice(${quoted(blocks)})), field("body", $.body)),
    body: ($) => seq("{", repeat($._inner), "}"),
    _inner: ($) => alias($.block_item, $.declaration),
    block_item: ($) => prec.right(seq(choice(${quoted(wordsOf("block-item"))}, "let"), repeat($._piece))),
    declaration: ($) => seq(choice(${quoted(declarations)}), repeat($._piece)),
    move: ($) => seq(field("mover", $.name), "chooses", $.chosen, repeat($._also), repeat($._piece)),
    _also: ($) => prec.dynamic(1, seq(",", $.chosen)),
    chosen: () => choice(${quoted(chosen)}),
    _piece: ($) => choice($.name, $.number, $.string, $.boolean, $.operator, $.parentheses, $.brackets, $.braces, ":", ",", ${quoted([
      ...wordsOf("control").filter((word) => word !== "chooses"),
      ...wordsOf("word-operator"),
    ])}),
    parentheses: ($) => seq("(", repeat($._piece), ")"),
    brackets: ($) => seq("[", repeat($._piece), "]"),
    braces: ($) => seq("{", repeat($._piece), "}"),
    operator: () => choice(${quoted(texts("operator").filter((text) => text !== ":" && text !== ","))}),
    boolean: () => choice(${quoted(wordsOf("boolean"))}),
    name: () => /${namePattern}/,
    number: () => token(${row("Number")}),
    string: () => token(${row("String")}),
    doc_comment: () => token(prec(1, ${row("DocComment")})),
    line_comment: () => token(${row("LineComment")}),
    block_comment: () => token(${row("BlockComment")}),
  },
});
`;
}

/** The text of `queries/highlights.scm`: no two patterns match one node, because editors differ in which of two wins. */
export function renderTreeSitterHighlights(): string {
  const anyOf = (capture: string, words: readonly string[]): string => `(#any-of? ${capture} ${quoted(words, " ")})`;
  const behind = (words: readonly string[]): string => `[${quoted(words, " ")}]`;
  const operand = "[(name) (number) (string) (parentheses) (brackets) (braces)]";
  const builtin = [...wordsOf("aggregate")];
  const alone = behindOperand.filter((word) => behindWord[word] === undefined);
  return [
    "; Generated from grammar/tokens.ts by scripts/generate-highlighting.ts. Do not edit.",
    "(doc_comment) @comment.documentation",
    "(line_comment) @comment",
    "(block_comment) @comment",
    "(string) @string",
    "(number) @number",
    "(boolean) @boolean",
    "(operator) @operator",
    `[${quoted([...wordsOf("declaration").filter((word) => !blocks.includes(word) && !chosen.includes(word)), ...wordsOf("block-item")], " ")}] @keyword`,
    `(block keyword: ${behind(blocks)} @keyword)`,
    `(declaration "prior" @keyword)`,
    "(chosen) @keyword",
    `[${quoted(wordsOf("control"), " ")}] @keyword.conditional`,
    `[${quoted(wordsOf("word-operator"), " ")}] @keyword.operator`,
    '["(" ")" "[" "]" "{" "}"] @punctuation.bracket',
    '[":" ","] @punctuation.delimiter',
    "(move mover: (name) @type)",
    `(declaration ${behind([...introducing("type-definition"), ...introducing("type-reference")])} . (name) @type)`,
    `(declaration ${behind(introducing("definition"))} . (name) @variable)`,
    `(declaration ${behind(introducing("concept"))} . (name) @constant)`,
    `(declaration ${behind(introducing("label"))} . (name) @label . ":")`,
    `(declaration ${behind(introducing("label"))} . (name) @label . (brackets) . ":")`,
    `((name) @function.builtin . (parentheses) ${anyOf("@function.builtin", builtin)})`,
    `((name) @function . (parentheses) (#not-any-of? @function ${quoted([...builtin, ...wordsOf("contextual")], " ")}))`,
    `((name) @function.builtin . (brackets) ${anyOf("@function.builtin", wordsOf("expectation"))})`,
    `(${operand} . (name) @keyword ${anyOf("@keyword", [...alone, ...Object.keys(behindWord)])})`,
    `((chosen) . (name) @keyword ${anyOf("@keyword", ["to"])})`,
    `("then" . (name) @keyword ${anyOf("@keyword", ["to"])})`,
    ...Object.entries(behindWord).map(([first, seconds]) => `((name) @_first . (name) @keyword (#eq? @_first ${JSON.stringify(first)}) ${anyOf("@keyword", seconds)})`),
    "",
  ].join("\n");
}
