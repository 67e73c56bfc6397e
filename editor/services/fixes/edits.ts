/** The two shapes of a simple fix, and what a fix does to a text. */
import type { Fix } from "../../../compiler/diagnostics/diagnostic.ts";
import type { Span } from "../../../grammar/index.ts";

/** One edit. @example replace("Write `x`", { start: 0, end: 1 }, "x") */
export function replace(title: string, span: Span, newText: string): Fix {
  return { title, edits: [{ span, newText }] };
}

/** Text at a place. @example insert("Add `= 1`", 8, " = 1") */
export function insert(title: string, offset: number, newText: string): Fix {
  return replace(title, { start: offset, end: offset }, newText);
}

/** The text with the edits of a fix made. Edits do not overlap; an edit beyond the text is cut off at its end. */
export function applyFix(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return edits.reduce((current, { span, newText }) => current.slice(0, span.start) + newText + current.slice(span.end), text);
}
