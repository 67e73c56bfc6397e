/** The number of successes in independent trials. */
import { formatValue } from "../evaluate/keys.ts";
import { Rational } from "../exact/rational.ts";
import { bad, integerArgument, probabilityArgument } from "./arguments.ts";
import { makePmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** Exact powers grow with the number of trials; these bounds keep the arithmetic within about a second. */
export const maximalTrials = 200;
const maximalBits = 4096;

/** `binomial(m, p)`. */
export const binomial: DistributionDefinition = {
  name: "binomial",
  signature: "binomial(m, p)",
  summary: "The number of successes in m independent trials, each a success with probability p.",
  example: "binomial(3, 1/2)",
  arity: { min: 2, max: 2 },
  build(args) {
    const trials = integerArgument(args, 0, "the number of trials", 0, maximalTrials);
    const p = probabilityArgument(args, 1, "the success probability");
    refuseLongPowers(p, trials);
    const q = Rational.one.sub(p);
    return makePmf(
      Array.from({ length: trials + 1 }, (_, k) => ({
        value: Rational.integer(k),
        probability: choose(trials, k)
          .mul(p.pow(k))
          .mul(q.pow(trials - k)),
      })),
    );
  },
};

/** @throws DistributionError if the exact power `p^exponent` would have thousands of digits. */
export function refuseLongPowers(p: Rational, exponent: number): void {
  if (p.inexact || p.denominator().toString(16).length * 4 * exponent <= maximalBits) return;
  throw bad(`${formatValue(p)} has too many digits for its power ${exponent}`, "round it to fewer digits");
}

/** The binomial coefficient, exactly. @example choose(4, 2) // 6 */
export function choose(n: number, k: number): Rational {
  if (k < 0 || k > n) return Rational.zero;
  let result = 1n;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * BigInt(n - i + 1)) / BigInt(i);
  return Rational.of(result);
}
