/** Float probabilities whose sum is one without rounding error. */
import { Rational } from "../exact/rational.ts";

/** Multiples of 2^-52 up to one, and their partial sums, are doubles: adding them in any order is exact. */
const unit = 2 ** -52;

/**
 * The masses, moved to multiples of 2^-52 that sum to exactly one; exact masses are returned as they are. The
 * cumulative sums are rounded, so that no mass moves by more than one unit beyond the error of its input.
 *
 * @example roundMasses([0.1, 0.2, 0.7].map(Rational.float)) // still about 0.1, 0.2, 0.7, and they sum to 1
 */
export function roundMasses(masses: readonly Rational[]): Rational[] {
  if (masses.every((m) => !m.inexact)) return [...masses];
  let cumulative = 0;
  let before = 0;
  return masses.map((mass, j) => {
    cumulative += Math.max(0, mass.toNumber());
    const upTo = j === masses.length - 1 ? 1 : Math.min(1, Math.round(cumulative / unit) * unit);
    const rounded = Math.max(0, upTo - before);
    before = Math.max(before, upTo);
    return Rational.float(rounded);
  });
}
