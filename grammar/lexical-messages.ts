/** What is said about mistakes below the grammar: spellings, characters, quotes, and combinations the builder refuses. */

/** A kind of mistake whose words depend only on the text it covers. */
export interface PlainMessage {
  readonly code: string;
  readonly message: (text: string) => string;
  readonly hint?: string;
  readonly example: string;
}

const swap = (right: string) => (text: string) => `\`${text}\` is not an operator here; write \`${right}\``;

/** By the token name of the misspelling, without its number. */
export const misspellings: Readonly<Record<string, PlainMessage>> = {
  MisspelledEqual: { code: "equality", message: swap("="), hint: "one `=` both defines and compares", example: "let a := 1" },
  MisspelledNotEqual: { code: "not-equal", message: swap("!="), example: "assert a <> b" },
  MisspelledLessEqual: { code: "less-equal", message: swap("<="), example: "assert a ≤ b" },
  MisspelledGreaterEqual: { code: "greater-equal", message: swap(">="), example: "assert a ≥ b" },
  MisspelledCaret: { code: "power", message: swap("^"), example: "let a = x ** 2" },
  MisspelledStar: { code: "times", message: swap("*"), example: "let a = x × y" },
  MisspelledMinus: { code: "minus", message: swap("-"), hint: "this is a typographic dash", example: "let a = x − y" },
  MisspelledDots: { code: "dots", message: swap(".."), hint: "a range is written `1..n`", example: "agents bidder = 1...n" },
  MisspelledIn: { code: "element", message: swap("in"), example: "assert a ∈ S" },
  MisspelledAnd: { code: "conjunction", message: swap("and"), example: "let a = x && y" },
  MisspelledOr: { code: "disjunction", message: swap("or"), example: "let a = x || y" },
  MisspelledNot: { code: "negation", message: swap("not"), example: "let a = ¬x" },
  Semicolon: {
    code: "semicolon",
    message: () => "a declaration does not end in `;`",
    hint: "remove it, and the others; a new declaration needs no separator",
    example: "param n = 2;",
  },
  UnclosedString: { code: "unclosed-string", message: () => "the text is not closed on this line", hint: 'end it with `"`', example: 'cite "Myerson' },
  SmartString: {
    code: "smart-quotes",
    message: () => 'a text is written in straight quotes `"`',
    hint: "these are typographic quotes, as word processors put them",
    example: "cite “Myerson”",
  },
  SingleQuotedString: { code: "single-quotes", message: () => 'a text is written in double quotes `"`', example: "cite 'Myerson'" },
  UnclosedComment: { code: "unclosed-comment", message: () => "the comment is not closed", hint: "end it with `*/`", example: "param n = 2 /* two" },
  UnknownCharacter: {
    code: "unexpected-character",
    message: (text) => `\`${text.slice(0, 20)}\` is not part of the language`,
    hint: "names are made of the letters a-z and A-Z, digits and `_`",
    example: "let a = x @ y",
  },
};

/** Thrown by the builder and by the limits. */
export const builderMessages: readonly PlainMessage[] = [
  {
    code: "chained-comparison",
    message: () => "comparisons cannot be chained",
    hint: "write `a <= b and b <= c`",
    example: "assert a <= b <= c",
  },
  { code: "chained-range", message: () => "a range has two ends", hint: "a step is written behind a colon: `0..1:1/10`", example: "set s = 0..1..2" },
  { code: "mixed-braces", message: () => "braces hold either entries or `key: value` pairs, not both", example: "let a = {1: 2, 3}" },
  {
    code: "two-rules",
    message: () => "the signal has two rules",
    hint: "keep the one in front of `private to` or the one behind it",
    example: "information {\n  signal x = 1 private to a ~ b\n}",
  },
  {
    code: "too-deep",
    message: () => "the expression is nested too deeply",
    hint: "name its parts with `let`",
    example: `let a = ${"(".repeat(150)}1${")".repeat(150)}`,
  },
  {
    code: "too-long",
    message: () => "the expression has too many operators",
    hint: "write `sum(i in S) ...` over a set, or name its parts with `let`",
    example: `let a = 1${" + 1".repeat(1500)}`,
  },
];
