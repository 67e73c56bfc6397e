/** The averages that a relation speaks of, and whether it is affine in them: only then may each be replaced by its value at a point. */
import type { Expr, Given, Row } from "../../../compiler/model/model.generated.ts";
import { reads } from "./dependence.ts";
import type { Expectation } from "./interpreter.ts";
import { refuse } from "./refusal.ts";
import { children, definitionOf, type World } from "./world.ts";

/** Averages in an expression and in what it is short for, but not one inside another. */
export function averages(world: World, expr: Expr): Expectation[] {
  world.meter.spend(1);
  if (expr.kind === "expectation") return [expr];
  const definition = definitionOf(world.model, expr);
  return [...children(expr), ...(definition ? [definition.value] : [])].flatMap((each) => averages(world, each));
}

const sidesOf = ({ relation, condition }: Row): Expr[] => [relation.left, relation.right, ...(condition ? [condition] : [])];

/** Whether a row says something about the law of states and signals, and not only about given rules. */
export function speaksOfLaw(world: World, row: Row): boolean {
  if (row.source === "feasible") return false;
  return sidesOf(row).some((side) => averages(world, side).length > 0 || reads(world, side).has("state"));
}

/**
 * What all averages of a row are conditioned on; `none` when they are not, `point` for a row that holds state by state.
 *
 * @throws Refusal when they differ, or the row is not affine in them
 */
export function sharedCondition(world: World, row: Row): readonly Given[] | "none" | "point" {
  const { left, right, operator } = row.relation;
  const all = [left, right].flatMap((side) => averages(world, side));
  if (row.condition && averages(world, row.condition).length > 0) refuse("the condition of a row is not linear in the information", row.span);
  const [first] = all;
  if (!first || operator === "holds") return all.length > 0 ? refuse("a truth value about averages is not linear in the information", row.span) : "point";
  requireAffine(world, left);
  requireAffine(world, right);
  const written = ({ given }: Expectation): string =>
    given
      .map((each) => JSON.stringify(each, (name, value: unknown) => (name === "span" ? undefined : value)))
      .sort()
      .join(" ");
  // The average of a constant is that constant under any condition.
  const telling = all.filter((each) => each.body.kind !== "constant");
  if (new Set(telling.map(written)).size > 1) refuse("the averages of this row have different conditions", row.span);
  return first.given.length > 0 ? first.given : (telling[0]?.given.length ?? 0) > 0 ? (telling[0]?.given ?? "none") : "none";
}

/** @throws Refusal unless the expression is a sum of averages times numbers */
export function requireAffine(world: World, expr: Expr): void {
  const holdsAverages = (each: Expr): boolean => averages(world, each).length > 0;
  const no = (): never => refuse("this is not linear in the information", expr.span);
  if (!holdsAverages(expr)) return;
  switch (expr.kind) {
    case "expectation":
      // An average inside would be of the law, not of the point.
      if (holdsAverages(expr.body) || expr.given.some((each) => each.kind !== "information" && holdsAverages(each.of))) no();
      return;
    case "apply": {
      const [a, b] = expr.arguments;
      if (expr.operator === "*" && a && b && holdsAverages(a) && holdsAverages(b)) no();
      if (expr.operator === "/" && b && holdsAverages(b)) no();
      if (!["+", "-", "negate", "*", "/"].includes(expr.operator)) no();
      for (const each of expr.arguments) requireAffine(world, each);
      return;
    }
    case "conditional":
      if (holdsAverages(expr.condition)) no();
      requireAffine(world, expr.then);
      requireAffine(world, expr.otherwise);
      return;
    case "aggregate":
      if (expr.operator !== "sum" || !expr.body || (expr.condition && holdsAverages(expr.condition)) || expr.binders.some((each) => holdsAverages(each.set))) no();
      else requireAffine(world, expr.body);
      return;
    case "quantity":
    case "definition":
    case "payoff":
    case "outside": {
      const definition = definitionOf(world.model, expr);
      if (!definition || children(expr).some(holdsAverages)) no();
      else requireAffine(world, definition.value);
      return;
    }
    default:
      no();
  }
}
