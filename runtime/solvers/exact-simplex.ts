/**
 * Primal simplex in exact arithmetic: phase one minimises the sum of infeasibilities, phase two the objective.
 * Dantzig's rule while it makes progress, Bland's rule (1977) after a run of degenerate pivots, so it terminates.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, ExactCertificate } from "../solution.ts";
import { ExactTableau } from "./exact-tableau.ts";
import type { SimplexState } from "./simplex-state.ts";

export interface ExactSimplexOptions {
  /** Where to start; a singular or partial basis is completed with slacks. */
  readonly basis?: Basis;
  readonly timeLimitSeconds?: number;
  /** Tableau cells above which the program is refused. */
  readonly cellLimit?: number;
}

/** A certificate, or why there is none. */
export type ExactOutcome =
  | { readonly kind: "solved"; readonly certificate: ExactCertificate; readonly iterations: number }
  | { readonly kind: "too-large" }
  | { readonly kind: "time-limit"; readonly iterations: number };

const defaultCellLimit = 400_000;

/** Degenerate pivots in a row after which Bland's rule takes over. */
const patience = 20;

/** Tableau cells a program needs: rows times (columns + rows). */
export function tableauCells(program: Program): number {
  return program.rowCount * (program.columnCount + program.rowCount);
}

/**
 * Solves the linear relaxation of a program exactly.
 *
 * @example
 * const outcome = exactSimplex(program);
 * if (outcome.kind === "solved" && outcome.certificate.kind === "optimal") outcome.certificate.objective.toString(); // "8/5"
 */
export function exactSimplex(program: Program, options: ExactSimplexOptions = {}): ExactOutcome {
  if (tableauCells(program) > (options.cellLimit ?? defaultCellLimit)) return { kind: "too-large" };
  if (program.lower.some((low, j) => crosses(low, program.upper[j]))) {
    return { kind: "solved", certificate: { kind: "infeasible", farkas: zeros(program.rowCount) }, iterations: 0 };
  }
  return runSimplex(new ExactTableau(program, options.basis), Date.now() + 1000 * (options.timeLimitSeconds ?? Infinity));
}

/** Runs both phases from any basis until a certificate or the deadline (milliseconds since the epoch). */
export function runSimplex(state: SimplexState, deadline: number): ExactOutcome {
  const costs = minimisationCosts(state.program, state.total);
  let degenerate = 0;
  for (let iterations = 0; ; iterations++) {
    if (Date.now() > deadline) return { kind: "time-limit", iterations };
    const infeasibility = infeasibilityCosts(state);
    const reduced = state.reducedCosts(infeasibility ?? costs);
    const entering = chooseEntering(state, reduced, degenerate > patience);
    if (entering === undefined) {
      const certificate = infeasibility === undefined ? optimum(state, reduced) : farkas(state, reduced, infeasibility);
      return { kind: "solved", certificate, iterations };
    }
    const column = state.column(entering.variable);
    const step = ratioTest(state, entering, column);
    if (step === undefined) return { kind: "solved", certificate: unboundedness(state, entering, column), iterations };
    degenerate = step.length.isZero() ? degenerate + 1 : 0;
    state.move(entering.variable, entering.direction > 0 ? step.length : step.length.neg(), column);
    if (step.position >= 0) state.pivot(step.position, entering.variable);
  }
}

interface Entering {
  readonly variable: number;
  readonly direction: 1 | -1;
}

/** The nonbasic variable with the steepest descent, or by Bland's rule the first with any. */
function chooseEntering(state: SimplexState, reduced: readonly Rational[], bland: boolean): Entering | undefined {
  let best: Entering | undefined;
  let slope = Rational.zero;
  for (let j = 0; j < state.total; j++) {
    const d = reduced[j] ?? Rational.zero;
    if (d.isZero() || state.isBasic(j)) continue;
    const bound = d.sign() < 0 ? state.upper[j] : state.lower[j];
    if (bound?.equals(state.valueOf(j)) === true) continue;
    if (best !== undefined && d.abs().compare(slope) <= 0) continue;
    best = { variable: j, direction: d.sign() < 0 ? 1 : -1 };
    if (bland) return best;
    slope = d.abs();
  }
  return best;
}

interface Step {
  readonly length: Rational;
  /** Position of the variable that leaves, or -1 when the entering variable reaches its own other bound first. */
  readonly position: number;
}

/** How far the entering variable can go before a basic variable, or itself, meets a bound. Ties go to the lowest variable (Bland). */
function ratioTest(state: SimplexState, { variable, direction }: Entering, column: readonly Rational[]): Step | undefined {
  const low = state.lower[variable];
  const high = state.upper[variable];
  let best: Step | undefined = low !== undefined && high !== undefined ? { length: high.sub(low), position: -1 } : undefined;
  for (const [i, entry] of column.entries()) {
    if (entry.isZero()) continue;
    const b = state.basic[i] ?? 0;
    const rate = direction > 0 ? entry.neg() : entry;
    const bound = blockingBound(state, b, rate.sign());
    if (bound === undefined) continue;
    const length = bound.sub(state.valueOf(b)).div(rate);
    const order = best === undefined ? -1 : length.compare(best.length);
    if (order < 0 || (order === 0 && best !== undefined && best.position >= 0 && b < (state.basic[best.position] ?? 0))) best = { length, position: i };
  }
  return best;
}

/**
 * The bound that a basic variable meets when it moves up or down. A variable outside its bounds blocks at the
 * violated bound when it moves towards it and not at all when it moves away (its cost in phase one says so).
 */
function blockingBound(state: SimplexState, variable: number, sign: number): Rational | undefined {
  const value = state.valueOf(variable);
  const low = state.lower[variable];
  const high = state.upper[variable];
  if (sign > 0) return low !== undefined && value.compare(low) < 0 ? low : high !== undefined && value.compare(high) <= 0 ? high : undefined;
  return high !== undefined && value.compare(high) > 0 ? high : low !== undefined && value.compare(low) >= 0 ? low : undefined;
}

/** Slopes of the sum of infeasibilities, or undefined when there is none. */
function infeasibilityCosts(state: SimplexState): Rational[] | undefined {
  let costs: Rational[] | undefined;
  for (const b of state.basic) {
    const value = state.valueOf(b);
    const low = state.lower[b];
    const high = state.upper[b];
    const slope = low !== undefined && value.compare(low) < 0 ? Rational.integer(-1) : high !== undefined && value.compare(high) > 0 ? Rational.one : undefined;
    if (slope === undefined) continue;
    costs ??= zeros(state.total);
    costs[b] = slope;
  }
  return costs;
}

function minimisationCosts(program: Program, total: number): Rational[] {
  const costs = zeros(total);
  for (let j = 0; j < program.columnCount; j++) {
    const c = fractionAt(program.objective, j);
    costs[j] = program.sense === "maximize" ? c.neg() : c;
  }
  return costs;
}

/** The slack of row r has coefficient one and cost zero, so its reduced cost is minus the multiplier of the row. */
function optimum(state: SimplexState, reduced: readonly Rational[]): ExactCertificate {
  const { program } = state;
  const columns = columnValues(state);
  const duals = reduced.slice(program.columnCount);
  let objective = program.offset;
  for (const [j, x] of columns.entries()) objective = objective.add(fractionAt(program.objective, j).mul(x));
  return {
    kind: "optimal",
    objective,
    columns,
    rowDuals: program.sense === "maximize" ? duals : duals.map((d) => d.neg()),
    basis: state.basis(),
  };
}

/**
 * At the end of phase one with infeasibility left: with g its slopes and pi = g_B B^-1, the multipliers y = -pi have
 * y'Ax > y'b on the whole box. The reduced cost of the slack of row r is g - pi, hence y = reduced - g.
 */
function farkas(state: SimplexState, reduced: readonly Rational[], slopes: readonly Rational[]): ExactCertificate {
  const n = state.program.columnCount;
  return { kind: "infeasible", farkas: reduced.slice(n).map((d, r) => d.sub(slopes[n + r] ?? Rational.zero)) };
}

function unboundedness(state: SimplexState, { variable, direction }: Entering, column: readonly Rational[]): ExactCertificate {
  const n = state.program.columnCount;
  const ray = zeros(n);
  const step = Rational.integer(direction);
  if (variable < n) ray[variable] = step;
  for (const [i, b] of state.basic.entries()) if (b < n) ray[b] = (column[i] ?? Rational.zero).mul(step).neg();
  return { kind: "unbounded", point: columnValues(state), ray };
}

function columnValues(state: SimplexState): Rational[] {
  return Array.from({ length: state.program.columnCount }, (_, j) => state.valueOf(j));
}

function crosses(low: Rational | undefined, high: Rational | undefined): boolean {
  return low !== undefined && high !== undefined && low.compare(high) > 0;
}

function zeros(length: number): Rational[] {
  return new Array<Rational>(length).fill(Rational.zero);
}
