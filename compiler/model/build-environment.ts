/** Agents and random variables of the Model IR. The prior has a file of its own. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { needNumber } from "../resolve/expression.ts";
import { bind, emptyScope } from "../resolve/scope.ts";
import type { NamedSignal } from "../resolve/declarations.ts";
import type { Builder, Family } from "./builder.ts";
import { toDatum } from "./datum.ts";
import type { AgentName, AgentSet, Component, Definition, Variable } from "./model.generated.ts";

export { buildPrior } from "./build-prior.ts";

export function buildAgents(builder: Builder): AgentSet[] {
  const sets: AgentSet[] = [];
  for (const item of builder.declarations.items) {
    if (item.kind !== "agents") continue;
    const elements = builder.constants.set(item.name.text)?.entries;
    if (elements) sets.push({ name: item.name.text, elements: elements.map(toDatum), span: item.name.span });
  }
  for (const item of builder.declarations.items) {
    if (item.kind !== "payoff-declaration" && item.kind !== "outside") continue;
    const set = sets.find((each) => each.name === item.agent.text);
    if (!set) {
      // An agent set without a value has been reported where it is declared.
      if (builder.declarations.names.get(item.agent.text)?.kind === "agents") continue;
      builder.report("not-agents", item.agent.span, `\`${item.agent.text}\` is not an agent set.`, `Agent sets are declared with \`agents ${item.agent.text} = 1..n\`.`);
      continue;
    }
    const key = item.kind === "outside" ? "outside" : "payoff";
    if (set[key]) builder.report("payoff-twice", item.agent.span, `The ${key === "payoff" ? "payoff" : "outside option"} of \`${item.agent.text}\` is given twice.`);
    else set[key] = agentDefinition(builder, item);
  }
  return sets;
}

function agentDefinition(builder: Builder, item: ast.PayoffDeclaration | ast.OutsideDeclaration): Definition {
  const bound = bind(emptyScope("payoff"), item.index, builder.resolver.elementOf(item.agent.text));
  return { parameters: [bound.irName], value: needNumber(builder.resolver, item.value, bound.scope) };
}

type VariableNode = ast.StateDeclaration | ast.DrawDeclaration | NamedSignal;

export function buildVariables(builder: Builder): Variable[] {
  const variables: Variable[] = [];
  for (const declared of builder.declarations.names.values()) {
    if (declared.kind !== "variable") continue;
    const variable = buildVariable(builder, declared.node);
    if (variable) variables.push(variable);
  }
  return variables;
}

function buildVariable(builder: Builder, node: VariableNode): Variable | undefined {
  const family = builder.open(node.head, "constant");
  if (!family) return undefined;
  const members = builder.members(family);
  const components = buildComponents(builder, family, members, node.domain);
  if (!components) return undefined;
  const base = {
    name: family.name,
    indices: family.indices,
    components,
    ...(node.doc === undefined ? {} : { doc: node.doc }),
    span: node.head.span,
  };
  if (node.kind === "draw") return { ...base, role: "draw", audience: "nobody", observers: [], given: true };
  if (node.kind === "state") {
    if (!node.observed) return { ...base, role: "state", audience: "nobody", observers: [], given: true };
    const set = family.indices[0]?.set ?? "";
    if (builder.declarations.names.get(set)?.kind !== "agents") {
      builder.report("type-needs-agent", node.head.span, `A type is observed by its agent, so the first index of \`${family.name}\` must range over an agent set.`, "Write `type value[i in bidder] in ...`, or declare a `state` that nobody observes.");
      return undefined;
    }
    return { ...base, role: "type", audience: "agent", observers: members.map((member) => ({ set, element: toDatum(member[0] as Value) })), given: true };
  }
  const given = node.distribution !== undefined || node.value !== undefined;
  if (node.audience.kind === "public") return { ...base, role: "signal", audience: "everybody", observers: [], given };
  const { agent } = node.audience;
  const observers = observersOf(builder, family, members, agent);
  return observers && { ...base, role: "signal", audience: "agent", observers, given };
}

function observersOf(builder: Builder, family: Family, members: readonly (readonly Value[])[], agent: ast.Reference): AgentName[] | undefined {
  const index = agent.indices[0]?.[0];
  if (builder.declarations.names.get(agent.name.text)?.kind !== "agents" || agent.indices.length !== 1 || agent.indices[0]?.length !== 1 || !index) {
    const set = builder.declarations.names.get(agent.name.text)?.kind === "agents" ? agent.name.text : "bidder";
    builder.report("not-agents", agent.span, "A private signal belongs to one agent.", `Write \`private to ${set}[i]\`: one agent, named by an index of the signal or as a member of the set.`);
    return undefined;
  }
  const names: AgentName[] = [];
  for (const member of members) {
    const element = builder.constants.evaluate(index, family.scope, builder.bindings(family, member));
    if (element === undefined) return undefined;
    names.push({ set: agent.name.text, element: toDatum(element) });
  }
  return names;
}

/** Domains of every member. Without a domain (draws, given signals) it is found when the law is enumerated. */
export function buildComponents(builder: Builder, family: Family, members: readonly (readonly Value[])[], domain: ast.Domain | undefined): Component[] | undefined {
  const components: Component[] = [];
  for (const member of members) {
    const index = member.map(toDatum);
    if (!domain) {
      components.push({ index, domain: [] });
      continue;
    }
    if (domain.kind === "bound") {
      builder.report("bad-interval", domain.span, `\`${family.name}\` needs a bounded domain.`, "Write `in {...}`, `in 1..n` or `in [0, 1]`.");
      return undefined;
    }
    const value = builder.constants.evaluate(domain.set, family.scope, builder.bindings(family, member));
    if (value === undefined) return undefined;
    const component = componentOf(builder, value, domain.set, index);
    if (!component) return undefined;
    components.push(component);
  }
  return components;
}

function componentOf(builder: Builder, value: Value, node: ast.Expression, index: Component["index"]): Component | undefined {
  if (typeof value !== "object" || !("kind" in value) || (value.kind !== "set" && value.kind !== "list")) {
    builder.report("not-a-set", node.span, `A domain is a set, but this is ${formatValue(value)}.`);
    return undefined;
  }
  if (node.kind === "list") {
    const bounds = intervalOf(builder, value.entries, node.span);
    return bounds && { index, domain: [], interval: { lower: toDatum(bounds.lower), upper: toDatum(bounds.upper) } };
  }
  if (value.entries.length === 0) {
    builder.report("empty-set", node.span, "This domain is empty.");
    return undefined;
  }
  const seen = new Set<string>();
  const domain = value.entries.map(toDatum).filter((datum) => {
    const key = JSON.stringify(datum);
    return !seen.has(key) && seen.add(key);
  });
  return { index, domain };
}

/** The two ends of `[low, high]`. */
export function intervalOf(builder: Builder, entries: readonly Value[], span: Span): { readonly lower: Rational; readonly upper: Rational } | undefined {
  const [lower, upper] = entries;
  if (entries.length !== 2 || !(lower instanceof Rational) || !(upper instanceof Rational)) {
    builder.report("bad-interval", span, "An interval has two numbers as its ends.", "Write `[low, high]`; a finite set is written `{a, b}`.");
    return undefined;
  }
  if (lower.compare(upper) > 0) {
    builder.report("bad-interval", span, `The interval [${lower}, ${upper}] is empty.`, "The lower end comes first.");
    return undefined;
  }
  return { lower, upper };
}
