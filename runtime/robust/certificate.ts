/**
 * The two certificates of a bound. Both take any numbers, repair them so that they are feasible, and evaluate: no solver
 * is trusted, and a poor solution only makes a wide interval.
 *
 * - {@link attained}: beliefs p(. | x) that average to the prior are a coupling; their virtual values bound the optimum of
 *   the coupling form from above.
 * - {@link supported}: an allocation q and multipliers lambda of the law bound it from below, by
 *   `sum_s prior(s) lambda(s) + sum_x rho(x) min_s [ value of s under the derivatives of q at x - lambda(s) ]`.
 *
 * With the derivative up, what is supported is the guarantee of a mechanism; with the derivative down, what is attained
 * bounds the potential of an information structure. The other one of the two says how far the optimum can be.
 *
 * Rounding: every term is a sum of at most a few dozen products of numbers of size `scale`, weights are relative to
 * 1e-13, and sums over profiles are compensated, so the value is within 2^-40 (2 k + 1) N (scale + |lambda|) of the exact
 * one; repairing a law by moving mass delta between states changes the optimum by at most 4 k N scale delta, which the
 * same margin covers. Both certificates are moved outward by it.
 */
import type { Cells } from "./cells.ts";
import type { Numbers } from "./numbers.ts";
import { Sum } from "./sum.ts";
import { couplingValues, derivativesAt } from "./virtual.ts";

/** A solution of the coupling form by cells: beliefs and the interim values that follow from them, or interim values over a box. */
export interface Primal {
  /** p(s | x) at `cell * states + s`; absent over a box. */
  readonly belief?: Float64Array;
  /** w_e(x) at `cell * axes + e`. */
  readonly interim: Float64Array;
}

/** Multipliers: q_d(x) at `cell * numbers + d`, and lambda by state, or by condition over a box. */
export interface Dual {
  readonly allocation: Float64Array;
  readonly lambda: Float64Array;
}

export interface Certified<Solution> {
  readonly value: number;
  readonly margin: number;
  /** The repaired solution, feasible up to rounding. */
  readonly solution: Solution;
}

function marginOf(numbers: Numbers, lambda: number): number {
  return 2 ** -40 * (2 * numbers.k + 1) * numbers.agents * (numbers.scale + lambda);
}

/** An upper bound on the optimum; undefined if the law cannot be repaired. */
export function attained(numbers: Numbers, cells: Cells, primal: Primal): Certified<Primal> | undefined {
  const repaired = numbers.box ? repairedInterim(numbers, cells, primal.interim) : repairedBelief(numbers, cells, primal.belief ?? new Float64Array(0));
  if (!repaired) return undefined;
  const total = new Sum();
  const virtual = couplingValues(numbers, cells, repaired.interim);
  for (let cell = 0; cell < cells.count; cell++) {
    total.add((cells.weight[cell] as number) * (cells.orbit[cell] as number) * packed(numbers, virtual, cell * numbers.numberCount));
  }
  const margin = marginOf(numbers, 0);
  return { value: total.value + margin, margin, solution: repaired };
}

/**
 * An upper bound on max { sum_d phi_d q_d : packing rows }: prices that cover every virtual value, raised greedily on the
 * cheapest row. Where every number stands in one row, as in auctions, that is the maximum itself.
 */
function packed({ rows, numberCount }: Numbers, virtual: Float64Array, first: number): number {
  let cost = 0;
  const prices = new Float64Array(rows.length);
  for (let d = 0; d < numberCount; d++) {
    let missing = virtual[first + d] as number;
    let best = -1;
    let cheapest = Infinity;
    for (let r = 0; r < rows.length; r++) {
      const coefficient = rows[r]?.coefficients[d] as number;
      if (coefficient === 0) continue;
      missing -= coefficient * (prices[r] as number);
      const price = (rows[r]?.rhs as number) / coefficient;
      if (price < cheapest) [best, cheapest] = [r, price];
    }
    if (missing <= 0) continue;
    prices[best] = (prices[best] as number) + missing / (rows[best]?.coefficients[d] as number);
    cost += missing * cheapest;
  }
  return cost;
}

/** Beliefs made probabilities, invariant on the diagonal, and averaging to the prior: surplus mass is handed to states that lack it. */
function repairedBelief(numbers: Numbers, cells: Cells, belief: Float64Array): Primal {
  const { states } = numbers;
  const prior = numbers.prior as Float64Array;
  const repaired = new Float64Array(cells.count * states);
  const whole = cells.wholeStates;
  const mass = new Float64Array(states);
  const wanted = new Float64Array(states);
  for (let s = 0; s < states; s++) wanted[whole[s] as number] = (wanted[whole[s] as number] as number) + (prior[s] as number);
  for (let cell = 0; cell < cells.count; cell++) {
    const at = cell * states;
    const canonical = cells.folding(cell).states;
    const sums = new Float64Array(states);
    const sizes = new Float64Array(states);
    let total = 0;
    for (let s = 0; s < states; s++) {
      const p = Math.max(0, belief[at + s] as number) || 0;
      const to = canonical[s] as number;
      sums[to] = (sums[to] as number) + p;
      sizes[to] = (sizes[to] as number) + 1;
      total += p;
    }
    const weight = (cells.weight[cell] as number) * (cells.orbit[cell] as number);
    for (let s = 0; s < states; s++) {
      const to = canonical[s] as number;
      const p = total > 0 ? (sums[to] as number) / (sizes[to] as number) / total : (prior[s] as number);
      repaired[at + s] = p;
      mass[whole[s] as number] = (mass[whole[s] as number] as number) + weight * p;
    }
  }
  // Of every surplus state the same share is kept everywhere; what is given up goes to the deficits in proportion.
  const kept = new Float64Array(states);
  const given = new Float64Array(states);
  let deficit = 0;
  for (let s = 0; s < states; s++) deficit += whole[s] === s ? Math.max(0, (wanted[s] as number) - (mass[s] as number)) : 0;
  for (let s = 0; s < states; s++) {
    const orbit = whole[s] as number;
    const [have, want] = [mass[orbit] as number, wanted[orbit] as number];
    kept[s] = have > want ? want / have : 1;
    given[s] = want > have && deficit > 0 ? (((want - have) / deficit) * (prior[s] as number)) / want : 0;
  }
  const interim = new Float64Array(cells.count * numbers.axes);
  for (let cell = 0; cell < cells.count; cell++) {
    const at = cell * states;
    let surplus = 0;
    for (let s = 0; s < states; s++) surplus += (repaired[at + s] as number) * (1 - (kept[s] as number));
    for (let s = 0; s < states; s++) repaired[at + s] = (repaired[at + s] as number) * (kept[s] as number) + surplus * (given[s] as number);
    for (let e = 0; e < numbers.axes; e++) {
      let value = 0;
      for (let s = 0; s < states; s++) value += (numbers.axis[e * states + s] as number) * (repaired[at + s] as number);
      interim[cell * numbers.axes + e] = value;
    }
  }
  return { belief: repaired, interim };
}

/** Interim values inside the box, invariant on the diagonal, that keep the conditions: each axis is drawn towards one of its ends. */
function repairedInterim(numbers: Numbers, cells: Cells, interim: Float64Array): Primal | undefined {
  const { axes, box, law } = numbers;
  if (!box) return undefined;
  const repaired = new Float64Array(cells.count * axes);
  for (let cell = 0; cell < cells.count; cell++) {
    const canonical = cells.folding(cell).axes;
    for (let e = 0; e < axes; e++) {
      let sum = 0;
      let size = 0;
      for (let f = 0; f < axes; f++) {
        if (canonical[f] !== canonical[e]) continue;
        sum += interim[cell * axes + f] as number;
        size++;
      }
      repaired[cell * axes + e] = Math.min(box.upper[e] as number, Math.max(box.lower[e] as number, sum / size || 0));
    }
  }
  for (const row of law) {
    const e = row.values.findIndex((value) => value !== 0);
    const target = row.rhs / (row.values[e] as number);
    const up = (row.values[e] as number) > 0;
    const mean = meanOf(numbers, cells, repaired, e);
    if (row.sense !== "=" && (row.sense === ">=") === up && mean >= target) continue;
    if (row.sense !== "=" && (row.sense === ">=") !== up && mean <= target) continue;
    const end = mean > target ? (box.lower[e] as number) : (box.upper[e] as number);
    if (mean === target) continue;
    const share = (target - end) / (mean - end);
    if (!(share >= 0 && share <= 1)) return undefined;
    for (let cell = 0; cell < cells.count; cell++) repaired[cell * axes + e] = end + share * ((repaired[cell * axes + e] as number) - end);
  }
  return { interim: repaired };
}

/** Mean of an axis over all profiles, of which cells hold one per orbit. */
function meanOf(numbers: Numbers, cells: Cells, interim: Float64Array, axis: number): number {
  const total = new Sum();
  for (let profile = 0; profile < cells.profiles; profile++) {
    const cell = cells.cellOf[profile] as number;
    total.add((cells.weight[cell] as number) * (interim[cell * numbers.axes + cells.axisAt(profile, axis)] as number));
  }
  return total.value;
}

/** A lower bound on the optimum. */
export function supported(numbers: Numbers, cells: Cells, dual: Dual): Certified<Dual> {
  const allocation = feasibleAllocation(numbers, cells, dual.allocation);
  const lambda = numbers.box ? symmetric(signedMultipliers(numbers, dual.lambda), cells.wholeLaw) : symmetric(dual.lambda, cells.wholeStates);
  const total = new Sum();
  for (let cell = 0; cell < cells.count; cell++) {
    total.add((cells.weight[cell] as number) * (cells.orbit[cell] as number) * leastValue(numbers, derivativesAt(numbers, cells, allocation, cell), lambda).value);
  }
  lambda.forEach((value, s) => total.add(value * (numbers.prior ? (numbers.prior[s] as number) : (numbers.law[s]?.rhs ?? 0))));
  const margin = marginOf(numbers, lambda.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
  return { value: total.value - margin, margin, solution: { allocation, lambda } };
}

/** min over states of the value of a state under the derivatives (constant first), less its multiplier; and where. */
export function leastValue(numbers: Numbers, derivatives: Float64Array, lambda: Float64Array): { readonly value: number; readonly state: number } {
  const { axes, states, axis, box, law } = numbers;
  if (box) {
    let value = derivatives[0] as number;
    for (let e = 0; e < axes; e++) {
      let slope = derivatives[e + 1] as number;
      for (let j = 0; j < law.length; j++) slope -= (lambda[j] as number) * (law[j]?.values[e] as number);
      value += slope * ((slope > 0 ? box.lower[e] : box.upper[e]) as number);
    }
    return { value, state: -1 };
  }
  let best = Infinity;
  let at = -1;
  for (let s = 0; s < states; s++) {
    let value = (derivatives[0] as number) - (lambda[s] as number);
    for (let e = 0; e < axes; e++) value += (axis[e * states + s] as number) * (derivatives[e + 1] as number);
    if (value < best) [best, at] = [value, s];
  }
  return { value: best, state: at };
}

/** Clipped at zero, invariant on the diagonal, and shrunk into the packing rows. */
function feasibleAllocation({ numberCount, rows }: Numbers, cells: Cells, allocation: Float64Array): Float64Array {
  const feasible = new Float64Array(cells.count * numberCount);
  for (let cell = 0; cell < cells.count; cell++) {
    const at = cell * numberCount;
    const canonical = cells.folding(cell).numbers;
    for (let d = 0; d < numberCount; d++) {
      let sum = 0;
      let size = 0;
      for (let other = 0; other < numberCount; other++) {
        if (canonical[other] !== canonical[d]) continue;
        sum += Math.max(0, allocation[at + other] as number) || 0;
        size++;
      }
      feasible[at + d] = sum / size;
    }
    for (const row of rows) {
      let used = 0;
      for (let d = 0; d < numberCount; d++) used += (row.coefficients[d] as number) * (feasible[at + d] as number);
      if (used <= row.rhs) continue;
      const share = row.rhs / used;
      for (let d = 0; d < numberCount; d++) if ((row.coefficients[d] as number) > 0) feasible[at + d] = (feasible[at + d] as number) * share;
    }
  }
  return feasible;
}

function symmetric(values: Float64Array, canonical: Int32Array): Float64Array {
  const sums = new Float64Array(values.length);
  const sizes = new Float64Array(values.length);
  values.forEach((value, s) => {
    const to = canonical[s] as number;
    sums[to] = (sums[to] as number) + value;
    sizes[to] = (sizes[to] as number) + 1;
  });
  return values.map((_, s) => (sums[canonical[s] as number] as number) / (sizes[canonical[s] as number] as number));
}

function signedMultipliers({ law }: Numbers, lambda: Float64Array): Float64Array {
  return lambda.map((value, j) => (law[j]?.sense === ">=" ? Math.max(0, value) : law[j]?.sense === "<=" ? Math.min(0, value) : value));
}
