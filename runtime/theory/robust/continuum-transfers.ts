/**
 * Transfers from aggregate excess growth on the continuum: given Xi with expectation zero under iid Exp(1) bids, transfers with
 * `sum_i (dt_i/da_i - t_i) = Xi` and t_i = 0 at a_i = 0 (Brooks, Du and Feffer 2025, (22)-(24); Brooks and Du 2024, (47) for two bidders).
 * Integrals are numerical; their cost grows with the power of the number of buyers.
 */
import type { DivisionRule } from "./division-rules.ts";
import { exponentialExpectation } from "../numeric/exponential-expectation.ts";
import { expectedMinimum } from "../numeric/hypoexponential.ts";
import { integrate } from "../numeric/quadrature.ts";

/** A function on profiles of bids, smooth up to kinks. */
export interface ExcessGrowth {
  value(bids: readonly number[]): number;
  /** Where it has kinks or jumps in coordinate i, the others as they are. */
  kinks(bids: readonly number[], i: number): readonly number[];
}

/**
 * What a division rule with these sensitivities leaves to the transfers (16): `upper div q - upper E[min(1, eta . s)]`, the
 * upper bound in front of the divergence restored. Its expectation is zero (Lemma 7): by parts, E[dq_i/da_i] = E[q_i].
 */
export function excessGrowthOf(rule: DivisionRule, sensitivities: readonly number[], upper = 1): ExcessGrowth {
  const level = upper * expectedMinimum(sensitivities, 1);
  const claims = (bids: readonly number[]): number[] => bids.map((bid, i) => bid * (sensitivities[i] ?? 0));
  return {
    value: (bids) => upper * rule.slopes(claims(bids)).reduce((sum, slope, i) => sum + slope * (sensitivities[i] ?? 0), 0) - level,
    kinks: (bids, i) => {
      const eta = sensitivities[i] ?? 0;
      return eta > 0 ? rule.kinks(claims(bids), i).map((claim) => claim / eta) : [];
    },
  };
}

/**
 * Individual excess growths xi_i as the Shapley value of the game that gives a set K of buyers E[Xi | a_K] (23): every order of the
 * buyers reveals the bids one after the other, and a buyer gets the change of the conditional expectation.
 */
export function shapleyExcessGrowth(growth: ExcessGrowth, bids: readonly number[], order = 12): number[] {
  const n = bids.length;
  const worth = Array.from({ length: 2 ** n }, (_, set) => {
    const hidden = [...bids.keys()].filter((i) => !((set >> i) & 1));
    return exponentialExpectation((a) => growth.value(a), bids, hidden, (a, i) => growth.kinks(a, i), order);
  });
  return bids.map((_, i) => {
    let sum = 0;
    for (const [set, value] of worth.entries()) {
      if ((set >> i) & 1) continue;
      let weight = 1 / n;
      const size = [...bids.keys()].filter((j) => (set >> j) & 1).length;
      for (let k = 1; k <= size; k++) weight *= k / (n - k);
      sum += weight * ((worth[set | (1 << i)] ?? 0) - value);
    }
    return sum;
  });
}

/**
 * t_i from an individual excess growth along the own bid (24): `t = e^a integral over (0, a) of xi e^-x`, which also is minus the
 * integral from a on, because xi is balanced; the latter is used for large bids, where e^a would magnify every error.
 *
 * @param cuts where xi has kinks or jumps.
 */
export function transferFromExcessGrowth(xi: (x: number) => number, bid: number, cuts: readonly number[] = [], tolerance = 1e-12): number {
  const horizon = 45;
  const large = bid > 2;
  const [from, to] = large ? [bid, bid + horizon] : [0, bid];
  const ends = [from, ...cuts.filter((cut) => cut > from && cut < to).sort((a, b) => a - b), to];
  let sum = 0;
  for (const [k, end] of ends.entries()) {
    const start = ends[k - 1];
    if (start !== undefined && end > start) sum += integrate((x) => xi(x) * Math.exp(bid - x), start, end, tolerance).value;
  }
  return large ? -sum : sum;
}

/** Kinks of conditional expectations along bid i: those of the function itself, also where hidden bids of others are zero. */
export function conditionalKinks(growth: ExcessGrowth, bids: readonly number[], i: number): number[] {
  const others = [...bids.keys()].filter((j) => j !== i);
  return Array.from({ length: 2 ** others.length }, (_, hidden) => growth.kinks(bids.map((a, j) => (j !== i && (hidden >> others.indexOf(j)) & 1 ? 0 : a)), i)).flat();
}

/** The transfers of (22)-(24) at some bids. @example shapleyTransfers(excessGrowthOf(weightedProportional, [0.37, 0.37]), [0, 0]) // [0, 0] */
export function shapleyTransfers(growth: ExcessGrowth, bids: readonly number[], order = 12, tolerance = 1e-9): number[] {
  return bids.map((bid, i) => {
    const along = (x: number): number => shapleyExcessGrowth(growth, bids.map((b, j) => (j === i ? x : b)), order)[i] ?? 0;
    return transferFromExcessGrowth(along, bid, conditionalKinks(growth, bids, i), tolerance);
  });
}

/**
 * Two bidders and a division Xi = Xi_1 + Xi_2 of balanced parts (47):
 * `xi_i = Xi_i - E[Xi_i | a_j] + E[Xi_j | a_i]`. Equal halves give the Shapley transfers.
 */
export function dividedExcessGrowth(division: readonly [ExcessGrowth, ExcessGrowth], bids: readonly number[], i: 0 | 1, order = 12): number {
  const [own, other] = i === 0 ? [division[0], division[1]] : [division[1], division[0]];
  const given = (growth: ExcessGrowth, hidden: number): number => exponentialExpectation((a) => growth.value(a), bids, [hidden], (a, j) => growth.kinks(a, j), order);
  return own.value(bids) - given(own, i) + given(other, 1 - i);
}
