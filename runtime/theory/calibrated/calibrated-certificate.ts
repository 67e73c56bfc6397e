/**
 * Upper bounds on the revenue of every calibrated scheme with signals anywhere in [0, 1], for any number of bidders.
 *
 * Weak duality: calibration says `E[q(x_i) (o_i - x_i)] = 0` for every bounded q, so if for all signals x and outcomes o
 *
 *     secmax(x) + sum_{o_i = 1} alpha(x_i) + sum_{o_i = 0} beta(x_i) <= u_k,   k = sum_i o_i,
 *     alpha(s) = -q(s) (1 - s),   beta(s) = q(s) s,
 *
 * no scheme earns more than `sum_k lambda_k u_k`. The family here is `q(s) = -min(1/2, c / (1 - s))` with one parameter
 * `0 <= c <= 1/2`. Then alpha and beta do not increase, alpha is at most c and beta at most 0, so the left side is largest
 * with two bidders at one signal s and the others at 0, and maximising over s gives for *every* such c
 *
 *     u_0 = (1 - sqrt(2c))^2,   u_1 = 1 - 2 sqrt(c) + 2c  (1/2 if c >= 1/4),   u_k = 1 + (k - 2) c.
 *
 * So nothing about c has to be trusted. With w = sqrt(c) the bound is a convex quadratic on each side of w = 1/2, and its
 * minimum is the closed form of the optimum: a proof of Theorem 1.1 that does not use its construction.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { CountLaw, CountSummary } from "./calibrated-signaling.ts";
import { summarize } from "./calibrated-signaling.ts";
import { rootBounds } from "../numeric/roots.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "dual certificate of calibrated signaling",
  cite: "weak duality for the calibration constraint of Du, Tang, Wang, Zhang (equation CALI); an independent proof of the value in Theorem 1.1",
  statement: "For every c in [0, 1/2] no calibrated scheme on the continuum earns more than sum_k lambda_k u_k(c), and the least of these bounds is attained.",
};

/** The multiplier q of calibration at a signal. */
export function calibrationPrice(c: number, signal: number): number {
  return -Math.min(0.5, c / (1 - signal));
}

/** `u_k(c)`, in doubles. */
export function outcomeBound(c: number, count: number): number {
  if (count === 0) return (1 - Math.sqrt(2 * c)) ** 2;
  if (count === 1) return c >= 0.25 ? 0.5 : 1 - 2 * Math.sqrt(c) + 2 * c;
  return 1 + (count - 2) * c;
}

/**
 * How much room dual feasibility leaves at one profile of signals and clicks; negative would refute the certificate.
 *
 * @throws RangeError with fewer than two bidders.
 */
export function dualSlack(c: number, signals: readonly number[], clicks: readonly boolean[]): number {
  const second = [...signals].sort((a, b) => b - a)[1];
  if (second === undefined) throw new RangeError("a second highest bid needs two bidders");
  const priced = signals.map((s, i) => (s === 1 ? (clicks[i] === true ? 0 : -0.5) : calibrationPrice(c, s) * (clicks[i] === true ? s - 1 : s)));
  return outcomeBound(c, clicks.filter(Boolean).length) - second - priced.reduce((a, b) => a + b, 0);
}

/** The parameter of the least bound: the minimum of the convex function in the header, in doubles. */
export function bestParameter(law: CountLaw): number {
  const { none, one, more, spare } = summarize(law);
  if (none === 0 && one === 0) return 0;
  const value = (w: number): number => none * outcomeBound(w * w, 0) + one * outcomeBound(w * w, 1) + more + spare * w * w;
  const below = Math.min(0.5, (Math.SQRT2 * none + one) / (2 * none + 2 * one + spare));
  const above = Math.min(Math.SQRT1_2, Math.max(0.5, none + spare > 0 ? (Math.SQRT2 * none) / (2 * none + spare) : 0.5));
  const w = value(below) <= value(above) ? below : above;
  return Math.min(0.5, w * w);
}

/**
 * A number that no calibrated scheme exceeds: the bound at `c`, rounded outwards. The law is taken at its doubles, whose
 * sum may differ from one in the last places.
 *
 * @throws RangeError unless `0 <= c <= 1/2`, or as {@link summarize}.
 * @example calibratedUpperBound([0.25, 0.5, 0.25]) // 0.5 and a few units in the last place
 */
export function calibratedUpperBound(law: CountLaw, c = bestParameter(law)): number {
  if (!(c >= 0 && c <= 0.5)) throw new RangeError(`not a parameter of the certificate: ${c}`);
  const sum = law.reduce((total, probability, k) => total + probability * outcomeBound(c, k), 0);
  summarize(law);
  // All terms are nonnegative: n additions and a few operations per term, each within half a unit; the differences of
  // u_0 and u_1 cancel and are bounded absolutely.
  const unit = Number.EPSILON;
  return sum * (1 + (law.length + 8) * unit) + 16 * unit * ((law[0] ?? 0) + (law[1] ?? 0));
}

/**
 * The same bound in rational arithmetic, with square roots replaced by fractions just below them.
 *
 * @throws RangeError unless `0 <= c <= 1/2`, both are exact, and the law sums to one exactly.
 */
export function exactUpperBound(law: readonly Rational[], c: Rational): Rational {
  const quarter = Rational.of(1, 4);
  if (c.inexact || c.sign() < 0 || c.compare(Rational.of(1, 2)) > 0) throw new RangeError(`not a parameter of the certificate: ${c}`);
  const twice = c.add(c);
  const above = (root: Rational): Rational => Rational.one.sub(root).sub(root).add(twice);
  let bound = Rational.zero;
  let total = Rational.zero;
  for (const [k, probability] of law.entries()) {
    if (probability.sign() < 0) throw new RangeError(`the probability of ${k} clicks is ${probability}`);
    const u =
      k === 0
        ? above(rootBounds(twice, 2).lower)
        : k === 1
          ? c.compare(quarter) >= 0
            ? Rational.of(1, 2)
            : above(rootBounds(c, 2).lower)
          : Rational.one.add(c.mul(Rational.integer(k - 2)));
    bound = bound.add(probability.mul(u));
    total = total.add(probability);
  }
  if (!total.equals(Rational.one)) throw new RangeError(`the count law sums to ${total}, not to 1`);
  return bound;
}

/** With ex-ante participation revenue is also at most the welfare bound `1 - lambda_0` (multiplier one on participation, zero on calibration). */
export function participationUpperBound(law: CountLaw): number {
  const { one, more }: CountSummary = summarize(law);
  return Math.min(calibratedUpperBound(law), (one + more) * (1 + law.length * Number.EPSILON));
}
