/** Changes of a source text by spans: everything that is not touched stays as the author wrote it. */
import type { SourceFile } from "../../../grammar/ast.ts";
import type { Span } from "../../../grammar/span.ts";

export interface Edit {
  readonly span: Span;
  readonly text: string;
}

/**
 * The text after all edits; spans refer to the text before. Of two edits that overlap the outer one stands.
 *
 * @example applyEdits("a + f(x)", [{ span: { start: 4, end: 8 }, text: "(x * 2)" }]) // "a + (x * 2)"
 */
export function applyEdits(source: string, edits: readonly Edit[]): string {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || b.span.end - a.span.end);
  const parts: string[] = [];
  let at = 0;
  for (const { span, text } of ordered) {
    if (span.start < at) continue;
    parts.push(source.slice(at, span.start), text);
    at = span.end;
  }
  parts.push(source.slice(at));
  return parts.join("");
}

/**
 * Takes a declaration out, with the `///` lines that describe it and the line that it leaves empty. Without the first,
 * the description would pass to the next declaration.
 */
export function removal(source: string, file: SourceFile, span: Span): Edit {
  let start = span.start;
  for (const comment of [...file.comments].reverse()) {
    if (comment.span.end > start) continue;
    if (comment.kind !== "doc" || source.slice(comment.span.end, start).trim() !== "") break;
    start = comment.span.start;
  }
  const lineStart = source.lastIndexOf("\n", start - 1) + 1;
  const lineBreak = source.indexOf("\n", span.end);
  const lineEnd = lineBreak < 0 ? source.length : lineBreak + 1;
  const alone = source.slice(lineStart, start).trim() === "" && source.slice(span.end, lineEnd).trim() === "";
  return { span: alone ? { start: lineStart, end: lineEnd } : { start, end: span.end }, text: "" };
}

/** The comments inside a span that is about to be replaced, each on a line of its own. */
export function commentsWithin(file: SourceFile, span: Span): string {
  return file.comments
    .filter((comment) => comment.span.start > span.start && comment.span.end < span.end)
    .map((comment) => `${comment.text}\n`)
    .join("");
}
