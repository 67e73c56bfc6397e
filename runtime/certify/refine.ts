/**
 * One step of iterative refinement for linear programs (Gleixner, Steffy and Wolter 2016). Around an exact basic
 * solution (x, y) that is slightly infeasible, the program is shifted to the violations and these are magnified to
 * order one:
 *
 *     optimise  Delta_d (c - A'y) z   subject to   A z  sense  Delta_p (b - A x),   Delta_p (l - x) <= z <= Delta_p (u - x)
 *
 * It has the bases of the program itself, but what was below a float solver's tolerance is now in plain sight.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionsOf } from "../../compiler/lp/fractions.ts";
import { reducedCosts } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { derive } from "../solvers/derive.ts";
import { dualViolation, primalViolation, slacks } from "./bounds.ts";
import type { BasicSolution } from "./nucleus.ts";

/** Magnified bounds beyond this are as good as infinite for the shifted program, and only harm the solver's scaling. */
const farAway = 1e12;

/** The shifted and magnified program, to be solved in floating point from the basis of the solution. */
export function magnified(program: Program, solution: BasicSolution): Program {
  const rowSlacks = slacks(program, solution.columns);
  const reduced = reducedCosts(program, solution.rowDuals);
  const primalFactor = magnification(primalViolation(program, solution.columns, rowSlacks));
  const dualFactor = magnification(dualViolation(program, solution.rowDuals, reduced));
  const scaled = (value: Rational, factor: number): Rational => Rational.fromDouble(clamp(value.toNumber() * factor));
  const bound = (limit: Rational | undefined, j: number): Rational | undefined => {
    const distance = limit?.sub(solution.columns[j] ?? Rational.zero);
    if (distance === undefined || Math.abs(distance.toNumber() * primalFactor) > farAway) return undefined;
    return scaled(distance, primalFactor);
  };
  return derive(program, {
    objective: fractionsOf(reduced.map((d) => scaled(d, dualFactor))),
    offset: Rational.zero,
    rhs: fractionsOf(rowSlacks.map((slack) => scaled(slack, primalFactor))),
    lower: program.lower.map(bound),
    upper: program.upper.map(bound),
  });
}

/** The power of two that brings a violation to about one; one where there is none. */
function magnification(violation: Rational): number {
  const size = violation.toNumber();
  return size > 0 ? 2 ** Math.min(200, -Math.floor(Math.log2(size))) : 1;
}

function clamp(value: number): number {
  return Math.max(-1e15, Math.min(1e15, value));
}
