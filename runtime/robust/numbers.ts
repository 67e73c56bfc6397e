/** The coupling form of a bound in doubles, for ladders on which exact arithmetic would take too long. */
import type { Rational } from "../../compiler/exact/rational.ts";
import { affineOnBox, type Coupling, type InterimForm } from "../../compiler/programs/robust/coupling.ts";
import { rungCount, virtual, derivative, type Direction } from "../../compiler/programs/robust/ladder.ts";

/** A term of a sparse linear form over the axes: constants have axis -1. */
export interface AxisTerm {
  readonly axis: number;
  readonly weight: number;
}

/** A condition on the law of the state: sum_x rho(x) sum_s values[s] p(s | x), or the same in interim values, equals rhs. */
export interface LawRow {
  readonly values: Float64Array;
  readonly sense: "<=" | ">=" | "=";
  readonly rhs: number;
}

/** One term of the adjoint or the derivative: a shift along the ladder of one agent, and its coefficient. */
export interface Shift {
  readonly by: number;
  readonly coefficient: number;
}

export interface Numbers {
  readonly k: number;
  readonly agents: number;
  readonly rungs: number;
  readonly direction: Direction;
  readonly states: number;
  readonly axes: number;
  /** Value of axis e at state s: `axis[e * states + s]`. */
  readonly axis: Float64Array;
  /** Bounds of interim values; present over a box. */
  readonly box?: { readonly lower: Float64Array; readonly upper: Float64Array };
  readonly numberCount: number;
  /** Objective weight of number d, and weight of d in the payoff of agent i. */
  readonly objective: readonly (readonly AxisTerm[])[];
  readonly payoffs: readonly (readonly (readonly AxisTerm[])[])[];
  /** Packing rows sum_d coefficients[d] q_d <= rhs, all nonnegative. */
  readonly rows: readonly { readonly coefficients: Float64Array; readonly rhs: number }[];
  readonly prior?: Float64Array;
  /** Conditions on interim values over a box. */
  readonly law: readonly LawRow[];
  /** Discrete exponential weight of a rung. */
  readonly rungWeight: Float64Array;
  /** By rung: the terms of the adjoint, and those of the derivative. */
  readonly adjoint: readonly (readonly Shift[])[];
  readonly derivative: readonly (readonly Shift[])[];
  /** Largest absolute value of any payoff or objective weight: the scale of all rounding errors. */
  readonly scale: number;
}

/**
 * The numbers of a coupling; undefined where the certificates of this folder do not apply: the allocation must be limited
 * by rows with nonnegative coefficients only (a packing, as in auctions), and a prior that nature chooses by conditions on
 * one component of a box each.
 */
export function numbersOf(coupling: Coupling, direction: Direction): Numbers | undefined {
  const { problem, rows, axes, box } = coupling;
  const packing = coupling.nonnegative.every(Boolean) && rows.every((row) => !row.equality && row.rhs.sign() >= 0 && row.coefficients.every((each) => each.sign() >= 0));
  const covered = coupling.allocation.every((_, d) => rows.some((row) => (row.coefficients[d] as Rational).sign() > 0));
  // Conditions that tie several axes together cannot be restored one axis at a time.
  const separate = problem.moments.every((moment) => affineOnBox(axes, moment.values).weights.filter((each) => !each.isZero()).length === 1);
  if (!packing || !covered || (problem.prior ? box !== undefined : !box || !separate)) return undefined;
  const { k, stateCount } = problem;
  const rungs = rungCount(k);
  const axis = new Float64Array(axes.length * stateCount);
  axes.forEach((values, e) => values.forEach((value, s) => (axis[e * stateCount + s] = value.toNumber())));
  const decay = Math.log1p(-1 / k);
  const shifts = (terms: typeof virtual): Shift[][] => Array.from({ length: rungs }, (_, rung) => terms(direction, k, rung, true).map((term) => ({ by: term.rung - rung, coefficient: term.coefficient })));
  const forms = [...coupling.objective, ...coupling.payoffs.flat()];
  const reach = axes.map((values) => values.reduce((most, value) => Math.max(most, Math.abs(value.toNumber())), 0));
  return {
    k,
    agents: problem.agents.length,
    rungs,
    direction,
    states: stateCount,
    axes: axes.length,
    axis,
    ...(box ? { box: { lower: Float64Array.from(box, (each) => each.lower.toNumber()), upper: Float64Array.from(box, (each) => each.upper.toNumber()) } } : {}),
    numberCount: coupling.allocation.length,
    objective: coupling.objective.map(termsOf),
    payoffs: coupling.payoffs.map((each) => each.map(termsOf)),
    rows: rows.map((row) => ({ coefficients: Float64Array.from(row.coefficients, (each) => each.toNumber()), rhs: row.rhs.toNumber() })),
    ...(problem.prior ? { prior: Float64Array.from(problem.prior, (each) => each.toNumber()) } : {}),
    law: problem.moments.map((moment): LawRow => {
      const form = affineOnBox(axes, moment.values);
      return { values: Float64Array.from(form.weights, (each) => each.toNumber()), sense: moment.sense, rhs: moment.rhs.sub(form.constant).toNumber() };
    }),
    rungWeight: Float64Array.from({ length: rungs }, (_, rung) => (k === 1 ? (rung === 0 ? 1 : 0) : rung === rungs - 1 ? Math.exp(decay * rung) : Math.exp(decay * rung) / k)),
    adjoint: shifts(virtual),
    derivative: shifts(derivative),
    scale: forms.reduce((most, form) => Math.max(most, Math.abs(form.constant.toNumber()) + form.weights.reduce((sum, weight, e) => sum + Math.abs(weight.toNumber()) * (reach[e] ?? 0), 0)), 0),
  };
}

function termsOf(form: InterimForm): AxisTerm[] {
  const terms = form.weights.map((weight, axis) => ({ axis, weight: weight.toNumber() })).filter((term) => term.weight !== 0);
  return form.constant.isZero() ? terms : [...terms, { axis: -1, weight: form.constant.toNumber() }];
}
