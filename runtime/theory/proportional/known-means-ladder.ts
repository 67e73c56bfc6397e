/**
 * From the closed forms of the known-means problem to its finite programs: allocations sampled on the ladder as feasible points of the
 * lower-bound program, and exponential interim values as feasible points of the upper-bound program. Both are certificates that cost one pass over the
 * profiles, also where the programs are too large to be solved.
 */
import type { LadderFunctions } from "../robust/ladder-functions.ts";

export interface LowerCertificate {
  /** No larger than the value of the lower-bound program, hence no larger than the best guarantee. */
  readonly bound: number;
  /** The multipliers of the means. */
  readonly multipliers: readonly number[];
}

export interface UpperCertificate {
  /** No smaller than the value of the upper-bound program. */
  readonly bound: number;
  /** Sensitivities that give the interim values their means on the ladder. */
  readonly sensitivities: readonly number[];
}

/**
 * The best bound for a given allocation. In mechanism form the program maximises
 *
 *     sum_i mean_i alpha_i - upper sum over x, i of rho(x) max(0, alpha_i - D_i^+ q_i(x))
 *
 * over q and alpha; for given q it is concave in each alpha_i separately, and the best alpha_i is the mean_i / upper quantile
 * of D_i^+ q_i under rho.
 *
 * @param shares one function per buyer on the ladder, nonnegative with sum at most one.
 * @throws RangeError if an allocation is infeasible by more than rounding, or a mean outside [0, upper].
 */
export function lowerCertificate(ladder: LadderFunctions, shares: readonly Float64Array[], means: readonly number[], upper = 1): LowerCertificate {
  if (means.some((mean) => !(mean >= 0 && mean <= upper)) || shares.length !== means.length) throw new RangeError("one allocation per mean in [0, upper]");
  for (let p = 0; p < ladder.size; p++) {
    const sum = shares.reduce((total, q) => total + (q[p] ?? 0), 0);
    if (sum > 1 + 1e-12 || shares.some((q) => (q[p] ?? 0) < 0)) throw new RangeError("the allocation is not feasible");
  }
  let bound = 0;
  const multipliers = means.map((mean, i) => {
    const slopes = ladder.derivative("up", shares[i] ?? new Float64Array(ladder.size), i);
    const order = Array.from(slopes.keys()).sort((a, b) => (slopes[a] ?? 0) - (slopes[b] ?? 0));
    // Smallest slope whose cumulated probability reaches the mean's share of the upper bound.
    let below = 0;
    let alpha = slopes[order.at(-1) ?? 0] ?? 0;
    for (const p of order) {
      below += (ladder.law[p] ?? 0);
      if (upper * below >= mean) {
        alpha = slopes[p] ?? 0;
        break;
      }
    }
    let lost = 0;
    for (let p = 0; p < ladder.size; p++) lost += (ladder.law[p] ?? 0) * Math.max(0, alpha - (slopes[p] ?? 0));
    bound += mean * alpha - upper * lost;
    return alpha;
  });
  return { bound, multipliers };
}

/** Sweeps over the buyers until the means hold to about this; the rest of the error is mixed away. */
const sweeps = 8;
const close = 1e-6;

/**
 * Interim values `upper min(1, g^((eta . x - 1) / eta_i))` on the ladder, with the discrete growth factor `g = (k / (k - 1))^k` in place of e: before the
 * good is used up the discrete virtual value of buyer i is then zero. The sensitivities are retuned so that the means hold on the ladder.
 *
 * @param start the optimal sensitivities of the continuum
 * @throws RangeError for k = 1, or if there is not one sensitivity per mean.
 */
export function upperCertificate(ladder: LadderFunctions, start: readonly number[], means: readonly number[], upper = 1): UpperCertificate {
  if (ladder.k < 2 || start.length !== means.length) throw new RangeError("the ladder needs two steps, and every buyer a mean");
  const growth = ladder.k * Math.log(ladder.k / (ladder.k - 1));
  const eta = [...start];
  const coordinates = means.map((_, j) => ladder.tabulate((x) => x[j] ?? 0));
  const interim = (i: number): Float64Array => {
    const own = eta[i] ?? 0;
    const values = new Float64Array(ladder.size);
    for (let p = 0; p < ladder.size; p++) {
      let reach = -1;
      for (const [j, x] of coordinates.entries()) reach += (eta[j] ?? 0) * (x[p] ?? 0);
      values[p] = reach >= 0 ? 1 : own > 0 ? Math.exp((growth * reach) / own) : 0;
    }
    // An excluded buyer's value has its mean where the good is used up, and is zero elsewhere.
    const scale = own > 0 ? upper : Math.min(upper, (means[i] ?? 0) / Math.max(ladder.expectation(values), Number.MIN_VALUE));
    return values.map((w) => w * scale);
  };
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let worst = 0;
    for (const [i, mean] of means.entries()) {
      if (!((eta[i] ?? 0) > 0)) continue;
      worst = Math.max(worst, Math.abs(ladder.expectation(interim(i)) - mean));
      eta[i] = matchingSensitivity((own) => ((eta[i] = own), ladder.expectation(interim(i))), mean, eta[i] ?? 1);
    }
    if (worst < close * upper) break;
  }
  const values = means.map((mean, i) => exactMean(ladder, interim(i), mean, upper));
  const virtual = values.map((w, i) => ladder.virtual("down", w, i));
  let bound = 0;
  for (let p = 0; p < ladder.size; p++) bound += (ladder.law[p] ?? 0) * Math.max(0, ...virtual.map((phi) => phi[p] ?? 0));
  return { bound, sensitivities: eta };
}

/** The argument at which an increasing function has this value, by bisection around a guess. */
function matchingSensitivity(f: (x: number) => number, target: number, guess: number): number {
  let [low, high] = [guess * 0.9, guess * 1.1];
  for (let k = 0; k < 60 && f(low) > target; k++) low /= 2;
  for (let k = 0; k < 60 && f(high) < target; k++) high *= 2;
  while (high - low > close * high) {
    const middle = (low + high) / 2;
    if (f(middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** What is left of the mean's error is mixed away: towards zero or towards the upper bound, so the values stay in range. */
function exactMean(ladder: LadderFunctions, values: Float64Array, mean: number, upper: number): Float64Array {
  const now = ladder.expectation(values);
  if (now > mean) return values.map((w) => (w * mean) / now);
  return values.map((w) => w + ((upper - w) * (mean - now)) / Math.max(upper - now, Number.MIN_VALUE));
}
