/** The simplest fraction near a number: the first of the Stern-Brocot tree in an interval around it. */
import { Rational } from "../../compiler/exact/rational.ts";

/**
 * The fraction with the least denominator within `tolerance` of x.
 *
 * @param x not negative
 * @param tolerance positive
 * @example simplestNear(333/1000, 1/100) // 1/3
 */
export function simplestNear(x: Rational, tolerance: Rational): Rational {
  const low = x.sub(tolerance);
  return low.sign() <= 0 ? Rational.zero : simplestBetween(low, x.add(tolerance));
}

/** Continued fractions: the integer parts agree until a whole number lies between. */
function simplestBetween(low: Rational, high: Rational): Rational {
  const whole = Rational.of(low.numerator() / low.denominator());
  if (whole.equals(low)) return whole;
  const next = whole.add(Rational.one);
  if (next.compare(high) <= 0) return next;
  return whole.add(Rational.one.div(simplestBetween(Rational.one.div(high.sub(whole)), Rational.one.div(low.sub(whole)))));
}
