/** Walking IR expressions. */
import type { Expr, Given } from "./model.generated.ts";

/** Direct subexpressions, conditions of expectations included. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "constant":
    case "param":
    case "set":
    case "local":
      return [];
    case "component":
    case "message":
    case "outcome":
    case "definition":
    case "quantity":
      return expr.index;
    case "payoff":
    case "outside":
      return expr.agent.index ? [expr.agent.index] : [];
    case "apply":
      return expr.arguments;
    case "conditional":
      return [expr.condition, expr.then, expr.otherwise];
    case "aggregate":
      return [...expr.binders.map((binder) => binder.set), ...(expr.rank ? [expr.rank] : []), ...(expr.condition ? [expr.condition] : []), ...(expr.body ? [expr.body] : [])];
    case "collection":
      return expr.entries;
    case "table":
      return expr.entries.flatMap((entry) => [entry.key, entry.value]);
    case "range":
      return expr.step ? [expr.from, expr.to, expr.step] : [expr.from, expr.to];
    case "builder":
      return [expr.binder.set, expr.condition];
    case "expectation":
      return [expr.body, ...expr.given.flatMap(givenChildren)];
    case "deviation":
      return [expr.body, ...expr.reports.flatMap((report) => [...(report.who.index ? [report.who.index] : []), report.what])];
    case "messages":
      return expr.agent.index ? [expr.agent.index] : [];
    case "distribution":
      return expr.given ? [...expr.arguments, expr.given] : expr.arguments;
  }
}

function givenChildren(given: Given): readonly Expr[] {
  if (given.kind === "information") return given.agent.index ? [given.agent.index] : [];
  return [given.of];
}
