/** Distribution expressions: `uniform`, `H[theta]`, `if theta = 1 then uniform else { ... }`. */
import { buildDistribution, resolveDistribution } from "../priors/registry.ts";
import type { DistributionContext } from "../priors/types.ts";
import type { Expr } from "../model/model.generated.ts";
import { compileConditionalLaw } from "./conditional-law.ts";
import type { Evaluator, Slots } from "./evaluator.ts";
import type { Frame } from "./frame.ts";
import { translating } from "./translating.ts";
import type { Continuous, Pmf, Value } from "./value.ts";

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
