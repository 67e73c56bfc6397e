/**
 * How fast revenue guarantees approach the full surplus as bidders become many (Theorem 2, Remark 2 and Figure 1 of
 * Yamashita 2018). Rational where the formula is; posted prices contain roots and are doubles, as are general densities.
 *
 * Correction: the printed constants a/b and b/a of Theorem 2 lose a factor in the substitution y = 1 - a (1 - x); densities
 * in [a, b] give `(a / b^2) / (N + 1) <= E[first - second] <= (b / a^2) / (N + 1)`.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { integrate } from "../numeric/quadrature.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "rates of revenue guarantees",
  cite: "Yamashita (2018), Revenue guarantees in auctions with a (correlated) common prior and additional information, Theorem 2 (constants corrected), Remark 2 and Figure 1",
  statement:
    "The second-price auction and the optimal auction both lose Theta(1/N) of the surplus and their difference is o(1/N); a posted price loses Theta(log N / N).",
};

/** One line of Figure 1: N bidders with independent values uniform on [0, 1]. */
export interface RateRow {
  readonly bidders: number;
  /** `E[highest] = N / (N + 1)`. */
  readonly surplus: Rational;
  /** `E[second highest] = (N - 1) / (N + 1)`. */
  readonly secondPrice: Rational;
  /** Reserve price one half: `(N - 1 + 2^-N) / (N + 1)`. */
  readonly optimal: Rational;
  /** The best posted price, `(N + 1)^{-1/N}`. */
  readonly price: number;
  /** `(N + 1)^{-1/N} N / (N + 1)`. */
  readonly posted: number;
}

/**
 * The data of Figure 1.
 *
 * @throws RangeError unless every number of bidders is a positive integer.
 * @example uniformRates([2])[0].optimal.toString() // "5/12"
 */
export function uniformRates(bidders: readonly number[]): RateRow[] {
  return bidders.map((n) => {
    if (!Number.isSafeInteger(n) || n < 1) throw new RangeError(`not a number of bidders: ${n}`);
    const price = (n + 1) ** (-1 / n);
    return {
      bidders: n,
      surplus: Rational.of(n, n + 1),
      secondPrice: Rational.of(n - 1, n + 1),
      optimal: Rational.integer(n - 1)
        .add(Rational.of(1, 2).pow(n))
        .div(Rational.integer(n + 1)),
      price,
      posted: (price * n) / (n + 1),
    };
  });
}

/** `(log N - 1) / (4 N)`: the loss of every posted price is at least this for uniform values (Remark 2). */
export function postedPriceLossBound(bidders: number): number {
  return (Math.log(bidders) - 1) / (4 * bidders);
}

/** A distribution on [0, 1]. */
export interface Continuous01 {
  readonly density: (x: number) => number;
  readonly cumulative: (x: number) => number;
}

/** `E[first - second]` of independent values: `integral of sum_i (1 - H_i) prod_{j != i} H_j`, by quadrature. */
export function secondPriceLoss(laws: readonly Continuous01[]): number {
  return integrate(
    (x) => {
      const below = laws.map(({ cumulative }) => cumulative(x));
      return below.reduce((sum, h, i) => sum + (1 - h) * below.reduce((product, g, j) => (j === i ? product : product * g), 1), 0);
    },
    0,
    1,
  ).value;
}

/** The bounds of Theorem 2 on the loss of the second-price auction, with the corrected constants. @throws RangeError unless `0 < a <= 1 <= b`. */
export function secondPriceLossBounds(a: number, b: number, bidders: number): { readonly lower: number; readonly upper: number } {
  if (!(a > 0 && a <= 1 && b >= 1)) throw new RangeError(`no density on [0, 1] stays between ${a} and ${b}`);
  return { lower: a / b ** 2 / (bidders + 1), upper: b / a ** 2 / (bidders + 1) };
}

/** Decides the hypothesis of Theorem 2 on a grid of points: the density lies in [a, b]. */
export function hasBoundedDensity({ density }: Continuous01, a: number, b: number, points = 1000): boolean {
  return Array.from({ length: points + 1 }, (_, k) => density(k / points)).every((h) => h >= a && h <= b);
}

/**
 * Revenue of the optimal auction of N bidders with one regular law: `N integral of max(0, gamma) H^{N-1} h`, with gamma the virtual
 * value `x - (1 - H) / h`. Without regularity it is an upper bound, which is the direction Theorem 2 needs.
 */
export function virtualSurplus({ density, cumulative }: Continuous01, bidders: number): number {
  return integrate((x) => bidders * Math.max(0, x * density(x) - (1 - cumulative(x))) * cumulative(x) ** (bidders - 1), 0, 1).value;
}
