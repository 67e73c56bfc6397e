/** Numbers that are affine in a law still to be chosen, read off at points. */
import { evaluationError } from "../evaluate/error.ts";
import { noSlots } from "../evaluate/evaluator.ts";
import { enterState } from "../evaluate/frame.ts";
import { compileMoments } from "../evaluate/moments.ts";
import { readsOf } from "../evaluate/reads.ts";
import { Rational } from "../exact/rational.ts";
import type { Expr } from "../model/model.generated.ts";
import type { PointSet } from "../spaces/points.ts";
import { chosenNames } from "./points.ts";

/**
 * A number that is affine in the law, as a vector over the points and a constant.
 *
 * @example formOf(points, "E[x]").values[k] is the value of x at point k
 * @throws EvaluationError when the number depends on the profile, or is not affine
 */
export function formOf(points: PointSet, value: Expr): { readonly values: Rational[]; readonly offset: Rational } {
  const { evaluator, count, model } = points;
  const reads = readsOf(evaluator, value);
  if (reads.profile || reads.state)
    throw evaluationError("objective-not-a-quantity", value.span, "This depends on the profile.", "An objective is one number: take an expectation, `E[...]`.");
  const moments = compileMoments({ evaluator, chosen: chosenNames(model), condition: "" }, value, noSlots);
  const frame = evaluator.frame();
  const values: Rational[] = [];
  let coefficient = Rational.zero;
  let offset = Rational.zero;
  const sink = {
    moment: (term: Rational) => {
      coefficient = coefficient.add(term);
    },
    outside: (term: Rational) => {
      offset = offset.add(term);
    },
  };
  for (let point = 0; point < count; point++) {
    enterState(frame, evaluator.space, point);
    coefficient = Rational.zero;
    offset = Rational.zero;
    moments(frame, Rational.one, sink);
    values.push(coefficient);
  }
  return { values, offset };
}
