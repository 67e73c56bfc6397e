/** Distribution functions of bids, signals, values and of what bidders expect a value to be. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { valueKey } from "../../compiler/evaluate/keys.ts";
import type { ComponentSpace } from "../../compiler/evaluate/space.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Model, Variable } from "../../compiler/model/model.generated.ts";
import { PlotRefusal, type Chart, type Mark, type Spot } from "./figure.ts";
import { numberText, spanOf, ticksAt } from "./numbers.ts";

/** A random number: its values ascending, with their probabilities. */
export interface RandomNumber {
  readonly label: string;
  readonly atoms: readonly { readonly value: Rational; readonly probability: Rational }[];
}

export type DistributionKind = "bids" | "signals" | "values" | "interim";

/** Curves that can still be told apart. */
const mostCurves = 8;

/**
 * @param evaluator over the law of the solved information, where information is chosen
 * @throws PlotRefusal when the spec has nothing of the kind, or not as numbers
 */
export function distributionFigure(model: Model, evaluator: Evaluator, kind: DistributionKind): Chart {
  const variables = distributionsOf(model, evaluator, kind);
  const groups = merged(variables);
  if (groups.length > mostCurves) throw new PlotRefusal(`there are ${groups.length} different distributions of ${kind}; a plot shows at most ${mostCurves}`);
  const values = groups.flatMap((group) => group.atoms.map((atom) => atom.value));
  const { from, to } = spanOf(values.map((each) => each.toNumber()));
  const marks = groups.map((group, k): Mark => ({ kind: "line", name: group.label, style: k, points: stairs(group, from, to), markers: false }));
  const ticks = ticksAt(values);
  const [only] = groups;
  return {
    kind: "chart",
    title: model.title ?? model.name,
    subtitle: `distribution functions of ${kind === "interim" ? "what is expected, given all that a bidder knows" : kind}`,
    description: groups.map((group) => `${group.label}: ${group.atoms.slice(0, 30).map((atom) => `${numberOf(atom.value)} with probability ${numberOf(atom.probability)}`).join(", ")}`).join("; "),
    x: { label: groups.length === 1 && only && only.label.length <= 24 ? only.label : kind === "interim" ? "expected value" : kind, from, to, ...(ticks ? { ticks } : {}) },
    y: { label: "probability of at most that", from: 0, to: 1 },
    marks,
  };
}

/** The random numbers behind a kind of plot. @throws PlotRefusal */
export function distributionsOf(model: Model, evaluator: Evaluator, kind: DistributionKind): RandomNumber[] {
  switch (kind) {
    case "bids":
      return bids(model, evaluator);
    case "signals":
      return components(model.variables.filter((variable) => variable.role === "signal"), evaluator, "the spec has no signal that is a number");
    case "values":
      return components(model.variables.filter((variable) => variable.role === "type" || variable.role === "state"), evaluator, "no type or state of the spec is a number");
    case "interim":
      return interim(model, evaluator);
  }
}

function bids(model: Model, evaluator: Evaluator): RandomNumber[] {
  const { space } = evaluator;
  if (model.direct) throw new PlotRefusal("the mechanism is direct: bidders report what they know, and there are no bids");
  const readers = model.messages.flatMap((message) => {
    const first = space.messages.get(message.name)?.first ?? 0;
    return message.components.map((_, k) => messageReader(evaluator, first + k)).filter((reader) => isNumeric(reader.component));
  });
  if (readers.length === 0) throw new PlotRefusal("no message of the spec is a number");
  const single = readers.map((reader) => lawOf(reader.component.label, evaluator, reader.read));
  const families = new Set(readers.map((reader) => reader.component.family));
  if (readers.length < 2 || families.size > 1) return single;
  // With several bids of one kind, the ones that decide an auction are shown as well.
  const ranked = (rank: number) => (state: number): Rational =>
    readers.map((reader) => reader.read(state)).sort((a, b) => b.compare(a))[rank] as Rational;
  const [name] = families;
  return [...single, lawOf(`highest ${name}`, evaluator, ranked(0)), lawOf(`second-highest ${name}`, evaluator, ranked(1))];
}

/** What is sent as one component of a message, at a state of the law. */
function messageReader(evaluator: Evaluator, c: number): { readonly component: ComponentSpace; readonly read: (state: number) => Rational } {
  const { space } = evaluator;
  const sender = space.sender[c] as number;
  const slot = space.senderSlot[c] as number;
  const component = space.messageComponents[c] as ComponentSpace;
  return {
    component,
    read: (state) => {
      const option = space.law.sends[state * space.agents.length + sender] as number;
      const ordinal = space.agents[sender]?.options[option]?.[slot];
      if (ordinal === undefined) throw new PlotRefusal(`the spec does not say which \`${component.label}\` is sent`);
      return component.domain[ordinal] as Rational;
    },
  };
}

function components(variables: readonly Variable[], evaluator: Evaluator, missing: string): RandomNumber[] {
  const { space } = evaluator;
  const width = space.components.length;
  const found = variables.flatMap((variable) => {
    const first = space.variables.get(variable.name)?.first ?? 0;
    return variable.components.flatMap((_, k) => {
      const component = space.components[first + k];
      if (!component || !isNumeric(component)) return [];
      return [lawOf(component.label, evaluator, (state) => component.domain[space.law.digits[state * width + first + k] as number] as Rational)];
    });
  });
  if (found.length === 0) throw new PlotRefusal(missing);
  return found;
}

/** `E[value[i] | what agent i knows]`, for the first family of numbers that has a member per agent. */
function interim(model: Model, evaluator: Evaluator): RandomNumber[] {
  const { space } = evaluator;
  const { law, agents } = space;
  const set = model.agents.find((each) => each.payoff);
  const family = model.variables.find((variable) => {
    const component = space.components[space.variables.get(variable.name)?.first ?? -1];
    return (variable.role === "state" || variable.role === "type") && variable.indices.length === 1 && variable.indices[0]?.set === set?.name && component !== undefined && isNumeric(component);
  });
  if (!set || !family) throw new PlotRefusal("no state or type of the spec is a number for each agent who has a payoff");
  const first = space.variables.get(family.name)?.first ?? 0;
  const firstAgent = space.agentSets.get(set.name)?.first ?? 0;
  return family.components.map((_, k) => {
    const a = firstAgent + k;
    const component = space.components[first + k] as ComponentSpace;
    const sums = (agents[a]?.information ?? []).map(() => Rational.zero);
    const knows = (state: number): number => law.knows[state * agents.length + a] as number;
    for (let state = 0; state < law.count; state++) {
      const value = component.domain[law.digits[state * space.components.length + first + k] as number] as Rational;
      sums[knows(state)] = (sums[knows(state)] as Rational).add(value.mul(law.probability[state] as Rational));
    }
    const expected = sums.map((sum, entry) => sum.div(agents[a]?.informationProbability[entry] as Rational));
    return lawOf(`E[${component.label}]`, evaluator, (state) => expected[knows(state)] as Rational);
  });
}

function isNumeric(component: ComponentSpace): boolean {
  return component.domain.length > 0 && component.domain.every((value: Value) => value instanceof Rational);
}

function lawOf(label: string, { space: { law } }: Evaluator, read: (state: number) => Rational): RandomNumber {
  const atoms = new Map<string, { value: Rational; probability: Rational }>();
  for (let state = 0; state < law.count; state++) {
    const value = read(state);
    const key = valueKey(value);
    const atom = atoms.get(key);
    if (atom) atom.probability = atom.probability.add(law.probability[state] as Rational);
    else atoms.set(key, { value, probability: law.probability[state] as Rational });
  }
  return { label, atoms: [...atoms.values()].filter((atom) => !atom.probability.isZero()).sort((a, b) => a.value.compare(b.value)) };
}

/** Equal laws share one curve: symmetric bidders would hide each other. */
function merged(variables: readonly RandomNumber[]): RandomNumber[] {
  const groups = new Map<string, { labels: string[]; atoms: RandomNumber["atoms"] }>();
  for (const { label, atoms } of variables) {
    const key = atoms.map((atom) => `${atom.value}:${atom.probability}`).join(" ");
    const group = groups.get(key);
    if (group) group.labels.push(label);
    else groups.set(key, { labels: [label], atoms });
  }
  return [...groups.values()].map(({ labels, atoms }) => ({ label: labels.length <= 4 ? labels.join(", ") : `${labels.slice(0, 3).join(", ")}, ... (${labels.length} in all)`, atoms }));
}

/** The distribution function as corners: up at every atom, level between them. */
function stairs({ atoms }: RandomNumber, from: number, to: number): Spot[] {
  let sum = Rational.zero;
  const corners: Spot[] = [{ x: from, y: 0 }];
  for (const { value, probability } of atoms) {
    const x = value.toNumber();
    corners.push({ x, y: sum.toNumber() });
    sum = sum.add(probability);
    corners.push({ x, y: sum.toNumber() });
  }
  return [...corners, { x: to, y: sum.toNumber() }];
}

function numberOf(value: Rational): string {
  return numberText(value.toNumber(), value.inexact ? undefined : value.toString());
}
