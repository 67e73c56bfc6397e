/** The number of successes in independent trials. */
import { formatValue } from "../evaluate/keys.ts";
import { Rational } from "../exact/rational.ts";
import { bad, integerArgument, probabilityArgument } from "./arguments.ts";
import { makePmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** The most trials: a thousand exact probabilities over one denominator take a fraction of a second. */
const maximalTrials = 1000;
/** The longest denominator of a binomial law; longer ones make all later arithmetic slow. */
const longestDenominator = 12_000;
/** The longest power that is brought to lowest terms one by one, within about a second for all of a law. */
const longestPower = 4096;

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
    refuseLongPowers(p, trials, longestDenominator);
    return makePmf(masses(trials, p).map((probability, k) => ({ value: Rational.integer(k), probability })));
  },
};

/** `C(n, k) p^k (1 - p)^(n - k)` for k = 0..n, over the common denominator `d^n` with p = a / d. */
function masses(n: number, p: Rational): Rational[] {
  if (p.inexact) {
    const q = Rational.one.sub(p);
    return Array.from({ length: n + 1 }, (_, k) =>
      choose(n, k)
        .mul(p.pow(k))
        .mul(q.pow(n - k)),
    );
  }
  const [a, d] = [p.numerator(), p.denominator()];
  let chosen = 1n;
  return Array.from({ length: n + 1 }, (_, k) => {
    if (k > 0) chosen = (chosen * BigInt(n - k + 1)) / BigInt(k);
    return Rational.overPower(chosen * a ** BigInt(k) * (d - a) ** BigInt(n - k), d, n);
  });
}

/** @throws DistributionError if the denominator of the exact power `p^exponent` would have more bits than that. */
export function refuseLongPowers(p: Rational, exponent: number, bits = longestPower): void {
  if (p.inexact || p.denominator().toString(16).length * 4 * exponent <= bits) return;
  throw bad(`${formatValue(p)} has too many digits for its power ${exponent}`, "round it to fewer digits");
}

/** The binomial coefficient, exactly. @example choose(4, 2) // 6 */
export function choose(n: number, k: number): Rational {
  if (k < 0 || k > n) return Rational.zero;
  let result = 1n;
  for (let i = 1; i <= Math.min(k, n - k); i++) result = (result * BigInt(n - i + 1)) / BigInt(i);
  return Rational.of(result);
}
