/**
 * A pass over the tokens that decides what a word is from its neighbours, so that the parser needs no backtracking.
 *
 * `max` begins an aggregate in `max(i in S) x` and a call in `max(a, b)`; `E` is an expectation only in front of `[`;
 * `when` opens a deviation if `... reports` follows and a condition otherwise. Each decision looks at most to the end
 * of one bracket, and brackets are paired beforehand, so that the pass is linear in the number of tokens.
 */
import type { IToken, TokenType } from "chevrotain";
import { categoryOf, token, wordsOf } from "./tokens.ts";

/** The tokens with what the parser and its recovery ask about their positions. */
export interface TokenStream {
  readonly tokens: IToken[];
  /** For a bracket, the index of its partner; -1 without one. */
  readonly partner: Int32Array;
  /** 1 where a token is the first of its line. */
  readonly firstOnLine: Uint8Array;
}

const opening: Readonly<Record<string, string>> = { LeftParenthesis: "RightParenthesis", LeftBracket: "RightBracket", LeftBrace: "RightBrace" };
const closing = new Set(Object.values(opening));
const blockWords = new Set(["mechanism", "information"]);

/** Whether a token of this type begins a declaration, of the file or of a block. */
export function beginsItem(name: string): boolean {
  const category = categoryOf(name);
  return category === "declaration" || category === "block-item" || name === "Mover";
}

/**
 * Pairs the brackets. A closing bracket closes everything above its own opening one, and a declaration at the start of
 * a line closes everything except the braces of a block, so that one forgotten bracket does not unpair the rest.
 */
function pairBrackets(tokens: readonly IToken[], firstOnLine: Uint8Array): Int32Array {
  const partner = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  const counts = new Map<string, number>();
  const nameAt = (index: number): string => tokens[index]?.tokenType.name ?? "";
  const isBlock = (index: number): boolean => nameAt(index) === "LeftBrace" && blockWords.has(tokens[index - 1]?.image ?? "");
  const pop = (): number => {
    const index = open.pop() ?? -1;
    const wanted = opening[nameAt(index)] ?? "";
    counts.set(wanted, (counts.get(wanted) ?? 0) - 1);
    return index;
  };
  for (const [index, { tokenType }] of tokens.entries()) {
    const wanted = opening[tokenType.name];
    if (wanted !== undefined) {
      open.push(index);
      counts.set(wanted, (counts.get(wanted) ?? 0) + 1);
    } else if (closing.has(tokenType.name) && (counts.get(tokenType.name) ?? 0) > 0) {
      let last = pop();
      while (opening[nameAt(last)] !== tokenType.name) last = pop();
      partner[last] = index;
      partner[index] = last;
    } else if (firstOnLine[index] === 1 && beginsItem(tokenType.name) && tokenType.name !== "Payoff") {
      for (let last = open.at(-1); last !== undefined && !isBlock(last); last = open.at(-1)) pop();
    }
  }
  return partner;
}

function linesOf(text: string, tokens: readonly IToken[]): Uint8Array {
  const first = new Uint8Array(tokens.length);
  let end = 0;
  for (const [index, { startOffset, image }] of tokens.entries()) {
    if (end === 0 || text.slice(end, startOffset).includes("\n")) first[index] = 1;
    end = startOffset + image.length;
  }
  return first;
}

const aggregateWords = new Set(wordsOf("aggregate"));
const expectationWords = new Set(wordsOf("expectation"));
const derived = new Map<string, TokenType>(
  ["Aggregate", "Count", "Nth", "Expectation", "Mover", "Label", "Caller", "WhenReports", "AndReports"].map((name) => [name, token(name)]),
);

/** Looks around in the stream; every method takes the index of a token. */
class Neighbourhood {
  constructor(readonly stream: TokenStream) {}

  name(index: number): string {
    return this.stream.tokens[index]?.tokenType.name ?? "EOF";
  }

  isName(index: number): boolean {
    const name = this.name(index);
    return name === "Name" || name === "Caller" || categoryOf(name) === "contextual";
  }

  /** Whether `name in` stands at `index`. */
  isBinder(index: number): boolean {
    return this.isName(index) && this.name(index + 1) === "In";
  }

  /** Behind the comma that follows the rank of `nth(rank, ...`; -1 if the bracket ends first. */
  afterRank(open: number): number {
    const end = this.stream.partner[open] ?? -1;
    for (let index = open + 1; end < 0 ? index < open + 12 : index < end; index++) {
      if (this.name(index) === "Comma") return index + 1;
      const close = this.stream.partner[index] ?? -1;
      if (close > index) index = close;
    }
    return -1;
  }

  /** Behind a name with its brackets and calls, such as `others(bidder[i])`; -1 if there is none or a bracket is open. */
  afterPrimary(index: number): number {
    let next = index;
    if (this.isName(index)) next++;
    else if (this.name(index) !== "LeftParenthesis") return -1;
    while (this.name(next) === "LeftBracket" || this.name(next) === "LeftParenthesis") {
      const close = this.stream.partner[next] ?? -1;
      if (close < 0) return -1;
      next = close + 1;
    }
    return next;
  }

  isReport(index: number): boolean {
    const next = this.afterPrimary(index);
    return next >= 0 && (this.name(next) === "Reports" || this.name(next) === "Report");
  }
}

/** The derived type of the word at `index`, if its neighbours give it one. */
function derive(near: Neighbourhood, index: number): string | undefined {
  const name = near.name(index);
  if (name === "When") return near.isReport(index + 1) ? "WhenReports" : undefined;
  if (name === "And") return near.isReport(index + 1) ? "AndReports" : undefined;
  if (!near.isName(index)) return undefined;
  if (near.name(index + 1) === "Chooses") return "Mover";
  const before = near.name(index - 1);
  if (before === "Feasible" || before === "Require") {
    const close = near.name(index + 1) === "LeftBracket" ? (near.stream.partner[index + 1] ?? -1) : index;
    if (close >= 0 && near.name(close + 1) === "Colon") return "Label";
  }
  if (name !== "Name") return undefined;
  const image = near.stream.tokens[index]?.image ?? "";
  const next = near.name(index + 1);
  if (next === "LeftBracket" && expectationWords.has(image)) return "Expectation";
  if (next !== "LeftParenthesis" || before === "Use") return undefined;
  if (!aggregateWords.has(image)) return "Caller";
  if (image === "nth") return near.isBinder(near.afterRank(index + 1)) ? "Nth" : "Caller";
  if (!near.isBinder(index + 2)) return "Caller";
  return image === "count" ? "Count" : "Aggregate";
}

/**
 * Gives every word its final token type.
 *
 * @example // in `max(i in S) x` the first token becomes an Aggregate, in `max(a, b)` a Caller
 */
export function classify(text: string, tokens: IToken[]): TokenStream {
  const firstOnLine = linesOf(text, tokens);
  const stream: TokenStream = { tokens, firstOnLine, partner: pairBrackets(tokens, firstOnLine) };
  const near = new Neighbourhood(stream);
  for (const [index, word] of tokens.entries()) {
    const type = derived.get(derive(near, index) ?? "");
    if (type === undefined) continue;
    word.tokenType = type;
    word.tokenTypeIdx = type.tokenTypeIdx ?? 0;
  }
  return stream;
}
