/**
 * What rank-based signaling leaves to buyers at least, without evaluating it (Lemmas 3 and 4 of "The Limits of an
 * Information Intermediary in Auction Design"). Let r_i be the reserve of buyer i, P the probability that everybody is
 * below it, and `Z_1 >= ... >= Z_n` the order statistics of values drawn independently given that. Then
 *
 *     CS(RANK_t) >= P ((1/t) sum_{l <= t} E[Z_l] - E[Z_{t+1}]),  Z_{n+1} = 0,      and      CS_0 = P E[Z_1].
 *
 * Expectations of order statistics come from the Poisson-binomial law of the number of values above each level, in time
 * quadratic in the number of buyers.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";
import { reservePrice, type ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "lower bound of rank-based signaling",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Lemmas 3 to 5; the constant of Lemma 5 corrected",
  statement: "CS(RANK_t) >= P((1/t) sum_{l<=t} E[Z_l] - E[Z_{t+1}]), and 1 + H_{n-1} times the best of them is at least CS_0 = P E[Z_1].",
};

/** The law of the values below reserve, and the number of them above every level. */
export interface BelowReserve {
  /** P: probability that every buyer is below her reserve. */
  readonly chance: Rational;
  /** `E[Z_l]`, l = 1..n; empty where P is zero, for then there is nothing to draw from. */
  readonly orderStatistics: readonly Rational[];
  /** Levels `x_k` with `x_k - x_{k-1}` and the law of `G_k`, the number of draws that are at least `x_k`. */
  readonly levels: readonly { readonly step: Rational; readonly count: readonly Rational[] }[];
}

/** @throws RangeError for a buyer without values */
export function belowReserve(buyers: readonly ValueDistribution[]): BelowReserve {
  const laws = buyers.map((buyer) => {
    const reserve = reservePrice(buyer);
    const low = [...buyer.values.keys()].filter((l) => (buyer.values[l] as Rational).compare(reserve) < 0);
    const mass = sum(low.map((l) => buyer.masses[l] as Rational));
    return { mass, values: low.map((l) => buyer.values[l] as Rational), masses: low.map((l) => buyer.masses[l] as Rational) };
  });
  const chance = laws.reduce((product, { mass }) => product.mul(mass), Rational.one);
  if (chance.isZero()) return { chance, orderStatistics: [], levels: [] };
  const steps = new Map<string, Rational>(laws.flatMap(({ values }) => values.map((value) => [value.toString(), value] as const)));
  const ordered = [...steps.values()].sort((a, b) => a.compare(b));
  const levels = ordered.map((level, k) => ({
    step: level.sub(ordered[k - 1] ?? Rational.zero),
    count: poissonBinomial(laws.map(({ mass, values, masses }) => sum(masses.filter((_, l) => (values[l] as Rational).compare(level) >= 0)).div(mass))),
  }));
  // E[Z_l] is the integral of P[at least l draws are above x].
  const orderStatistics = buyers.map((_, l) => sum(levels.map(({ step, count }) => step.mul(sum(count.slice(l + 1))))));
  return { chance, orderStatistics, levels };
}

/**
 * The law of the number of successes among independent trials.
 *
 * @example poissonBinomial([1/2, 1/2]) // 1/4, 1/2, 1/4
 */
export function poissonBinomial(chances: readonly Rational[]): Rational[] {
  return chances.reduce<Rational[]>(
    (law, p) => [...law, Rational.zero].map((mass, m) => mass.mul(Rational.one.sub(p)).add((law[m - 1] ?? Rational.zero).mul(p))),
    [Rational.one],
  );
}

/** Lemma 3 for t = 1..n. */
export function rankBounds(buyers: readonly ValueDistribution[]): Rational[] {
  const { chance, orderStatistics } = belowReserve(buyers);
  return buyers.map((_, k) => {
    const mean = sum(orderStatistics.slice(0, k + 1)).div(Rational.integer(k + 1));
    return chance.mul(mean.sub(orderStatistics[k + 1] ?? Rational.zero));
  });
}

/** Lemma 7, repaired: `CS(RANK_t) >= P (x_k - x_{k-1}) E[G_k; G_k <= t] / t` for every level; the best of them, by t. */
export function levelBounds(buyers: readonly ValueDistribution[]): Rational[] {
  const { chance, levels } = belowReserve(buyers);
  return buyers.map((_, k) => {
    const t = k + 1;
    const bounds = levels.map(({ step, count }) => step.mul(sum(count.slice(0, t + 1).map((mass, g) => mass.mul(Rational.integer(g))))).div(Rational.integer(t)));
    return chance.mul(bounds.reduce((a, b) => (b.compare(a) > 0 ? b : a), Rational.zero));
  });
}

/** Lemma 4: CS_0, the expected highest value when the good is kept, for regular independent values. */
export function unsoldSurplus(buyers: readonly ValueDistribution[]): Rational {
  const { chance, orderStatistics } = belowReserve(buyers);
  return chance.mul(orderStatistics[0] ?? Rational.zero);
}

/** `H_m = 1 + 1/2 + ... + 1/m`. */
export function harmonic(m: number): Rational {
  return sum(Array.from({ length: m }, (_, k) => Rational.of(1, k + 1)));
}

function sum(numbers: readonly Rational[]): Rational {
  return numbers.reduce((a, b) => a.add(b), Rational.zero);
}
