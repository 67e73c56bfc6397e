/** Quick fixes: those that diagnostics carry, and those that follow from what a diagnostic says. */
import { codes, type DiagnosticName } from "../../compiler/diagnostics/codes.ts";
import type { Diagnostic, Fix } from "../../compiler/diagnostics/diagnostic.ts";
import type { CodeEntry } from "../../compiler/diagnostics/entry.ts";
import { fromFault } from "../../compiler/diagnostics/faults.ts";
export { applyFix } from "./fixes/edits.ts";
import { dataFixes } from "./fixes/data.ts";
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
  const others = fault || !name ? [] : dataFixes(snapshot, name, diagnostic);
  return [...carried, ...(derived ? [derived] : []), ...others];
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
