/**
 * The structure of optimal public information for two buyers with two values each (Theorems 4 and 5 of "The Limits of an
 * Information Intermediary in Auction Design", for any order of the four values and any weights of revenue and welfare).
 *
 * A posterior with correlated values is worth what full revelation is worth: the seller extracts everything (Cremer and
 * McLean 1988). A posterior with independent values is a pair (A, B), the probabilities of the high values. Let
 * `x1 = l1 - (h1 - l1) A / (1 - A)` be the virtual value of the low value of buyer 1, x2 that of buyer 2. As long as the
 * order of x1, x2, h1, h2 and 0 does not change, revenue and welfare are bilinear in (A, B), as the posterior itself is. So
 * where one of A and B can move, the posterior splits into the two ends of the move at no loss, until both are fixed:
 * optimal information needs only the corners, where each of A and B is 0, 1, or makes the virtual value 0 or the other
 * buyer's high value, and the curve x1 = x2. On the curve everything, times `(h1 - x)(h2 - x)`, is quadratic in x.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "public information about two buyers with two values",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Theorems 4 and 5, for any order of the values",
  statement: "Optimal public signals reveal everything, or make virtual values zero, equal to the rival's high value, or equal to each other.",
};

/** The two values of a buyer, `low < high`. */
export interface TwoValues {
  readonly low: Rational;
  readonly high: Rational;
}

/** Weights of revenue and welfare in the objective, which is maximised. */
export interface Stakes {
  readonly revenue: Rational;
  readonly welfare: Rational;
}

/** Probabilities of the high values. */
export type Independent = readonly [Rational, Rational];

/** One number per profile: (high, high), (high, low), (low, high), (low, low). */
export type Four = readonly [Rational, Rational, Rational, Rational];

export function massesOf([a, b]: Independent): Four {
  const [na, nb] = [Rational.one.sub(a), Rational.one.sub(b)];
  return [a.mul(b), a.mul(nb), na.mul(b), na.mul(nb)];
}

/** The probability of the high value at which the virtual value of the low one is x, for `0 <= x <= low`. */
export function highChance({ low, high }: TwoValues, x: Rational): Rational {
  return low.sub(x).div(high.sub(x));
}

/**
 * What a posterior with independent values is worth: revenue is the expected highest virtual value, and of the tied
 * winners the objective's favourite gets the good (not selling is one of them when the highest is zero).
 */
export function worth(buyers: readonly [TwoValues, TwoValues], stakes: Stakes, point: Independent): Rational {
  const masses = massesOf(point);
  const virtual = buyers.map(({ low, high }, i): { high: Rational; low: Rational | undefined } => {
    const a = point[i] as Rational;
    const rest = Rational.one.sub(a);
    return { high, low: rest.isZero() ? undefined : low.sub(high.sub(low).mul(a).div(rest)) };
  });
  let sum = Rational.zero;
  for (const [k, mass] of masses.entries()) {
    if (mass.isZero()) continue;
    const offers = buyers.map((buyer, i) => {
      const high = i === 0 ? k < 2 : k % 2 === 0;
      return { value: high ? buyer.high : buyer.low, virtual: (high ? virtual[i]?.high : virtual[i]?.low) ?? Rational.zero };
    });
    const top = offers.reduce((a, { virtual: x }) => (x.compare(a) > 0 ? x : a), Rational.zero);
    const winners = offers.filter(({ virtual: x }) => x.equals(top)).map(({ value }) => value);
    const values = top.isZero() ? [...winners, Rational.zero] : winners;
    sum = sum.add(mass.mul(stakes.revenue.mul(top).add(favourite(values, stakes.welfare))));
  }
  return sum;
}

/** The largest `weight * value`. */
function favourite(values: readonly Rational[], weight: Rational): Rational {
  return values.map((value) => weight.mul(value)).reduce((a, b) => (b.compare(a) > 0 ? b : a));
}

/** The corners; the four profiles themselves (full revelation) are among them. */
export function corners([first, second]: readonly [TwoValues, TwoValues]): Independent[] {
  const chances = (own: TwoValues, rival: TwoValues): Rational[] => {
    const found = [Rational.zero, Rational.one, highChance(own, Rational.zero), ...(rival.high.compare(own.low) <= 0 ? [highChance(own, rival.high)] : [])];
    return [...new Map(found.map((chance) => [chance.toString(), chance])).values()];
  };
  return chances(first, second).flatMap((a) => chances(second, first).map((b): Independent => [a, b]));
}

/** `c0 + c1 x + c2 x^2`. */
export type Quadratic = readonly [Rational, Rational, Rational];

/** The curve x1 = x2 = x for x from 0 to `end`; masses and worth are these quadratics divided by `(h1 - x)(h2 - x)`. */
export interface Curve {
  readonly end: Rational;
  readonly masses: readonly [Quadratic, Quadratic, Quadratic, Quadratic];
  readonly worth: Quadratic;
  /** Least value of `(h1 - x)(h2 - x)` on the curve; positive. */
  readonly leastScale: Rational;
}

export function curveOf([first, second]: readonly [TwoValues, TwoValues], stakes: Stakes): Curve {
  const zero = Rational.zero;
  const minus = Rational.one.neg();
  const [gap1, gap2] = [first.high.sub(first.low), second.high.sub(second.low)];
  const end = first.low.compare(second.low) <= 0 ? first.low : second.low;
  const masses: Curve["masses"] = [
    [first.low.mul(second.low), first.low.add(second.low).neg(), Rational.one],
    [first.low.mul(gap2), gap2.neg(), zero],
    [gap1.mul(second.low), gap1.neg(), zero],
    [gap1.mul(gap2), zero, zero],
  ];
  // The winner has a high value wherever there is one; two low values tie at the virtual value x.
  const highest = first.high.compare(second.high) >= 0 ? first.high : second.high;
  const sold = [highest, first.high, second.high];
  const both = stakes.revenue.add(stakes.welfare);
  const parts = sold.map((value, k) => scaled(masses[k] as Quadratic, both.mul(value)));
  const tie: Quadratic = [favourite([first.low, second.low], stakes.welfare), stakes.revenue, zero];
  const low = masses[3][0];
  const worthOf = [...parts, scaled(tie, low)].reduce((a, b) => [a[0].add(b[0]), a[1].add(b[1]), a[2].add(b[2])]);
  return { end, masses, worth: worthOf, leastScale: first.high.add(end.mul(minus)).mul(second.high.add(end.mul(minus))) };
}

export function scaled([c0, c1, c2]: Quadratic, factor: Rational): Quadratic {
  return [c0.mul(factor), c1.mul(factor), c2.mul(factor)];
}

export function valueAt([c0, c1, c2]: Quadratic, x: Rational): Rational {
  return c0.add(x.mul(c1.add(x.mul(c2))));
}

/** Where a quadratic is least on `[0, end]`: at an end, or at its vertex. */
export function leastPoint(quadratic: Quadratic, end: Rational): Rational {
  const [, c1, c2] = quadratic;
  const candidates = [Rational.zero, end];
  if (c2.sign() > 0) {
    const vertex = c1.neg().div(c2.add(c2));
    if (vertex.sign() > 0 && vertex.compare(end) < 0) candidates.push(vertex);
  }
  return candidates.reduce((a, b) => (valueAt(quadratic, b).compare(valueAt(quadratic, a)) < 0 ? b : a));
}
