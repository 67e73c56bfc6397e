/**
 * Asserts about a value that is known to lie in an interval only: a claim holds if it holds wherever the value may be.
 * Claims are comparisons that are affine in the value, so the two ends decide.
 */
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { noSlots, type Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { toDatum } from "../../compiler/model/datum.ts";
import { childrenOf } from "../../compiler/model/children.ts";
import type { Assert as AssertModel, Expr, Model } from "../../compiler/model/model.generated.ts";
import type { Assert } from "../report/result.generated.ts";

/** The quantity that is bracketed, and its bracket. */
export interface Bracket {
  readonly quantity?: string;
  readonly lower: Rational;
  readonly upper: Rational;
}

export function bracketAsserts(model: Model, evaluator: Evaluator, status: string, bracket: Bracket | undefined): Assert[] {
  return model.asserts.map((assert) => {
    try {
      return { text: assert.text, ...evaluateAssert(assert, evaluator, status, bracket) };
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return { text: assert.text, holds: false, detail: error.diagnostic.text };
    }
  });
}

function evaluateAssert(assert: AssertModel, evaluator: Evaluator, status: string, bracket: Bracket | undefined): { holds: boolean; detail?: string } {
  const { claim, within } = assert;
  if (claim.kind === "apply" && claim.operator === "status") return { holds: evaluator.constant(withStatus(claim, status)) === true };
  if (!bracket) return { holds: false, detail: `the program is ${status}, so there is no value` };
  const other = otherQuantity(claim, bracket.quantity);
  if (other !== undefined) return { holds: false, detail: `a robust mechanism is played under many information structures, so \`${other}\` has no single value` };
  const between = `the value lies between ${bracket.lower.toNumber()} and ${bracket.upper.toNumber()}`;
  const sides = (expr: Expr): readonly [Rational, Rational] | undefined => endsOf(expr, evaluator, bracket);
  if (within) {
    const value = sides(claim);
    const [low, high] = [sides(within.low), sides(within.high)];
    if (!value || !low || !high) return { holds: false, detail: "the claim is not affine in the value" };
    const holds = value.every((each, end) => each.compare(low[end] as Rational) >= 0 && each.compare(high[end] as Rational) <= 0);
    return holds ? { holds } : { holds, detail: between };
  }
  if (claim.kind !== "apply" || !["=", "<=", ">=", "<", ">"].includes(claim.operator)) return { holds: false, detail: "a claim about a robust mechanism is a comparison" };
  const [left, right] = claim.arguments.map(sides);
  if (!left || !right) return { holds: false, detail: "the claim is not affine in the value" };
  const holds = left.every((each, end) => {
    const order = each.compare(right[end] as Rational);
    return claim.operator === "=" ? order === 0 : claim.operator === "<=" ? order <= 0 : claim.operator === ">=" ? order >= 0 : claim.operator === "<" ? order < 0 : order > 0;
  });
  return holds ? { holds } : { holds, detail: between };
}

/** The value of a side at both ends of the bracket; undefined unless it is affine in between. */
function endsOf(expr: Expr, evaluator: Evaluator, { quantity, lower, upper }: Bracket): readonly [Rational, Rational] | undefined {
  const at = (value: Rational): Rational => evaluator.compileNumber(withValue(expr, quantity, value), noSlots)(evaluator.frame());
  const [low, high] = [at(lower), at(upper)];
  const middle = at(lower.add(upper).div(Rational.integer(2)));
  return middle.mul(Rational.integer(2)).equals(low.add(high)) ? [low, high] : undefined;
}

function withValue(expr: Expr, quantity: string | undefined, value: Rational): Expr {
  if (expr.kind === "quantity" && expr.of === quantity) return { kind: "constant", value: toDatum(value), span: expr.span };
  return expr.kind === "apply" ? { ...expr, arguments: expr.arguments.map((argument) => withValue(argument, quantity, value)) } : expr;
}

function otherQuantity(expr: Expr, quantity: string | undefined): string | undefined {
  if (expr.kind === "quantity" && expr.of !== quantity) return expr.of;
  if (expr.kind === "payoff" || expr.kind === "outcome" || expr.kind === "expectation") return "what depends on the outcome";
  return childrenOf(expr).map((child) => otherQuantity(child, quantity)).find((found) => found !== undefined);
}

function withStatus(expr: Extract<Expr, { kind: "apply" }>, status: string): Expr {
  const [argument] = expr.arguments;
  const named = argument?.kind === "constant" && typeof argument.value === "object" && "symbol" in argument.value ? argument.value.symbol : "";
  return { kind: "constant", value: named === status, span: expr.span };
}
