/**
 * Calibrated signaling when every bidder must gain ex ante (Theorem 1.3 of "Optimal Calibrated Signaling in Digital
 * Auctions"). Participation is with realised clicks, `E[win_i (o_i - price)] >= 0`; the printed equation (1) has the
 * signal in place of the click and then always holds. Ties are broken uniformly.
 *
 * Correction: the marginals printed in (18) and (20) neither sum to one nor are calibrated (they have negative mass at
 * k = 2 always). The schemes here are other constructions of the same idea, split ties into close signals; they are
 * calibrated up to the rounding of doubles.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { calibratedOptimum, hide, optimalScheme, summarize } from "./calibrated-signaling.ts";
import type { CountLaw, CountSummary } from "./calibrated-signaling.ts";
import { makeScheme, schemeRevenue } from "./calibrated-signaling-scheme.ts";
import type { CalibratedScheme } from "./calibrated-signaling-scheme.ts";
import { chainScheme } from "./individually-rational-chain.ts";
import { partialScheme } from "./individually-rational-partial.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "calibrated signaling with participation",
  cite: "Du, Tang, Wang, Zhang, Optimal Calibrated Signaling in Digital Auctions, Theorem 1.3 and Proposition 5.2, schemes corrected",
  statement:
    "The supremum is min(revenue of the unconstrained optimum, 1 - lambda_0). It is attained if the constraint binds, if no outcome has three clicks, or if one click has probability zero, and otherwise only approached.",
};

export interface ParticipationValue {
  readonly supremum: number;
  /** Some scheme earns the supremum. */
  readonly attained: boolean;
  /** The unconstrained optimum earns more than all the welfare there is. */
  readonly binds: boolean;
}

/** The value of the constrained problem. @throws RangeError as `summarize`. */
export function participationValue(law: CountLaw): ParticipationValue {
  const { none, one, spare, revenue, welfareBound } = calibratedOptimum(law);
  const binds = participationBinds(Rational.fromDouble(none), Rational.fromDouble(one), Rational.fromDouble(spare));
  return { supremum: binds ? welfareBound : Math.min(revenue, welfareBound), attained: binds || spare === 0 || one === 0, binds };
}

/**
 * Decides exactly whether `lambda_0 t0 > lambda_1 (1 - t1)` (Corollary 1.2), although t0 and t1 may be irrational. Where both middle signals
 * hide clicks, `1 - t1 = (lambda_1 + sqrt 2 lambda_0) / (2 lambda_0 + 2 lambda_1 + A)` and `1 - t0 = sqrt 2 (1 - t1)` turn it into
 * `lambda_0 (2 lambda_1 + A) - lambda_1^2 > 2 sqrt 2 lambda_0 lambda_1`, and squares decide that.
 *
 * @param spare the sum A of `(k - 2) lambda_k` over `k >= 2`
 */
export function participationBinds(none: Rational, one: Rational, spare: Rational): boolean {
  const two = Rational.integer(2);
  const eight = Rational.integer(8);
  if (none.isZero()) return false;
  const reach = spare.add(two.mul(none));
  if (one.isZero()) return spare.sign() > 0;
  // All spare clicks hide at t0: t1 = 1/2 and t0 = A / (2 lambda_0 + A).
  if (reach.mul(reach).compare(eight.mul(none).mul(none)) <= 0) return two.mul(none).mul(spare).compare(one.mul(reach)) > 0;
  const left = none.mul(two.mul(one).add(spare)).sub(one.mul(one));
  return left.sign() > 0 && left.mul(left).compare(eight.mul(none).mul(none).mul(one).mul(one)) > 0;
}

export interface ParticipatingScheme {
  readonly scheme: CalibratedScheme;
  readonly construction: "optimal" | "flat" | "serrated" | "partial" | "chain";
  readonly revenue: number;
  /** Supremum less revenue, at least zero up to rounding. */
  readonly loss: number;
}

/** Levels above which a serrated scheme is refused. */
const maximalLevels = 100_000;

/**
 * A scheme that satisfies participation and earns the supremum, or within `epsilon` of it where it is not attained (or only
 * with more than 100000 signals).
 *
 * @throws RangeError unless `epsilon > 0`, or if it needs more than 100000 signals (epsilon below about 1e-5).
 * @example participatingScheme([0.1, 0.4, 0.4, 0.1], 1e-3).revenue // at least 0.7325
 */
export function participatingScheme(law: CountLaw, epsilon: number): ParticipatingScheme {
  if (!(epsilon > 0)) throw new RangeError(`not a loss to allow: ${epsilon}`);
  const { supremum, binds } = participationValue(law);
  const summary = summarize(law);
  const finish = (scheme: CalibratedScheme, construction: ParticipatingScheme["construction"]): ParticipatingScheme => {
    const revenue = schemeRevenue(scheme, law);
    return { scheme, construction, revenue, loss: supremum - revenue };
  };
  if (summary.spare === 0) return finish(optimalScheme(law), "optimal");
  if (summary.one === 0) return finish(flatScheme(law.length - 1), "flat");
  const exact = binds ? bindingScheme(law, summary) : undefined;
  if (exact) return finish(exact, "serrated");
  // Without any hiding (t0 = 0, t1 = 1/2) at most A/2 is lost: dt1 <= x / (4 lambda_1) and t0 <= y / (2 lambda_0).
  if (summary.spare <= 2 * epsilon) return finish(flatScheme(law.length - 1), "flat");
  const chain = chainScheme(law, epsilon);
  if (chain) return finish(chain, "chain");
  const count = Math.ceil(summary.one / epsilon);
  for (let levels = 1; levels < count && levels <= maximalLevels; levels *= 2) {
    const partial = partialScheme(law, levels);
    const found = partial && finish(partial.scheme, "partial");
    if (found && found.loss <= epsilon) return found;
  }
  if (count > maximalLevels) throw new RangeError(`a loss of ${epsilon} would need ${count} signals`);
  return finish(serratedScheme(law, count, 2 * epsilon).scheme, "serrated");
}

/** Spare clicks are revealed: no click gets 0, one click ties at 1/2 with one other bidder. Its surplus is zero. */
function flatScheme(bidders: number): CalibratedScheme {
  return makeScheme(bidders, { none: [[0, 1]], one: [[0.5, 0.5, 1]], spare: [[1, 1]] });
}

/**
 * Levels are doubled until the scheme can give away exactly the welfare: strict inequality in the limit makes that finite.
 *
 * @returns undefined if the constraint binds by so little that it would take more than 100000 levels.
 */
function bindingScheme(law: CountLaw, { one, spare }: CountSummary): CalibratedScheme | undefined {
  for (let count = Math.max(1, Math.ceil((2 * one) / spare)); count <= maximalLevels; count *= 2) {
    const { scheme, exhausted } = serratedScheme(law, count, (2 * one) / count);
    if (exhausted) return scheme;
  }
  return undefined;
}

/**
 * With one click, the clicker bids one level above her partner, both drawn along `count` levels, the last step going to 1.
 * This uses `e = lambda_1 / L + delta (L - 1) / (2 L)` spare clicks, at most `budget`, and loses at most `e / 2`.
 */
function serratedScheme(law: CountLaw, count: number, budget: number): { readonly scheme: CalibratedScheme; readonly exhausted: boolean } {
  const summary = summarize(law);
  const { none, one, spare } = summary;
  const delta = Math.min(spare, budget) / 2;
  const used = one / count + (delta * (count - 1)) / (2 * count);
  const { high, low: free } = hide(summary, spare - used);
  const steps = Array.from({ length: count }, (_, l) => {
    const clicks = one + high + (l * delta) / count;
    return { signal: clicks / (one + clicks), spare: high / count + (l * delta) / count ** 2 };
  });
  if (steps.some(({ signal }, l) => signal >= (steps[l + 1]?.signal ?? 1))) throw new RangeError("the signals are too close for doubles");
  // Surplus of the bidders when one clicks; with none they pay lambda_0 t0.
  const surplus = steps.reduce((sum, { signal }) => sum + (one / count) * (1 - signal), 0);
  let low = free;
  let t0 = none > 0 ? low / (2 * none + low) : 0;
  const exhausted = none * t0 > surplus;
  if (exhausted) {
    t0 = surplus / none;
    low = (2 * none * t0) / (1 - t0);
  }
  const shares: [number, number][] = steps.map(({ signal, spare: w }, l) => [signal, (l === 0 ? w + one / count : w) / spare]);
  const hidden = shares.reduce((sum, [, p]) => sum + p, low / spare);
  return {
    exhausted,
    scheme: makeScheme(law.length - 1, {
      none: [[t0, 1]],
      one: steps.map(({ signal }, l) => [steps[l + 1]?.signal ?? 1, signal, 1 / count]),
      spare: [...shares, [t0, low / spare], [1, exhausted ? Math.max(0, 1 - hidden) : 0]],
    }),
  };
}

/**
 * The optimum when ties may be broken in favour of bidders who click (section 1.2.2): four signals, value
 * `min(revenue, 1 - lambda_0)`, attained. Clicks that t0 no longer needs are revealed.
 */
export function favouringScheme(law: CountLaw): CalibratedScheme {
  const { bidders, none, one, spare, hiddenHigh, hiddenLow, t0 = 0, t1 = 0.5 } = calibratedOptimum(law);
  const least = none > 0 ? Math.min(t0, (one * (1 - t1)) / none) : 0;
  const low = least < t0 ? (2 * none * least) / (1 - least) : hiddenLow;
  const share = (mass: number): number => (spare > 0 ? mass / spare : 0);
  return makeScheme(bidders, {
    none: [[least, 1]],
    one: [[t1, t1, 1]],
    spare:
      spare > 0
        ? [
            [t1, share(hiddenHigh)],
            [least, share(low)],
            [1, Math.max(0, 1 - share(hiddenHigh) - share(low))],
          ]
        : [[1, 1]],
  });
}
