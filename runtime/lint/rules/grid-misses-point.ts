import { diagnostic, type Diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import { asEntries } from "../../../compiler/evaluate/builtins.ts";
import { noSlots, type Evaluator } from "../../../compiler/evaluate/evaluator.ts";
import { formatValue } from "../../../compiler/evaluate/keys.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { childrenOf } from "../../../compiler/model/children.ts";
import { fromDatum } from "../../../compiler/model/datum.ts";
import type { Expr, Model } from "../../../compiler/model/model.generated.ts";
import { expressionsOf } from "../../../compiler/lint/expressions.ts";
import type { Task } from "../../../compiler/programs/task.ts";
import { calibratedOptimum } from "../../theory/calibrated/calibrated-signaling.ts";
import { clickAuction } from "../../theory/recognise/click-auction.ts";
import type { SlowRule } from "../rule.ts";

/** Grids that leave out a point at which a theorem puts the optimum. */
export const gridMissesPoint: SlowRule = {
  name: "grid-misses-point",
  check: (task) => Promise.resolve([...missingSignals(task), ...missingPrices(task)]),
};

/** A signal so near costs nothing that anybody would see; t0 and t1 are irrational, so no grid of fractions has them. */
const near = 1e-6;

/** Theorem 1.1 of "Optimal Calibrated Signaling in Digital Auctions": the optimum uses the signals 0, t0, t1 and 1 only. */
function missingSignals({ kind, model }: Task): Diagnostic[] {
  const auction = kind === "information" ? clickAuction(model) : undefined;
  const signal = model.variables.find((variable) => !variable.given);
  // With participation the optimum is approached by more and more signals; no grid is the right one.
  if (!auction || auction.participation || !signal) return [];
  const { t0, t1 } = calibratedOptimum(auction.law.map((probability) => probability.toNumber()));
  const wanted = [["0", 0], ["t0", t0], ["t1", t1], ["1", 1]] as const;
  const missing = wanted.flatMap(([name, point]) => (point === undefined || auction.grid.some((each) => Math.abs(each.toNumber() - point) <= near) ? [] : [{ name, point }]));
  if (missing.length === 0) return [];
  const listed = missing.map(({ name, point }) => (name.startsWith("t") ? `${name} = ${Number(point.toPrecision(7))}` : name)).join(", ");
  return [diagnostic("grid-misses-point", { span: signal.span, text: `The optimal signaling uses ${listed}, which \`${signal.name}\` cannot be.`, hint: "Add these points, or fractions near them, to the set of signals." })];
}

/**
 * `max(p in S) p * P[v >= p]` is the revenue of the best posted price in S; over all prices it is attained in the support
 * of v (Myerson 1981; Riley and Zeckhauser 1983), because between two values a higher price loses nobody.
 */
function missingPrices({ model, evaluator, kind }: Task): Diagnostic[] {
  // The law must be the given one; where information is chosen the evaluator does not have it.
  if (kind !== "given" && kind !== "mechanism") return [];
  const found: Diagnostic[] = [];
  const visit = (expr: Expr): void => {
    const best = postedPrice(model, expr);
    if (best) found.push(...compare(evaluator, best.search, best.support));
    childrenOf(expr).forEach(visit);
  };
  expressionsOf(model).forEach(visit);
  return found;
}

type Search = Extract<Expr, { kind: "aggregate" }>;

/** Recognises the search for a price, with the values that the buyer can have. */
function postedPrice(model: Model, expr: Expr): { readonly search: Search; readonly support: Expr } | undefined {
  if (expr.kind !== "aggregate" || expr.operator !== "max" || expr.binders.length !== 1 || expr.condition || expr.body?.kind !== "apply" || expr.body.operator !== "*") return undefined;
  const name = expr.binders[0]?.name;
  const isPrice = (each: Expr | undefined): boolean => each?.kind === "local" && each.name === name;
  const [left, right] = expr.body.arguments;
  const chance = isPrice(left) ? right : isPrice(right) ? left : undefined;
  if (chance?.kind !== "expectation" || chance.given.length > 0 || chance.body.kind !== "conditional") return undefined;
  const event = chance.body.condition;
  if (event.kind !== "apply" || event.operator !== ">=" || !isPrice(event.arguments[1])) return undefined;
  const value = event.arguments[0];
  const variable = value?.kind === "component" && value.index.every((index) => index.kind === "constant") ? model.variables.find((each) => each.name === value.of) : undefined;
  if (!variable || value?.kind !== "component") return undefined;
  const at = JSON.stringify(value.index.map((index) => (index.kind === "constant" ? index.value : "")));
  const component = variable.components.find((each) => JSON.stringify(each.index) === at);
  if (!component || !component.domain.every((each) => fromDatum(each) instanceof Rational)) return undefined;
  const { span } = expr;
  return { search: expr, support: { kind: "collection", form: "set", entries: component.domain.map((each) => ({ kind: "constant", value: each, span })), span } };
}

function compare(evaluator: Evaluator, search: Search, support: Expr): Diagnostic[] {
  const [binder] = search.binders;
  if (!binder) return [];
  const revenue = (set: Expr): Rational => evaluator.compileNumber({ ...search, binders: [{ ...binder, set }] }, noSlots)(evaluator.frame());
  const best = revenue(support);
  const own = revenue(binder.set);
  if (own.compare(best) >= 0) return [];
  const prices = asEntries(evaluator.compile({ ...search, operator: "argmax", binders: [{ ...binder, set: support }] }, noSlots)(evaluator.frame()), search.span);
  const text = `The best posted price is ${prices.map(formatValue).join(" or ")}, which is not in this set: it earns ${best.toString()}, and the best of these earns ${own.toString()}.`;
  return [diagnostic("grid-misses-point", { span: binder.set.span, text, hint: "Search among the values that the buyer can have." })];
}
