/**
 * Equal-revenue distributions, and the split of a prior into them (Bergemann, Brooks and Morris 2015, "The Limits of
 * Price Discrimination"; Section 2.2 of "The Limits of an Information Intermediary in Auction Design").
 */
import type { FiniteSet, Pmf } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { asNumber, asPmf, bad, isCollection } from "./arguments.ts";
import { makePmf, sortedOutcomes } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `equal_revenue(d)` or `equal_revenue(S)`. */
export const equalRevenue: DistributionDefinition = {
  name: "equal_revenue",
  signature: "equal_revenue(S) or equal_revenue(d)",
  summary: "The distribution on the positive numbers S (or on the support of d) at which every price in S earns the same revenue.",
  example: "equal_revenue({1, 2, 4})",
  arity: { min: 1, max: 1 },
  build([argument], context) {
    if (argument !== undefined && isCollection(argument))
      return equalRevenuePmf(argument.entries.map((x) => positive(asNumber(x, "a value of equal_revenue"))));
    return equalRevenuePmf(numericSupport(asPmf(argument, "the argument of equal_revenue", context)));
  },
};

/**
 * The law E with `a P[X >= a] = min(S)` for every a in S: mass `a_1/a_l - a_1/a_{l+1}` at `a_l`, and `a_1/a_m` at the top.
 *
 * @throws DistributionError if S is empty or holds a number that is not positive.
 */
export function equalRevenuePmf(support: readonly Rational[]): Pmf {
  const values = [...support].sort((a, b) => a.compare(b)).filter((x, i, all) => i === 0 || !x.equals(all[i - 1] as Rational));
  const lowest = values[0];
  if (lowest === undefined) throw bad("equal_revenue needs at least one value");
  positive(lowest);
  return makePmf(
    values.map((value, l) => {
      const next = values[l + 1];
      const above = next ? lowest.div(next) : Rational.zero;
      return { value, probability: lowest.div(value).sub(above) };
    }),
  );
}

/** One public signal of a split: its total probability and the posterior it induces. */
export interface EqualRevenuePart {
  readonly weight: Rational;
  readonly posterior: Pmf;
}

/**
 * The greedy split of a prior into equal-revenue posteriors: the largest multiple of the equal-revenue law on the
 * remaining support is taken off until nothing is left. The residual is not renormalised, so the weights sum to one.
 * The seller earns the uniform-price revenue of the prior, and the buyer all the rest of the surplus.
 *
 * @throws DistributionError unless all outcomes are positive numbers.
 * @example the uniform prior on {1, 2, 3} splits with weights 2/3, 1/6 and 1/6
 */
export function equalRevenueSplit(prior: Pmf): EqualRevenuePart[] {
  let rest = sortedOutcomes(prior).map(({ value, probability }) => ({ value: positive(asNumber(value, "an outcome")), probability }));
  const parts: EqualRevenuePart[] = [];
  while (rest.length > 0) {
    const posterior = equalRevenuePmf(rest.map((o) => o.value));
    const limits = rest.map((o, i) => o.probability.div((posterior.outcomes[i] as Pmf["outcomes"][number]).probability));
    const weight = limits.reduce((least, x) => (x.compare(least) < 0 ? x : least));
    parts.push({ weight, posterior });
    // Outcomes that attain the minimum are exhausted; dropping them by the comparison keeps floats from leaving dust.
    rest = rest.flatMap((o, i) => {
      const limit = limits[i] as Rational;
      return limit.compare(weight) <= 0 ? [] : [{ value: o.value, probability: o.probability.mul(Rational.one.sub(weight.div(limit))) }];
    });
  }
  return parts;
}

/**
 * The law of the public signal given the realised outcome, `P[q | v] = weight_q posterior_q(v) / prior(v)`. A signal is
 * named by the support of its posterior; supports of different parts differ, because every step exhausts an outcome.
 *
 * @returns undefined if the outcome has prior probability zero.
 */
export function equalRevenueSignal(prior: Pmf, outcome: Rational): Pmf | undefined {
  const mass = prior.outcomes.find((o) => asNumber(o.value, "an outcome").equals(outcome))?.probability;
  if (mass === undefined) return undefined;
  return makePmf(
    equalRevenueSplit(prior).flatMap(({ weight, posterior }) => {
      const at = posterior.outcomes.find((o) => (o.value as Rational).equals(outcome));
      return at ? [{ value: supportOf(posterior), probability: weight.mul(at.probability).div(mass) }] : [];
    }),
  );
}

function supportOf(pmf: Pmf): FiniteSet {
  return { kind: "set", entries: pmf.outcomes.map((o) => o.value) };
}

function numericSupport(pmf: Pmf): Rational[] {
  return pmf.outcomes.map((o) => positive(asNumber(o.value, "an outcome of equal_revenue")));
}

function positive(x: Rational): Rational {
  if (x.sign() <= 0) throw bad(`equal revenue needs positive values, and ${x} is not`, "a price of zero earns nothing at any quantity");
  return x;
}
