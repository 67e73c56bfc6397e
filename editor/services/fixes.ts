/** Quick fixes: those that diagnostics carry, and those that follow from what a diagnostic says. */
import { codes, type DiagnosticName } from "../../compiler/diagnostics/codes.ts";
import type { Diagnostic, Fix } from "../../compiler/diagnostics/diagnostic.ts";
import type { CodeEntry } from "../../compiler/diagnostics/entry.ts";
import { fromFault } from "../../compiler/diagnostics/faults.ts";
import { meaningFix } from "./fixes/meaning.ts";
import { syntaxFix } from "./fixes/syntax.ts";
import { CodeActionKind, type CodeAction, type Range } from "./protocol.ts";
import { toProtocol } from "./diagnostics.ts";
import type { Snapshot } from "./snapshot.ts";

const nameOf: ReadonlyMap<string, DiagnosticName> = new Map(Object.entries<CodeEntry>(codes).map(([name, { code }]) => [code, name as DiagnosticName]));

/** Every fix of a diagnostic of this text, the one that it carries first. */
export function fixesOf(snapshot: Snapshot, diagnostic: Diagnostic): readonly Fix[] {
  const carried = diagnostic.fix ? [diagnostic.fix] : [];
  const fault = snapshot.parsed.faults.find(
    (each) => each.span.start === diagnostic.span.start && each.span.end === diagnostic.span.end && fromFault(each).code === diagnostic.code,
  );
  const name = nameOf.get(diagnostic.code);
  const derived = fault ? syntaxFix(snapshot, fault) : name && meaningFix(snapshot, name, diagnostic);
  return derived ? [...carried, derived] : carried;
}

/** The text with the edits of a fix made. Edits do not overlap; an edit beyond the text is cut off at its end. */
export function applyFix(text: string, fix: Fix): string {
  const edits = [...fix.edits].sort((a, b) => b.span.start - a.span.start || b.span.end - a.span.end);
  return edits.reduce((current, { span, newText }) => current.slice(0, span.start) + newText + current.slice(span.end), text);
}

/** Code actions for what touches a range. */
export function codeActions(snapshot: Snapshot, range: Range): readonly CodeAction[] {
  const start = snapshot.document.offsetAt(range.start);
  const end = snapshot.document.offsetAt(range.end);
  return snapshot.diagnostics
    .filter((each) => each.span.start <= end && each.span.end >= start)
    .flatMap((diagnostic) =>
      fixesOf(snapshot, diagnostic).map((fix, k): CodeAction => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toProtocol(snapshot, diagnostic)],
        isPreferred: k === 0,
        edit: { changes: { [snapshot.document.uri]: fix.edits.map((edit) => ({ range: snapshot.range(edit.span), newText: edit.newText })) } },
      })),
    );
}
