/**
 * The schemes that the paper puts together from rank-based and truncated signaling, and what they guarantee: S_0 (the best
 * RANK_t), S_0 squared (a random t), S_1 and S_2 (truncation at the worst buyer, or at the worst value), with the constants
 * written out. The weights of Lemma 5 sum to `1 + H_{n-1}`, which the paper bounds by `1 + ln n`; that is too little.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { optimalAuction } from "../auctions/independent-auction.ts";
import { harmonic } from "./rank-bound.ts";
import { rankSchemes, type SchemeValue } from "./rank-scheme.ts";
import { surplusDecomposition, type SurplusDecomposition } from "./surplus-decomposition.ts";
import type { Theorem } from "../theorem.ts";
import { truncatedAtBuyer, truncatedAtValue } from "./truncation-scheme.ts";
import { isRegular, type ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "approximation by public signals",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Theorems 3 and 6, constants corrected",
  statement: "The best of no signal, S_0 and S_1 leaves buyers at least OPT / (1 + (n+1)(1 + H_{n-1})); for identical regular buyers no signal or S_0 leaves OPT / (2 + H_{n-1}).",
};

/** Weights of Lemma 5: `1/(t+1)` for t up to n - 2, and one for the last two. They sum to `1 + H_{n-1}`. */
export function mixtureWeights(n: number): Rational[] {
  return Array.from({ length: n }, (_, k) => (k + 1 >= n - 1 ? Rational.one : Rational.of(1, k + 2)));
}

/** RANK_t for a t that is drawn with these weights, publicly and independently of the values: S_0 squared. */
export function mixedRank(schemes: readonly SchemeValue[]): SchemeValue {
  const weights = mixtureWeights(schemes.length);
  const whole = weights.reduce((a, b) => a.add(b), Rational.zero);
  const mean = (of: (scheme: SchemeValue) => Rational): Rational => schemes.reduce((sum, scheme, k) => sum.add(of(scheme).mul((weights[k] as Rational).div(whole))), Rational.zero);
  return { surplus: mean((s) => s.surplus), revenue: mean((s) => s.revenue), welfare: mean((s) => s.welfare), signals: schemes.reduce((sum, s) => sum + s.signals, 0) };
}

/** A guarantee: `value >= bound` for a named scheme, with the constant that gives the bound. */
export interface Guarantee {
  readonly name: string;
  readonly bound: Rational;
  readonly value: Rational;
}

export interface SchemeReport {
  readonly decomposition: SurplusDecomposition;
  /** RANK_t, t = 1..n. */
  readonly rank: readonly SchemeValue[];
  /** The t of S_0, counted from one; the least of the best ones. */
  readonly bestRank: number;
  readonly mixed: SchemeValue;
  /** S_1 truncates at the buyer with the greatest loss from misallocation. */
  readonly atBuyer: SchemeValue;
  /** S_2 truncates at the winner's value with the greatest loss; absent if nothing is misallocated. */
  readonly atValue?: SchemeValue;
  /** The best of no signal, S_0, S_1 and S_2. */
  readonly best: { readonly name: string; readonly surplus: Rational };
  readonly guarantees: readonly Guarantee[];
}

/**
 * Every scheme of the paper for independent buyers, exactly, and the guarantees that apply.
 *
 * @throws RangeError for too many buyers or profiles
 * @example two buyers uniform on {1, 2, 3}: CS(D) = 1/3, rank 2/9 and 7/18, best S_0 with 7/18 of OPT = 4/9
 */
export function schemeReport(buyers: readonly ValueDistribution[]): SchemeReport {
  const n = buyers.length;
  const decomposition = surplusDecomposition(buyers);
  const rank = rankSchemes(buyers);
  const bestAt = indexOfGreatest(rank.map((scheme) => scheme.surplus));
  const best0 = rank[bestAt] as SchemeValue;
  const mixed = mixedRank(rank);
  const atBuyer = truncatedAtBuyer(buyers, indexOfGreatest(decomposition.misallocatedTo));
  const worst = decomposition.misallocatedAt[indexOfGreatest(decomposition.misallocatedAt.map((each) => each.loss))];
  const atValue = worst && truncatedAtValue(buyers, worst.value);
  const offers = [
    { name: "no signal", surplus: decomposition.myerson },
    { name: "S_0", surplus: best0.surplus },
    { name: "S_1", surplus: atBuyer.surplus },
    ...(atValue ? [{ name: "S_2", surplus: atValue.surplus }] : []),
  ];
  const best = offers[indexOfGreatest(offers.map((offer) => offer.surplus))] ?? { name: "no signal", surplus: decomposition.myerson };
  return { decomposition, rank, bestRank: bestAt + 1, mixed, atBuyer, ...(atValue ? { atValue } : {}), best, guarantees: guaranteesOf(buyers, decomposition, best0.surplus, mixed.surplus, atBuyer.surplus, n) };
}

function guaranteesOf(buyers: readonly ValueDistribution[], parts: SurplusDecomposition, rank: Rational, mixed: Rational, truncated: Rational, n: number): Guarantee[] {
  const factor = Rational.one.add(harmonic(n - 1));
  const regular = buyers.every(isRegular);
  const greatest = (...values: readonly Rational[]): Rational => values.reduce((a, b) => (b.compare(a) > 0 ? b : a));
  const guarantees: Guarantee[] = [
    { name: "Lemma 5: S_0 squared against CS_0 / (1 + H_{n-1})", bound: parts.unsold.div(factor), value: mixed },
    { name: "Theorem 6: S_0 against CS_0 / (1 + H_{n-1})", bound: parts.unsold.div(factor), value: rank },
  ];
  if (regular && identical(buyers)) {
    guarantees.push({ name: "Theorem 3, identical buyers: the best of no signal and S_0 against OPT / (2 + H_{n-1})", bound: parts.bound.div(factor.add(Rational.one)), value: greatest(parts.myerson, rank) });
  }
  if (regular) {
    const whole = Rational.one.add(Rational.integer(n + 1).mul(factor));
    guarantees.push({ name: "Theorem 3: the best of no signal, S_0 and S_1 against OPT / (1 + (n + 1)(1 + H_{n-1}))", bound: parts.bound.div(whole), value: greatest(parts.myerson, rank, truncated) });
  }
  return guarantees;
}

/** For identical regular buyers: no signal or S_0, whichever leaves more. */
export function identicalBuyersScheme(buyers: readonly ValueDistribution[]): { readonly name: "no signal" | "S_0"; readonly surplus: Rational } {
  const none = optimalAuction(buyers).buyerSurplus;
  const ranked = rankSchemes(buyers).reduce((a, b) => (b.surplus.compare(a.surplus) > 0 ? b : a)).surplus;
  return ranked.compare(none) > 0 ? { name: "S_0", surplus: ranked } : { name: "no signal", surplus: none };
}

export function identical(buyers: readonly ValueDistribution[]): boolean {
  const text = ({ values, masses }: ValueDistribution): string => `${values.join()} ${masses.join()}`;
  return buyers.every((buyer) => text(buyer) === text(buyers[0] as ValueDistribution));
}

function indexOfGreatest(values: readonly Rational[]): number {
  return values.reduce((best, value, k) => (value.compare(values[best] ?? value) > 0 ? k : best), 0);
}
