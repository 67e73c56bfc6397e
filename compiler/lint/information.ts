/** Who can know or send more than one thing, from the model alone. */
import type { AgentSet, Model } from "../model/model.generated.ts";

/**
 * How many agents of each set have something private: a type, a private signal, or a recommended message with more than
 * one value. What is public is known to everybody.
 */
export interface Informed {
  /** Elements of the set, as JSON, who have something private. */
  readonly agents: ReadonlySet<string>;
  readonly publicSignal: boolean;
}

export function informedAgents(model: Model, set: AgentSet): Informed {
  const agents = new Set<string>();
  const enter = (families: readonly { readonly components: readonly { readonly domain: readonly unknown[]; readonly interval?: unknown }[] }[], owners: (family: number, component: number) => { readonly set: string; readonly element: unknown } | undefined): void => {
    families.forEach((family, f) => {
      family.components.forEach((component, c) => {
        const owner = owners(f, c);
        const isConstant = component.domain.length === 1 && component.interval === undefined;
        if (owner?.set === set.name && !isConstant) agents.add(JSON.stringify(owner.element));
      });
    });
  };
  const observed = model.variables.filter((variable) => variable.audience === "agent");
  enter(observed, (f, c) => observed[f]?.observers[c]);
  const recommended = model.messages.filter((message) => message.strategy === undefined);
  enter(recommended, (f, c) => recommended[f]?.senders[c]);
  return { agents, publicSignal: model.variables.some((variable) => variable.audience === "everybody") };
}

/** Whether some agent of the set can send more than one message. */
export function hasChoiceOfMessage(model: Model, set: AgentSet): boolean {
  if (model.direct) return informedAgents(model, set).agents.size > 0;
  return model.messages.some((message) => message.senders.some((sender, c) => sender.set === set.name && (message.components[c]?.domain.length !== 1 || message.components[c].interval !== undefined)));
}
