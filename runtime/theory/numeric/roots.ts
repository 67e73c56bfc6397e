/** Rational enclosures of roots, for bounds that must hold exactly although the formula is irrational. */
import { Rational } from "../../../compiler/exact/rational.ts";

/** An interval that contains a real number; `lower` equals `upper` when the number is that rational. */
export interface Enclosure {
  readonly lower: Rational;
  readonly upper: Rational;
}

/** Binary digits after the point of an enclosure that is not exact. */
const defaultBits = 96;

/**
 * The root of a nonnegative rational, between two fractions `2^-bits / denominator` apart, or exactly if it is rational.
 *
 * @throws RangeError if the number is negative or inexact, or the degree is not a positive integer.
 * @example rootBounds(Rational.of(4, 9), 2).lower.toString() // "2/3"
 */
export function rootBounds(x: Rational, degree: number, bits = defaultBits): Enclosure {
  if (x.inexact || x.sign() < 0) throw new RangeError(`no exact root of ${x}`);
  if (!Number.isSafeInteger(degree) || degree < 1) throw new RangeError(`not the degree of a root: ${degree}`);
  // n/d = n d^(k-1) / d^k, so only the numerator needs a root.
  const d = x.denominator();
  const numerator = x.numerator() * d ** BigInt(degree - 1);
  const whole = integerRoot(numerator, degree);
  if (whole ** BigInt(degree) === numerator) return { lower: Rational.of(whole, d), upper: Rational.of(whole, d) };
  const scaled = integerRoot(numerator << BigInt(bits * degree), degree);
  const denominator = d << BigInt(bits);
  return { lower: Rational.of(scaled, denominator), upper: Rational.of(scaled + 1n, denominator) };
}

/** The largest integer whose power is at most `x`, by Newton's iteration from above. */
export function integerRoot(x: bigint, degree: number): bigint {
  if (x < 2n) return x;
  const k = BigInt(degree);
  let root = 1n << (BigInt(x.toString(2).length) / k + 1n);
  for (;;) {
    const next = ((k - 1n) * root + x / root ** (k - 1n)) / k;
    if (next >= root) return root;
    root = next;
  }
}
