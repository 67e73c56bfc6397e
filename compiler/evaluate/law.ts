/** Distribution expressions: `uniform`, `H[theta]`, `if theta = 1 then uniform else { ... }`. */
import type { Span } from "../../grammar/span.ts";
import { buildDistribution, resolveDistribution } from "../priors/registry.ts";
import { DistributionError, type DistributionContext } from "../priors/types.ts";
import type { Expr } from "../model/model.generated.ts";
import { asSentence } from "../diagnostics/diagnostic.ts";
import { compileConditionalLaw } from "./conditional-law.ts";
import { evaluationError } from "./error.ts";
import type { Evaluator, Slots } from "./evaluator.ts";
import type { Frame } from "./frame.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import type { Continuous, Pmf, Value } from "./value.ts";

const keys: Readonly<Record<DistributionError["key"], DiagnosticName>> = {
  "bad-distribution-argument": "bad-distribution-arguments",
  "prior-does-not-sum": "prior-sum",
  "negative-probability": "negative-probability",
  "outcome-outside-domain": "outcome-outside-domain",
  "needs-discretize": "continuous-needs-discretize",
  "too-large": "state-space-too-large",
};

/** The value of a distribution expression before it is held against a domain: an argument of another, or a parameter. */
export function buildLaw(evaluator: Evaluator, expr: Expr, slots: Slots, context: DistributionContext): (frame: Frame) => Pmf | Continuous | Value {
  if (expr.kind === "conditional") {
    const condition = evaluator.compileBoolean(expr.condition, slots);
    const then = buildLaw(evaluator, expr.then, slots, context);
    const otherwise = buildLaw(evaluator, expr.otherwise, slots, context);
    return (frame) => (condition(frame) ? then(frame) : otherwise(frame));
  }
  if (expr.kind !== "distribution") return evaluator.compile(expr, slots);
  if (expr.given) return compileConditionalLaw(evaluator, expr, slots);
  const args = expr.arguments.map((argument) => buildLaw(evaluator, argument, slots, {}));
  return (frame) => translating(expr.span, () => buildDistribution(expr.name, args.map((argument) => argument(frame)), context));
}

/** The finite law behind `~`, checked against the declared domain. @throws EvaluationError with the span of the expression. */
export function compileLaw(evaluator: Evaluator, expr: Expr, slots: Slots, context: DistributionContext): (frame: Frame) => Pmf {
  const build = buildLaw(evaluator, expr, slots, context);
  return (frame) => {
    const value = build(frame);
    return translating(expr.span, () => resolveDistribution(value, context));
  };
}

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
