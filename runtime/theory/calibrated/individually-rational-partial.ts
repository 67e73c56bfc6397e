/**
 * A participating scheme that splits no more ties than it must: when one bidder would click, a share of the pairs climb a ladder of
 * close signals, so that the clicker wins for sure, and the others stay tied at t1. The share is the least with which bidders gain on
 * average, and the loss is in proportion to it.
 */
import { hide, summarize } from "./calibrated-signaling.ts";
import type { CountLaw } from "./calibrated-signaling.ts";
import { makeScheme } from "./calibrated-signaling-scheme.ts";
import type { CalibratedScheme } from "./calibrated-signaling-scheme.ts";

export interface PartialScheme {
  readonly scheme: CalibratedScheme;
  /** Share of the pairs with one click whose tie is split. */
  readonly share: number;
}

/** Halvings of the interval for the share: down to the precision of doubles. */
const halvings = 60;

/**
 * The scheme with a ladder of `count` signals.
 *
 * With the share r, `r (lambda_1 / L + delta (L - 1) / (2 L))` spare clicks go up the ladder and the rest are hidden as in the optimum;
 * level l has `(lambda_1 + x + l delta / L) / lambda_1` clicks for every other bidder there, level 0 is t1. Without a share it is the
 * unconstrained optimum.
 *
 * @returns undefined where there is nothing to split (one click impossible, or no spare clicks), too few levels for the spare clicks
 *   there are, or even the full ladder leaves bidders a loss: the constraint binds
 * @throws RangeError as `summarize`, or unless there is a level
 */
export function partialScheme(law: CountLaw, count: number): PartialScheme | undefined {
  if (!(Number.isSafeInteger(count) && count > 0)) throw new RangeError(`a ladder of ${count} signals`);
  const summary = summarize(law);
  const { none, one, spare } = summary;
  const used = (share: number, delta: number): number => share * (one / count + (delta * (count - 1)) / (2 * count));
  const delta = Math.min(spare, one / count) / 2;
  if (!(one > 0 && spare > 0 && used(1, delta) <= spare)) return undefined;
  const at = (share: number) => {
    const { high, low } = hide(summary, spare - used(share, delta));
    const clicks = Array.from({ length: count }, (_, l) => one + high + (l * delta) / count);
    const signals = clicks.map((mass) => mass / (one + mass));
    const t0 = none > 0 ? low / (2 * none + low) : 0;
    const tied = (1 - share) * one * (0.5 - (signals[0] ?? 0));
    const split = signals.reduce((sum, signal) => sum + ((share * one) / count) * (1 - signal), 0);
    return { high, low, signals, t0, surplus: tied + split - none * t0 };
  };
  if (at(1).surplus < 0) return undefined;
  let [losing, share] = [0, 1];
  for (let k = 0; k < halvings; k++) {
    const middle = (losing + share) / 2;
    if (at(middle).surplus >= 0) share = middle;
    else losing = middle;
  }
  const { high, low, signals, t0 } = at(share);
  if (signals.some((signal, l) => signal >= (signals[l + 1] ?? 1))) return undefined;
  const t1 = signals[0] as number;
  const ladder = signals.map((signal, l): [number, number] => [signal, (share * (l === 0 ? high + one : high + (l * delta) / count)) / count / spare]);
  return {
    share,
    scheme: makeScheme(law.length - 1, {
      none: [[t0, 1]],
      one: [[t1, t1, 1 - share], ...signals.map((signal, l): [number, number, number] => [signals[l + 1] ?? 1, signal, share / count])],
      spare: [[t1, ((1 - share) * high) / spare], ...ladder, [t0, low / spare]],
    }),
  };
}
