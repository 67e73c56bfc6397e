/**
 * The coupling form of the two bounds, for problems with transfers (Brooks and Du 2024, programs (19) and (28) after the
 * law of the signals has been divided out): nature chooses a law p(. | x) of the state for every profile x of signals,
 *
 *     minimise   sum_x rho(x) max { sum_d phi_d(x) q_d : q an allocation }
 *     subject to sum_x rho(x) p(. | x) = prior,
 *
 * with rho the discrete exponential law and phi_d(x) the virtual value of number d of the allocation: what it is worth to
 * the designer, plus for every agent the adjoint of the derivative applied to the interim value of d. The inner maximum
 * is replaced by its dual: a price for every row of the allocation.
 */
import { Rational } from "../../exact/rational.ts";
import { losesOnlyByPaying, quasilinear } from "./quasilinear.ts";
import type { AffineForm, BoxAxis, RobustProblem } from "./problem.ts";

/** A number that is affine in the interim values: `constant + sum_e weights[e] w_e`. */
export interface InterimForm {
  readonly constant: Rational;
  readonly weights: readonly Rational[];
}

/** A row of the allocation `sum_d coefficients[d] q_d <= rhs` (or `=`). */
export interface AllocationRow {
  readonly label: string;
  readonly coefficients: readonly Rational[];
  readonly equality: boolean;
  readonly rhs: Rational;
}

export interface Coupling {
  readonly problem: RobustProblem;
  /** Columns of the problem that are not payments; numbers d below are positions in this list. */
  readonly allocation: readonly number[];
  /** Whether q_d >= 0; otherwise it is free. */
  readonly nonnegative: readonly boolean[];
  readonly rows: readonly AllocationRow[];
  /** Interim values w_e = E[axis_e]: the value of every axis at every state. */
  readonly axes: readonly (readonly Rational[])[];
  /** Present if w ranges over a box, so that no law of the state is needed. */
  readonly box?: readonly BoxAxis[];
  /** Weight of number d in the objective besides what is paid. */
  readonly objective: readonly InterimForm[];
  /** Weight of number d in the payoff of agent i: `payoffs[i][d]`. */
  readonly payoffs: readonly (readonly InterimForm[])[];
}

/** The coupling form of a problem; undefined when it has none: no transfers, constants in payoffs, an agent who cannot stay away. */
export function couplingOf(problem: RobustProblem): Coupling | undefined {
  const split = quasilinear(problem);
  if (!split || problem.agents.some((agent) => !agent.exit)) return undefined;
  const { allocation } = split;
  const constants = [...problem.objective, ...problem.agents.flatMap((agent) => agent.payoff)];
  if (constants.some((form) => !form.constant.isZero())) return undefined;
  // Security is stated as "nothing is paid"; where an agent could lose otherwise, the textbook form has to say so.
  if (!problem.agents.every((_, i) => split.payments[i] !== undefined && losesOnlyByPaying(problem, i, split.payments[i]))) return undefined;
  const rows = allocationRows(problem, allocation);
  if (!rows) return undefined;
  const axes = problem.box ? boxAxes(problem) : [];
  const form = (values: readonly AffineForm[], d: number): InterimForm => interimForm(problem, axes, values.map((each) => each.coefficients[d] as Rational));
  const objective = allocation.map((d) => form(problem.objective, d));
  const payoffs = problem.agents.map((agent) => allocation.map((d) => form(agent.payoff, d)));
  const pad = (each: InterimForm): InterimForm => ({ constant: each.constant, weights: axes.map((_, e) => each.weights[e] ?? Rational.zero) });
  return {
    problem,
    allocation,
    nonnegative: allocation.map((d) => problem.columns[d]?.lower !== undefined),
    rows,
    axes,
    ...(problem.box ? { box: problem.box } : {}),
    objective: objective.map(pad),
    payoffs: payoffs.map((each) => each.map(pad)),
  };
}

/** Rows of the allocation, upper bounds among them; undefined if a number has a lower bound other than zero. */
function allocationRows(problem: RobustProblem, allocation: readonly number[]): AllocationRow[] | undefined {
  if (allocation.some((d) => problem.columns[d]?.lower?.isZero() === false)) return undefined;
  const declared = problem.rows.map((row): AllocationRow => {
    const flip = row.sense === ">=";
    const coefficients = allocation.map((d) => row.coefficients[d] as Rational);
    return { label: row.name, coefficients: flip ? coefficients.map((each) => each.neg()) : coefficients, equality: row.sense === "=", rhs: flip ? row.rhs.neg() : row.rhs };
  });
  const bounds = allocation.flatMap((d, at): AllocationRow[] => {
    const column = problem.columns[d];
    if (!column?.upper || impliedBy(declared, at, column.upper, problem, allocation)) return [];
    return [{ label: `${column.label} <= ${column.upper}`, coefficients: allocation.map((_, other) => (other === at ? Rational.one : Rational.zero)), equality: false, rhs: column.upper }];
  });
  return [...declared, ...bounds];
}

/** Whether some row of nonnegative numbers implies an upper bound: `q1 + q2 <= 1` makes `q1 <= 1` idle. */
function impliedBy(rows: readonly AllocationRow[], at: number, upper: Rational, problem: RobustProblem, allocation: readonly number[]): boolean {
  const nonnegative = allocation.every((d) => problem.columns[d]?.lower !== undefined);
  return nonnegative && rows.some((row) => row.coefficients.every((each) => each.sign() >= 0) && (row.coefficients[at] as Rational).sign() > 0 && row.rhs.compare(upper.mul(row.coefficients[at] as Rational)) <= 0);
}

/** The components of the state, at every corner of the box. */
function boxAxes(problem: RobustProblem): Rational[][] {
  return problem.stateComponents.map((_, c) => Array.from({ length: problem.stateCount }, (__, state) => Rational.parse(problem.stateValues(state)[c] ?? "") ?? Rational.zero));
}

/** A function of the state as a combination of axes; over finitely many states it becomes an axis itself if it is none yet. */
function interimForm(problem: RobustProblem, axes: Rational[][], values: readonly Rational[]): InterimForm {
  const first = values[0] ?? Rational.zero;
  if (values.every((value) => value.equals(first))) return { constant: first, weights: [] };
  if (!problem.box) {
    let axis = axes.findIndex((known) => known.every((value, state) => value.equals(values[state] as Rational)));
    if (axis < 0) axis = axes.push([...values]) - 1;
    return { constant: Rational.zero, weights: axes.map((_, e) => (e === axis ? Rational.one : Rational.zero)) };
  }
  return affineOnBox(axes, values);
}

/** A function that is affine on a box, from its values at the corners: slopes are read off neighbours of the first one. */
export function affineOnBox(axes: readonly (readonly Rational[])[], values: readonly Rational[]): InterimForm {
  const first = values[0] ?? Rational.zero;
  let constant = first;
  const weights = axes.map((axis, e) => {
    const neighbour = values.findIndex((_, state) => axes.every((other, f) => (f === e) !== (other[state] as Rational).equals(other[0] as Rational)));
    if (neighbour < 0) return Rational.zero;
    const slope = (values[neighbour] as Rational).sub(first).div((axis[neighbour] as Rational).sub(axis[0] as Rational));
    constant = constant.sub(slope.mul(axis[0] as Rational));
    return slope;
  });
  return { constant, weights };
}
