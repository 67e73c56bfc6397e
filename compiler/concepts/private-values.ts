/** Does a payoff depend on the agent's own types only? Decided from the text; "no" when in doubt. */
import { childrenOf } from "../model/children.ts";
import type { AgentSet, Expr, NamedDefinition, Variable } from "../model/model.generated.ts";

export function hasPrivateValues(agents: AgentSet, variables: readonly Variable[], definitions: readonly NamedDefinition[]): boolean {
  const parameter = agents.payoff?.parameters[0];
  if (!agents.payoff || parameter === undefined) return true;
  return onlyOwn(agents.payoff.value, parameter, agents.name, variables, definitions);
}

function onlyOwn(expr: Expr, agent: string, set: string, variables: readonly Variable[], definitions: readonly NamedDefinition[]): boolean {
  if (expr.kind === "component" && expr.view === "true") {
    const variable = variables.find((each) => each.name === expr.of);
    const [first] = expr.index;
    const own = variable?.role === "type" && variable.indices[0]?.set === set && first?.kind === "local" && first.name === agent;
    if (!own) return false;
  }
  if (expr.kind === "definition") {
    const definition = definitions.find((each) => each.name === expr.of);
    if (definition?.within === "environment") {
      const at = expr.index.findIndex((index) => index.kind === "local" && index.name === agent);
      if (!onlyOwn(definition.value, definition.parameters[at]?.name ?? "", set, variables, definitions)) return false;
    }
  }
  if (expr.kind === "payoff" || expr.kind === "outside") return false;
  return childrenOf(expr).every((child) => onlyOwn(child, agent, set, variables, definitions));
}
