/** Builds the finite spaces of a model: components, the joint law, what agents know and can say. */
import { evaluationError } from "../evaluate/error.ts";
import { Evaluator } from "../evaluate/evaluator.ts";
import { makeFrame } from "../evaluate/frame.ts";
import { formatValue, valueKey } from "../evaluate/keys.ts";
import { compiledDefinition } from "../evaluate/families.ts";
import type { AgentSpace, ComponentSpace, FamilySpace, Space } from "../evaluate/space.ts";
import type { Value } from "../evaluate/value.ts";
import type { World } from "../evaluate/world.ts";
import type { Rational } from "../exact/rational.ts";
import { fromDatum } from "../model/datum.ts";
import type { AgentName, Component, IndexSet, Model } from "../model/model.generated.ts";
import type { Limits } from "../programs/limits.ts";
import { componentNumber, enumerateLaw, type DomainTable, type EnumeratedLaw } from "./law.ts";
import { lookupOf } from "./world.ts";

interface FamilyModel {
  readonly name: string;
  readonly indices: IndexSet[];
  readonly components: Component[];
}

/** Numbers the components of families, in order. */
function layOut(families: readonly FamilyModel[]): { readonly spaces: ReadonlyMap<string, FamilySpace>; readonly components: { readonly family: string; readonly label: string; readonly model: Component }[] } {
  const spaces = new Map<string, FamilySpace>();
  const components: { family: string; label: string; model: Component }[] = [];
  for (const family of families) {
    spaces.set(family.name, { lookup: lookupOf(family.indices), first: components.length });
    for (const component of family.components) {
      const index = component.index.map((each) => formatValue(fromDatum(each)));
      components.push({ family: family.name, label: index.length > 0 ? `${family.name}[${index.join(", ")}]` : family.name, model: component });
    }
  }
  return { spaces, components };
}

function domainTable(component: Component): DomainTable {
  const values = component.domain.map(fromDatum);
  return { values, keys: new Map(values.map((value, k) => [valueKey(value), k])), open: values.length === 0 };
}

/**
 * Fills `world.space`. Types of probability zero are left out: no agent has them, so they get no rows and cannot be
 * reported (see docs/semantics/numbers.md).
 *
 * @throws EvaluationError for an impossible law, or when a space is larger than the limits
 */
export function buildSpace(model: Model, world: World, limits: Limits): Space {
  const { spaces: variables, components } = layOut(model.variables);
  const { spaces: messages, components: messageModels } = layOut(model.messages);
  const agentSets = new Map<string, { lookup: FamilySpace["lookup"]; first: number }>();
  const identities: { set: string; element: Value; label: string }[] = [];
  for (const set of model.agents) {
    agentSets.set(set.name, { lookup: lookupOf([{ name: "", set: set.name, elements: set.elements }]), first: identities.length });
    for (const element of set.elements.map(fromDatum)) identities.push({ set: set.name, element, label: `${set.name}[${formatValue(element)}]` });
  }
  const agentNumber = (name: AgentName): number => {
    const set = agentSets.get(name.set);
    return set ? set.first + set.lookup.position([fromDatum(name.element)]) : -1;
  };

  const owner = Int32Array.from(model.variables.flatMap((variable) => variable.components.map((_, k) => (variable.audience === "agent" && variable.observers[k] ? agentNumber(variable.observers[k]) : -1))));
  const everybody = model.variables.flatMap((variable) => variable.components.map(() => variable.audience === "everybody"));
  const observes = ownedBy(identities.length, owner, everybody);
  const sender = Int32Array.from(model.messages.flatMap((message) => message.senders.map(agentNumber)));
  const sent = ownedBy(identities.length, sender, []);

  // The law is enumerated in a provisional space that knows the components but not yet what is likely.
  const domains = components.map((component) => domainTable(component.model));
  const partial = provisional(model, variables, components, domains, agentSets, owner);
  world.space = partial;
  const early = new Evaluator(world);
  const drawn = model.variables.flatMap((variable) => variable.components.map(() => variable.role === "draw" || variable.role === "signal"));
  const law = enumerateLaw(early, model.prior, domains, (reference) => componentNumber(variables, reference), limits.states, (component) => drawn[component] === true);
  const named: ComponentSpace[] = components.map((component, c) => ({ family: component.family, label: component.label, domain: (domains[c] as DomainTable).values }));

  const agents: AgentSpace[] = identities.map((identity, a) => ({ ...identity, ...informationOf(law, observes[a] as number[], components.length), observes: observes[a] as number[], sends: sent[a] as number[], options: [], optionValues: [] }));
  const knows = new Int32Array(law.count * agents.length);
  agents.forEach((agent, a) => agent.statesOf.forEach((states, k) => states.forEach((state) => (knows[state * agents.length + a] = k))));

  const messageDomains = messageModels.map((component) => domainTable(component.model));
  const strategies = model.direct ? [] : strategiesOf(model, world, { ...partial, components: named, agents }, messages, sent, messageDomains);
  const complete = agents.map((agent, a): AgentSpace => {
    const options = model.direct ? agent.information : productOf(agent.sends.map((c) => (messageDomains[c] as DomainTable).values.length), limits.profiles, agent.label);
    const domainAt = (k: number): readonly Value[] => (model.direct ? (named[agent.observes[k] as number]?.domain ?? []) : (messageDomains[agent.sends[k] as number]?.values ?? []));
    return { ...agent, label: identities[a]?.label ?? "", options, optionValues: options.map((row) => optionValue([...row].map((ordinal, k) => domainAt(k)[ordinal] as Value))) };
  });
  const stride = new Float64Array(complete.length);
  let profileCount = 1;
  for (let a = complete.length - 1; a >= 0; a--) {
    stride[a] = profileCount;
    profileCount *= Math.max(1, complete[a]?.options.length ?? 1);
  }
  if (profileCount > limits.profiles) {
    const formula = productText(complete.map((agent) => agent.options.length));
    throw evaluationError("program-too-large", model.messages[0]?.span ?? model.variables[0]?.span ?? { start: 0, end: 0 }, `There are ${formula} = ${profileCount.toLocaleString("en")} message profiles; the limit is ${limits.profiles.toLocaleString("en")}.`, "Use fewer agents or coarser sets, or raise the limit with --limit.");
  }
  const sends = model.direct ? knows : sendsOf(law.count, knows, complete, strategies);
  const slotIn = (owned: readonly (readonly number[])[], owners: Int32Array): Int32Array => Int32Array.from(owners, (a, c) => (a < 0 ? -1 : (owned[a]?.indexOf(c) ?? -1)));
  world.space = {
    components: named,
    variables,
    messageComponents: messageModels.map((component, c) => ({ family: component.family, label: component.label, domain: (messageDomains[c] as DomainTable).values })),
    messages,
    owner,
    ownerSlot: slotIn(observes, owner),
    sender,
    senderSlot: slotIn(sent, sender),
    agents: complete,
    agentSets,
    profileCount,
    stride,
    law: { ...law, knows, sends },
    direct: model.direct,
  };
  return world.space;
}

/** `3 x 2 ^ 10`: a product with equal neighbours gathered. */
function productText(sizes: readonly number[]): string {
  const runs: { size: number; count: number }[] = [];
  for (const size of sizes) {
    const last = runs.at(-1);
    if (last?.size === size) last.count++;
    else runs.push({ size, count: 1 });
  }
  const shown = runs.slice(0, 8).map(({ size, count }) => (count > 2 ? `${size} ^ ${count}` : Array.from({ length: count }, () => size).join(" x ")));
  return [...shown, ...(runs.length > 8 ? ["..."] : [])].join(" x ");
}

/** Components by owner, ascending; those of everybody belong to all. */
function ownedBy(agents: number, owner: Int32Array, everybody: readonly boolean[]): number[][] {
  const owned = Array.from({ length: agents }, (): number[] => []);
  owner.forEach((a, c) => {
    if (everybody[c]) for (const list of owned) list.push(c);
    else if (a >= 0) owned[a]?.push(c);
  });
  return owned;
}

function provisional(
  model: Model,
  variables: ReadonlyMap<string, FamilySpace>,
  components: readonly { readonly family: string; readonly label: string }[],
  domains: readonly DomainTable[],
  agentSets: Space["agentSets"],
  owner: Int32Array,
): Space {
  return {
    components: components.map((component, c) => ({ ...component, domain: (domains[c] as DomainTable).values })),
    variables,
    messageComponents: [],
    messages: new Map(),
    owner,
    ownerSlot: new Int32Array(owner.length),
    sender: new Int32Array(0),
    senderSlot: new Int32Array(0),
    agents: [],
    agentSets,
    profileCount: 1,
    stride: new Float64Array(0),
    law: { count: 0, digits: new Int32Array(0), probability: [], knows: new Int32Array(0), sends: new Int32Array(0) },
    direct: model.direct,
  };
}

/** What an agent can know, in lexicographic order, with probabilities and the states behind each. */
function informationOf(law: EnumeratedLaw, observes: readonly number[], width: number): Pick<AgentSpace, "information" | "informationProbability" | "statesOf"> {
  const groups = new Map<string, { row: Int32Array; states: number[]; probability: Rational }>();
  for (let state = 0; state < law.count; state++) {
    const row = Int32Array.from(observes, (component) => law.digits[state * width + component] as number);
    const key = row.join(" ");
    const group = groups.get(key);
    const mass = law.probability[state] as Rational;
    if (group) {
      group.states.push(state);
      group.probability = group.probability.add(mass);
    } else groups.set(key, { row, states: [state], probability: mass });
  }
  const sorted = [...groups.values()].sort((a, b) => {
    for (let k = 0; k < a.row.length; k++) if (a.row[k] !== b.row[k]) return (a.row[k] as number) - (b.row[k] as number);
    return 0;
  });
  return { information: sorted.map((group) => group.row), informationProbability: sorted.map((group) => group.probability), statesOf: sorted.map((group) => Int32Array.from(group.states)) };
}

function optionValue(entries: readonly Value[]): Value {
  return entries.length === 1 ? (entries[0] as Value) : { kind: "tuple", entries };
}

/** All rows of ordinals below the given sizes, the last running fastest. */
function productOf(sizes: readonly number[], limit: number, label: string): Int32Array[] {
  let rows: number[][] = [[]];
  for (const size of sizes) {
    if (rows.length * size > limit) throw evaluationError("program-too-large", { start: 0, end: 0 }, `${label} has more than ${limit.toLocaleString("en")} messages.`);
    rows = rows.flatMap((row) => Array.from({ length: size }, (_, k) => [...row, k]));
  }
  return rows.map((row) => Int32Array.from(row));
}

/** The message components that an agent sends, per entry of her information; absent where no strategy is given. */
type Strategy = { readonly agent: number; readonly rows: (Int32Array | undefined)[] };

function strategiesOf(model: Model, world: World, space: Space, messages: ReadonlyMap<string, FamilySpace>, sent: readonly (readonly number[])[], domains: readonly DomainTable[]): Strategy[] {
  world.space = space;
  const evaluator = new Evaluator(world);
  const frame = makeFrame(space.components.length, space.agents.length);
  const families = model.messages.map((message) => {
    const compiled = message.strategy && compiledDefinition(evaluator, `strategy ${message.name}`, message.strategy);
    return { message, first: messages.get(message.name)?.first ?? 0, lookup: messages.get(message.name)?.lookup, compiled };
  });
  return space.agents.map((agent, a) => ({
    agent: a,
    rows: agent.information.map((known) => {
      frame.state.fill(-1);
      agent.observes.forEach((component, k) => (frame.state[component] = known[k] as number));
      const row = new Int32Array(sent[a]?.length ?? 0);
      for (const [k, component] of (sent[a] ?? []).entries()) {
        const family = families.find((each) => component >= each.first && component < each.first + each.message.components.length);
        if (!family?.compiled?.value || !family.lookup) return undefined;
        family.lookup.at(component - family.first).forEach((value, at) => (frame.locals[family.compiled?.parameters[at] as number] = value));
        const value = family.compiled.value(frame);
        const domain = domains[component] as DomainTable;
        let ordinal = domain.keys.get(valueKey(value));
        if (ordinal === undefined && domain.open) {
          ordinal = domain.values.length;
          domain.keys.set(valueKey(value), ordinal);
          domain.values.push(value);
        }
        if (ordinal === undefined) {
          const who = agent.observes.map((each, at) => `${space.components[each]?.label} = ${formatValue(space.components[each]?.domain[known[at] as number] as Value)}`).join(", ");
          throw evaluationError("message-outside-set", family.message.span, `The strategy sends ${formatValue(value)}${who ? ` at ${who}` : ""}, which is not in the set of messages.`);
        }
        row[k] = ordinal;
      }
      return row;
    }),
  }));
}

function sendsOf(count: number, knows: Int32Array, agents: readonly AgentSpace[], strategies: readonly Strategy[]): Int32Array {
  const sends = new Int32Array(count * agents.length).fill(-1);
  agents.forEach((agent, a) => {
    const byRow = new Map(agent.options.map((row, k) => [row.join(" "), k]));
    const option = strategies[a]?.rows.map((row) => (row ? (byRow.get(row.join(" ")) ?? -1) : -1)) ?? [];
    for (let state = 0; state < count; state++) sends[state * agents.length + a] = option[knows[state * agents.length + a] as number] ?? -1;
  });
  return sends;
}

