/** A half-open range `[start, end)` of character offsets (UTF-16 code units) in the source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** The smallest span that covers both arguments. */
export function cover(a: Span, b: Span): Span {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
}

/** A position as editors show it: both parts count from 1. */
export interface LineColumn {
  readonly line: number;
  readonly column: number;
}

/**
 * Offsets of the first character of every line, for {@link lineColumn}.
 *
 * @example lineStarts("a\nbc") // [0, 2]
 */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) starts.push(i + 1);
  return starts;
}

/** Line and column of an offset, given {@link lineStarts} of the same text. */
export function lineColumn(starts: readonly number[], offset: number): LineColumn {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
