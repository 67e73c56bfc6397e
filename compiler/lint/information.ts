/** Who can know or send more than one thing, from the model alone and whatever the params are. */
import type { AgentName, AgentSet, Component } from "../model/model.generated.ts";
import { dependsOnParam } from "./expressions.ts";
import type { LintContext } from "./rule.ts";

export interface Informed {
  /** Elements of the set, as JSON, who have something private: a type, a private signal or a recommended message. */
  readonly agents: ReadonlySet<string>;
  /** What is public is known to everybody. */
  readonly publicSignal: boolean;
}

export function informedAgents(context: LintContext, set: AgentSet): Informed {
  const { model } = context;
  const agents = new Set<string>();
  const enter = (family: { readonly name: string; readonly components: readonly Component[] }, owners: readonly AgentName[]): void => {
    family.components.forEach((component, c) => {
      const owner = owners[c];
      if (owner?.set === set.name && !isConstant(context, family.name, component)) agents.add(JSON.stringify(owner.element));
    });
  };
  for (const variable of model.variables) if (variable.audience === "agent") enter(variable, variable.observers);
  for (const message of model.messages) if (message.strategy === undefined) enter(message, message.senders);
  return { agents, publicSignal: model.variables.some((variable) => variable.audience === "everybody") };
}

/** Whether some agent of the set can send more than one message. */
export function hasChoiceOfMessage(context: LintContext, set: AgentSet): boolean {
  const { model } = context;
  if (model.direct) return informedAgents(context, set).agents.size > 0;
  return model.messages.some((message) => message.components.some((component, c) => message.senders[c]?.set === set.name && !isConstant(context, message.name, component)));
}

/** Whether the set has one member for every value of the params. */
export function isSingleton({ names }: LintContext, set: AgentSet): boolean {
  const declared = names.declared.get(set.name);
  return set.elements.length === 1 && declared?.kind === "agents" && !dependsOnParam(declared.node.value, names);
}

/** One value, and no param that could make it more. */
function isConstant({ names }: LintContext, family: string, { domain, interval }: Component): boolean {
  if (domain.length !== 1 || interval !== undefined) return false;
  const declared = names.declared.get(family);
  const written = declared && "node" in declared && "domain" in declared.node ? declared.node.domain : undefined;
  return written?.kind !== "in" || !dependsOnParam(written.set, names);
}
