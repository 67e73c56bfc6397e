/**
 * Expressions that are affine in a law still to be chosen, compiled to closures that tell what one point contributes:
 * `E[x | c] - y` under the condition c becomes `sum over the points of c of mass * (x - y)`, so nothing is divided. A
 * factor `moment` belongs to the points; what is `outside` all expectations is fixed by the condition and is multiplied by its mass.
 */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../exact/rational.ts";
import { childrenOf } from "../model/children.ts";
import type { Expr, Given } from "../model/model.generated.ts";
import { compileLoop } from "./aggregate.ts";
import { definitionOf, indexOf } from "./definitions.ts";
import { evaluationError } from "./error.ts";
import type { Evaluator, Slots } from "./evaluator.ts";
import { compiledDefinition } from "./families.ts";
import { enterState, saved, type Frame } from "./frame.ts";
import { valueKey } from "./keys.ts";
import { readsOf } from "./reads.ts";
import type { Value } from "./value.ts";

export interface MomentSink {
  /** Coefficient of the mass of the point at hand. */
  moment(value: Rational): void;
  /** A summand that does not depend on the point within the condition. */
  outside(value: Rational): void;
}

export type Moments = (frame: Frame, scale: Rational, sink: MomentSink) => void;

/** What the law is chosen over, and under which condition a relation is read. */
export interface MomentContext {
  readonly evaluator: Evaluator;
  /** Names of the chosen signals and recommendations. */
  readonly chosen: ReadonlySet<string>;
  /** Key of the condition of the relation, see {@link conditionKey}; empty when it is not conditional. */
  readonly condition: string;
}

type Expectation = Extract<Expr, { kind: "expectation" }>;

/** Two lists of conditions have the same key if and only if they are written alike (apart from their order). */
export function conditionKey(given: readonly Given[]): string {
  return given
    .map((each) => JSON.stringify(each, (name, value: unknown) => (name === "span" ? undefined : value)))
    .sort()
    .join(" ");
}

/** The expectations that a relation speaks of, those inside definitions and quantities too, but not one inside another. */
export function expectationsIn(evaluator: Evaluator, expr: Expr): readonly Expectation[] {
  if (expr.kind === "expectation") return [expr];
  const inner = childrenOf(expr).flatMap((child) => expectationsIn(evaluator, child));
  if (!isFamily(expr)) return inner;
  const found = definitionOf(evaluator, expr);
  return found ? [...inner, ...expectationsIn(evaluator, found.definition.value)] : inner;
}

/** Whether the value may change with the chosen law: a chosen signal or a message is read. Errs towards "yes". */
export function readsLaw(evaluator: Evaluator, expr: Expr, chosen: ReadonlySet<string>): boolean {
  if (expr.kind === "message") return true;
  if (expr.kind === "component" && chosen.has(expr.of)) return true;
  if (expr.kind === "expectation" && expr.given.some((given) => given.kind === "information" || readsLaw(evaluator, given.of, chosen))) return true;
  if (childrenOf(expr).some((child) => readsLaw(evaluator, child, chosen))) return true;
  const found = isFamily(expr) ? definitionOf(evaluator, expr) : undefined;
  return found !== undefined && readsLaw(evaluator, found.definition.value, chosen);
}

/** An expectation under events of known probability, such as `E[x | state = 1]`, needs no condition on the points. */
export function hasKnownCondition(evaluator: Evaluator, expr: Expectation, chosen: ReadonlySet<string>): boolean {
  return expr.given.every((given) => given.kind === "event" && !readsLaw(evaluator, given.of, chosen));
}

/** @throws EvaluationError when the expression is not affine in the law, with the innermost offending part */
export function compileMoments(context: MomentContext, expr: Expr, slots: Slots): Moments {
  const { evaluator } = context;
  if (expectationsIn(evaluator, expr).length === 0) {
    const value = evaluator.compileNumber(expr, slots);
    return (frame, scale, sink) => sink.outside(scale.mul(value(frame)));
  }
  if (!varies(context, expr)) {
    const value = compileKnown(evaluator, expr, slots);
    return (frame, scale, sink) => sink.outside(scale.mul(value(frame)));
  }
  switch (expr.kind) {
    case "expectation":
      return compileExpectation(context, expr, slots);
    case "quantity":
    case "definition":
    case "payoff":
    case "outside":
      return compileReference(context, expr, slots);
    case "apply":
      return compileApply(context, expr, slots);
    case "conditional": {
      if (varies(context, expr.condition)) throw refused(expr.condition.span, "This condition depends on the information that is chosen.");
      const condition = evaluator.compileBoolean(expr.condition, slots);
      const then = compileMoments(context, expr.then, slots);
      const otherwise = compileMoments(context, expr.otherwise, slots);
      return (frame, scale, sink) => (condition(frame) ? then : otherwise)(frame, scale, sink);
    }
    case "aggregate": {
      if (expr.operator !== "sum" || !expr.body || (expr.condition && varies(context, expr.condition)))
        throw refused(expr.span, `\`${expr.operator}\` of expectations is not linear in the information that is chosen.`);
      const { loop, slots: inner } = compileLoop(evaluator, expr, slots);
      const body = compileMoments(context, expr.body, inner);
      return (frame, scale, sink) =>
        loop(frame, () => {
          body(frame, scale, sink);
          return true;
        });
    }
    default:
      throw refused(expr.span, "This is not linear in the information that is chosen.");
  }
}

/** Whether some expectation in the expression depends on the law; others are numbers. */
function varies({ evaluator, chosen, condition }: MomentContext, expr: Expr): boolean {
  return expectationsIn(evaluator, expr).some(
    (each) =>
      (condition !== "" && conditionKey(each.given) === condition) || readsLaw(evaluator, each.body, chosen) || !hasKnownCondition(evaluator, each, chosen),
  );
}

function compileExpectation(context: MomentContext, expr: Expectation, slots: Slots): Moments {
  const { evaluator, chosen } = context;
  const nested = expectationsIn(evaluator, expr.body).find((each) => readsLaw(evaluator, each, chosen));
  if (nested)
    throw refused(
      nested.span,
      "An expectation inside an expectation is not linear in the information that is chosen.",
      "State the inner one as a `require` row of its own.",
    );
  const body = evaluator.compileNumber(expr.body, slots);
  if (conditionKey(expr.given) === context.condition) return (frame, scale, sink) => sink.moment(scale.mul(body(frame)));
  if (context.condition !== "" || !hasKnownCondition(evaluator, expr, chosen)) {
    throw refused(
      expr.span,
      "This expectation has another condition than the rest of its relation, or one whose probability is chosen.",
      "A relation that is multiplied by the probability of its condition stays linear only if all its expectations share the condition.",
    );
  }
  const events = expr.given.flatMap((given) => (given.kind === "event" ? [evaluator.compileBoolean(given.of, slots)] : []));
  const probability = remembered(slots, probabilityOf(evaluator, events, expr.span));
  return (frame, scale, sink) => {
    if (events.every((event) => event(frame))) sink.moment(scale.div(probability(frame)).mul(body(frame)));
  };
}

/** Probability of events that do not depend on the law. */
function probabilityOf(evaluator: Evaluator, events: readonly ((frame: Frame) => boolean)[], span: Span): (frame: Frame) => Rational {
  return (frame) => {
    const { space } = evaluator;
    const restore = saved(frame);
    let total = Rational.zero;
    for (let point = 0; point < space.law.count; point++) {
      enterState(frame, space, point);
      if (events.every((event) => event(frame))) total = total.add(space.law.probability[point] as Rational);
    }
    restore();
    if (total.isZero()) throw evaluationError("condition-has-probability-zero", span, "The condition of this expectation has probability zero.");
    return total;
  };
}

/** A number that does not depend on the law; one that holds an expectation is computed once if no state is read beside it. */
function compileKnown(evaluator: Evaluator, expr: Expr, slots: Slots): (frame: Frame) => Rational {
  const value = evaluator.compileNumber(expr, slots);
  const reads = readsOf(evaluator, expr);
  return expectationsIn(evaluator, expr).length === 0 || reads.state || reads.profile ? value : remembered(slots, value);
}

/** Computes a number that depends on index variables only once for each of their values. */
function remembered(slots: Slots, compute: (frame: Frame) => Rational): (frame: Frame) => Rational {
  const used = [...slots.values()];
  const known = new Map<string, Rational>();
  return (frame) => {
    const key = used.map((slot) => (frame.locals[slot] === undefined ? "" : valueKey(frame.locals[slot] as Value))).join(" ");
    let value = known.get(key);
    if (!value) known.set(key, (value = compute(frame)));
    return value;
  };
}

type Family = Extract<Expr, { kind: "outcome" | "definition" | "quantity" | "payoff" | "outside" }>;

/** Whether the expression refers to a family whose definition stands elsewhere. */
export function isFamily(expr: Expr): expr is Family {
  return expr.kind === "outcome" || expr.kind === "definition" || expr.kind === "quantity" || expr.kind === "payoff" || expr.kind === "outside";
}

function compileReference(context: MomentContext, expr: Family, slots: Slots): Moments {
  const { evaluator } = context;
  const found = definitionOf(evaluator, expr);
  if (!found) return () => undefined;
  const { parameters, slots: inner } = compiledDefinition(evaluator, found.key, found.definition, false);
  const body = compileMoments(context, found.definition.value, inner);
  const index = indexOf(expr).map((each) => evaluator.compile(each, slots));
  return (frame, scale, sink) => {
    index.map((each) => each(frame)).forEach((value, k) => (frame.locals[parameters[k] as number] = value));
    body(frame, scale, sink);
  };
}

function compileApply(context: MomentContext, expr: Extract<Expr, { kind: "apply" }>, slots: Slots): Moments {
  const { evaluator } = context;
  const [left, right] = expr.arguments as [Expr, Expr];
  switch (expr.operator) {
    case "+":
    case "-": {
      const a = compileMoments(context, left, slots);
      const b = compileMoments(context, right, slots);
      const minus = expr.operator === "-";
      return (frame, scale, sink) => {
        a(frame, scale, sink);
        b(frame, minus ? scale.neg() : scale, sink);
      };
    }
    case "negate": {
      const a = compileMoments(context, left, slots);
      return (frame, scale, sink) => a(frame, scale.neg(), sink);
    }
    case "*": {
      if (varies(context, left) && varies(context, right))
        throw refused(expr.span, "Both factors depend on the information that is chosen, so their product is not linear.");
      const [known, free] = varies(context, left) ? [right, left] : [left, right];
      const factor = compileKnown(evaluator, known, slots);
      const body = compileMoments(context, free, slots);
      return (frame, scale, sink) => body(frame, scale.mul(factor(frame)), sink);
    }
    case "/": {
      if (varies(context, right))
        throw evaluationError(
          "division-by-chosen",
          right.span,
          "The divisor depends on the information that is chosen, so the quotient is not linear.",
          "Multiply both sides of the relation by the divisor.",
        );
      const divisor = evaluator.compileNumber(right, slots);
      const body = compileMoments(context, left, slots);
      return (frame, scale, sink) => {
        const value = divisor(frame);
        if (value.isZero()) throw evaluationError("division-by-zero", right.span, "The divisor is zero.");
        body(frame, scale.div(value), sink);
      };
    }
    default:
      throw refused(
        expr.span,
        `\`${expr.operator}\` of expectations is not linear in the information that is chosen.`,
        "Only sums, and products with known numbers, are.",
      );
  }
}

function refused(span: Span, text: string, hint?: string): Error {
  return evaluationError("nonlinear-in-chosen", span, text, hint);
}
