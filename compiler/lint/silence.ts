/** Comments that silence a warning: `// mech-ignore MECH1201: the param is for the sweep`, on its line or on the line before. */
import type { Comment } from "../../grammar/ast.ts";
import { lineColumn, lineStarts, type Span } from "../../grammar/span.ts";
import { codes } from "../diagnostics/codes.ts";
import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CodeEntry } from "../diagnostics/entry.ts";

/** One code of one silencing comment. */
export interface Silence {
  /** As written, in capitals. */
  readonly code: string;
  readonly reason: string;
  /** Whether the comment names no other code. */
  readonly only: boolean;
  readonly span: Span;
  /** The line of the comment, and the next line of the spec if the comment stands alone on its own. */
  readonly lines: readonly number[];
}

const form = /^\/\/+\s*mech-ignore\b\s*([^:]*?)\s*(?::\s*(.*?))?\s*$/;
const entries: ReadonlyMap<string, CodeEntry> = new Map(Object.values<CodeEntry>(codes).map((entry) => [entry.code, entry]));

/**
 * The silencing comments of a text. A comment with several codes, `// mech-ignore MECH1201, MECH1212: reason`, is one
 * silence per code; without a code it is one silence with an empty code.
 */
export function silencesOf(source: string, comments: readonly Comment[]): readonly Silence[] {
  const remarks = comments.filter((comment) => comment.kind !== "block" && comment.text.includes("mech-ignore"));
  if (remarks.length === 0) return [];
  const starts = lineStarts(source);
  const lineOf = (offset: number): number => lineColumn(starts, offset).line;
  return remarks.flatMap((comment): Silence[] => {
    const match = form.exec(comment.text.trimEnd());
    if (!match) return [];
    const line = lineOf(comment.span.start);
    const alone = source.slice(starts[line - 1] ?? 0, comment.span.start).trim() === "";
    const lines = alone ? [line, nextLineOfText(source, starts, line)] : [line];
    const named = (match[1] ?? "").split(/[\s,]+/).filter((code) => code !== "");
    return (named.length > 0 ? named : [""]).map((code) => ({ code: code.toUpperCase(), reason: match[2] ?? "", only: named.length < 2, span: comment.span, lines }));
  });
}

/** The first line after the given one that is neither empty nor a comment. */
function nextLineOfText(source: string, starts: readonly number[], line: number): number {
  let next = line + 1;
  while (next < starts.length && /^(?:\/\/.*)?$/.test(source.slice(starts[next - 1] ?? 0, starts[next] ?? source.length).trim())) next++;
  return next;
}

export interface Silenced {
  readonly kept: readonly Diagnostic[];
  readonly silenced: readonly Diagnostic[];
}

/**
 * Leaves out the warnings and notes that a comment silences: one that names their code and stands on the line where they
 * begin or before it. Errors are never silenced.
 *
 * @example silence(source, file.comments, diagnostics).kept
 */
export function silence(source: string, comments: readonly Comment[], diagnostics: readonly Diagnostic[]): Silenced {
  const silences = silencesOf(source, comments);
  if (silences.length === 0) return { kept: diagnostics, silenced: [] };
  const starts = lineStarts(source);
  const isSilenced = (each: Diagnostic): boolean => each.severity !== "error" && silences.some((one) => covers(one, each, starts));
  return { kept: diagnostics.filter((each) => !isSilenced(each)), silenced: diagnostics.filter(isSilenced) };
}

function covers(one: Silence, { code, span }: Diagnostic, starts: readonly number[]): boolean {
  return one.code === code && one.lines.includes(lineColumn(starts, span.start).line);
}

/** Silencing comments that cannot work: no code, an unknown code, the code of an error, or no reason. */
export function brokenSilences(silences: readonly Silence[]): Diagnostic[] {
  return silences.flatMap((one): Diagnostic[] => {
    const entry = entries.get(one.code);
    if (one.code === "") return [withoutEffect(one, "This names no code, so it silences nothing.", "Write `// mech-ignore MECH1201: reason`.")];
    if (!entry) return [withoutEffect(one, `There is no diagnostic \`${one.code}\`.`, "`mech explain` lists all codes.")];
    if (entry.severity === "error") return [withoutEffect(one, `\`${one.code}\` is an error; only warnings can be silenced.`, "Mend what the error is about.")];
    if (one.reason === "") return [diagnostic("silence-without-reason", { span: one.span, text: `Nothing says why \`${one.code}\` is silenced.`, hint: `Write \`// mech-ignore ${one.code}: reason\`.` })];
    return [];
  });
}

/**
 * Silencing comments with nothing to silence.
 *
 * @param found everything that was found, silenced or not
 * @param judged whether the rules behind a code have run, so that finding nothing means something
 */
export function idleSilences(source: string, silences: readonly Silence[], found: readonly Diagnostic[], judged: (entry: CodeEntry) => boolean): Diagnostic[] {
  const starts = lineStarts(source);
  return silences.flatMap((one) => {
    const entry = entries.get(one.code);
    if (!entry || entry.severity === "error" || !judged(entry) || found.some((each) => covers(one, each, starts))) return [];
    const fix = one.only ? { title: "Delete the comment", edits: [{ span: one.span, newText: "" }] } : undefined;
    return [withoutEffect(one, `There is no \`${one.code}\` here to silence.`, "Delete the comment, or put it on the line of the warning or the line before.", fix)];
  });
}

function withoutEffect(one: Silence, text: string, hint: string, fix?: Diagnostic["fix"]): Diagnostic {
  return diagnostic("silence-without-effect", { span: one.span, text, hint, fix });
}
