/** What stands in front of an offset, read from the tokens: it works in a text that does not parse. */
import type { IToken } from "chevrotain";
import type * as ast from "../../grammar/ast.ts";
import { beginsItem, classify } from "../../grammar/contextual.ts";
import type { Span } from "../../grammar/index.ts";
import { lex } from "../../grammar/lexer.ts";
import { categoryOf } from "../../grammar/tokens.ts";
import type { Snapshot } from "./snapshot.ts";

export type Block = "mechanism" | "information";

export interface Cursor {
  readonly offset: number;
  /** The part of a word in front of the offset; empty between words. */
  readonly prefix: string;
  /** The block that is open here. */
  readonly block: Block | undefined;
  /** Tokens of the declaration in front of the word, and the words of all of them. */
  readonly tokens: readonly IToken[];
  /** Names of the token types of {@link tokens}. */
  readonly kinds: readonly string[];
  /** Whether nothing but the word stands on the line. */
  readonly startsLine: boolean;
  /** Inside a comment or a text, where nothing can be completed. */
  readonly isProse: boolean;
}

/** Everything in front of `offset` that belongs to its declaration. */
export function cursorAt(snapshot: Snapshot, offset: number): Cursor {
  const { text } = snapshot;
  const prefix = /[A-Za-z_][A-Za-z0-9_]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  const start = readFrom(snapshot.parsed.file.items, offset - prefix.length);
  const front = text.slice(start, offset - prefix.length);
  const lexed = lex(front);
  const comment = lexed.comments.at(-1);
  const openComment = comment !== undefined && comment.span.end === front.length && (comment.kind !== "block" || !comment.text.endsWith("*/"));
  const openText = lexed.faults.some((fault) => fault.code === "unclosed-string" && fault.span.end === front.length);
  const { tokens, firstOnLine } = classify(front, lexed.tokens);
  const { block, first } = readBlock(tokens, firstOnLine);
  const own = tokens.slice(first);
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return {
    offset,
    prefix,
    block,
    tokens: own,
    kinds: own.map((word) => word.tokenType.name),
    startsLine: text.slice(lineStart, offset - prefix.length).trim() === "",
    isProse: openComment || openText,
  };
}

/** The start of the last declaration of the file that begins in front of the offset. */
function readFrom(items: readonly ast.Item[], offset: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.span.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1]?.span.start ?? 0;
}

/** The block that is open at the end of the tokens, and where the last declaration begins. */
function readBlock(tokens: readonly IToken[], firstOnLine: Uint8Array): { readonly block: Block | undefined; readonly first: number } {
  let block: Block | undefined;
  let depth = 0;
  let first = 0;
  tokens.forEach((word, k) => {
    const name = word.tokenType.name;
    const before = tokens[k - 1];
    if (name === "LeftBrace") {
      const opens = before?.image === "mechanism" || before?.image === "information" ? before.image : undefined;
      if (opens && block === undefined) {
        block = opens;
        depth = 0;
        first = k + 1;
      } else depth++;
    } else if (name === "RightBrace") {
      if (depth > 0) depth--;
      else if (block !== undefined) {
        block = undefined;
        first = k + 1;
      }
    } else if (firstOnLine[k] === 1 && beginsItem(name) && !(name === "Payoff" && continues(before))) {
      // Behind a brace that was never closed, a new declaration of the file ends the block.
      if (block !== undefined && categoryOf(name) === "declaration" && !["Let", "Function", "Payoff", "Prior"].includes(name)) block = undefined;
      first = k;
      depth = 0;
    }
  });
  return { block, first };
}

function continues(before: IToken | undefined): boolean {
  return before !== undefined && /^(?:Plus|Minus|Star|Slash|Equal|.*Less.*|.*Greater.*|Comma|Bar|Left.*|And|Or|Not|Then|Else|If)$/.test(before.tokenType.name);
}

/** The word at an offset, with its place. */
export function wordAt(text: string, offset: number): { readonly text: string; readonly span: Span } | undefined {
  const before = /[A-Za-z0-9_]*$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? "";
  const after = /^[A-Za-z0-9_]*/.exec(text.slice(offset, offset + 200))?.[0] ?? "";
  const word = before + after;
  if (!/^[A-Za-z_]/.test(word)) return undefined;
  return { text: word, span: { start: offset - before.length, end: offset + after.length } };
}

/** Whether an offset lies in a comment. */
export function inComment(file: ast.SourceFile, offset: number): boolean {
  return file.comments.some((comment) => comment.span.start < offset && offset < comment.span.end);
}

/** A bracket that is open in front of the cursor, with what calls it and how many commas stand behind it. */
export interface OpenBracket {
  readonly open: number;
  readonly kind: string;
  readonly caller: string | undefined;
  readonly commas: number;
}

/** The innermost bracket of the declaration that is still open. */
export function openBracket({ kinds, tokens }: Cursor): OpenBracket | undefined {
  let commas = 0;
  let depth = 0;
  for (let k = kinds.length - 1; k >= 0; k--) {
    const kind = kinds[k] ?? "";
    if (/^Right(?:Parenthesis|Bracket|Brace)$/.test(kind)) depth++;
    else if (/^Left(?:Parenthesis|Bracket|Brace)$/.test(kind)) {
      if (depth === 0) {
        const before = tokens[k - 1];
        const caller = before && /^[A-Za-z_]/.test(before.image) ? before.image : undefined;
        return { open: k, kind, caller, commas };
      }
      depth--;
    } else if (kind === "Comma" && depth === 0) commas++;
  }
  return undefined;
}
