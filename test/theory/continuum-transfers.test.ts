/**
 * Transfers from excess growth for three and four buyers: against a family whose transfers are elementary, and against the equation
 * `sum_i dt_i/da_i - t_i = div q - E[min(1, eta . s)]` by differences. Closed forms against partial fractions.
 */
import { describe, expect, it } from "vitest";
import { shapleyExcessGrowth, shapleyTransfers, type ExcessGrowth } from "../../runtime/theory/robust/continuum-transfers.ts";
import { CompoundProportionalAuction } from "../../runtime/theory/proportional/compound-proportional.ts";
import { optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";

/**
 * Smooth growth whose conditional expectations are elementary: `sum_S c_S prod_{i in S} (e^{-b_i a_i} - 1 / (1 + b_i))` over sets S of
 * buyers. Every factor has expectation zero, so E[. | a_K] keeps exactly the terms with S in K, and the Shapley value gives
 * every member of S an equal part of its term (the Harsanyi dividends of the game).
 */
class Dividends implements ExcessGrowth {
  constructor(
    readonly rates: readonly number[],
    readonly terms: readonly (readonly [members: readonly number[], coefficient: number])[],
  ) {}

  factor(i: number, a: number): number {
    const b = this.rates[i] ?? 1;
    return Math.exp(-b * a) - 1 / (1 + b);
  }

  term([members, coefficient]: readonly [readonly number[], number], bids: readonly number[]): number {
    return members.reduce((product, i) => product * this.factor(i, bids[i] ?? 0), coefficient);
  }

  value(bids: readonly number[]): number {
    return this.terms.reduce((sum, each) => sum + this.term(each, bids), 0);
  }

  kinks(): readonly number[] {
    return [];
  }

  part(i: number, bids: readonly number[]): number {
    return this.terms.filter(([members]) => members.includes(i)).reduce((sum, each) => sum + this.term(each, bids) / each[0].length, 0);
  }

  /** e^a times the integral of the part times e^{-x} over (0, a): its own factor integrates to `(1 - e^{-b a}) / (1 + b)`. */
  transfer(i: number, bids: readonly number[]): number {
    const b = this.rates[i] ?? 1;
    const a = bids[i] ?? 0;
    const own = (1 - Math.exp(-b * a)) / (1 + b);
    return this.terms
      .filter(([members]) => members.includes(i))
      .reduce((sum, [members, c]) => sum + (own * this.term([members.filter((j) => j !== i), c], bids)) / members.length, 0);
  }
}

const growthOf = (n: number): Dividends =>
  n === 3
    ? new Dividends([0.5, 1, 2], [[[0], 0.7], [[0, 1], -1.3], [[1, 2], 0.4], [[0, 2], 2], [[0, 1, 2], 3]])
    : new Dividends([0.5, 1, 2, 0.3], [[[3], 0.7], [[0, 3], -1.3], [[1, 2], 0.4], [[0, 2, 3], 2], [[0, 1, 2, 3], 3]]);

/** Deterministic bids in (0, 4). */
const bidsAt = (n: number, seed: number): number[] => Array.from({ length: n }, (_, i) => 4 * (((seed + 1) * 0.61803398875 + (i + 1) * 0.7548776662) % 1));
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe("transfers (22) to (24) for three and four buyers", () => {
  it.each([3, 4])("divide dividends equally among their members: %i buyers", (n) => {
    const growth = growthOf(n);
    for (const seed of [0, 1, 2]) {
      const bids = bidsAt(n, seed);
      const parts = shapleyExcessGrowth(growth, bids, n === 3 ? 8 : 5);
      for (const i of bids.keys()) expect(parts[i]).toBeCloseTo(growth.part(i, bids), n === 3 ? 9 : 6);
      expect(sum(parts)).toBeCloseTo(growth.value(bids), n === 3 ? 9 : 6);
    }
  });

  it("are the integrals of those parts, from below and from above the bid", () => {
    const growth = growthOf(3);
    for (const bids of [[0.4, 1.1, 3], [2.7, 0.2, 0.9]]) {
      for (const [i, t] of shapleyTransfers(growth, bids, 6, 1e-9).entries()) expect(t).toBeCloseTo(growth.transfer(i, bids), 7);
    }
    expect(shapleyTransfers(growth, [0, 0, 0], 3)).toEqual([0, 0, 0]);
  });
});

describe("transfers of compound proportional auctions", () => {
  it.each([{ means: [0.6, 0.5, 0.4] }, { means: [0.65, 0.6, 0.5, 0.45] }, { means: [0.65, 0.5, 0.35, 0.3] }])(
    "have the aggregate excess growth of the allocation, for means $means",
    ({ means }) => {
      // (16) with the bound of the values restored: sum_i dt_i/da_i - t_i = div q - E[min(1, eta . s)], both sides by differences of outcomes.
      const auction = new CompoundProportionalAuction(optimalSensitivities(means).sensitivities);
      const h = 2e-4;
      let tried = 0;
      for (let seed = 0; tried < 12; seed++) {
        const bids = bidsAt(means.length, seed);
        const smooth = bids.every((a, i) => auction.kinks(bids, i).every((kink) => Math.abs(kink - a) > 3 * h));
        if (!smooth) continue;
        tried++;
        const here = auction.outcome(bids);
        let [growth, divergence] = [0, 0];
        for (const i of bids.keys()) {
          const at = (by: number): { shares: readonly number[]; payments: readonly number[] } => auction.outcome(bids.map((a, j) => (j === i ? a + by : a)));
          // Central differences of order four; the auction itself uses no differences.
          const [m2, m1, p1, p2] = [at(-2 * h), at(-h), at(h), at(2 * h)];
          const slope = (of: "shares" | "payments"): number => ((m2[of][i] ?? 0) - 8 * (m1[of][i] ?? 0) + 8 * (p1[of][i] ?? 0) - (p2[of][i] ?? 0)) / (12 * h);
          growth += slope("payments") - (here.payments[i] ?? 0);
          divergence += slope("shares");
        }
        expect(Math.abs(growth - (divergence - meanSold(auction.sensitivities)))).toBeLessThan(1e-8);
      }
    },
  );

  it("cost nothing to those who bid nothing, whatever the others bid", () => {
    for (const means of [[0.6, 0.5, 0.4], [0.65, 0.6, 0.5, 0.45]]) {
      const auction = new CompoundProportionalAuction(optimalSensitivities(means).sensitivities);
      for (const seed of [0, 1, 2, 3]) {
        for (const i of means.keys()) expect(auction.payments(bidsAt(means.length, seed).map((a, j) => (j === i ? 0 : a)))[i]).toBe(0);
      }
    }
  });
});

/**
 * E[min(1, eta . s)] as the integral over (0, 1) of the survival function of eta . s, which for distinct positive phases is the sum of
 * `e^{-x / eta_j} prod_{l != j} eta_j / (eta_j - eta_l)`: partial fractions, the way the library avoids.
 */
function meanSold(eta: readonly number[]): number {
  const phases = eta.filter((e) => e > 0);
  return phases.reduce((total, e, j) => total + e * -Math.expm1(-1 / e) * phases.reduce((product, other, l) => (l === j ? product : (product * e) / (e - other)), 1), 0);
}

describe("closed forms for three and four buyers, by partial fractions", () => {
  it.each([{ means: [0.6, 0.5, 0.4] }, { means: [0.65, 0.6, 0.5, 0.45] }, { means: [0.65, 0.5, 0.35, 0.3] }, { means: [0.9, 0.7, 0.65, 0.6] }])("means $means", ({ means }) => {
    const { revenue, sensitivities } = optimalSensitivities(means);
    const phases = sensitivities.filter((e) => e > 0);
    const survival = (eta: readonly number[]): number => eta.reduce((total, e, j) => total + Math.exp(-1 / e) * eta.reduce((product, other, l) => (l === j ? product : (product * e) / (e - other)), 1), 0);
    // (11): revenue is the probability that the good is used up.
    expect(Math.abs(survival(phases) - revenue)).toBeLessThan(1e-9);
    // Theorem 1's bound at these sensitivities.
    expect(Math.abs(meanSold(sensitivities) - sum(sensitivities.map((e, i) => e * (1 - (means[i] ?? 0)))) - revenue)).toBeLessThan(1e-9);
    // (10), the mean of the interim value exp((eta . s - 1) / eta_i) or 1: one more phase. Central differences in eta_i of E[min(1, eta . s)]
    // are E[s_i 1(eta . s < 1)] = 1 - mean, without that phase, which would repeat an old one.
    for (const [i, e] of sensitivities.entries()) {
      if (e === 0) {
        expect(means[i]).toBeLessThanOrEqual(revenue);
        continue;
      }
      const h = 1e-3 * e;
      const at = (by: number): number => meanSold(sensitivities.map((each, j) => (j === i ? each + by : each)));
      const slope = (at(-2 * h) - 8 * at(-h) + 8 * at(h) - at(2 * h)) / (12 * h);
      expect(Math.abs(1 - slope - (means[i] ?? 0))).toBeLessThan(1e-9);
    }
  });
});
