/**
 * Does a condition determine an expression? Ex-post and dominant-strategy rows hold at every profile of types, also at
 * those of probability zero, where an expectation is undefined; but where what is averaged is fixed by the condition it
 * is its own expectation. The analysis looks at the text with the outer index variables known, and errs towards "no".
 */
import type { Expr } from "../model/model.generated.ts";
import type { Evaluator } from "./evaluator.ts";
import { definitionOf, indexOf } from "./definitions.ts";
import { childrenOf } from "../model/children.ts";
import type { Value } from "./value.ts";

/** Values of the index variables that are known from outside; inner ones are absent. */
type Known = ReadonlyMap<string, Value>;

interface Need {
  /** Components of the true state that are read. */
  readonly components: Set<number>;
  /** Agents whose message is read (all of them, as soon as the message profile is). */
  readonly senders: Set<number>;
}

/** True if fixing the given components of the state fixes the value of the expression. */
export function isDetermined(evaluator: Evaluator, expr: Expr, known: Known, fixed: ReadonlySet<number>): boolean {
  const need: Need = { components: new Set(), senders: new Set() };
  collect(evaluator, expr, known, new Set(), need);
  for (const component of need.components) if (!fixed.has(component)) return false;
  for (const sender of need.senders) {
    for (const component of evaluator.space.agents[sender]?.observes ?? []) if (!fixed.has(component)) return false;
  }
  return true;
}

function collect(evaluator: Evaluator, expr: Expr, known: Known, deviating: ReadonlySet<number>, need: Need): void {
  const { space } = evaluator;
  switch (expr.kind) {
    case "component":
      if (expr.view === "reported") allSenders(evaluator, deviating, need);
      else for (const component of members(evaluator, expr, known)) need.components.add(component);
      break;
    case "message":
      allSenders(evaluator, deviating, need);
      break;
    case "outcome":
      allSenders(evaluator, deviating, need);
      break;
    case "definition":
    case "quantity":
    case "payoff":
    case "outside": {
      const found = definitionOf(evaluator, expr);
      if (found) {
        const inner = new Map<string, Value>();
        indexOf(expr).forEach((index, k) => {
          const value = valueOf(evaluator, index, known);
          const name = found.definition.parameters[k];
          if (value !== undefined && name !== undefined) inner.set(name, value);
        });
        collect(evaluator, found.definition.value, inner, deviating, need);
      }
      break;
    }
    case "deviation": {
      const more = new Set(deviating);
      for (const report of expr.reports) {
        const set = space.agentSets.get(report.who.set);
        const element = report.who.index && valueOf(evaluator, report.who.index, known);
        const position = set && element !== undefined ? set.lookup.position([element]) : -1;
        if (set && position >= 0) {
          const agent = set.first + position;
          if (report.who.others) space.agents.forEach((_, other) => other !== agent && more.add(other));
          else more.add(agent);
        }
        collect(evaluator, report.what, known, deviating, need);
      }
      collect(evaluator, expr.body, known, more, need);
      return;
    }
    case "aggregate":
    case "builder": {
      const inner = new Map(known);
      for (const binder of expr.kind === "builder" ? [expr.binder] : expr.binders) inner.delete(binder.name);
      for (const child of childrenOf(expr)) collect(evaluator, child, inner, deviating, need);
      return;
    }
    case "expectation":
      for (const given of expr.given) if (given.kind !== "information") collect(evaluator, given.of, known, deviating, need);
      return;
    default:
      break;
  }
  for (const child of childrenOf(expr)) collect(evaluator, child, known, deviating, need);
}

function allSenders(evaluator: Evaluator, deviating: ReadonlySet<number>, need: Need): void {
  evaluator.space.agents.forEach((_, agent) => {
    if (!deviating.has(agent)) need.senders.add(agent);
  });
}

/** The member that a reference names if its indices are known, otherwise the whole family. */
function members(evaluator: Evaluator, expr: Extract<Expr, { kind: "component" }>, known: Known): readonly number[] {
  const family = evaluator.space.variables.get(expr.of);
  if (!family) return [];
  const values = expr.index.map((index) => valueOf(evaluator, index, known));
  if (values.every((value) => value !== undefined)) {
    const position = family.lookup.position(values);
    if (position >= 0) return [family.first + position];
  }
  return Array.from({ length: family.lookup.size }, (_, k) => family.first + k);
}

/** The value of an index expression where the text alone tells it. */
function valueOf(evaluator: Evaluator, expr: Expr, known: Known): Value | undefined {
  if (expr.kind === "local") return known.get(expr.name);
  if (expr.kind === "constant") return evaluator.constant(expr);
  return undefined;
}
