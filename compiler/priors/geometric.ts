/** The number of failures before the first success, given that it is at most m. */
import { Rational } from "../exact/rational.ts";
import { bad, integerArgument, probabilityArgument } from "./arguments.ts";
import { refuseLongPowers } from "./binomial.ts";
import { normalizedPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** Exact powers grow with the outcome; up to here they take less than a second. */
const maximalOutcome = 200;

/** `geometric(p, m)`. */
export const geometric: DistributionDefinition = {
  name: "geometric",
  signature: "geometric(p, m)",
  summary: "Failures before the first success of independent trials, conditional on at most m: P(k) proportional to p (1 - p)^k.",
  example: "geometric(1/2, 5)",
  arity: { min: 2, max: 2 },
  build(args) {
    const p = probabilityArgument(args, 0, "the success probability");
    const most = integerArgument(args, 1, "the greatest outcome", 0, maximalOutcome);
    if (p.isZero()) throw bad("the success probability of geometric must be positive");
    refuseLongPowers(p, most);
    const q = Rational.one.sub(p);
    return normalizedPmf(Array.from({ length: most + 1 }, (_, k) => ({ value: Rational.integer(k), probability: q.pow(k) })));
  },
};
