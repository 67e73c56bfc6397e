/** Text to tokens and comments. Spellings that other languages use become the token that was meant, with a fault. */
import { Lexer } from "chevrotain";
import type { IToken } from "chevrotain";
import type { Comment, SyntaxFault } from "./ast.ts";
import { spanOf } from "./build-ast.ts";
import { MAX_FAULTS } from "./faults.ts";
import { misspellings } from "./lexical-messages.ts";
import type { PlainMessage } from "./lexical-messages.ts";
import { lexerTokens, token, vocabulary } from "./tokens.ts";

/** What the lexer makes of a text. */
export interface Lexed {
  readonly tokens: IToken[];
  readonly comments: readonly Comment[];
  /** Spellings that were understood, and characters that were not. */
  readonly faults: readonly SyntaxFault[];
  /** Starts of the faults that leave a hole in the tokens, after which an error of the parser says nothing new. */
  readonly holes: readonly number[];
}

let lexer: Lexer | undefined;

/** One instance, made when it is first needed. */
function theLexer(): Lexer {
  lexer ??= new Lexer(lexerTokens(), { positionTracking: "onlyOffset", skipValidations: true, ensureOptimizations: true });
  return lexer;
}

const meanings = new Map(vocabulary.flatMap((row) => (row.means === undefined ? [] : [[row.name, token(row.means)] as const])));

function fault(row: PlainMessage, span: SyntaxFault["span"], text: string): SyntaxFault {
  return { code: row.code, message: row.message(text), ...(row.hint === undefined ? {} : { hint: row.hint }), span };
}

function commentOf(word: IToken): Comment {
  const kind = word.tokenType.name === "DocComment" ? "doc" : word.tokenType.name === "LineComment" ? "line" : "block";
  return { kind, text: word.image, span: spanOf(word) };
}

/**
 * Reads the tokens of a text. Never fails: what is not understood is a fault and is left out.
 *
 * @example lex("param n := 2").faults[0]?.code // "equality"
 */
export function lex(text: string): Lexed {
  const result = theLexer().tokenize(text);
  const faults: SyntaxFault[] = [];
  const holes: number[] = [];
  const tokens: IToken[] = [];
  let semicolons = 0;
  for (const word of result.tokens) {
    const name = word.tokenType.name;
    const row = misspellings[name.replace(/[0-9]+$/, "")];
    if (row !== undefined && (name !== "Semicolon" || semicolons++ === 0) && faults.length < MAX_FAULTS) faults.push(fault(row, spanOf(word), word.image));
    if (name === "UnclosedString" || name === "UnknownCharacter") holes.push(word.startOffset);
    const meaning = meanings.get(name);
    if (meaning !== undefined) {
      word.tokenType = meaning;
      word.tokenTypeIdx = meaning.tokenTypeIdx ?? 0;
    }
    if (name !== "Semicolon" && name !== "UnknownCharacter") tokens.push(word);
  }
  const comments = (result.groups["comments"] ?? []).map(commentOf);
  const last = result.groups["comments"]?.at(-1);
  const open = misspellings["UnclosedComment"];
  if (last?.tokenType.name === "UnclosedComment" && open !== undefined) {
    faults.push(fault(open, { start: last.startOffset, end: last.startOffset + 2 }, last.image));
    holes.push(last.startOffset);
  }
  return { tokens, comments, faults, holes };
}
