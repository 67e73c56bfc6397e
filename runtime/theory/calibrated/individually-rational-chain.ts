/**
 * A near-optimal participating scheme with few signals: when one bidder would click she bids one step above her partner
 * along a chain that ends in a tie, so no click is spent on the top signal and the loss is quadratic in the step.
 */
import { calibratedOptimum } from "./calibrated-signaling.ts";
import type { CountLaw } from "./calibrated-signaling.ts";
import { makeScheme, schemeRevenue } from "./calibrated-signaling-scheme.ts";
import type { CalibratedScheme } from "./calibrated-signaling-scheme.ts";

/** Longer chains gain nothing over the serrated scheme. */
const maximalLength = 2000;

/** Smallest step between levels; below it doubles no longer separate them safely. */
const leastStep = 1e-9;

/**
 * The chain scheme with a loss of at most `epsilon`.
 *
 * The partner is at level j with mass z_j, geometric so that `E[win o]` equals the unconstrained optimum's revenue: then
 * the surplus left to bidders is exactly the revenue lost, and participation holds by construction.
 *
 * @returns undefined where it does not apply: no click hides at t1, the constraint binds, or the chain would be too long.
 */
export function chainScheme(law: CountLaw, epsilon: number): CalibratedScheme | undefined {
  const { bidders, none, one, spare, hiddenHigh, hiddenLow, t0 = 0, t1 = 0.5, revenue } = calibratedOptimum(law);
  if (!(hiddenHigh > 0 && one > 0)) return undefined;
  const strict = (2 * (none * t0 + one * (t1 - 0.5))) / one;
  if (!(strict > 0 && strict < 1)) return undefined;
  const length = 2 + Math.floor(-Math.log1p(-strict) / Math.log(t1 / (1 - t1)));
  if (!(length <= maximalLength)) return undefined;
  const ratio = (1 - strict) ** (-1 / (length - 1));
  const masses = new Array<number>(length).fill(0);
  masses[length - 1] = (1 - strict) * one;
  for (let j = length - 2; j >= 0; j--) masses[j] = (masses[j + 1] ?? 0) * (j === length - 2 ? ratio - 1 : ratio);
  for (let step = Math.min(0.05, (1 - t1) / (2 * length)); step > leastStep; step /= 2) {
    const levels = calibratedLevels(masses, t1, step, one + hiddenHigh);
    const spareAt = levels.map((s, j) => clicksAt(masses[j] ?? 0, s) - (masses[j - 1] ?? 0) - (j === length - 1 ? (masses[j] ?? 0) : 0));
    if (spareAt.some((w) => w < 0)) continue;
    const scheme = makeScheme(bidders, {
      none: [[t0, 1]],
      one: levels.map((s, j) => [levels[j + 1] ?? s, s, (masses[j] ?? 0) / one]),
      spare: [...spareAt.map((w, j) => [levels[j] ?? 0, w / spare] as const), [t0, hiddenLow / spare]],
    });
    if (revenue - schemeRevenue(scheme, law) <= epsilon) return scheme;
  }
  return undefined;
}

/** Clicks that calibrate a mass of others at a signal. */
function clicksAt(others: number, signal: number): number {
  return (others * signal) / (1 - signal);
}

/** Levels one step apart, shifted around t1 until the clicks they need add up; the need increases in the shift, so bisection finds it. */
function calibratedLevels(masses: readonly number[], t1: number, step: number, clicks: number): number[] {
  const at = (start: number): number[] => masses.map((_, j) => start + j * step);
  const needed = (start: number): number => at(start).reduce((sum, s, j) => sum + clicksAt(masses[j] ?? 0, s), 0);
  let low = t1 - masses.length * step;
  let high = t1;
  for (let round = 0; round < 100; round++) {
    const middle = (low + high) / 2;
    if (needed(middle) > clicks) high = middle;
    else low = middle;
  }
  return at(low);
}
