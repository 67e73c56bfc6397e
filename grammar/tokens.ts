/**
 * The vocabulary of the language, as one table.
 *
 * The lexer, the parser, the error messages and every highlighter read the same rows, so that a word cannot be a
 * keyword in one of them and a name in another.
 */
import { createToken, Lexer } from "chevrotain";
import type { TokenType } from "chevrotain";

/** What a token is for; a highlighter picks its colour from this. */
export type TokenCategory =
  | "declaration" // begins a declaration of the file
  | "block-item" // begins a declaration inside `mechanism { }` or `information { }`
  | "control"
  | "word-operator"
  | "boolean"
  | "contextual" // a keyword in one place, an ordinary name everywhere else
  | "aggregate" // a keyword only in front of `(name in set ...)`
  | "expectation" // `E` and `P`, only in front of `[`
  | "operator"
  | "bracket"
  | "literal"
  | "name"
  | "comment"
  | "misspelling"; // lexed as the token that was meant; `messages.ts` says what to write instead

/** One row of the vocabulary. */
export interface Vocabulary {
  /** The name of the token type. */
  readonly name: string;
  /** The exact text, or a regular expression. */
  readonly pattern: string | RegExp;
  readonly category: TokenCategory;
  /** For a misspelling: the row that it stands for. */
  readonly means?: string;
}

function words(category: TokenCategory, list: string): Vocabulary[] {
  return list.split(" ").map((word) => ({ name: word[0]?.toUpperCase() + word.slice(1), pattern: word, category }));
}

function misspelled(means: string, ...patterns: string[]): Vocabulary[] {
  return patterns.map((pattern, index) => ({ name: `Misspelled${means}${index}`, pattern, category: "misspelling", means }));
}

/** Every token; where two patterns match at the same place, the earlier row wins. */
export const vocabulary: readonly Vocabulary[] = [
  { name: "DocComment", pattern: /\/\/\/[^\n\r]*/, category: "comment" },
  { name: "LineComment", pattern: /\/\/[^\n\r]*/, category: "comment" },
  { name: "BlockComment", pattern: /\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//, category: "comment" },
  { name: "UnclosedComment", pattern: /\/\*[^]*/, category: "comment" },

  { name: "Name", pattern: /[A-Za-z_][A-Za-z0-9_]*/, category: "name" },
  ...words("declaration", "model cite use param set agents state type prior let function information mechanism payoff"),
  ...words("declaration", "outside incentives participation require quantity assert show"),
  ...words("block-item", "message allocation transfer feasible draw signal public"),
  ...words("control", "if then else when chooses"),
  ...words("word-operator", "and or not in"),
  ...words("boolean", "true false"),
  ...words("contextual", "with for to private report reports against ties within maximize minimize"),
  ...words("aggregate", "sum product max min nth argmax argmin count all exists"),
  ...words("expectation", "E P"),

  { name: "Number", pattern: /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/, category: "literal" },
  { name: "String", pattern: /"(?:[^"\\\n\r]|\\[^\n\r])*"/, category: "literal" },
  { name: "UnclosedString", pattern: /"[^\n\r]*/, category: "misspelling", means: "String" },
  { name: "SmartString", pattern: /[“”„][^“”\n\r]*[“”]?/, category: "misspelling", means: "String" },
  { name: "SingleQuotedString", pattern: /'[^'\n\r]*'/, category: "misspelling", means: "String" },

  ...misspelled("Equal", "==", ":="),
  ...misspelled("NotEqual", "<>", "≠"),
  ...misspelled("LessEqual", "=<", "≤"),
  ...misspelled("GreaterEqual", "=>", "≥"),
  ...misspelled("Caret", "**"),
  ...misspelled("Star", "×", "·"),
  ...misspelled("Minus", "−", "–"),
  ...misspelled("Dots", "...", "…"),
  ...misspelled("In", "∈"),
  ...misspelled("And", "&&", "&", "∧"),
  ...misspelled("Or", "||", "∨"),
  ...misspelled("Not", "¬"),
  { name: "Semicolon", pattern: ";", category: "misspelling" },

  { name: "Dots", pattern: "..", category: "operator" },
  { name: "LessEqual", pattern: "<=", category: "operator" },
  { name: "GreaterEqual", pattern: ">=", category: "operator" },
  { name: "NotEqual", pattern: "!=", category: "operator" },
  { name: "Equal", pattern: "=", category: "operator" },
  { name: "Less", pattern: "<", category: "operator" },
  { name: "Greater", pattern: ">", category: "operator" },
  { name: "Plus", pattern: "+", category: "operator" },
  { name: "Minus", pattern: "-", category: "operator" },
  { name: "Star", pattern: "*", category: "operator" },
  { name: "Slash", pattern: "/", category: "operator" },
  { name: "Caret", pattern: "^", category: "operator" },
  { name: "Tilde", pattern: "~", category: "operator" },
  { name: "Bar", pattern: "|", category: "operator" },
  { name: "Colon", pattern: ":", category: "operator" },
  { name: "Comma", pattern: ",", category: "operator" },
  { name: "LeftParenthesis", pattern: "(", category: "bracket" },
  { name: "RightParenthesis", pattern: ")", category: "bracket" },
  { name: "LeftBracket", pattern: "[", category: "bracket" },
  { name: "RightBracket", pattern: "]", category: "bracket" },
  { name: "LeftBrace", pattern: "{", category: "bracket" },
  { name: "RightBrace", pattern: "}", category: "bracket" },

  // Last, for what no other row takes: a run of characters from outside ASCII, or one character.
  { name: "UnknownCharacter", pattern: /[\u007f-\uffff]+|[\u0000-\u0008\u000e-\u001f!-~]/, category: "misspelling" },
];

/**
 * The words of one category, for highlighters and completion.
 *
 * @example wordsOf("boolean") // ["true", "false"]
 */
export function wordsOf(category: TokenCategory): string[] {
  return vocabulary.flatMap((row) => (row.category === category && typeof row.pattern === "string" ? [row.pattern] : []));
}

/** Categories whose words can never be names. */
export const reservedCategories: readonly TokenCategory[] = ["declaration", "block-item", "control", "word-operator", "boolean"];

/** Every word that cannot be used as a name. */
export const reservedWords: ReadonlySet<string> = new Set(reservedCategories.flatMap(wordsOf));

const wordCategories = new Set<TokenCategory>([...reservedCategories, "contextual"]);

/** `in` is the beginning of `index`: for a word the longer name wins. */
function define(row: Vocabulary, name: TokenType): TokenType {
  const group = row.category === "comment" ? "comments" : undefined;
  const isWord = wordCategories.has(row.category);
  return createToken({
    name: row.name,
    pattern: row.pattern,
    ...(group === undefined ? {} : { group }),
    ...(isWord ? { longer_alt: name } : {}),
    ...(row.category === "contextual" ? { categories: [name] } : {}),
    ...(typeof row.pattern === "string" || isWord ? {} : { line_breaks: row.category === "comment" }),
  });
}

const nameRow = vocabulary.find((row) => row.name === "Name");
const Name = createToken({ name: "Name", pattern: nameRow?.pattern ?? /[a-z]+/ });

const byName = new Map<string, TokenType>([["Name", Name]]);
for (const row of vocabulary) {
  if (row.name !== "Name" && row.category !== "aggregate" && row.category !== "expectation") byName.set(row.name, define(row, Name));
}

/**
 * Token types that exist only after `contextual.ts` has looked at the neighbours of a word; the lexer never makes them.
 * A mover and a label are names that are known to begin something, which is what error recovery needs.
 */
const derived = {
  Aggregate: createToken({ name: "Aggregate", pattern: Lexer.NA }),
  Count: createToken({ name: "Count", pattern: Lexer.NA }),
  Nth: createToken({ name: "Nth", pattern: Lexer.NA }),
  Expectation: createToken({ name: "Expectation", pattern: Lexer.NA }),
  Mover: createToken({ name: "Mover", pattern: Lexer.NA }),
  Label: createToken({ name: "Label", pattern: Lexer.NA }),
  Caller: createToken({ name: "Caller", pattern: Lexer.NA }),
  WhenReports: createToken({ name: "WhenReports", pattern: Lexer.NA }),
  AndReports: createToken({ name: "AndReports", pattern: Lexer.NA }),
};
for (const [name, type] of Object.entries(derived)) byName.set(name, type);

/**
 * The token type of a row (or of a derived word).
 *
 * @throws Error when the vocabulary has no such name, which is a mistake in the grammar itself
 */
export function token(name: string): TokenType {
  const type = byName.get(name);
  if (type === undefined) throw new Error(`the vocabulary has no token ${name}`);
  return type;
}

/** All token types that the parser may meet. */
export const parserTokens: readonly TokenType[] = [...byName.values()];

/**
 * The rows in the order in which the lexer tries them: words before `Name`, so that a keyword wins over a name, and
 * `within` before `with`, because a word that is continued counts as a name at once.
 */
export function lexerTokens(): TokenType[] {
  const rows = vocabulary.filter((row) => byName.has(row.name) && row.name !== "Name");
  const words = rows.filter((row) => wordCategories.has(row.category)).sort((a, b) => b.pattern.toString().length - a.pattern.toString().length);
  const others = rows.filter((row) => !wordCategories.has(row.category) && row.name !== "UnknownCharacter");
  return [...others, ...words].map((row) => token(row.name)).concat(Name, token("Whitespace"), token("UnknownCharacter"));
}

byName.set("Whitespace", createToken({ name: "Whitespace", pattern: /\s+/, group: Lexer.SKIPPED, line_breaks: true }));

const rows = new Map(vocabulary.map((row) => [row.name, row]));

/** How a token type is written in a message: its text in backquotes, or a word such as "a name". */
export function spell(name: string): string {
  const row = rows.get(name);
  if (row !== undefined && typeof row.pattern === "string") return `\`${row.pattern}\``;
  const phrases: Readonly<Record<string, string>> = { Name: "a name", Number: "a number", String: "a text in quotes", EOF: "the end of the file" };
  return phrases[name] ?? "a name";
}

/** The category of a token type; a derived word counts as a name. */
export function categoryOf(name: string): TokenCategory {
  return rows.get(name)?.category ?? "name";
}
