/**
 * `equal_revenue(X | A)`: the public signal of the equal-revenue split of the law of X given A, drawn at the realised X
 * (Bergemann, Brooks and Morris 2015, "The Limits of Price Discrimination"). One state or type component that X names is
 * drawn afresh from its prior; whatever else X and A look at, definitions and draws included, keeps its realised value.
 */
import type { Span } from "../../grammar/span.ts";
import { equalRevenueSignal } from "../priors/equal-revenue.ts";
import { makePmf } from "../priors/pmf.ts";
import { Rational } from "../exact/rational.ts";
import { childrenOf } from "../model/children.ts";
import type { Expr } from "../model/model.generated.ts";
import { evaluationError } from "./error.ts";
import type { Closure, Evaluator, Slots } from "./evaluator.ts";
import { compilePosition } from "./families.ts";
import type { Frame } from "./frame.ts";
import { formatValue, valueKey } from "./keys.ts";
import { translating } from "./translating.ts";
import type { Pmf, Value } from "./value.ts";
import type { FamilySpace } from "./space.ts";

type Distribution = Extract<Expr, { kind: "distribution" }>;
type ComponentExpr = Extract<Expr, { kind: "component" }>;

const remedy = "Write `equal_revenue(value[j] - floor | value[j] > floor)`: X and the event may name one state component, draws, params and `let`s.";

/** @throws EvaluationError for another distribution, an X about several states, or an event that does not hold at the realised state */
export function compileConditionalLaw(evaluator: Evaluator, expr: Distribution, slots: Slots): (frame: Frame) => Pmf {
  const { given, span } = expr;
  const [argument] = expr.arguments;
  if (expr.name !== "equal_revenue" || !given || !argument || expr.arguments.length > 1) {
    throw evaluationError("unsupported-construct", span, `\`${expr.name}( ... | ... )\`: only \`equal_revenue\` takes a conditional law.`, "Condition a given table with `conditional(d, low, high)`.");
  }
  const positions = [argument, given].flatMap(directComponents).map((component) => positionOf(evaluator, component, slots));
  const held: { readonly slot: number; readonly value: Closure }[] = [];
  let inner = slots;
  const hold = (node: Expr): Expr => {
    if (node.kind !== "definition") return mapChildren(node, hold);
    const name = `held ${held.length} at ${span.start}`;
    const bound = evaluator.bind(inner, name);
    held.push({ slot: bound.slot, value: evaluator.compile(node, slots) });
    inner = bound.slots;
    return { kind: "local", name, span: node.span };
  };
  const [heldArgument, heldEvent] = [hold(argument), hold(given)];
  const value = evaluator.compileNumber(heldArgument, inner);
  const event = evaluator.compileBoolean(heldEvent, inner);
  return (frame) => {
    const { lawOf } = evaluator.world;
    for (const each of held) frame.locals[each.slot] = each.value(frame);
    const drawn = [...new Set(positions.map((position) => position(frame)))].filter((component) => lawOf?.(component, frame) !== undefined);
    const [component, another] = drawn;
    if (component === undefined || another !== undefined) {
      throw evaluationError("unsupported-construct", span, drawn.length === 0 ? "This conditional law names no state component." : "This conditional law is about several state components at once.", remedy);
    }
    const realised = value(frame);
    if (!event(frame)) throw evaluationError("condition-has-probability-zero", given.span, "The event of this law does not hold where the law is drawn.", "Draw it only where the event holds: from a set that is empty otherwise, or under `if`.");
    const law = conditionalPmf(frame, component, lawOf?.(component, frame) ?? [], value, event);
    positiveOnly(law, argument.span);
    const signal = translating(span, () => equalRevenueSignal(law, realised));
    if (!signal) throw evaluationError("condition-has-probability-zero", span, `The outcome ${formatValue(realised)} has probability zero.`);
    return signal;
  };
}

function conditionalPmf(frame: Frame, component: number, law: readonly { readonly ordinal: number; readonly probability: Rational }[], value: (frame: Frame) => Rational, event: (frame: Frame) => boolean): Pmf {
  const before = frame.state[component] as number;
  const masses = new Map<string, { value: Value; probability: Rational }>();
  let total = Rational.zero;
  for (const { ordinal, probability } of law) {
    frame.state[component] = ordinal;
    if (probability.isZero() || !event(frame)) continue;
    const outcome = value(frame);
    const key = valueKey(outcome);
    const known = masses.get(key);
    if (known) known.probability = known.probability.add(probability);
    else masses.set(key, { value: outcome, probability });
    total = total.add(probability);
  }
  frame.state[component] = before;
  return makePmf([...masses.values()].map((outcome) => ({ value: outcome.value, probability: outcome.probability.div(total) })));
}

function positiveOnly(law: Pmf, span: Span): void {
  const bad = law.outcomes.find((outcome) => (outcome.value as Rational).sign() <= 0);
  if (bad) throw evaluationError("bad-distribution-arguments", span, `Equal revenue needs positive values, and ${formatValue(bad.value)} is not.`, "A price of zero earns nothing at any quantity; condition on positive values.");
}

/** Components named outside the index of another component and outside definitions. */
function directComponents(expr: Expr): readonly ComponentExpr[] {
  if (expr.kind === "component") return [expr];
  if (expr.kind === "definition") return [];
  if ((expr.kind === "aggregate" || expr.kind === "builder" || expr.kind === "expectation" || expr.kind === "deviation") && mentions(expr)) {
    throw evaluationError("unsupported-construct", expr.span, "A conditional law cannot look at states through a sum or an expectation.", remedy);
  }
  return childrenOf(expr).flatMap(directComponents);
}

const mentions = (expr: Expr): boolean => expr.kind === "component" || expr.kind === "definition" || childrenOf(expr).some(mentions);

function positionOf(evaluator: Evaluator, expr: ComponentExpr, slots: Slots): (frame: Frame) => number {
  const family = evaluator.space.variables.get(expr.of) as FamilySpace;
  const position = compilePosition(evaluator, family.lookup, expr.index, slots, expr.of, expr.span);
  return (frame) => family.first + position(frame);
}

/** The expression with its direct subexpressions replaced; only the kinds that may hold a definition outside a binder. */
function mapChildren(expr: Expr, replace: (child: Expr) => Expr): Expr {
  switch (expr.kind) {
    case "apply":
      return { ...expr, arguments: expr.arguments.map(replace) };
    case "conditional":
      return { ...expr, condition: replace(expr.condition), then: replace(expr.then), otherwise: replace(expr.otherwise) };
    case "component":
      return { ...expr, index: expr.index.map(replace) };
    case "collection":
      return { ...expr, entries: expr.entries.map(replace) };
    default:
      return expr;
  }
}
