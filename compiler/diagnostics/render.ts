/** Diagnostics as text for people and as JSON for programs. */
import { lineColumn, lineStarts, type LineColumn, type Span } from "../../grammar/span.ts";
import type { Diagnostic } from "./diagnostic.ts";
import { codeFrame, type Mark } from "./frame.ts";
import { plainPainter, type Painter } from "./painter.ts";
import { displayWidth, safeText } from "./width.ts";

/** The file that the spans point into; `name` is what is printed, e.g. the path as the user gave it. */
export interface Source {
  readonly name: string;
  readonly text: string;
}

export interface RenderOptions {
  readonly painter?: Painter;
  /** Prose is wrapped at this width (default 100). */
  readonly width?: number;
}

/**
 * Diagnostics for a terminal, each with a code frame, its text, its hint and its fix, separated by empty lines.
 *
 * @example
 * process.stderr.write(render(diagnostics, { name: "auction.mech", text }));
 * // error[MECH0201]: unknown name
 * //  --> auction.mech:3:15
 * //   |
 * // 3 | quantity q = E[valeu[1]]
 * //   |                ^^^^^
 * //   |
 * //   nothing is called `valeu` here
 * //   hint: did you mean `value`?
 */
export function render(diagnostics: readonly Diagnostic[], source: Source, options: RenderOptions = {}): string {
  const starts = lineStarts(source.text);
  return diagnostics.map((each) => renderOne(each, source, starts, options)).join("\n");
}

function renderOne(diagnostic: Diagnostic, source: Source, starts: readonly number[], options: RenderOptions): string {
  const paint = options.painter ?? plainPainter;
  const width = options.width ?? 100;
  const { severity, code, title, span } = diagnostic;
  const position = lineColumn(starts, Math.min(Math.max(0, span.start), source.text.length));
  const marks: Mark[] = [{ span, text: "", primary: true }, ...diagnostic.labels.map((each) => ({ ...each, primary: false }))];
  const lines = [
    `${paint.headline(severity, `${severity}[${code}]`)}${paint.bold(`: ${title}`)}`,
    ...codeFrame(`${safeText(source.name)}:${position.line}:${position.column}`, { text: source.text, starts }, marks, paint),
    ...wrap(safeText(diagnostic.text), width - 2).map((line) => `  ${line}`),
  ];
  if (diagnostic.hint !== undefined) lines.push(...prefixed("hint", diagnostic.hint, width, paint));
  if (diagnostic.fix !== undefined) lines.push(...prefixed("fix", diagnostic.fix.title, width, paint));
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

function prefixed(word: string, text: string, width: number, paint: Painter): string[] {
  const indent = " ".repeat(word.length + 4);
  return wrap(safeText(text), width - indent.length).map((line, index) => (index === 0 ? `  ${paint.hint(`${word}:`)} ${line}` : indent + line));
}

/** Breaks prose between words; line breaks of the author are kept, and a word is never cut. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && displayWidth(line) + 1 + displayWidth(word) > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

/** A place in JSON: offsets for programs, line and column (from 1) for editors and people. */
export interface JsonRange {
  readonly start: number;
  readonly end: number;
  readonly from: LineColumn;
  readonly to: LineColumn;
}

export interface JsonDiagnostic {
  readonly file: string;
  readonly code: string;
  readonly severity: Diagnostic["severity"];
  readonly title: string;
  readonly text: string;
  readonly range: JsonRange;
  readonly labels: readonly { readonly range: JsonRange; readonly text: string }[];
  readonly hint?: string;
  readonly fix?: { readonly title: string; readonly edits: readonly { readonly range: JsonRange; readonly newText: string }[] };
}

/**
 * Diagnostics as plain data for `--json`.
 *
 * @example JSON.stringify(toJson(diagnostics, source))
 */
export function toJson(diagnostics: readonly Diagnostic[], source: Source): JsonDiagnostic[] {
  const starts = lineStarts(source.text);
  const range = (span: Span): JsonRange => ({ ...span, from: lineColumn(starts, span.start), to: lineColumn(starts, span.end) });
  return diagnostics.map(({ code, severity, title, text, span, labels, hint, fix }) => ({
    file: source.name,
    code,
    severity,
    title,
    text,
    range: range(span),
    labels: labels.map((each) => ({ range: range(each.span), text: each.text })),
    ...(hint === undefined ? {} : { hint }),
    ...(fix === undefined ? {} : { fix: { title: fix.title, edits: fix.edits.map((edit) => ({ range: range(edit.span), newText: edit.newText })) } }),
  }));
}
