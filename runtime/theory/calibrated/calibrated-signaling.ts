/**
 * The optimal calibrated signaling of a click auction, in closed form (Theorem 1.1 of "Optimal Calibrated Signaling in
 * Digital Auctions"), in doubles: the optimum contains the square root of two.
 *
 * Correction: equation (10) prints lambda_0 in the denominator of t0; calibration of the marginals (11) and the proof of
 * Proposition 4.3 need 2 lambda_0, and that is what is computed here.
 */
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { isTuple } from "../../../compiler/priors/pmf.ts";
import type { CalibratedScheme } from "./calibrated-signaling-scheme.ts";
import { makeScheme } from "./calibrated-signaling-scheme.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "optimal calibrated signaling",
  cite: "Du, Tang, Wang, Zhang, Optimal Calibrated Signaling in Digital Auctions, Theorem 1.1 and Proposition 4.3, with 2 lambda_0 in equation (10)",
  statement:
    "With exchangeable clicks the best calibrated signals are 0, t0, t1 and 1; the second highest bid is t0, t1 or 1 as none, one or more would click, and revenue is lambda_0 t0 + lambda_1 t1 + sum_{k >= 2} lambda_k.",
};

/** `law[k]` is the probability that exactly k of the `law.length - 1` bidders would click. */
export type CountLaw = readonly number[];

/** The three numbers of a count law that the optimum depends on. */
export interface CountSummary {
  readonly none: number;
  readonly one: number;
  /** Probability of at least two clicks. */
  readonly more: number;
  /** `sum_{k >= 2} (k - 2) lambda_k`: expected number of clicks beyond the two that set the price. */
  readonly spare: number;
}

export interface CalibratedOptimum extends CountSummary {
  readonly bidders: number;
  /** Spare clicks that hide at `t1` (x*) and at `t0` (y*); they sum to `spare`, or are zero when at least two always click. */
  readonly hiddenHigh: number;
  readonly hiddenLow: number;
  /** Absent when nobody clicking has probability zero. */
  readonly t0?: number;
  /** Absent when exactly one click has probability zero. */
  readonly t1?: number;
  readonly revenue: number;
  /** `1 - lambda_0`, an upper bound on welfare under any scheme. */
  readonly welfareBound: number;
  /** Revenue when everyone learns everything: `sum_{k >= 2} lambda_k`. */
  readonly fullRevelation: number;
}

const sumTolerance = 1e-9;

/**
 * The numbers of a count law. @throws RangeError unless it has at least three nonnegative entries that sum to one
 * (within 1e-9, as doubles do).
 */
export function summarize(law: CountLaw): CountSummary {
  if (law.length < 3) throw new RangeError("a count law needs at least two bidders");
  let more = 0;
  let spare = 0;
  for (const [k, probability] of law.entries()) {
    if (!(probability >= 0 && probability <= 1 + sumTolerance)) throw new RangeError(`the probability of ${k} clicks is ${probability}`);
    if (k < 2) continue;
    more += probability;
    spare += (k - 2) * probability;
  }
  const none = law[0] ?? 0;
  const one = law[1] ?? 0;
  if (Math.abs(none + one + more - 1) > sumTolerance) throw new RangeError(`the count law sums to ${none + one + more}, not to 1`);
  return { none, one, more, spare };
}

/**
 * The closed form, for any number of bidders.
 *
 * @throws RangeError as {@link summarize}.
 * @example calibratedOptimum([0.25, 0.5, 0.25]).revenue // 0.5
 */
export function calibratedOptimum(law: CountLaw): CalibratedOptimum {
  const summary = summarize(law);
  const { none, one, more, spare } = summary;
  const { high, low } = hide(summary, spare);
  const t1 = one > 0 ? (one + high) / (2 * one + high) : undefined;
  const t0 = none > 0 ? low / (2 * none + low) : undefined;
  return {
    ...summary,
    bidders: law.length - 1,
    hiddenHigh: high,
    hiddenLow: low,
    ...(t0 === undefined ? {} : { t0 }),
    ...(t1 === undefined ? {} : { t1 }),
    revenue: none * (t0 ?? 0) + one * (t1 ?? 0) + more,
    welfareBound: one + more,
    fullRevelation: more,
  };
}

/**
 * How to split spare clicks between the two middle signals: the maximiser of
 * `lambda_1 (lambda_1 + x) / (2 lambda_1 + x) + lambda_0 y / (2 lambda_0 + y)` on `x + y = spare` (Proposition 4.3).
 */
export function hide({ none, one }: CountSummary, spare: number): { readonly high: number; readonly low: number } {
  // Signals below 1 need someone who would not click: without them everything is revealed.
  if (one === 0) return { high: 0, low: none > 0 ? spare : 0 };
  if (none === 0) return { high: spare, low: 0 };
  const middle = spare + 2 * none * (1 - Math.SQRT2);
  if (middle <= 0) return { high: 0, low: spare };
  // Both shares as products: the difference `spare - high` would lose every digit of t0 when `lambda_0` is tiny.
  const scale = one + Math.SQRT2 * none;
  return { high: (one * middle) / scale, low: (none * (Math.SQRT2 * spare + 2 * one * (Math.SQRT2 - 1))) / scale };
}

/** The optimal scheme with the marginals (11): the joint kernel is explicit, see {@link CalibratedScheme}. */
export function optimalScheme(law: CountLaw): CalibratedScheme {
  const { bidders, t0 = 0, t1 = 0.5, spare, hiddenHigh, hiddenLow } = calibratedOptimum(law);
  return makeScheme(bidders, {
    none: [[t0, 1]],
    one: [[t1, t1, 1]],
    spare:
      hiddenHigh + hiddenLow > 0
        ? [
            [t1, hiddenHigh / spare],
            [t0, hiddenLow / spare],
          ]
        : [[1, 1]],
  });
}

/**
 * Decides the hypothesis of the theorem: outcomes are tuples of zeros and ones, and their law does not depend on who
 * clicks. Exact.
 *
 * @returns the count law, or undefined if the joint law is not exchangeable or not of this kind.
 */
export function exchangeableCountLaw(joint: Pmf): Rational[] | undefined {
  const classes = new Map<number, { readonly each: Rational; size: number }>();
  let bidders: number | undefined;
  for (const { value, probability } of joint.outcomes) {
    if (!isTuple(value)) return undefined;
    bidders ??= value.entries.length;
    if (value.entries.length !== bidders) return undefined;
    let count = 0;
    for (const entry of value.entries) {
      if (!(entry instanceof Rational) || !(entry.isZero() || entry.equals(Rational.one))) return undefined;
      if (!entry.isZero()) count++;
    }
    const known = classes.get(count);
    if (known === undefined) classes.set(count, { each: probability, size: 1 });
    else if (known.each.equals(probability)) known.size++;
    else return undefined;
  }
  if (bidders === undefined || bidders < 2) return undefined;
  const law = new Array<Rational>(bidders + 1).fill(Rational.zero);
  for (const [count, { each, size }] of classes) {
    if (BigInt(size) !== binomial(bidders, count)) return undefined;
    law[count] = each.mul(Rational.integer(size));
  }
  return law;
}

/**
 * The count law of independent clicks with a common probability, without overflow for thousands of bidders.
 *
 * @throws RangeError unless `0 <= chance <= 1` and there are at least two bidders.
 */
export function independentCountLaw(bidders: number, chance: number): number[] {
  if (!(Number.isSafeInteger(bidders) && bidders >= 2 && chance >= 0 && chance <= 1)) throw new RangeError(`no count law of ${bidders} bidders, ${chance}`);
  const law = new Array<number>(bidders + 1).fill(0);
  // From the mode outwards by ratios of neighbours, then normalised: nothing underflows before it is negligible.
  const mode = Math.min(bidders, Math.floor((bidders + 1) * chance));
  law[mode] = 1;
  const odds = chance / (1 - chance);
  for (let k = mode; k < bidders; k++) law[k + 1] = ((law[k] ?? 0) * (bidders - k) * odds) / (k + 1);
  for (let k = mode; k > 0; k--) law[k - 1] = ((law[k] ?? 0) * k) / ((bidders - k + 1) * odds);
  const total = law.reduce((a, b) => a + b, 0);
  return law.map((probability) => probability / total);
}

function binomial(n: number, k: number): bigint {
  let result = 1n;
  for (let j = 1; j <= k; j++) result = (result * BigInt(n - k + j)) / BigInt(j);
  return result;
}
