/**
 * Polynomials in one variable with exact coefficients, and their minimum on an interval by Bernstein's form: on [a, b] a
 * polynomial is a weighted average of its Bernstein coefficients, the first and the last of which are its values at the
 * ends (Farouki 2012, The Bernstein polynomial basis: a centennial retrospective, Sections 3 and 6). So the least
 * coefficient is a lower bound, which is sharp as soon as it is the first or the last.
 */
import { Rational } from "../../../compiler/exact/rational.ts";

/** `p[0] + p[1] x + p[2] x^2 + ...`; without coefficients it is zero. */
export type Polynomial = readonly Rational[];

export function plus(p: Polynomial, q: Polynomial): Polynomial {
  return Array.from({ length: Math.max(p.length, q.length) }, (_, k) => (p[k] ?? Rational.zero).add(q[k] ?? Rational.zero));
}

export function times(p: Polynomial, q: Polynomial): Polynomial {
  if (p.length === 0 || q.length === 0) return [];
  const product = new Array<Rational>(p.length + q.length - 1).fill(Rational.zero);
  p.forEach((a, i) => q.forEach((b, j) => (product[i + j] = (product[i + j] as Rational).add(a.mul(b)))));
  return product;
}

/** Horner's rule. */
export function evaluateAt(p: Polynomial, x: Rational): Rational {
  return p.reduceRight((sum, coefficient) => sum.mul(x).add(coefficient), Rational.zero);
}

export interface Minimum {
  /** A point at which the polynomial is `value`, the least that was found. */
  readonly at: Rational;
  readonly value: Rational;
  /** No value on the interval is less; equal to `value` when the minimum is exact. */
  readonly lower: Rational;
}

/** Halvings after which what is left is bounded rather than split. */
const mostSplits = 60;

interface Piece {
  readonly low: Rational;
  readonly high: Rational;
  readonly coefficients: Polynomial;
  readonly bound: Rational;
}

/**
 * The minimum of a polynomial on `[low, high]`, between proven bounds.
 *
 * @param guesses points where the interval is cut first: a minimum at one of them is found exactly, since the coefficients
 *   next to a cut carry the value and the slope there
 * @example minimumOn([one, minusTwo, one], zero, two, [one]).lower // 0, of (x - 1)^2
 */
export function minimumOn(p: Polynomial, low: Rational, high: Rational, guesses: readonly Rational[] = []): Minimum {
  const cuts = [low, ...guesses.filter((x) => x.compare(low) > 0 && x.compare(high) < 0), high].sort((a, b) => a.compare(b));
  let at = low;
  let value = evaluateAt(p, low);
  const consider = (x: Rational): void => {
    const found = evaluateAt(p, x);
    if (found.compare(value) < 0) [at, value] = [x, found];
  };
  cuts.forEach(consider);
  let open = cuts.slice(1).map((end, k) => pieceOf(p, cuts[k] as Rational, end));
  for (let split = 0; split < mostSplits; split++) {
    open = open.filter(({ bound }) => bound.compare(value) < 0).sort((a, b) => a.bound.compare(b.bound));
    const [worst, ...rest] = open;
    if (!worst) return { at, value, lower: value };
    const middle = worst.low.add(worst.high).div(Rational.integer(2));
    consider(middle);
    open = [pieceOf(p, worst.low, middle), pieceOf(p, middle, worst.high), ...rest];
  }
  return { at, value, lower: open.reduce((least, { bound }) => (bound.compare(least) < 0 ? bound : least), value) };
}

function pieceOf(p: Polynomial, low: Rational, high: Rational): Piece {
  const coefficients = bernstein(p, low, high);
  return { low, high, coefficients, bound: coefficients.reduce((a, b) => (b.compare(a) < 0 ? b : a)) };
}

/** Coefficients on [low, high]: with `p(low + (high - low) t) = sum_j a_j t^j`, `b_k = sum_{j <= k} C(k, j) / C(d, j) a_j`. */
function bernstein(p: Polynomial, low: Rational, high: Rational): Polynomial {
  const shifted = p.reduceRight<Polynomial>((sum, coefficient) => plus(times(sum, [low, high.sub(low)]), [coefficient]), []);
  const degree = Math.max(0, shifted.length - 1);
  return Array.from({ length: degree + 1 }, (_, k) => shifted.slice(0, k + 1).reduce((sum, a, j) => sum.add(a.mul(Rational.of(choose(k, j), choose(degree, j)))), Rational.zero));
}

function choose(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return count;
}
