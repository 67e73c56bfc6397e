/** Poisson counts, given that they are at most m. */
import { Rational } from "../exact/rational.ts";
import { integerArgument, positiveArgument } from "./arguments.ts";
import { refuseLongPowers } from "./binomial.ts";
import { normalizedPmf } from "./pmf.ts";
import type { WeightedOutcome } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** Factorials grow faster than powers, so the limit is lower than that of the binomial. */
const maximalCount = 150;

/**
 * `poisson(rate, m)`. The factor exp(-rate) cancels in the truncated law, so a rational rate gives exact probabilities.
 */
export const poisson: DistributionDefinition = {
  name: "poisson",
  signature: "poisson(rate, m)",
  summary: "A Poisson count conditional on at most m: P(k) proportional to rate^k / k!.",
  example: "poisson(2, 6)",
  arity: { min: 2, max: 2 },
  build(args) {
    const rate = positiveArgument(args, 0, "the rate");
    const most = integerArgument(args, 1, "the greatest count", 0, maximalCount);
    refuseLongPowers(rate, most);
    const weights: WeightedOutcome[] = [];
    let weight = Rational.one;
    for (let k = 0; k <= most; k++) {
      weights.push({ value: Rational.integer(k), probability: weight });
      weight = weight.mul(rate).div(Rational.integer(k + 1));
    }
    return normalizedPmf(weights);
  },
};
