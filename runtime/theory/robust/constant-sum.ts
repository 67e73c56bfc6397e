/**
 * Two bidders, one of whom has value one and the other zero: the constant-sum example of Brooks and Du (2024, Supplement B.3.4). Their
 * excess growth is a ridge of width m along equal bids; different divisions of it between the bidders give different transfers with
 * the same guarantee, among them a posted price of 1/2 for the higher bid.
 */
import type { ExcessGrowth } from "./continuum-transfers.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "constant-sum auction",
  cite: "Brooks, Du (2024), On the Structure of Informationally Robust Optimal Mechanisms, Supplement B.3.4",
  statement: "If exactly one of two bidders has value 1 and the other 0, a posted price of 1/2 for the higher action is among the optimal transfers.",
};

/** `1[|a_1 - a_2| < m] / (2 m) - (1 - e^-m) / (2 m)`: balanced, since the difference of two exponentials is Laplace. */
export function constantSumGrowth(m: number): ExcessGrowth {
  const mean = -Math.expm1(-m) / (2 * m);
  return {
    value: ([a = 0, b = 0]) => (Math.abs(a - b) < m ? 1 / (2 * m) : 0) - mean,
    kinks: (bids, i) => [-m, m].map((step) => (bids[1 - i] ?? 0) + step),
  };
}

/** The division that leads to the posted price: half of the growth, minus a quarter for the bidder who is ahead and plus a quarter for the other. */
export function postedPriceDivision(growth: ExcessGrowth): readonly [ExcessGrowth, ExcessGrowth] {
  const part = (sign: 1 | -1): ExcessGrowth => ({
    value: (bids) => growth.value(bids) / 2 - (sign * Math.sign((bids[0] ?? 0) - (bids[1] ?? 0))) / 4,
    kinks: (bids, i) => [...growth.kinks(bids, i), bids[1 - i] ?? 0],
  });
  return [part(1), part(-1)];
}

/**
 * What bidder i pays in the limit m -> 0 of equal halves (51), for a positive own bid.
 *
 * @example halvesTransfer(1, 2) // 1/4 - e^-1 / 2 + e^-2 / 2 - e^-1 / 4
 */
export function halvesTransfer(own: number, other: number): number {
  const common = Math.exp(-other) / 2 - Math.exp(-own) / 4;
  if (own < other) return 1 / 4 - Math.exp(own - other) / 2 + common;
  return own === other ? common : 1 / 4 + common;
}
