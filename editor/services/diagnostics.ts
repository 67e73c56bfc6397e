/** Diagnostics in the words of the protocol. */
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { DiagnosticSeverity, type ProtocolDiagnostic } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";

const severities: Readonly<Record<Diagnostic["severity"], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

/** One diagnostic; its labels are related places, its hint is the second line of the message. */
export function toProtocol(snapshot: Snapshot, diagnostic: Diagnostic): ProtocolDiagnostic {
  const { uri } = snapshot.document;
  const { code, text, hint, labels, severity, span } = diagnostic;
  return {
    range: snapshot.range(visible(snapshot.text, span)),
    severity: severities[severity],
    code,
    source: "mech",
    message: hint === undefined ? text : `${text}\n${hint}`,
    ...(labels.length > 0
      ? { relatedInformation: labels.map((label) => ({ location: { uri, range: snapshot.range(label.span) }, message: label.text })) }
      : {}),
  };
}

/** Something that is missing has no width; the word in front of it is marked, so that there is something to see. */
function visible(text: string, span: Diagnostic["span"]): Diagnostic["span"] {
  if (span.end > span.start || span.start === 0) return span;
  const before = /\S+$/.exec(text.slice(Math.max(0, span.start - 80), span.start))?.[0].length ?? 0;
  return { start: span.start - before, end: span.end };
}
