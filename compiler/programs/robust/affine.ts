/**
 * Two questions about expressions that are answered from their text: is this number affine in the law of the state
 * (then it is determined by its values at single states), and is it affine in states that range over intervals (then
 * the corners of the box decide)?
 */
import { definitionOf } from "../../evaluate/definitions.ts";
import type { Evaluator } from "../../evaluate/evaluator.ts";
import { childrenOf } from "../../model/children.ts";
import type { Expr } from "../../model/model.generated.ts";

/** The first part of an expression that is not affine in the law: a conditional expectation, or a product of expectations. */
export function notAffineInLaw(evaluator: Evaluator, expr: Expr): Expr | undefined {
  const averages = (each: Expr): boolean => contains(evaluator, each, (node) => node.kind === "expectation");
  return notAffine(evaluator, expr, averages, (node) => {
    if (node.kind !== "expectation") return undefined;
    return { offence: node.given.length > 0 || averages(node.body) ? node : undefined };
  });
}

/** The first part of an expression that is not affine in the state, every component of it taken as a variable. */
export function notAffineInState(evaluator: Evaluator, expr: Expr): Expr | undefined {
  const varies = (each: Expr): boolean => contains(evaluator, each, (node) => node.kind === "component");
  const visit = (node: Expr): Expr | undefined =>
    notAffine(evaluator, node, varies, (each) => {
      if (each.kind === "component") return {};
      return each.kind === "expectation" ? { offence: visit(each.body) } : undefined;
    });
  return visit(expr);
}

/** Whether an expression, definitions looked through, has a part of some kind. */
export function contains(evaluator: Evaluator, expr: Expr, wanted: (node: Expr) => boolean): boolean {
  if (wanted(expr)) return true;
  const within = bodyOf(evaluator, expr);
  return (within !== undefined && contains(evaluator, within, wanted)) || childrenOf(expr).some((child) => contains(evaluator, child, wanted));
}

/**
 * Walks sums, differences, and products and quotients with what does not vary.
 *
 * @param atom decides the leaves: an empty verdict is affine; undefined goes on
 */
function notAffine(evaluator: Evaluator, expr: Expr, varies: (expr: Expr) => boolean, atom: (expr: Expr) => { readonly offence?: Expr | undefined } | undefined): Expr | undefined {
  const first = (nodes: readonly Expr[]): Expr | undefined => {
    for (const node of nodes) {
      const found = visit(node);
      if (found) return found;
    }
    return undefined;
  };
  const visit = (node: Expr): Expr | undefined => {
    if (!varies(node)) return undefined;
    const verdict = atom(node);
    if (verdict) return verdict.offence;
    const within = bodyOf(evaluator, node);
    if (within) return visit(within);
    if (node.kind === "aggregate" && node.operator === "sum" && node.body && !(node.condition && varies(node.condition))) return visit(node.body);
    if (node.kind === "conditional" && !varies(node.condition)) return first([node.then, node.otherwise]);
    if (node.kind !== "apply") return node;
    const [left, right] = node.arguments;
    if (["+", "-", "negate"].includes(node.operator)) return first(node.arguments);
    if (node.operator === "*" && left && right) return varies(left) && varies(right) ? node : first([left, right]);
    if (node.operator === "/" && left && right) return varies(right) ? node : visit(left);
    return node;
  };
  return visit(expr);
}

function bodyOf(evaluator: Evaluator, expr: Expr): Expr | undefined {
  if (expr.kind !== "outcome" && expr.kind !== "definition" && expr.kind !== "quantity" && expr.kind !== "payoff" && expr.kind !== "outside") return undefined;
  return definitionOf(evaluator, expr)?.definition.value;
}
