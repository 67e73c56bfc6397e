/**
 * The ladder of actions {0, 1/k, 2/k, ..., k} of the informationally robust programs (Brooks and Du 2024), with its two
 * discrete derivatives. Actions are numbered by rungs 0 .. k*k; rung a is the action a/k.
 *
 * The derivative that bounds the guarantee from below looks one rung up (the deviation whose multiplier is frozen), the
 * one that bounds the potential from above looks one rung down. Both are weighted so that their adjoint fixes the same
 * law of signals, the discrete exponential {@link exponentialWeight}.
 */
import { Rational } from "../../exact/rational.ts";

/** `up`: the derivative of the lower bound; `down`: that of the upper bound. */
export type Direction = "up" | "down";

/** Number of rungs of the ladder with parameter k. */
export function rungCount(k: number): number {
  return k * k + 1;
}

/** One term of a discrete derivative: the value at rung `rung`, times `coefficient`. */
export interface Term {
  readonly rung: number;
  readonly coefficient: number;
}

/**
 * The derivative of a function of one agent's action at a rung, as a combination of its values at rungs.
 *
 * Up: (k-1)(f(a+1) - f(a)) below the top, 0 at the top. Down: k(f(a) - f(a-1)) strictly inside, f(a) - f(a-1) at the top,
 * and k f(0) at the bottom, where the agent could stay away; without an outside option that last term is missing.
 *
 * @param exit whether the agent may stay away (participation secure)
 * @example derivative("down", 3, 0, true) // [{ rung: 0, coefficient: 3 }]
 */
export function derivative(direction: Direction, k: number, rung: number, exit: boolean): readonly Term[] {
  const top = rungCount(k) - 1;
  if (direction === "up") {
    if (rung >= top) return [];
    return [
      { rung, coefficient: 1 - k },
      { rung: rung + 1, coefficient: k - 1 },
    ];
  }
  if (rung === 0) return exit ? [{ rung, coefficient: k }] : [];
  const weight = rung === top ? 1 : k;
  return [
    { rung: rung - 1, coefficient: -weight },
    { rung, coefficient: weight },
  ];
}

/**
 * The probability of a rung under the discrete exponential law: (1/k) r^a below the top and r^a at the top, r = (k-1)/k.
 * It tends to the exponential law with mean one.
 *
 * @example exponentialWeight(2, 4).toString() // "1/16"
 */
export function exponentialWeight(k: number, rung: number): Rational {
  const decay = Rational.of(k - 1, k).pow(rung);
  return rung === rungCount(k) - 1 ? decay : decay.div(Rational.integer(k));
}

/**
 * The adjoint of {@link derivative} under the exponential law: coefficients v with
 * `sum_a rho(a) g(a) (D f)(a) = sum_a rho(a) f(a) sum_b v(b) g(b)` for all f, g. Applied to interim values it is the
 * discrete virtual value: k w(a) - (k-1) w(a+1) for the upper bound, k w(a-1) - (k-1) w(a) for the lower one.
 *
 * The ratio of neighbouring weights is r, and k - 1 next to the top, so all coefficients are integers.
 */
export function virtual(direction: Direction, k: number, rung: number, exit: boolean): readonly Term[] {
  const top = rungCount(k) - 1;
  if (direction === "up") {
    const below: Term[] = rung > 0 ? [{ rung: rung - 1, coefficient: rung === top ? 1 : k }] : [];
    return rung === top ? below : [...below, { rung, coefficient: 1 - k }];
  }
  if (rung === top) return [{ rung, coefficient: 1 }];
  const own: Term[] = rung > 0 || exit ? [{ rung, coefficient: k }] : [];
  return [...own, { rung: rung + 1, coefficient: 1 - k }];
}

/** Whether a set of messages is a ladder; undefined if not. @example ladderOf([0, 1/2, 1, 3/2, 2]) // 2 */
export function ladderOf(values: readonly Rational[]): number | undefined {
  const k = Math.round(Math.sqrt(values.length - 1));
  if (k < 1 || rungCount(k) !== values.length) return undefined;
  return values.every((value, rung) => value.equals(Rational.of(rung, k))) ? k : undefined;
}
