/** The expressions of a model, and what can be said of them whatever the params are. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { childrenOf as treeChildren } from "../emit/expand/walk.ts";
import { EvaluationError } from "../evaluate/error.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import type { Value } from "../evaluate/value.ts";
import { constantWorld } from "../evaluate/world.ts";
import { Rational } from "../exact/rational.ts";
import { childrenOf } from "../model/children.ts";
import { fromDatum } from "../model/datum.ts";
import type { Expr, Model } from "../model/model.generated.ts";
import type { NameTable } from "./names.ts";
import type { LintContext } from "./rule.ts";

/**
 * Expressions as the author wrote them: definitions, rules, strategies, payoffs, rows, quantities, objectives, claims. Laws
 * are not among them, because their indices have been replaced by the elements already.
 */
export function expressionsOf(model: Model, options: { readonly concepts?: boolean } = {}): readonly Expr[] {
  const rows = model.rows.filter((row) => options.concepts === true || row.source === "feasible" || row.source === "require");
  return [
    ...model.definitions.map((each) => each.value),
    ...model.outcomes.flatMap((each) => (each.rule ? [each.rule.value] : [])),
    ...model.messages.flatMap((each) => (each.strategy ? [each.strategy.value] : [])),
    ...model.agents.flatMap((each) => [...(each.payoff ? [each.payoff.value] : []), ...(each.outside ? [each.outside.value] : [])]),
    ...rows.flatMap((row) => [row.relation.left, row.relation.right, ...(row.condition ? [row.condition] : [])]),
    ...model.quantities.map((each) => each.definition.value),
    ...model.moves.flatMap((move) => move.objectives.map((objective) => objective.value)),
    ...model.asserts.flatMap((each) => [each.claim, ...(each.within ? [each.within.low, each.within.high] : [])]),
  ];
}

/**
 * Calls `visit` for every subexpression that stands in the text itself. The body of a function stands elsewhere than the
 * declaration that calls it, which tells the two apart; arguments are of the text again.
 */
export function visitWritten({ model, file, names }: LintContext, visit: (expr: Expr) => void): void {
  const within = (span: Span, roots: readonly (Expr | undefined)[]): void => {
    const descend = (expr: Expr): void => {
      if (span.start <= expr.span.start && expr.span.end <= span.end) visit(expr);
      for (const child of childrenOf(expr)) descend(child);
    };
    for (const root of roots) if (root) descend(root);
  };
  for (const each of model.definitions) within(each.span, [each.value]);
  for (const each of [...model.outcomes, ...model.messages]) {
    const declared = names.declared.get(each.name);
    if (declared && "node" in declared) within(declared.node.span, ["rule" in each ? each.rule?.value : "strategy" in each ? each.strategy?.value : undefined]);
  }
  for (const item of file.items) {
    if (item.kind !== "payoff-declaration" && item.kind !== "outside") continue;
    const set = model.agents.find((agents) => agents.name === item.agent.text);
    within(item.span, [(item.kind === "outside" ? set?.outside : set?.payoff)?.value]);
  }
  for (const row of model.rows) if (row.source === "feasible" || row.source === "require") within(row.span, [row.relation.left, row.relation.right, row.condition]);
  for (const each of model.quantities) within(each.span, [each.definition.value]);
  for (const move of model.moves) within(move.span, move.objectives.map((objective) => objective.value));
  for (const each of model.asserts) within(each.span, [each.claim, each.within?.low, each.within?.high]);
}

const shapes = new WeakMap<Expr, string>();

/** The form of an expression without its place in the text: two that share it have the same value in the same scope. */
export function shapeOf(expr: Expr): string {
  const known = shapes.get(expr);
  if (known !== undefined) return known;
  const shape = JSON.stringify(expr, (key, value: unknown) => (key === "span" ? undefined : value));
  shapes.set(expr, shape);
  return shape;
}

const closedKinds = new Set<Expr["kind"]>(["constant", "apply", "conditional", "collection", "range"]);

/** Operators whose value depends on the run, and those that make large sets of two numbers. */
const openOperators = new Set(["status", "holds", "fails", "grid", "ladder"]);

/** Values that a set may have to be compared with another on every keystroke. */
const mostValues = 10_000;

/** The value of an expression in which nothing but constants occurs, if it is no large set; undefined for all others. */
export function closedValue(expr: Expr): Value | undefined {
  if (expr.kind === "constant") return fromDatum(expr.value);
  if (!closedKinds.has(expr.kind)) return undefined;
  const isClosed = (each: Expr): boolean =>
    closedKinds.has(each.kind) && !(each.kind === "apply" && openOperators.has(each.operator)) && childrenOf(each).every(isClosed) && !(each.kind === "range" && isLarge(each));
  if (!isClosed(expr)) return undefined;
  try {
    return new Evaluator(constantWorld(new Map(), new Map()), 10_000).constant(expr);
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}

function isLarge({ from, to, step }: Extract<Expr, { kind: "range" }>): boolean {
  const [low, high, by] = [closedValue(from), closedValue(to), step ? closedValue(step) : Rational.one];
  if (!(low instanceof Rational && high instanceof Rational && by instanceof Rational) || by.sign() <= 0) return true;
  return high.sub(low).div(by).toNumber() > mostValues;
}

/**
 * All values that an expression can have, whatever the params are: of a constant itself, of a state or message the union
 * of its domains. Undefined when that is not known or depends on a param.
 */
export function possibleValues({ model, names }: LintContext, expr: Expr): readonly Value[] | undefined {
  if (expr.kind === "component" || expr.kind === "message") {
    const declared = names.declared.get(expr.of);
    if (!declared || !("node" in declared) || !("domain" in declared.node) || !declared.node.domain) return undefined;
    const { domain } = declared.node;
    if (domain.kind !== "in" || dependsOnParam(domain.set, names)) return undefined;
    const family = expr.kind === "message" ? model.messages.find((each) => each.name === expr.of) : model.variables.find((each) => each.name === expr.of);
    if (!family || family.components.some((component) => component.interval || component.domain.length === 0)) return undefined;
    if (family.components.reduce((count, component) => count + component.domain.length, 0) > mostValues) return undefined;
    return family.components.flatMap((component) => component.domain.map(fromDatum));
  }
  const value = closedValue(expr);
  return value === undefined ? undefined : [value];
}

/** Whether the value of a tree may change with a param; calls of functions count as if they did. */
export function dependsOnParam(node: ast.Expression, names: NameTable, depth = 0): boolean {
  if (depth > 20) return true;
  if (node.kind === "call" && node.name.text !== "grid" && node.name.text !== "ladder") return true;
  if (node.kind === "reference") {
    const declared = names.declared.get(node.name.text);
    if (declared?.kind === "set" || declared?.kind === "agents") return dependsOnParam(declared.node.value, names, depth + 1);
    return declared?.kind !== "symbol";
  }
  return treeChildren(node).some((child) => dependsOnParam(child.node, names, depth));
}
