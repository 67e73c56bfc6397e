/** Rigorous bounds on an optimum from points that were never proved optimal: exact feasibility and weak duality. */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { objectiveValue, reducedCosts, rowActivity } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";

/** `b_r - a_r x` for every row. */
export function slacks(program: Program, columns: readonly Rational[]): Rational[] {
  return Array.from({ length: program.rowCount }, (_, r) => fractionAt(program.rhs, r).sub(rowActivity(program, r, columns)));
}

/** Largest violation of a bound or row. */
export function primalViolation(program: Program, columns: readonly Rational[], rowSlacks: readonly Rational[]): Rational {
  let worst = Rational.zero;
  const raise = (violation: Rational): void => {
    if (violation.compare(worst) > 0) worst = violation;
  };
  columns.forEach((x, j) => {
    const [low, high] = [program.lower[j], program.upper[j]];
    if (low !== undefined) raise(low.sub(x));
    if (high !== undefined) raise(x.sub(high));
  });
  rowSlacks.forEach((slack, r) => {
    if (program.rowSense[r] !== ">=") raise(slack.neg());
    if (program.rowSense[r] !== "<=") raise(slack);
  });
  return worst;
}

/** Largest wrong-signed price or reduced cost. */
export function dualViolation(program: Program, rowDuals: readonly Rational[], reduced: readonly Rational[]): Rational {
  const maximising = program.sense === "maximize";
  let worst = Rational.zero;
  const forbid = (value: Rational, positive: boolean): void => {
    if (value.sign() * (maximising ? 1 : -1) * (positive ? 1 : -1) > 0 && value.abs().compare(worst) > 0) worst = value.abs();
  };
  rowDuals.forEach((y, r) => {
    if (program.rowSense[r] === "<=") forbid(y, false);
    if (program.rowSense[r] === ">=") forbid(y, true);
  });
  reduced.forEach((d, j) => {
    if (program.upper[j] === undefined) forbid(d, true);
    if (program.lower[j] === undefined) forbid(d, false);
  });
  return worst;
}

/** Objective of a point if it is exactly feasible (and integral where it must be), otherwise undefined. */
export function primalBound(program: Program, columns: readonly Rational[]): Rational | undefined {
  if (program.integer.some((j) => columns[j]?.isInteger() !== true)) return undefined;
  if (!primalViolation(program, columns, slacks(program, columns)).isZero()) return undefined;
  return objectiveValue(program, columns);
}

/** Bound on the optimum that prices prove by weak duality, or undefined if they are not exactly dual feasible. */
export function dualBound(program: Program, rowDuals: readonly Rational[]): Rational | undefined {
  const reduced = reducedCosts(program, rowDuals);
  if (!dualViolation(program, rowDuals, reduced).isZero()) return undefined;
  let bound = program.offset;
  for (const [r, y] of rowDuals.entries()) if (!y.isZero()) bound = bound.add(y.mul(fractionAt(program.rhs, r)));
  for (const [j, d] of reduced.entries()) {
    if (d.isZero()) continue;
    const limit = d.sign() > 0 === (program.sense === "maximize") ? program.upper[j] : program.lower[j];
    if (limit !== undefined) bound = bound.add(d.mul(limit));
  }
  return bound;
}

/** Float prices as rationals, with wrong signs clipped to zero. */
export function clippedDuals(program: Program, rowDuals: Float64Array): Rational[] {
  const maximising = program.sense === "maximize";
  return Array.from(rowDuals, (y, r) => {
    const wrong = (program.rowSense[r] === "<=" && y < 0 === maximising) || (program.rowSense[r] === ">=" && y > 0 === maximising);
    return wrong || !Number.isFinite(y) ? Rational.zero : Rational.fromDouble(y);
  });
}

/** A float point as rationals, moved inside its bounds. */
export function clippedColumns(program: Program, columns: Float64Array): Rational[] {
  return Array.from(columns, (x, j) => {
    const [low, high] = [program.lower[j], program.upper[j]];
    const value = Number.isFinite(x) ? Rational.fromDouble(x) : Rational.zero;
    if (low !== undefined && value.compare(low) < 0) return low;
    return high !== undefined && value.compare(high) > 0 ? high : value;
  });
}

/** The tightest bounds found so far on the optimum. */
export class Interval {
  lower: Rational | undefined;
  upper: Rational | undefined;

  constructor(private readonly program: Program) {}

  /** Takes in a point and prices; what is not exactly feasible adds nothing. */
  add(columns: readonly Rational[] | undefined, rowDuals: readonly Rational[] | undefined): void {
    const maximising = this.program.sense === "maximize";
    const attained = columns && primalBound(this.program, columns);
    const proved = rowDuals && dualBound(this.program, rowDuals);
    this.narrow(maximising ? attained : proved, maximising ? proved : attained);
  }

  /** Takes in a lower and an upper bound. */
  narrow(lower: Rational | undefined, upper: Rational | undefined): void {
    if (lower !== undefined && (this.lower === undefined || lower.compare(this.lower) > 0)) this.lower = lower;
    if (upper !== undefined && (this.upper === undefined || upper.compare(this.upper) < 0)) this.upper = upper;
  }
}
