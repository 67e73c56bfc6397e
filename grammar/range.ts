/**
 * Formatting a part of a text. Prettier selects ranges for its own languages only, so the whole text is formatted and the
 * declarations that the range touches are taken over: both texts have the same tokens, which tells where they begin and end.
 */
import type { Item } from "./ast.ts";
import { sameEssence } from "./essence.ts";
import { lex } from "./lexer.ts";
import { parse } from "./parse.ts";
import type { Span } from "./span.ts";

/**
 * The text with the declarations that the range touches as they are in the formatted text, and all others as they were.
 * A range inside a block touches the block's declarations, a range across its edge touches the block. If a comment has
 * moved from one side of the edge to the other, nothing is changed.
 *
 * @param after the whole text, formatted
 * @example withFormattedRange("param  n=2\nparam  k=3\n", "param n = 2\nparam k = 3\n", { start: 0, end: 3 }) // "param n = 2\nparam  k=3\n"
 */
export function withFormattedRange(before: string, after: string, range: Span): string {
  const touched = touchedSpan(parse(before).file.items, range);
  if (!touched) return before;
  const old = ends(before);
  const next = ends(after);
  const first = old.findIndex(({ start }) => start >= touched.start);
  const last = old.findLastIndex(({ end }) => end <= touched.end);
  if (first < 0 || last < first || old.length !== next.length) return before;
  const slice = (all: readonly Span[]): Span => ({ start: all[first - 1]?.end ?? 0, end: all[last]?.end ?? 0 });
  const from = slice(old);
  const to = slice(next);
  const result = before.slice(0, from.start) + after.slice(to.start, to.end) + before.slice(from.end);
  return sameEssence(before, result) ? result : before;
}

function ends(text: string): readonly Span[] {
  return lex(text).tokens.map((token) => ({ start: token.startOffset, end: token.startOffset + token.image.length }));
}

/** From the start of the first to the end of the last declaration that the range touches. */
function touchedSpan(items: readonly Item[], range: Span): Span | undefined {
  const meets = ({ span }: { readonly span: Span }): boolean => span.start < range.end && span.end > range.start;
  const touched = items.filter(meets);
  const [only] = touched;
  if (touched.length === 1 && (only?.kind === "mechanism" || only?.kind === "information") && only.span.start < range.start && range.end < only.span.end) {
    const inner = only.items.filter(meets);
    if (inner.length > 0) return spanOf(inner);
  }
  return spanOf(touched);
}

function spanOf(items: readonly { readonly span: Span }[]): Span | undefined {
  const [first] = items;
  const last = items.at(-1);
  return first && last && { start: first.span.start, end: last.span.end };
}
