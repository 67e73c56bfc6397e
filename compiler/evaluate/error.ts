/** Errors of evaluation: always a finished diagnostic, so that whoever catches one only has to report it. */
import type { Span } from "../../grammar/span.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import { diagnostic, type Diagnostic, type Label } from "../diagnostics/diagnostic.ts";

export class EvaluationError extends Error {
  constructor(readonly diagnostic: Diagnostic) {
    super(diagnostic.text);
    this.name = "EvaluationError";
  }
}

/** Builds the error; `throw evaluationError(...)` keeps the control flow visible to the compiler. */
export function evaluationError(key: DiagnosticName, span: Span, text: string, hint?: string, labels?: readonly Label[]): EvaluationError {
  return new EvaluationError(diagnostic(key, { span, text, ...(hint ? { hint } : {}), ...(labels ? { labels } : {}) }));
}
