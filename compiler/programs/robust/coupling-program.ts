/** The coupling form (see coupling.ts) as an exact program: for small ladders, for export, and as a check of the large ones. */
import { evaluationError } from "../../evaluate/error.ts";
import { Rational } from "../../exact/rational.ts";
import { ProgramBuilder } from "../../lp/builder.ts";
import type { Program } from "../../lp/program.ts";
import { checkSize } from "../../lp/size.ts";
import type { Span } from "../../../grammar/span.ts";
import type { Limits } from "../limits.ts";
import { affineOnBox, type Coupling, type InterimForm } from "./coupling.ts";
import { exponentialWeight, rungCount, virtual, type Direction } from "./ladder.ts";
import { profileCount } from "./problem.ts";
import { profileText } from "./textbook.ts";

/** The program, with the places of what is read back. */
export interface CouplingProgram {
  readonly program: Program;
  /** p(s | x) is column `firstBelief + x * states + s`; absent over a box. */
  readonly firstBelief?: number;
  /** w_e(x) is column `firstInterim + x * axes + e`. */
  readonly firstInterim: number;
  /** Dual rho(x) q_d(x): row `firstVirtual + x * numbers + d`. */
  readonly firstVirtual: number;
  /** Rows of the law of the state, and how many; the last state of a known prior follows from the others. */
  readonly firstLaw: number;
  readonly lawCount: number;
  /** rho(x). */
  readonly weights: readonly Rational[];
}

/** Predicted size of the coupling form. */
export function couplingSize({ problem, allocation, rows, axes, box }: Coupling): { readonly rows: number; readonly columns: number; readonly nonzeros: number; readonly formula: string } {
  const profiles = profileCount(problem);
  const states = box ? 0 : problem.stateCount;
  const virtualTerms = allocation.length * (1 + 2 * problem.agents.length);
  return {
    rows: profiles * (allocation.length + (box ? 0 : 1 + axes.length)) + states,
    columns: profiles * (states + axes.length + rows.length),
    nonzeros: profiles * (states * (2 + axes.length) + virtualTerms + rows.length * allocation.length),
    formula: `(k*k + 1)^N = ${rungCount(problem.k)}^${problem.agents.length} = ${profiles.toLocaleString("en")} profiles of signals, ${problem.stateCount} states`,
  };
}

/** @throws EvaluationError with the formula when the program would exceed the limits */
export function couplingProgram(coupling: Coupling, direction: Direction, limits: Limits, span: Span): CouplingProgram {
  refuseTooLargeCoupling(coupling, limits, span);
  const { problem, allocation, rows, axes, box } = coupling;
  const { k, agents, stateCount } = problem;
  const profiles = profileCount(problem);
  const builder = new ProgramBuilder(`${problem.name}_${direction === "up" ? "guarantee" : "potential"}`, "minimize");
  const describe = profileText(problem);
  const rungs = rungCount(k);
  const strides = agents.map((_, i) => rungs ** (agents.length - 1 - i));
  const rungWeights = Array.from({ length: rungs }, (_, rung) => exponentialWeight(k, rung));
  const rungOf = (x: number, i: number): number => Math.floor(x / (strides[i] as number)) % rungs;
  const weights = Array.from({ length: profiles }, (_, x) => agents.reduce((product, __, i) => product.mul(rungWeights[rungOf(x, i)] as Rational), Rational.one));

  const firstBelief = box
    ? undefined
    : builder.addColumns({ name: "belief", role: "probability", indexNames: ["state", "at"], sentence: "probability of the state {state} given the signals {at}" }, profiles * stateCount, Rational.zero, undefined, false, (m) => [problem.stateValues(m % stateCount).join(", "), describe(Math.floor(m / stateCount))]);
  const firstInterim = builder.addColumns({ name: "interim", role: "auxiliary", indexNames: ["number", "at"], sentence: "interim value {number} given the signals {at}" }, profiles * axes.length, undefined, undefined, false, (m) => [String(m % axes.length), describe(Math.floor(m / axes.length))]);
  if (box) for (let m = 0; m < profiles * axes.length; m++) builder.setBounds(firstInterim + m, box[m % axes.length]?.lower, box[m % axes.length]?.upper);
  const firstPrice = builder.addColumns({ name: "price", role: "auxiliary", indexNames: ["row", "at"], sentence: "price of {row} given the signals {at}" }, profiles * rows.length, Rational.zero, undefined, false, (m) => [rows[m % rows.length]?.label ?? "", describe(Math.floor(m / rows.length))]);
  for (let x = 0; x < profiles; x++) {
    rows.forEach((row, r) => {
      const column = firstPrice + x * rows.length + r;
      if (row.equality) builder.setBounds(column, undefined, undefined);
      builder.setObjective(column, row.rhs.mul(weights[x] as Rational));
    });
  }

  if (firstBelief !== undefined) {
    addBeliefRows(builder, coupling, firstBelief, firstInterim, profiles, describe);
  }
  const firstLaw = builder.rowCount;
  addLawRows(builder, coupling, firstBelief, firstInterim, weights);
  const lawCount = builder.rowCount - firstLaw;

  const firstVirtual = builder.rowCount;
  builder.beginRowFamily({ name: "virtual", role: "definition", indexNames: ["number", "at"], sentence: "the virtual value of {number} given the signals {at} is covered by prices" }, (m) => [problem.columns[allocation[m % allocation.length] ?? 0]?.label ?? "", describe(Math.floor(m / allocation.length))]);
  for (let x = 0; x < profiles; x++) {
    allocation.forEach((_, d) => {
      builder.beginRow(coupling.nonnegative[d] === true ? ">=" : "=");
      rows.forEach((row, r) => {
        const coefficient = row.coefficients[d] as Rational;
        if (!coefficient.isZero()) builder.add(firstPrice + x * rows.length + r, coefficient);
      });
      let constant = Rational.zero;
      const subtract = (form: InterimForm, at: number, weight: Rational): void => {
        form.weights.forEach((each, e) => {
          if (!each.isZero()) builder.add(firstInterim + at * axes.length + e, each.mul(weight).neg());
        });
        constant = constant.add(form.constant.mul(weight));
      };
      subtract(coupling.objective[d] as InterimForm, x, Rational.one);
      agents.forEach((__, i) => {
        const own = rungOf(x, i);
        for (const { rung, coefficient } of virtual(direction, k, own, true)) {
          subtract(coupling.payoffs[i]?.[d] as InterimForm, x + (rung - own) * (strides[i] as number), Rational.integer(coefficient));
        }
      });
      builder.endRow(constant);
    });
  }
  builder.endRowFamily();
  return { program: builder.build(), ...(firstBelief === undefined ? {} : { firstBelief }), firstInterim, firstVirtual, firstLaw, lawCount, weights };
}

/** @throws EvaluationError */
export function refuseTooLargeCoupling(coupling: Coupling, limits: Limits, span: Span): void {
  const excess = checkSize(couplingSize(coupling), limits);
  if (!excess) return;
  throw evaluationError(
    "program-too-large",
    span,
    `The coupling form of the bounds would have about ${Math.round(excess.predicted).toLocaleString("en")} ${excess.what}; the limit is ${excess.limit.toLocaleString("en")} (${excess.formula}).`,
    "Use a shorter ladder, fewer agents or states, or raise the limit with --limit.",
  );
}

/** Beliefs sum to one, and interim values are their means. */
function addBeliefRows(builder: ProgramBuilder, { problem, axes }: Coupling, firstBelief: number, firstInterim: number, profiles: number, describe: (x: number) => string): void {
  const { stateCount } = problem;
  builder.beginRowFamily({ name: "beliefs", role: "definition", indexNames: ["at"], sentence: "the probabilities given the signals {at} sum to one" }, (x) => [describe(x)]);
  for (let x = 0; x < profiles; x++) {
    builder.beginRow("=");
    for (let s = 0; s < stateCount; s++) builder.add(firstBelief + x * stateCount + s, Rational.one);
    builder.endRow(Rational.one);
  }
  builder.endRowFamily();
  builder.beginRowFamily({ name: "interim_values", role: "definition", indexNames: ["number", "at"], sentence: "interim value {number} given the signals {at}" }, (m) => [String(m % axes.length), describe(Math.floor(m / axes.length))]);
  for (let x = 0; x < profiles; x++) {
    axes.forEach((axis, e) => {
      builder.beginRow("=");
      builder.add(firstInterim + x * axes.length + e, Rational.one);
      axis.forEach((value, s) => {
        if (!value.isZero()) builder.add(firstBelief + x * stateCount + s, value.neg());
      });
      builder.endRow(Rational.zero);
    });
  }
  builder.endRowFamily();
}

/** The signals average to the prior, or to a prior that keeps the moment conditions. */
function addLawRows(builder: ProgramBuilder, { problem, axes, box }: Coupling, firstBelief: number | undefined, firstInterim: number, weights: readonly Rational[]): void {
  const { prior, moments, stateCount } = problem;
  if (prior && firstBelief !== undefined) {
    builder.beginRowFamily({ name: "prior", role: "prior", indexNames: ["state"], sentence: "the beliefs average to the prior probability of {state}" }, (s) => [problem.stateValues(s).join(", ")]);
    // The rows of all states add up to the rows of the beliefs: the last one follows, and solvers stumble over it.
    for (let s = 0; s < stateCount - 1; s++) {
      builder.beginRow("=");
      weights.forEach((weight, x) => builder.add(firstBelief + x * stateCount + s, weight));
      builder.endRow(prior[s] as Rational);
    }
    builder.endRowFamily();
    return;
  }
  builder.beginRowFamily({ name: "moments", role: "prior", indexNames: ["moment"], sentence: "the moment condition {moment}" }, (j) => [moments[j]?.label ?? ""]);
  for (const moment of moments) {
    builder.beginRow(moment.sense);
    let rhs = moment.rhs;
    if (box) {
      const form = affineOnBox(axes, moment.values);
      rhs = rhs.sub(form.constant);
      weights.forEach((weight, x) => form.weights.forEach((each, e) => builder.add(firstInterim + x * axes.length + e, each.mul(weight))));
    } else if (firstBelief !== undefined) {
      weights.forEach((weight, x) => moment.values.forEach((value, s) => builder.add(firstBelief + x * stateCount + s, value.mul(weight))));
    }
    builder.endRow(rhs);
  }
  builder.endRowFamily();
}
