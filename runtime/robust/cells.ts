/**
 * Profiles of signals up to exchangeable agents. If the problem is the same after any permutation of the agents, a bound
 * has an optimal solution that is: only one profile per orbit is needed, with beliefs that are invariant under the
 * permutations that leave the profile as it is. (Without that condition on the diagonal the reduced program is another
 * one, with a wrong lower bound.)
 */
import type { Coupling } from "../../compiler/programs/robust/coupling.ts";
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Numbers } from "./numbers.ts";

/** A permutation of the agents with its action on states, numbers, axes and packing rows. */
interface Permutation {
  /** Where each agent goes. */
  readonly agents: readonly number[];
  readonly states: Int32Array;
  readonly numbers: Int32Array;
  readonly axes: Int32Array;
  readonly rows: Int32Array;
  /** Where the conditions on the law go. */
  readonly law: Int32Array;
}

/** Canonical members of the orbits of states, numbers, axes and rows under the permutations that fix a profile. */
export interface Folding {
  readonly states: Int32Array;
  readonly numbers: Int32Array;
  readonly axes: Int32Array;
  readonly rows: Int32Array;
}

export interface Cells {
  readonly count: number;
  /** Number of profiles on the ladder, and the distance between neighbours in the direction of an agent. */
  readonly profiles: number;
  readonly stride: readonly number[];
  /** Profile that represents a cell, its probability under the discrete exponential law, and the size of its orbit. */
  readonly profile: Int32Array;
  readonly weight: Float64Array;
  readonly orbit: Int32Array;
  rungOf(profile: number, agent: number): number;
  /** The cell of a profile. */
  readonly cellOf: Int32Array;
  /** An axis, number, state or row at a profile, as one at the representative of its cell. */
  axisAt(profile: number, axis: number): number;
  numberAt(profile: number, number: number): number;
  stateAt(profile: number, state: number): number;
  /** What is the same at the representative of a cell. */
  folding(cell: number): Folding;
  /** Canonical states, and conditions on the law, under all permutations. */
  readonly wholeStates: Int32Array;
  readonly wholeLaw: Int32Array;
}

export function cellsOf(coupling: Coupling, numbers: Numbers): Cells {
  const { agents, rungs } = numbers;
  const group = groupOf(coupling, numbers);
  const stride = Array.from({ length: agents }, (_, i) => rungs ** (agents - 1 - i));
  const profiles = rungs ** agents;
  const rungOf = (profile: number, agent: number): number => Math.floor(profile / (stride[agent] as number)) % rungs;
  const cellOf = new Int32Array(profiles).fill(-1);
  const toRepresentative = new Uint8Array(profiles);
  const representatives: number[] = [];
  const orbits: number[] = [];
  const weights: number[] = [];
  const digits = new Int32Array(agents);
  for (let profile = 0; profile < profiles; profile++) {
    for (let i = 0; i < agents; i++) digits[i] = rungOf(profile, i);
    // The representative has the largest number in its orbit.
    let best = -1;
    let by = 0;
    group.forEach((permutation, g) => {
      let image = 0;
      for (let i = 0; i < agents; i++) image += (digits[i] as number) * (stride[permutation.agents[i] as number] as number);
      if (image > best) {
        best = image;
        by = g;
      }
    });
    toRepresentative[profile] = by;
    if (best === profile) {
      cellOf[profile] = representatives.length;
      representatives.push(profile);
      orbits.push(0);
      let weight = 1;
      for (let i = 0; i < agents; i++) weight *= numbers.rungWeight[digits[i] as number] as number;
      weights.push(weight);
    } else cellOf[profile] = -2 - best;
  }
  for (let profile = 0; profile < profiles; profile++) {
    const known = cellOf[profile] as number;
    if (known < 0) cellOf[profile] = cellOf[-2 - known] as number;
    const cell = cellOf[profile] as number;
    orbits[cell] = (orbits[cell] as number) + 1;
  }
  const foldings = new Map<string, Folding>();
  const folding = (cell: number): Folding => {
    const profile = representatives[cell] as number;
    const fixing = group.filter((permutation) => permutation.agents.every((to, i) => rungOf(profile, to) === rungOf(profile, i)));
    const key = fixing.map((permutation) => permutation.agents.join()).join(" ");
    let known = foldings.get(key);
    if (!known) foldings.set(key, (known = fold(fixing)));
    return known;
  };
  const through = (which: "axes" | "numbers" | "states") => (profile: number, member: number) => group[toRepresentative[profile] as number]?.[which][member] as number;
  const whole = fold(group);
  return {
    count: representatives.length,
    profiles,
    stride,
    profile: Int32Array.from(representatives),
    weight: Float64Array.from(weights),
    orbit: Int32Array.from(orbits),
    rungOf,
    cellOf,
    axisAt: through("axes"),
    numberAt: through("numbers"),
    stateAt: through("states"),
    folding,
    wholeStates: whole.states,
    wholeLaw: whole.law,
  };
}

/** Largest number of agents whose permutations are used. */
const mostAgents = 5;

/** All permutations of the agents if their exchanges generate them, otherwise only the identity. */
function groupOf(coupling: Coupling, numbers: Numbers): readonly Permutation[] {
  const { problem, axes, rows } = coupling;
  const identity: Permutation = { agents: Array.from({ length: numbers.agents }, (_, i) => i), states: iota(numbers.states), numbers: iota(numbers.numberCount), axes: iota(numbers.axes), rows: iota(rows.length), law: iota(problem.moments.length) };
  const generators: Permutation[] = [];
  for (const exchange of problem.exchanges) {
    const images = coupling.allocation.map((column) => coupling.allocation.indexOf(exchange.columns[column] as number));
    const axisImages = axes.map((axis) => axes.findIndex((other) => axis.every((value, s) => value.equals(other[exchange.states[s] as number] as Rational))));
    const rowImages = rows.map((row) => rows.findIndex((other) => other.rhs.equals(row.rhs) && row.coefficients.every((value, d) => value.equals(other.coefficients[images[d] as number] as Rational))));
    const lawImages = problem.moments.map((moment) => problem.moments.findIndex((other) => other.sense === moment.sense && other.rhs.equals(moment.rhs) && moment.values.every((value, s) => value.equals(other.values[exchange.states[s] as number] as Rational))));
    if ([...images, ...axisImages, ...rowImages, ...lawImages].includes(-1)) continue;
    const [a, b] = exchange.agents;
    generators.push({ agents: identity.agents.map((i) => (i === a ? b : i === b ? a : i)), states: Int32Array.from(exchange.states), numbers: Int32Array.from(images), axes: Int32Array.from(axisImages), rows: Int32Array.from(rowImages), law: Int32Array.from(lawImages) });
  }
  if (numbers.agents > mostAgents || generators.length < numbers.agents - 1) return [identity];
  const known = new Map([[identity.agents.join(), identity]]);
  const queue = [identity];
  for (let next = queue.pop(); next; next = queue.pop()) {
    for (const generator of generators) {
      const product = compose(next, generator);
      const key = product.agents.join();
      if (known.has(key)) continue;
      known.set(key, product);
      queue.push(product);
    }
  }
  return [...known.values()];
}

/** First `a`, then `b`. */
function compose(a: Permutation, b: Permutation): Permutation {
  const after = (first: Int32Array, second: Int32Array): Int32Array => first.map((each) => second[each] as number);
  return { agents: a.agents.map((each) => b.agents[each] as number), states: after(a.states, b.states), numbers: after(a.numbers, b.numbers), axes: after(a.axes, b.axes), rows: after(a.rows, b.rows), law: after(a.law, b.law) };
}

function fold(group: readonly Permutation[]): Folding & { readonly law: Int32Array } {
  const least = (which: "states" | "numbers" | "axes" | "rows" | "law"): Int32Array => {
    const first = (group[0] as Permutation)[which];
    return first.map((_, member) => group.reduce((best, permutation) => Math.min(best, permutation[which][member] as number), first.length));
  };
  return { states: least("states"), numbers: least("numbers"), axes: least("axes"), rows: least("rows"), law: least("law") };
}

function iota(length: number): Int32Array {
  return Int32Array.from({ length }, (_, k) => k);
}
