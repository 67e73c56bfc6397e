/** Errors of distributions as diagnostics with a place in the text. */
import type { Span } from "../../grammar/span.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import { asSentence } from "../diagnostics/diagnostic.ts";
import { DistributionError } from "../priors/types.ts";
import { evaluationError } from "./error.ts";

const keys: Readonly<Record<DistributionError["key"], DiagnosticName>> = {
  "bad-distribution-argument": "bad-distribution-arguments",
  "prior-does-not-sum": "prior-sum",
  "negative-probability": "negative-probability",
  "outcome-outside-domain": "outcome-outside-domain",
  "needs-discretize": "continuous-needs-discretize",
  "too-large": "state-space-too-large",
};

/** Distribution errors are in the user's terms already; this gives them their place in the text. */
export function translating<T>(span: Span, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof DistributionError) {
      throw evaluationError(keys[error.key], span, asSentence(error.message), error.hint === undefined ? undefined : asSentence(error.hint));
    }
    throw error;
  }
}
