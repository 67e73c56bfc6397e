/** The code frame: numbered source lines with the marked places underlined. */
import { lineColumn } from "../../grammar/span.ts";
import type { Span } from "../../grammar/span.ts";
import type { Painter } from "./painter.ts";
import { displayLine, safeText } from "./width.ts";

/** A place to underline. The primary one is drawn with carets, the others with dashes. */
export interface Mark {
  readonly span: Span;
  readonly text: string;
  readonly primary: boolean;
}

/** The part of a mark that lies on one line, in display columns. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly primary: boolean;
}

/** Longer lines are cut around their first mark: a file of a million characters in one line must not be printed whole. */
const widestLine = 160;
const contextBeforeMark = 40;

export interface FrameSource {
  readonly text: string;
  readonly starts: readonly number[];
}

/**
 * The lines of a code frame, from the first marked line to the last, with gaps shown as `...`. A mark over several lines
 * underlines its first and its last line; its text stands under the last. `location` stands behind the arrow on top.
 */
export function codeFrame(location: string, source: FrameSource, marks: readonly Mark[], paint: Painter): string[] {
  const byLine = segmentsByLine(source, marks);
  const lines = [...byLine.keys()].sort((a, b) => a - b);
  const last = lines[lines.length - 1] ?? 1;
  const gutter = String(last).length;
  const arrow = `${paint.gutter(`${" ".repeat(gutter)}-->`)} ${location}`;
  if (source.text === "") return [arrow];
  const output = [arrow, margin(gutter, paint)];
  let previous: number | undefined;
  for (const line of lines) {
    if (previous !== undefined && line === previous + 2) output.push(numbered(line - 1, lineText(source, line - 1), gutter, paint));
    else if (previous !== undefined && line > previous + 2) output.push(paint.gutter("..."));
    const { text, segments } = crop(lineText(source, line), byLine.get(line) ?? []);
    output.push(numbered(line, text, gutter, paint));
    for (const row of annotations(segments, paint)) output.push(`${margin(gutter, paint)} ${row}`);
    previous = line;
  }
  output.push(margin(gutter, paint));
  return output;
}

function margin(gutter: number, paint: Painter): string {
  return paint.gutter(`${" ".repeat(gutter)} |`);
}

function numbered(line: number, text: string, gutter: number, paint: Painter): string {
  const shown = displayLine(text).text.trimEnd();
  const head = paint.gutter(`${String(line).padStart(gutter)} |`);
  return shown === "" ? head : `${head} ${shown.length > widestLine ? `${shown.slice(0, widestLine)}…` : shown}`;
}

function lineText(source: FrameSource, line: number): string {
  const start = source.starts[line - 1] ?? source.text.length;
  const next = source.starts[line];
  const end = next === undefined ? source.text.length : next - 1;
  return source.text.slice(start, end).replace(/\r$/, "");
}

/** Cuts every mark at the line ends; offsets are still code units from the start of the line. */
function segmentsByLine(source: FrameSource, marks: readonly Mark[]): Map<number, Segment[]> {
  const byLine = new Map<number, Segment[]>();
  const put = (line: number, segment: Segment): void => {
    const segments = byLine.get(line);
    if (segments) segments.push(segment);
    else byLine.set(line, [segment]);
  };
  for (const { span, text, primary } of marks) {
    const start = clamp(span.start, source.text.length);
    const end = Math.max(start, clamp(span.end, source.text.length));
    const first = lineColumn(source.starts, start);
    // The end is exclusive: a span that ends with a line break ends on the line before it.
    const final = lineColumn(source.starts, end > start ? end - 1 : end);
    const from = first.column - 1;
    const to = end - (source.starts[final.line - 1] ?? 0);
    if (first.line === final.line) {
      put(first.line, { from, to, text, primary });
    } else {
      const lastText = lineText(source, final.line);
      put(first.line, { from, to: lineText(source, first.line).length, text: "", primary });
      put(final.line, { from: lastText.length - lastText.trimStart().length, to, text, primary });
    }
  }
  return byLine;
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(0, offset), length);
}

/** Turns offsets within the line into display columns, cutting a very long line down to what surrounds its first mark. */
function crop(line: string, segments: readonly Segment[]): { text: string; segments: Segment[] } {
  const firstMark = Math.min(...segments.map((each) => each.from));
  const start = line.length <= widestLine ? 0 : Math.max(0, Math.min(firstMark - contextBeforeMark, line.length - widestLine));
  const lead = start === 0 ? "" : "…";
  const cut = lead + line.slice(start, start + widestLine) + (start + widestLine < line.length ? "…" : "");
  const { columns } = displayLine(cut);
  const column = (offset: number): number => columns[clamp(offset - start + lead.length, cut.length)] ?? 0;
  return {
    text: cut,
    segments: segments.map((each) => {
      const from = column(each.from);
      return { ...each, from, to: Math.max(from + 1, column(each.to)) };
    }),
  };
}

/**
 * The rows below a source line: one with all underlines, the text of the rightmost mark behind it, and the texts of the
 * others hanging from bars, the rightmost first so that no bar crosses a text.
 */
function annotations(segments: readonly Segment[], paint: Painter): string[] {
  const ordered = [...segments].sort((a, b) => a.from - b.from || b.to - a.to);
  const rightmost = ordered[ordered.length - 1];
  if (rightmost === undefined) return [];
  const furthest = Math.max(...ordered.map((each) => each.to));
  const inline = rightmost.text !== "" && rightmost.to === furthest ? rightmost : undefined;
  const rows = [underlines(ordered, paint) + (inline ? ` ${paintText(inline, paint)}` : "")];
  const hanging = ordered.filter((each) => each !== inline && each.text !== "");
  if (hanging.length > 0) rows.push(bars(hanging, paint).text);
  while (hanging.length > 0) {
    const next = hanging.pop();
    if (next === undefined) break;
    const { text, width } = bars(
      hanging.filter((each) => each.from < next.from),
      paint,
    );
    rows.push(text + " ".repeat(Math.max(0, next.from - width)) + paintText(next, paint));
  }
  return rows;
}

function underlines(segments: readonly Segment[], paint: Painter): string {
  let row = "";
  let column = 0;
  const end = Math.max(...segments.map((each) => each.to));
  while (column < end) {
    const style = styleAt(segments, column);
    const from = column;
    while (column < end && styleAt(segments, column) === style) column += 1;
    const length = column - from;
    row += style === "none" ? " ".repeat(length) : style === "primary" ? paint.primary("^".repeat(length)) : paint.label("-".repeat(length));
  }
  return row;
}

function styleAt(segments: readonly Segment[], column: number): "none" | "primary" | "label" {
  const here = segments.filter((each) => each.from <= column && column < each.to);
  return here.length === 0 ? "none" : here.some((each) => each.primary) ? "primary" : "label";
}

function bars(segments: readonly Segment[], paint: Painter): { text: string; width: number } {
  let text = "";
  let width = 0;
  for (const segment of segments) {
    if (segment.from < width) continue;
    text += " ".repeat(segment.from - width) + (segment.primary ? paint.primary("|") : paint.label("|"));
    width = segment.from + 1;
  }
  return { text, width };
}

function paintText(segment: Segment, paint: Painter): string {
  const text = safeText(segment.text).replaceAll("\n", " ");
  return segment.primary ? paint.primary(text) : paint.label(text);
}
