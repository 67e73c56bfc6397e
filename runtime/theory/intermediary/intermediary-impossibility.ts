/**
 * Two buyers for whom public information falls short of the bound `E[max] - R(D)` (Section 3 of "The Limits of an
 * Information Intermediary in Auction Design"). Values are a > b for buyer 1 and c > d for buyer 2, with b > c, and the
 * high values have the probabilities b/a and d/c, so that both low values have virtual value zero.
 *
 * Theorem 1 is about information after which the good always goes to the highest value, Theorem 2 about all information.
 * Both rest on one certificate: the prices `y = (0, 0, b - c, b - d)` of the profiles (a,c), (a,d), (b,c), (b,d). They pay
 * for every efficient posterior, and for every posterior at all when `b + d >= 2 c`. Revealing the value of buyer 2 and
 * splitting the excess of buyer 1 attains the price of the prior, `(1 - b/a)(b - E[V_2])`.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";
import type { Four } from "./two-by-two-information.ts";

export const theorem: Theorem = {
  name: "limits of public information",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Theorems 1 and 2, in closed form",
  statement: "With virtual values zero at the bottom, efficient public information leaves buyers (1 - b/a)(b - E[V_2]), and if b + d >= 2c no public information leaves more.",
};

/** An instance: `a > b > c > d >= 0`. */
export interface HardInstance {
  readonly a: Rational;
  readonly b: Rational;
  readonly c: Rational;
  readonly d: Rational;
}

export interface HardValues {
  /** Probability of a, and of c. */
  readonly alpha: Rational;
  readonly beta: Rational;
  /** R(D) and `E[max] - R(D)`. */
  readonly revenue: Rational;
  readonly bound: Rational;
  /** What buyers keep without signals, ties broken for them. */
  readonly withoutSignals: Rational;
  /** What the best efficient information leaves them (Theorem 1). */
  readonly efficient: Rational;
  /** What the best information leaves them (Theorem 2); only where `b + d >= 2c`. */
  readonly best?: Rational;
}

/**
 * @throws RangeError unless a > b > c > d >= 0
 * @example hardValues({ a: 100/81, b: 10/9, c: 1, d: 9/10 }).best // 109/9000
 */
export function hardValues({ a, b, c, d }: HardInstance): HardValues {
  if (a.compare(b) <= 0 || b.compare(c) <= 0 || c.compare(d) <= 0 || d.sign() < 0) throw new RangeError("the instance needs a > b > c > d >= 0");
  const alpha = b.div(a);
  const beta = d.div(c);
  const low = Rational.one.sub(alpha);
  // Virtual values are a, 0 and c, 0: the good goes to a, else to c, else it earns nothing.
  const revenue = alpha.mul(a).add(low.mul(beta).mul(c));
  const second = beta.mul(c).add(Rational.one.sub(beta).mul(d));
  const efficient = low.mul(b.sub(second));
  const tied = [alpha.mul(Rational.one.sub(beta)).mul(a.sub(b)), low.mul(beta).mul(c.sub(d))];
  return {
    alpha,
    beta,
    revenue,
    bound: alpha.mul(a).add(low.mul(b)).sub(revenue),
    withoutSignals: tied.reduce((x, y) => (y.compare(x) > 0 ? y : x)),
    efficient,
    ...(b.add(d).compare(c.add(c)) >= 0 ? { best: efficient } : {}),
  };
}

/** The certificate: prices of (a,c), (a,d), (b,c), (b,d). */
export function hardPrices({ b, c, d }: HardInstance): Four {
  return [Rational.zero, Rational.zero, b.sub(c), b.sub(d)];
}

/**
 * The family of Theorem 1: `c = 1`, `b` just above it and `d = (1 - epsilon/2) b`. As b falls to 1 the efficient optimum
 * falls to epsilon/2 times what no signal leaves.
 *
 * @throws RangeError unless `0 < epsilon < 2` and `excess > 0` is so small that d stays below 1
 */
export function inefficiencyFamily(epsilon: Rational, excess: Rational, a: Rational): HardInstance {
  const b = Rational.one.add(excess);
  return { a, b, c: Rational.one, d: Rational.one.sub(epsilon.div(Rational.integer(2))).mul(b) };
}

/** The family of Theorem 2: `a = 1/(1-delta)^2`, `b = 1/(1-delta)`, `c = 1`, `d = 1-delta`. */
export function halfFamily(delta: Rational): HardInstance {
  const rest = Rational.one.sub(delta);
  const b = Rational.one.div(rest);
  return { a: b.mul(b), b, c: Rational.one, d: rest };
}
