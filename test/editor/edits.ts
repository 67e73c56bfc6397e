/** Random edits as people make them: letters, pieces of declarations, brackets, deletions. */
import fc from "fast-check";

/** An edit of a text of any length: `at` and `cut` are fractions of it. */
export interface RandomEdit {
  readonly at: number;
  readonly cut: number;
  readonly text: string;
}

const pieces = [
  " ",
  "\n",
  "a",
  "i",
  "x = 1",
  "{",
  "}",
  "(",
  ")",
  "[",
  "]",
  "/*",
  "*/",
  "//",
  "///",
  '"',
  "let y = 2\n",
  "mechanism {\n",
  "information {",
  "payoff ",
  "in",
  "show",
  "chooses",
  ", ",
  "+",
  "=",
  "~",
  "2",
  "\nparam q = 3\n",
  ";",
  "then",
  "public signal (a, b)",
  "when",
  "@",
  "sum(i in ",
  "E[",
  "incentives ",
  "prior ",
  "|",
  "else",
  "\r\n",
  "é",
  "seller chooses mechanism to maximize ",
];

/** Small cuts are commoner than large ones. */
export const randomEdit: fc.Arbitrary<RandomEdit> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }) },
    { weight: 1, arbitrary: fc.integer({ min: 13, max: 80 }) },
  ),
  text: fc.oneof({ weight: 1, arbitrary: fc.constant("") }, { weight: 3, arbitrary: fc.constantFrom(...pieces) }),
});

/** The text after an edit. */
export function edited(text: string, { at, cut, text: added }: RandomEdit): string {
  const start = Math.floor(at * text.length);
  return text.slice(0, start) + added + text.slice(start + cut);
}
