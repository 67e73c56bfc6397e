/** Where the parser stopped: what `messages.ts` chooses its words by. */
import type { IToken } from "chevrotain";
import type { TokenStream } from "./contextual.ts";
import { categoryOf, reservedWords } from "./tokens.ts";
import type { TokenCategory } from "./tokens.ts";

/** The rules that were being read (outermost first), what was expected if it was one thing, and the place. */
export interface Situation {
  readonly rules: readonly string[];
  /** A token name; absent where several would do. */
  readonly expected: string | undefined;
  /** The index of the token that does not fit; past the last one at the end of the file. */
  readonly index: number;
  readonly itemStart: number;
  readonly stream: TokenStream;
}

const openers = new Set(["LeftParenthesis", "LeftBracket", "LeftBrace"]);
const closers = new Set(["RightParenthesis", "RightBracket", "RightBrace"]);
/** More than this far back nobody looks for an open bracket. */
const SEARCH = 2000;

/** A situation with the questions that messages ask. */
export class Place {
  readonly rule: string;
  readonly expected: string | undefined;
  readonly index: number;

  constructor(private readonly situation: Situation) {
    this.rule = situation.rules.at(-1) ?? "file";
    this.expected = situation.expected;
    this.index = situation.index;
  }

  token(offset: number): IToken | undefined {
    return this.situation.stream.tokens[this.index + offset];
  }

  /** The name of the token at a distance from the one that does not fit. */
  name(offset = 0): string {
    return this.token(offset)?.tokenType.name ?? (this.index + offset < 0 ? "" : "EOF");
  }

  image(offset = 0): string {
    return this.token(offset)?.image ?? "";
  }

  category(offset = 0): TokenCategory {
    return categoryOf(this.name(offset));
  }

  /** A word that could be a name and is reserved. */
  isReserved(offset = 0): boolean {
    return reservedWords.has(this.image(offset));
  }

  isFirstOnLine(offset = 0): boolean {
    return this.situation.stream.firstOnLine[this.index + offset] === 1 || this.name(offset) === "EOF";
  }

  /** Whether one of these rules is being read. */
  within(...rules: string[]): boolean {
    return this.situation.rules.some((rule) => rules.includes(rule));
  }

  /** The first word of the declaration. */
  declaration(): string {
    return this.situation.stream.tokens[this.situation.itemStart]?.tokenType.name ?? "EOF";
  }

  /** The innermost bracket of this declaration that is still open here. */
  open(): IToken | undefined {
    const { tokens, partner } = this.situation.stream;
    const last = Math.max(this.situation.itemStart, this.index - SEARCH);
    for (let index = this.index - 1; index >= last; index--) {
      const name = tokens[index]?.tokenType.name ?? "";
      const other = partner[index] ?? -1;
      if (closers.has(name) && other >= 0 && other < index) index = other;
      else if (openers.has(name)) return tokens[index];
    }
    return undefined;
  }
}
