/** The edit that takes a declaration out of a text. */
import type { Span } from "../../grammar/span.ts";
import type { TextEdit } from "../diagnostics/diagnostic.ts";

/**
 * Removes a declaration with the `///` lines right above it, and its line when nothing else stands there.
 *
 * @example removal("param n = 2\nparam k = 3\n", { start: 12, end: 23 }) // { span: { start: 12, end: 24 }, newText: "" }
 */
export function removal(source: string, span: Span): TextEdit {
  const lineStart = source.lastIndexOf("\n", span.start - 1) + 1;
  const newline = source.indexOf("\n", span.end);
  const lineEnd = newline < 0 ? source.length : newline;
  const isAlone = source.slice(lineStart, span.start).trim() === "" && source.slice(span.end, lineEnd).trim() === "";
  if (!isAlone) return { span, newText: "" };
  return { span: { start: startOfDocs(source, lineStart), end: newline < 0 ? lineEnd : newline + 1 }, newText: "" };
}

function startOfDocs(source: string, lineStart: number): number {
  let start = lineStart;
  while (start > 0) {
    const before = source.lastIndexOf("\n", start - 2) + 1;
    if (!source.slice(before, start).trimStart().startsWith("///")) return start;
    start = before;
  }
  return start;
}
