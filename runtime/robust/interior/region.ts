/**
 * The part of a ladder on which a solution varies. Beyond some action the good is sold in any case and beliefs no longer
 * change; rules and beliefs are then constant from there on, and only the rungs up to a top need to be solved for.
 *
 * What is constant beyond the tops is feasible on the whole ladder, so bounds found this way are bounds; whether they are
 * the best ones is for the certificates to say.
 */
import type { Cells } from "../cells.ts";
import type { Primal } from "../certificate.ts";
import type { Numbers, Shift } from "../numbers.ts";

export interface Region {
  /** Last rung of every agent. */
  readonly tops: readonly number[];
  /** The cell of the whole ladder at every place of the region. */
  readonly cells: Int32Array;
  /** Place of a cell of the whole ladder: where it is cut off to. */
  readonly placeOf: Int32Array;
  /**
   * Place whose allocation a cell takes. Downwards it is one rung short of the top: there a jump at the top would count in
   * the region over the whole tail, but on the ladder at one rung only.
   */
  readonly ruleOf: Int32Array;
  /** Probability of everything that is cut off to a place. */
  readonly mass: Float64Array;
}

/** @param tops the same for agents that can be exchanged */
export function regionOf(numbers: Numbers, cells: Cells, tops: readonly number[]): Region {
  const cut = (last: readonly number[]): Int32Array =>
    Int32Array.from({ length: cells.count }, (_, cell) => {
      let profile = 0;
      for (let i = 0; i < numbers.agents; i++) profile += Math.min(cells.rungOf(cells.profile[cell] as number, i), last[i] as number) * (cells.stride[i] as number);
      return cells.cellOf[profile] as number;
    });
  const inside = cut(tops);
  const kept = Array.from({ length: cells.count }, (_, cell) => cell).filter((cell) => inside[cell] === cell);
  const placeOfCell = new Int32Array(cells.count);
  kept.forEach((cell, place) => (placeOfCell[cell] = place));
  const placeOf = inside.map((cell) => placeOfCell[cell] as number);
  const short = numbers.direction === "up" ? tops : tops.map((top) => (top < numbers.rungs - 1 ? top - 1 : top));
  const mass = new Float64Array(kept.length);
  placeOf.forEach((place, cell) => (mass[place] = (mass[place] as number) + (cells.weight[cell] as number) * (cells.orbit[cell] as number)));
  return { tops, cells: Int32Array.from(kept), placeOf, ruleOf: cut(short).map((cell) => placeOfCell[cell] as number), mass };
}

/**
 * Terms of the derivative of an agent's payoff at a rung of the region. At a top the derivative of the whole ladder is
 * averaged over all rungs beyond, as the ladder itself does at its end: zero upwards; downwards one step, over the k
 * steps that the tail weighs.
 */
export function slopeAt(numbers: Numbers, { tops }: Region, agent: number, rung: number): readonly Shift[] {
  if (rung < (tops[agent] as number) || rung === numbers.rungs - 1) return numbers.derivative[rung] ?? [];
  return numbers.direction === "up" ? [] : [{ by: -1, coefficient: -1 }, { by: 0, coefficient: 1 }];
}

/**
 * Actions at which a solution is first taken to be constant. Over a box interim values reach its end soon; with a prior
 * beliefs go on changing as long as there are states to be told apart.
 */
const firstEnd = { box: 2.5, prior: 6 };

/** Tops to begin with. */
export function firstTops({ box, k, rungs, agents }: Numbers): readonly number[] {
  return new Array<number>(agents).fill(Math.min(rungs - 1, Math.ceil((box ? firstEnd.box : firstEnd.prior) * k)));
}

/**
 * How much longer a part becomes when it was too short. With a prior the method needs the more steps the more of the ladder
 * has next to no mass, so that the whole ladder is the last thing to try.
 */
const growth = { box: 2, prior: 4 / 3 };

/** Mean change of an interim value over the last rung, in units of the payoffs, from which it has not settled. */
const settled = 1e-3;

/** Longer tops for the agents along whose ladder interim values have not settled at the top, or for all if they have. */
export function longerTops(numbers: Numbers, cells: Cells, tops: readonly number[], primal: Primal): readonly number[] {
  const changes = tops.map((top, agent) => changeAt(numbers, cells, primal, agent, top) / numbers.scale);
  // Agents that can be exchanged are represented by the first of them.
  const symmetric = cells.count < cells.profiles;
  const restless = tops.map((top, agent) => top < numbers.rungs - 1 && (symmetric || (changes[agent] as number) > settled));
  const all = !restless.some(Boolean);
  return tops.map((top, agent) => (all || restless[agent] === true ? Math.min(numbers.rungs - 1, Math.ceil((numbers.box ? growth.box : growth.prior) * top)) : top));
}

function changeAt(numbers: Numbers, cells: Cells, primal: Primal, agent: number, top: number): number {
  const { axes, states, axis } = numbers;
  const interim = (cell: number, e: number): number => {
    if (!primal.belief) return primal.interim[cell * axes + e] as number;
    let sum = 0;
    for (let s = 0; s < states; s++) sum += (axis[e * states + s] as number) * (primal.belief[cell * states + s] as number);
    return sum;
  };
  let change = 0;
  let mass = 0;
  for (let cell = 0; cell < cells.count; cell++) {
    const profile = cells.profile[cell] as number;
    if (cells.rungOf(profile, agent) !== top) continue;
    const below = cells.cellOf[profile - (cells.stride[agent] as number)] as number;
    const weight = cells.weight[cell] as number;
    mass += weight;
    for (let e = 0; e < axes; e++) change += (weight / axes) * Math.abs(interim(cell, e) - interim(below, e));
  }
  return mass > 0 ? change / mass : 0;
}
