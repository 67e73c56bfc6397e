/**
 * What an auction earns whatever additional information the bidders have (Yamashita, "Revenue guarantees in auctions with
 * a (correlated) common prior and additional information"): the second-price auction, and the best efficient mechanism.
 *
 * Correction for finite supports: Theorem 1 says that no efficient mechanism guarantees more than `E[second highest]`. On
 * a grid the winner's lowest winning value lies above the second highest, so the bound is {@link efficientGuarantee},
 * which tends to `E[second highest]` as the grid refines. Exact.
 */
import { compareValues, formatValue, valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { expectation, isTuple } from "../../../compiler/priors/pmf.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "revenue guarantee of efficient auctions",
  cite: "Yamashita (2018), Revenue guarantees in auctions with a (correlated) common prior and additional information, Theorem 1 (finite version: critical values) and footnote 14",
  statement:
    "The second-price auction guarantees E[second highest value]; an efficient mechanism with a fixed tie rule guarantees at most the expected critical value of the winner, E[min {x : the rule still selects the winner at x}].",
};

/** The numbers of a profile of values. @throws TypeError if it is not a tuple of numbers. */
export function profileOf(value: Value): readonly Rational[] {
  if (!isTuple(value) || !value.entries.every((x) => x instanceof Rational)) throw new TypeError(`not a profile of values: ${formatValue(value)}`);
  return value.entries as readonly Rational[];
}

/** The k-th highest of some numbers, counting from one; zero if there are fewer. */
export function orderStatistic(values: readonly Rational[], k: number): Rational {
  return [...values].sort((a, b) => b.compare(a))[k - 1] ?? Rational.zero;
}

/** `E[max value]`: what no mechanism exceeds. */
export function firstHighest(joint: Pmf): Rational {
  return expectation(joint, (v) => orderStatistic(profileOf(v), 1));
}

/**
 * `E[second highest value]`: the truthful revenue of the second-price auction, in dominant strategies and therefore under
 * every information structure.
 */
export function secondPriceGuarantee(joint: Pmf): Rational {
  return expectation(joint, (v) => orderStatistic(profileOf(v), 2));
}

/** An efficient allocation rule: the position of a bidder with the highest value. */
export type TieRule = (values: readonly Rational[]) => number;

/** Ties go to the lowest position. */
export const lowestIndex: TieRule = (values) => values.reduce((best, v, i) => (v.compare(values[best] ?? v) > 0 ? i : best), 0);

/** Ties go to the highest position. */
export const highestIndex: TieRule = (values) => values.reduce((best, v, i) => (v.compare(values[best] ?? v) >= 0 ? i : best), 0);

/** The values each bidder has with positive probability, ascending. */
export function supports(joint: Pmf): Rational[][] {
  const seen: Map<string, Rational>[] = [];
  for (const { value } of joint.outcomes) {
    for (const [i, x] of profileOf(value).entries()) (seen[i] ??= new Map()).set(valueKey(x), x);
  }
  return seen.map((values) => [...values.values()].sort(compareValues));
}

/**
 * The hypothesis of the upper bound: every combination of the bidders' values has positive probability.
 *
 * @throws TypeError if an outcome is not a profile of numbers.
 */
export function hasFullSupport(joint: Pmf): boolean {
  return joint.outcomes.length === supports(joint).reduce((count, values) => count * values.length, 1);
}

/** A profile with the entry at a position replaced. */
export function replaced(values: readonly Rational[], position: number, value: Rational): Rational[] {
  return values.map((x, i) => (i === position ? value : x));
}

/**
 * The winner's critical value: the least value of her support with which the rule still selects her.
 *
 * @example criticalValue([2, 1] as rationals, supports {1, 2} each, lowestIndex) // 1: at 1 the tie is hers
 */
export function criticalValue(values: readonly Rational[], support: readonly (readonly Rational[])[], rule: TieRule): Rational {
  const winner = rule(values);
  return support[winner]?.find((x) => rule(replaced(values, winner, x)) === winner) ?? Rational.zero;
}

/**
 * The most that an efficient mechanism with this tie rule guarantees: the winner pays her critical value. Attained in
 * dominant strategies; the bound needs {@link hasFullSupport}.
 *
 * @example values {1, 2}, equal with probability 4/5: 3/2, while E[second highest] is 7/5
 */
export function efficientGuarantee(joint: Pmf, rule: TieRule = lowestIndex): Rational {
  const support = supports(joint);
  return expectation(joint, (v) => criticalValue(profileOf(v), support, rule));
}

/** The largest gap between neighbouring values of the pooled supports: the efficient guarantee exceeds `E[second highest]` by at most this. */
export function mesh(joint: Pmf): Rational {
  const pooled = supports(joint).flat().sort(compareValues);
  return pooled.reduce((widest, x, k) => {
    const gap = x.sub(pooled[k - 1] ?? x);
    return gap.compare(widest) > 0 ? gap : widest;
  }, Rational.zero);
}
