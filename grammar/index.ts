/** The public face of the grammar: text to tree. Formatting is in `format.ts`, which loads prettier. */
export { parse } from "./parse.ts";
export { syntaxMessages } from "./messages.ts";
export type { SyntaxMessage } from "./messages.ts";
export { reservedWords, vocabulary, wordsOf } from "./tokens.ts";
export type { TokenCategory, Vocabulary } from "./tokens.ts";
export { cover, lineColumn, lineStarts } from "./span.ts";
export type { LineColumn, Span } from "./span.ts";
export type * from "./ast.ts";
