/**
 * Expressions that are affine in the chosen outcomes, compiled to closures that add `scale * expression` to a sink:
 * coefficients by column, and a constant. What is not affine is refused with the innermost offending expression.
 */
import type { Span } from "../../grammar/span.ts";
import type { Rational } from "../exact/rational.ts";
import { fromDatum } from "../model/datum.ts";
import type { Expr } from "../model/model.generated.ts";
import { compileLoop } from "./aggregate.ts";
import { evaluationError } from "./error.ts";
import type { Closure, Evaluator, Slots } from "./evaluator.ts";
import { compileGiven, compileReports } from "./expectation.ts";
import { definitionOf, indexOf } from "./definitions.ts";
import { formatValue } from "./keys.ts";
import { compiledDefinition, compilePosition } from "./families.ts";
import { enterState, saved, type Frame } from "./frame.ts";
import { readsOf } from "./reads.ts";

/** Receives the terms of an affine form. */
export interface LinearSink {
  column(column: number, coefficient: Rational): void;
  constant(value: Rational): void;
}

export type Linear = (frame: Frame, scale: Rational, sink: LinearSink) => void;

/** @throws EvaluationError when the expression is not affine in what is chosen. */
export function compileLinear(evaluator: Evaluator, expr: Expr, slots: Slots): Linear {
  if (!readsOf(evaluator, expr).chosen) {
    const value = evaluator.compileNumber(expr, slots);
    return (frame, scale, sink) => sink.constant(scale.mul(value(frame)));
  }
  switch (expr.kind) {
    case "outcome":
    case "definition":
    case "quantity":
    case "payoff":
    case "outside":
      return compileFamily(evaluator, expr, slots);
    case "apply":
      return compileApply(evaluator, expr, slots);
    case "conditional": {
      if (readsOf(evaluator, expr.condition).chosen) throw refused("condition-on-chosen", expr.condition.span, "This condition depends on what is chosen.", "A linear program cannot branch on its own variables; write the cases as rows.");
      const condition = evaluator.compileBoolean(expr.condition, slots);
      const then = compileLinear(evaluator, expr.then, slots);
      const otherwise = compileLinear(evaluator, expr.otherwise, slots);
      return (frame, scale, sink) => (condition(frame) ? then : otherwise)(frame, scale, sink);
    }
    case "aggregate": {
      if (expr.operator !== "sum" || !expr.body) throw refused("nonlinear-in-chosen", expr.span, `\`${expr.operator}\` of what is chosen is not linear.`, "Introduce a bound with a `require` row instead, for example `require top[i in bidder]: pay[i] <= ...`.");
      if (expr.condition && readsOf(evaluator, expr.condition).chosen) throw refused("condition-on-chosen", expr.condition.span, "This filter depends on what is chosen.");
      const { loop, slots: inner } = compileLoop(evaluator, expr, slots);
      const body = compileLinear(evaluator, expr.body, inner);
      return (frame, scale, sink) =>
        loop(frame, () => {
          body(frame, scale, sink);
          return true;
        });
    }
    case "expectation": {
      const { determined, condition } = compileGiven(evaluator, expr, slots);
      const body = compileLinear(evaluator, expr.body, slots);
      const { space } = evaluator;
      return (frame, scale, sink) => {
        if (determined(frame)) return body(frame, scale, sink);
        const { states, probability } = condition(frame);
        evaluator.spend(states.length, expr.span);
        const factor = scale.div(probability);
        const restore = saved(frame);
        for (const state of states) {
          enterState(frame, space, state);
          body(frame, factor.mul(space.law.probability[state] as Rational), sink);
        }
        restore();
      };
    }
    case "deviation": {
      const enter = compileReports(evaluator, expr, slots);
      const body = compileLinear(evaluator, expr.body, slots);
      return (frame, scale, sink) => {
        const leave = enter(frame);
        body(frame, scale, sink);
        leave();
      };
    }
    default:
      throw refused("nonlinear-in-chosen", expr.span, "This is not linear in what is chosen.");
  }
}

function refused(key: "condition-on-chosen" | "nonlinear-in-chosen", span: Span, text: string, hint?: string): Error {
  return evaluationError(key, span, text, hint);
}

function compileFamily(evaluator: Evaluator, expr: Extract<Expr, { kind: "outcome" | "definition" | "quantity" | "payoff" | "outside" }>, slots: Slots): Linear {
  const found = definitionOf(evaluator, expr);
  if (found) {
    const { parameters, slots: inner } = compiledDefinition(evaluator, found.key, found.definition, false);
    const body = compileLinear(evaluator, found.definition.value, inner);
    const index = indexOf(expr).map((each) => evaluator.compile(each, slots));
    return (frame, scale, sink) => {
      const values = index.map((each: Closure) => each(frame));
      values.forEach((value, k) => (frame.locals[parameters[k] as number] = value));
      body(frame, scale, sink);
    };
  }
  const family = expr.kind === "outcome" ? evaluator.world.outcomes.get(expr.of) : undefined;
  if (!family || expr.kind !== "outcome") return () => undefined;
  const position = compilePosition(evaluator, family.lookup, expr.index, slots, expr.of, expr.span);
  const { profileCount } = evaluator.space;
  const first = family.source.kind === "chosen" ? family.source.first : 0;
  return (frame, scale, sink) => {
    if (frame.profileIndex < 0) throw evaluationError("strategy-missing", expr.span, "Nothing says which messages are sent here.");
    sink.column(first + position(frame) * profileCount + frame.profileIndex, scale);
  };
}

function compileApply(evaluator: Evaluator, expr: Extract<Expr, { kind: "apply" }>, slots: Slots): Linear {
  const [left, right] = expr.arguments as [Expr, Expr];
  const chosen = (each: Expr): boolean => readsOf(evaluator, each).chosen;
  switch (expr.operator) {
    case "+":
    case "-": {
      const a = compileLinear(evaluator, left, slots);
      const b = compileLinear(evaluator, right, slots);
      const minus = expr.operator === "-";
      return (frame, scale, sink) => {
        a(frame, scale, sink);
        b(frame, minus ? scale.neg() : scale, sink);
      };
    }
    case "negate": {
      const a = compileLinear(evaluator, left, slots);
      return (frame, scale, sink) => a(frame, scale.neg(), sink);
    }
    case "*": {
      if (chosen(left) && chosen(right)) {
        const names = [nameOf(left), nameOf(right)];
        const which = names.includes(undefined) ? "Both factors are chosen" : `\`${names[0] ?? ""}\` and \`${names[1] ?? ""}\` are both chosen`;
        throw evaluationError("product-of-chosen", expr.span, `${which}, so their product is not linear.`, "Give one of the two by a rule, or rewrite the product with a new quantity.", [
          { span: left.span, text: "chosen" },
          { span: right.span, text: "chosen" },
        ]);
      }
      const [known, free] = chosen(left) ? [right, left] : [left, right];
      const factor = evaluator.compileNumber(known, slots);
      const body = compileLinear(evaluator, free, slots);
      return (frame, scale, sink) => {
        const value = factor(frame);
        if (!value.isZero()) body(frame, scale.mul(value), sink);
      };
    }
    case "/": {
      if (chosen(right)) throw evaluationError("division-by-chosen", right.span, "The divisor is chosen, so the quotient is not linear.", "Multiply both sides of the relation by the divisor.");
      const divisor = evaluator.compileNumber(right, slots);
      const body = compileLinear(evaluator, left, slots);
      return (frame, scale, sink) => {
        const value = divisor(frame);
        if (value.isZero()) throw evaluationError("division-by-zero", right.span, "The divisor is zero.");
        body(frame, scale.div(value), sink);
      };
    }
    default:
      throw refused("nonlinear-in-chosen", expr.span, `\`${expr.operator}\` of what is chosen is not linear.`, "Only sums, and products with known numbers, are.");
  }
}

/** `win[i]` for a mention of an outcome or a definition; undefined for anything that takes more than a name. */
function nameOf(expr: Expr): string | undefined {
  if (expr.kind !== "outcome" && expr.kind !== "definition") return undefined;
  const index = expr.index.map((each) => (each.kind === "local" ? each.name.replace(/'.*/, "") : each.kind === "constant" ? formatValue(fromDatum(each.value)) : "..."));
  return index.length === 0 ? expr.of : `${expr.of}[${index.join(", ")}]`;
}
