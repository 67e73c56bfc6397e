/** A solved bound, in whatever form and by whatever way it was found. */
import type { Rational } from "../../compiler/exact/rational.ts";

export interface Bound {
  /** Certified: rounded down for a lower bound, up for an upper one. In the problem's sense, in which the designer maximises. */
  readonly value: number;
  readonly exact?: Rational;
  /** Certified interval for the optimum of the program. */
  readonly optimum: readonly [number, number];
  /** Multipliers of the law: by state (known prior), or by moment condition. */
  readonly multipliers: readonly number[];
  readonly size: { readonly rows: number; readonly columns: number; readonly nonzeros: number };
  readonly method: string;
  readonly milliseconds: number;
  /** Number `column` of the outcome at a profile of actions; absent where it was not worked out. */
  outcome?(profile: number, column: number): number | Rational;
  /** Joint probability of a profile of signals and a state; absent over a box. */
  probability?(profile: number, state: number): number | Rational;
  /** Interim value number e at a profile of signals; absent in the textbook form. */
  interim?(profile: number, axis: number): number;
}

/** There is no bound to report, and why. */
export interface NoBound {
  readonly status: "infeasible" | "unbounded" | "error";
  readonly method: string;
  readonly milliseconds: number;
}

/** The double next to an exact number on the safe side. @example outward(Rational.of(1, 3), "down") <= 1 / 3 // true */
export function outward(value: Rational, towards: "down" | "up", fromDouble: (value: number) => Rational): number {
  const nearest = value.toNumber();
  const order = fromDouble(nearest).compare(value);
  if (towards === "down" ? order <= 0 : order >= 0) return nearest;
  const step = Math.max(Number.MIN_VALUE, Math.abs(nearest) * 2 ** -52);
  return towards === "down" ? nearest - step : nearest + step;
}

/** A number of a bound as a double. */
export function toDouble(value: number | Rational): number {
  return typeof value === "number" ? value : value.toNumber();
}
