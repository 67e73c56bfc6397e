/**
 * Points up to permutations of the agents, without enumerating the points: an agent's *block* is what is given and what is
 * chosen for her, and a profile of blocks is known up to permutations by how often each block occurs. With n agents, S
 * signals and B states each this makes `C(n + B S - 1, n)` points of `(B S)^n`.
 */
import { valueKey } from "../evaluate/keys.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { fromDatum } from "../model/datum.ts";
import type { Model } from "../model/model.generated.ts";
import type { Limits } from "../programs/limits.ts";
import { givenLaw, withRecommendations } from "./points.ts";

/** Where the values of a point stand: components of the agents by agent, and those that belong to nobody. */
export interface BlockLayout {
  /** Name of the agent set, and how many agents there are. */
  readonly set: string;
  readonly agents: number;
  /** `own[i]`: components of agent i, in the same order for all agents; `chosen` of them last. */
  readonly own: readonly (readonly number[])[];
  readonly ownGiven: number;
  readonly shared: readonly number[];
  readonly sharedGiven: number;
  /** Values of a chosen component: of an agent's, in order, and of the shared ones. */
  readonly ownDomains: readonly (readonly Value[])[];
  readonly sharedDomains: readonly (readonly Value[])[];
  readonly width: number;
}

/** Undefined when some component is indexed by more than its agent, or differs between agents. */
export function blockLayout(model: Model, set: string): BlockLayout | undefined {
  const agents = model.agents.find((each) => each.name === set)?.elements.length ?? 0;
  const own: { given: number[][]; chosen: number[][] } = { given: [], chosen: [] };
  const shared: { given: number[]; chosen: number[] } = { given: [], chosen: [] };
  const ownDomains: Value[][] = [];
  const sharedDomains: Value[][] = [];
  let first = 0;
  for (const variable of model.variables) {
    const numbers = variable.components.map((_, k) => first + k);
    first += variable.components.length;
    const part = variable.given ? "given" : "chosen";
    if (!variable.indices.some((index) => index.set === set)) {
      shared[part].push(...numbers);
      if (!variable.given) sharedDomains.push(...variable.components.map((component) => component.domain.map(fromDatum)));
      if (variable.audience === "agent") return undefined;
      continue;
    }
    const text = JSON.stringify(variable.components[0]?.domain);
    const alike = variable.components.every((component) => JSON.stringify(component.domain) === text);
    const observed = variable.audience !== "agent" || variable.observers.every((observer, k) => JSON.stringify([observer.element]) === JSON.stringify(variable.components[k]?.index));
    if (variable.indices.length > 1 || !alike || !observed) return undefined;
    own[part].push(numbers);
    if (!variable.given) ownDomains.push((variable.components[0]?.domain ?? []).map(fromDatum));
  }
  const of = (i: number): number[] => [...own.given, ...own.chosen].map((numbers) => numbers[i] as number);
  return {
    set,
    agents,
    own: Array.from({ length: agents }, (_, i) => of(i)),
    ownGiven: own.given.length,
    shared: [...shared.given, ...shared.chosen],
    sharedGiven: shared.given.length,
    ownDomains,
    sharedDomains,
    width: first,
  };
}

/** States of the given components up to permutations. */
export interface StateOrbit {
  readonly shared: readonly Value[];
  /** Blocks of given values and how many agents have each; together all agents. */
  readonly blocks: readonly { readonly values: readonly Value[]; readonly count: number }[];
  /** Total probability, and number of states. */
  readonly probability: Rational;
  readonly states: number;
}

/** The law of what is given, up to permutations; undefined when permuting the agents changes it. */
export function stateOrbits(spec: Model, layout: BlockLayout, limits: Limits): { readonly orbits: readonly StateOrbit[]; readonly evaluator: Evaluator } | undefined {
  const evaluator = givenLaw(withRecommendations(spec), limits);
  const { law, components } = evaluator.space;
  const at = (state: number, c: number): Value => components[c]?.domain[law.digits[state * layout.width + c] as number] as Value;
  const orbits = new Map<string, { shared: Value[]; blocks: Map<string, { values: Value[]; count: number }>; each: Rational; states: number }>();
  for (let state = 0; state < law.count; state++) {
    const shared = layout.shared.slice(0, layout.sharedGiven).map((c) => at(state, c));
    const blocks = new Map<string, { values: Value[]; count: number }>();
    for (const own of layout.own) {
      const values = own.slice(0, layout.ownGiven).map((c) => at(state, c));
      const key = values.map(valueKey).join(" ");
      const block = blocks.get(key);
      if (block) block.count++;
      else blocks.set(key, { values, count: 1 });
    }
    const key = `${shared.map(valueKey).join(" ")} | ${[...blocks].map(([name, { count }]) => `${name} x ${count}`).sort().join(" | ")}`;
    const probability = law.probability[state] as Rational;
    const orbit = orbits.get(key);
    if (!orbit) orbits.set(key, { shared, blocks: new Map([...blocks].sort(([a], [b]) => (a < b ? -1 : 1))), each: probability, states: 1 });
    else if (!orbit.each.equals(probability)) return undefined;
    else orbit.states++;
  }
  const finished = [...orbits.values()].map(({ shared, blocks, each, states }) => ({ shared, blocks: [...blocks.values()], probability: each.mul(Rational.integer(states)), states }));
  const complete = finished.every(({ blocks, states }) => arrangements(layout.agents, blocks.map((block) => block.count)) === states);
  return complete ? { orbits: finished, evaluator } : undefined;
}

/** `n! / (m_1! m_2! ...)`. */
export function arrangements(n: number, counts: readonly number[]): number {
  let result = 1;
  let placed = 0;
  for (const count of counts) for (let k = 1; k <= count; k++) result = (result * ++placed) / k;
  return placed === n ? Math.round(result) : 0;
}

/** One point of an orbit, as the values of all components, and how many points the orbit has. */
export interface OrbitPoint {
  readonly values: readonly Value[];
  readonly stateOrbit: number;
  readonly size: number;
}

/** How many orbits of points there are. */
export function orbitCount(layout: BlockLayout, orbits: readonly StateOrbit[]): number {
  const own = layout.ownDomains.reduce((count, domain) => count * domain.length, 1);
  const shared = layout.sharedDomains.reduce((count, domain) => count * domain.length, 1);
  return orbits.reduce((total, { blocks }) => total + blocks.reduce((count, block) => count * multisets(own, block.count), shared), 0);
}

function multisets(kinds: number, size: number): number {
  let count = 1;
  for (let k = 1; k <= size; k++) count = (count * (kinds + k - 1)) / k;
  return Math.round(count);
}

/** One point of every orbit. Agents with equal given blocks are neighbours, and their chosen blocks ascend. */
export function orbitPoints(layout: BlockLayout, orbits: readonly StateOrbit[]): OrbitPoint[] {
  const own = tuplesOf(layout.ownDomains);
  const shared = tuplesOf(layout.sharedDomains);
  const points: OrbitPoint[] = [];
  orbits.forEach((orbit, stateOrbit) => {
    // Every way to give the blocks of each group a multiset of chosen values.
    let partial: { readonly blocks: readonly (readonly Value[])[]; readonly size: number }[] = [{ blocks: [], size: orbit.states }];
    for (const { values, count } of orbit.blocks) {
      const choices = ascending(own.length, count).map((picked) => ({
        blocks: picked.map((k) => [...values, ...(own[k] as readonly Value[])]),
        size: arrangements(count, runs(picked)),
      }));
      partial = partial.flatMap((before) => choices.map(({ blocks, size }) => ({ blocks: [...before.blocks, ...blocks], size: before.size * size })));
    }
    for (const chosenShared of shared) {
      for (const { blocks, size } of partial) points.push({ values: valuesAt(layout, [...orbit.shared, ...chosenShared], blocks), stateOrbit, size });
    }
  });
  return points;
}

/** All points of the orbit of a point, each once. */
export function orbitOf(layout: BlockLayout, values: readonly Value[]): (readonly Value[])[] {
  const shared = layout.shared.map((c) => values[c] as Value);
  const kinds = new Map<string, { block: readonly Value[]; left: number }>();
  for (const own of layout.own) {
    const block = own.map((c) => values[c] as Value);
    const key = block.map(valueKey).join(" ");
    const kind = kinds.get(key);
    if (kind) kind.left++;
    else kinds.set(key, { block, left: 1 });
  }
  const found: (readonly Value[])[] = [];
  const place = (blocks: readonly (readonly Value[])[]): void => {
    if (blocks.length === layout.agents) found.push(valuesAt(layout, shared, blocks));
    for (const kind of kinds.values()) {
      if (kind.left === 0) continue;
      kind.left--;
      place([...blocks, kind.block]);
      kind.left++;
    }
  };
  place([]);
  return found;
}

function valuesAt(layout: BlockLayout, shared: readonly Value[], blocks: readonly (readonly Value[])[]): readonly Value[] {
  const values = new Array<Value>(layout.width);
  layout.shared.forEach((c, k) => (values[c] = shared[k] as Value));
  layout.own.forEach((own, i) => own.forEach((c, k) => (values[c] = blocks[i]?.[k] as Value)));
  return values;
}

function tuplesOf(domains: readonly (readonly Value[])[]): (readonly Value[])[] {
  return domains.reduce<(readonly Value[])[]>((rows, domain) => rows.flatMap((row) => domain.map((value) => [...row, value])), [[]]);
}

/** Ascending sequences of a length with entries below a bound. */
function ascending(bound: number, length: number): number[][] {
  let rows: number[][] = [[]];
  for (let k = 0; k < length; k++) rows = rows.flatMap((row) => Array.from({ length: bound - (row.at(-1) ?? 0) }, (_, d) => [...row, (row.at(-1) ?? 0) + d]));
  return rows;
}

/** Lengths of the runs of equal entries. */
function runs(sequence: readonly number[]): number[] {
  const counts: number[] = [];
  sequence.forEach((value, k) => {
    if (k > 0 && sequence[k - 1] === value) counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
    else counts.push(1);
  });
  return counts;
}
