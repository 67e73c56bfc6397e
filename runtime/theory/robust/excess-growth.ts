/**
 * Transfers from excess growth on the ladder (Brooks and Du 2024, Supplement B.3). Given an aggregate excess growth Xi that is balanced,
 * E[Xi] = 0, they satisfy `sum_i (D_i^+ t_i - t_i) = Xi` with t_i = 0 at action 0. The individual parts xi_i come from a division
 * of Xi among the agents in every order; different divisions give different transfers with the same guarantee.
 *
 * Correction to the printed (44): the normaliser of `t_i(x) = - sum_{y >= x_i} ...` is r^{k x_i}, r = 1 - 1/k, not rho_i(x_i).
 */
import type { LadderFunctions } from "./ladder-functions.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "transfers from excess growth",
  cite: "Brooks, Du (2024), On the Structure of Informationally Robust Optimal Mechanisms, Supplement, Propositions 7 and 8, (44) corrected and (48)",
  statement: "Every balanced aggregate excess growth is that of transfers that vanish at action 0, in closed form for every balanced division of it.",
};

/**
 * How growth is passed on: `division(growth, heirs)` splits a function of the heirs' actions into one part per heir, each balanced if
 * the growth is. The first entry of `heirs` follows the agent whose action was averaged out.
 */
export type Division = (growth: Float64Array, heirs: readonly number[], ladder: LadderFunctions) => readonly Float64Array[];

/** Everybody gets the same part. */
export const canonicalDivision: Division = (growth, heirs) => heirs.map(() => growth.map((x) => x / heirs.length));

/** The first heir gets everything: the first agent at the start, and the next one around the circle later. */
export const sequentialDivision: Division = (growth, heirs) => heirs.map((_, position) => (position === 0 ? growth : new Float64Array(growth.length)));

/**
 * Individual excess growths by (48): xi_i sums, over all orders z in which others came before i, her part of what was passed on minus its
 * expectation over her own action, which goes to those not yet in the sequence. They are balanced in the own action and add up to Xi.
 * For two agents this is (47).
 *
 * @throws RangeError if Xi is not balanced, up to rounding.
 */
export function individualExcessGrowth(ladder: LadderFunctions, growth: Float64Array, division = canonicalDivision): Float64Array[] {
  const scale = growth.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  if (growth.length !== ladder.size) throw new RangeError("the excess growth has the wrong size");
  if (Math.abs(ladder.expectation(growth)) > 1e-9 * scale) throw new RangeError("the excess growth is not balanced");
  const agents = Array.from({ length: ladder.agents }, (_, i) => i);
  const own = agents.map(() => new Float64Array(ladder.size));
  const pass = (received: Float64Array, heirs: readonly number[]): void => {
    const parts = division(received, heirs, ladder);
    for (const [position, i] of heirs.entries()) {
      const part = parts[position] ?? new Float64Array(ladder.size);
      const rest = ladder.average(part, i);
      const xi = own[i] ?? new Float64Array(ladder.size);
      for (let p = 0; p < ladder.size; p++) xi[p] = (xi[p] ?? 0) + (part[p] ?? 0) - (rest[p] ?? 0);
      // In the order of the circle, starting after i.
      const next = [...heirs.slice(position + 1), ...heirs.slice(0, position)];
      if (next.length > 0) pass(rest, next);
    }
  };
  pass(growth, agents);
  return own;
}

/**
 * The transfer with individual excess growth xi: backwards from the top rung, `t = -xi` there and
 * `t(x) = r t(x + 1/k) - xi(x) / k` below. It vanishes at action 0 exactly if xi is balanced in the own action.
 */
export function transferFrom(ladder: LadderFunctions, xi: Float64Array, i: number): Float64Array {
  const { k, rungs, size } = ladder;
  const stride = rungs ** (ladder.agents - 1 - i);
  const transfer = new Float64Array(size);
  for (let p = 0; p < size; p++) {
    if (ladder.rung(p, i) !== 0) continue;
    for (let a = rungs - 1; a >= 0; a--) {
      const at = p + a * stride;
      transfer[at] = a === rungs - 1 ? -(xi[at] ?? 0) : (1 - 1 / k) * (transfer[at + stride] ?? 0) - (xi[at] ?? 0) / k;
    }
  }
  return transfer;
}

/** `sum_i (D_i^+ t_i - t_i)`. */
export function aggregateExcessGrowth(ladder: LadderFunctions, transfers: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(ladder.size);
  for (const [i, t] of transfers.entries()) {
    const slope = ladder.derivative("up", t, i);
    for (let p = 0; p < ladder.size; p++) total[p] = (total[p] ?? 0) + (slope[p] ?? 0) - (t[p] ?? 0);
  }
  return total;
}

/**
 * Transfers with a given balanced aggregate excess growth.
 *
 * @throws RangeError if it is not balanced, up to rounding.
 */
export function transfersFromExcessGrowth(ladder: LadderFunctions, growth: Float64Array, division = canonicalDivision): Float64Array[] {
  return individualExcessGrowth(ladder, growth, division).map((xi, i) => transferFrom(ladder, xi, i));
}
