/**
 * Certifies linear programs. A basis, wherever it comes from, is turned into an exact point and exact prices, and the
 * independent checker decides. A basis that fails is repaired: by exact pivots when the program is small, else by
 * HiGHS at its tightest tolerance from that basis, by rounds of iterative refinement, and at last by exact pivots again,
 * each of which factors the basis anew.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { objectiveValue } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, BasisStatus, ExactCertificate, SolverAnswer } from "../solution.ts";
import { exactSimplex, tableauCells } from "../solvers/exact-simplex.ts";
import { elasticProgram, rayProgram } from "./auxiliary.ts";
import { Interval, clippedColumns, clippedDuals } from "./bounds.ts";
import { checkCertificate } from "./check.ts";
import { exactPivots } from "./exact-pivots.ts";
import { completed, crashBasis } from "./crash.ts";
import { basicSolution } from "./nucleus.ts";
import type { BasicSolution } from "./nucleus.ts";
import { magnified } from "./refine.ts";
import { remainingSeconds } from "./result.ts";
import type { Budget } from "./result.ts";

/** Rounds of refinement; each gains up to nine digits. */
const refinementRounds = 8;

/** Dense tableaus of long fractions get slow; then it is better to go on with the other means of repair. */
const tableauSeconds = 3;

/** HiGHS accepts no tolerance below this. */
const tightestTolerance = 1e-10;
const looseTolerance = 1e-6;

/** A certificate, or undefined after narrowing the interval as far as the attempts allow. */
export async function certifyLinear(program: Program, answer: SolverAnswer, interval: Interval, budget: Budget): Promise<ExactCertificate | undefined> {
  if (answer.status === "infeasible" || answer.status === "unbounded") return (await proveClaim(program, answer, budget)) ?? resolve(program, interval, budget);
  const basis = answer.basis ?? (answer.columns && crashBasis(program, answer.columns, answer.rowDuals, budget.deadline));
  const certificate = basis === undefined ? await resolve(program, interval, budget) : await certifyFromBasis(program, basis, interval, budget);
  if (certificate === undefined)
    interval.add(answer.columns && clippedColumns(program, answer.columns), answer.rowDuals && clippedDuals(program, answer.rowDuals));
  return certificate;
}

/**
 * Certifies a program starting from a basis, which need not be optimal, nor even nonsingular.
 *
 * @param hasOptimum the program is known to have an optimum, so that a solver's claim to the contrary is not followed up.
 */
async function certifyFromBasis(program: Program, start: Basis, interval: Interval, budget: Budget, hasOptimum = false): Promise<ExactCertificate | undefined> {
  const first = attempt(program, start, budget) ?? attempt(program, completed(program, start, budget.deadline), budget);
  if (first?.certificate !== undefined) return first.certificate;
  const pivoted = exactly(program, budget, start);
  if (pivoted !== undefined) return pivoted;
  const helper = await budget.helper();
  const repaired = await helper.solve(program, { basis: start, tolerance: tightestTolerance, timeLimitSeconds: remainingSeconds(budget), wantRay: false });
  const claim = hasOptimum ? undefined : await proveClaim(program, repaired, budget);
  if (claim !== undefined) return claim;
  let current =
    (repaired.basis && (attempt(program, repaired.basis, budget) ?? attempt(program, completed(program, repaired.basis, budget.deadline), budget))) ?? first;
  for (let round = 0; round < refinementRounds && current !== undefined && remainingSeconds(budget) > 0; round++) {
    if (current.certificate !== undefined) return current.certificate;
    const shifted = magnified(program, current.solution);
    const refined = await helper.solve(shifted, { basis: current.basis, tolerance: 1e-9, timeLimitSeconds: remainingSeconds(budget), wantRay: false });
    if (refined.basis === undefined || sameBasis(refined.basis, current.basis)) break;
    current = attempt(program, refined.basis, budget) ?? current;
  }
  if (current?.certificate !== undefined) return current.certificate;
  const last = exactPivots(program, current?.basis ?? slackBasis(program), budget.deadline);
  const certificate = last && checked(program, last);
  if (certificate === undefined && current !== undefined) interval.add(current.solution.columns, current.solution.rowDuals);
  return certificate;
}

interface Attempt {
  readonly basis: Basis;
  readonly solution: BasicSolution;
  /** Present if the checker accepts the solution as optimal. */
  readonly certificate: ExactCertificate | undefined;
}

/** The exact solution of a basis, or undefined if it is singular. */
function attempt(program: Program, basis: Basis, budget: Budget): Attempt | undefined {
  const solution = basicSolution(program, basis, budget.deadline);
  if (solution === undefined) return undefined;
  const certificate = checked(program, { kind: "optimal", objective: objectiveValue(program, solution.columns), ...solution, basis });
  return { basis, solution, certificate };
}

/** The basis that is always nonsingular. */
function slackBasis(program: Program): Basis {
  const columns = program.lower.map((low, j) => (low !== undefined ? "lower" : program.upper[j] !== undefined ? "upper" : "free"));
  return { columns, rows: new Array<BasisStatus>(program.rowCount).fill("basic") };
}

/** Solves anew with the helper and certifies whatever it finds. */
async function resolve(program: Program, interval: Interval, budget: Budget): Promise<ExactCertificate | undefined> {
  const direct = exactly(program, budget);
  if (direct !== undefined) return direct;
  const helper = await budget.helper();
  const answer = await helper.solve(program, { tolerance: tightestTolerance, timeLimitSeconds: remainingSeconds(budget) });
  const claim = await proveClaim(program, answer, budget);
  if (claim !== undefined) return claim;
  // A loose tolerance makes peace with an ill-conditioned program, and a nearly optimal basis is a good place to start.
  const loose = await helper.solve(program, { tolerance: looseTolerance, timeLimitSeconds: remainingSeconds(budget), wantRay: false });
  return certifyFromBasis(program, loose.basis ?? answer.basis ?? slackBasis(program), interval, budget);
}

/** The exact simplex method, if the program is small enough for it. */
function exactly(program: Program, budget: Budget, basis?: Basis): ExactCertificate | undefined {
  if (tableauCells(program) > budget.exactCells) return undefined;
  const outcome = exactSimplex(program, { timeLimitSeconds: Math.min(tableauSeconds, remainingSeconds(budget)), ...(basis === undefined ? {} : { basis }) });
  return outcome.kind === "solved" ? checked(program, outcome.certificate) : undefined;
}

/** Proves a solver's claim that there is no optimum. Solvers err here too: a claim without a proof is passed over. */
async function proveClaim(program: Program, answer: SolverAnswer, budget: Budget): Promise<ExactCertificate | undefined> {
  if (answer.status === "infeasible") return proveInfeasible(program, answer, budget);
  return answer.status === "unbounded" ? proveUnbounded(program, answer, budget) : undefined;
}

/** Farkas multipliers from rounding the solver's ray, from exact pivots, or from the certified dual of the elastic program. */
async function proveInfeasible(program: Program, answer: SolverAnswer, budget: Budget): Promise<ExactCertificate | undefined> {
  const rounded: ExactCertificate | undefined = answer.farkas && { kind: "infeasible", farkas: roundedMultipliers(answer.farkas) };
  const proof = (rounded && checked(program, rounded)) ?? exactly(program, budget, answer.basis);
  if (proof !== undefined) return proof;
  const elastic = await solveAuxiliary(elasticProgram(program), budget);
  if (elastic === undefined || elastic.objective.sign() <= 0) return undefined;
  return checked(program, { kind: "infeasible", farkas: elastic.rowDuals.map((y) => y.neg()) });
}

/** A certified point of the elastic program at cost zero, and a certified optimum of the ray program. */
async function proveUnbounded(program: Program, answer: SolverAnswer, budget: Budget): Promise<ExactCertificate | undefined> {
  const pivoted = exactly(program, budget, answer.basis);
  if (pivoted !== undefined) return pivoted;
  const ray = await solveAuxiliary(rayProgram(program), budget);
  if (ray === undefined || ray.objective.isZero()) return undefined;
  const feasible = await solveAuxiliary(elasticProgram(program), budget);
  if (feasible === undefined) return undefined;
  return checked(program, { kind: "unbounded", point: feasible.columns.slice(0, program.columnCount), ray: ray.columns });
}

/** Solves an auxiliary program, which always has an optimum, and certifies it. */
async function solveAuxiliary(program: Program, budget: Budget): Promise<Extract<ExactCertificate, { kind: "optimal" }> | undefined> {
  const answer = await (await budget.helper()).solve(program, { timeLimitSeconds: remainingSeconds(budget) });
  const basis = answer.basis ?? (answer.columns && crashBasis(program, answer.columns, answer.rowDuals, budget.deadline));
  const certificate = basis && (await certifyFromBasis(program, basis, new Interval(program), budget, true));
  return certificate?.kind === "optimal" ? certificate : undefined;
}

function checked(program: Program, certificate: ExactCertificate): ExactCertificate | undefined {
  return checkCertificate(program, certificate).holds ? certificate : undefined;
}

/** Multipliers with small denominators near the given ones, up to scale: in practice rays are simple fractions. */
function roundedMultipliers(farkas: Float64Array): Rational[] {
  const smallest = farkas.reduce((least, y) => (y !== 0 && Math.abs(y) < least && Math.abs(y) > 1e-9 ? Math.abs(y) : least), Infinity);
  const grain = 27720;
  return Array.from(farkas, (y) => {
    const multiple = Math.round((y / (Number.isFinite(smallest) ? smallest : 1)) * grain);
    return Number.isSafeInteger(multiple) ? Rational.of(multiple, grain) : Rational.fromDouble(y);
  });
}

function sameBasis(a: Basis, b: Basis): boolean {
  return a.columns.every((status, j) => status === b.columns[j]) && a.rows.every((status, r) => status === b.rows[r]);
}
