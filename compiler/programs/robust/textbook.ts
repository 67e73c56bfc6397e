/**
 * The two bounds in the form in which the literature states them (Brooks and Du 2024, programs (9) and (12)): a column
 * per number of the outcome and action profile, a row per action profile and state,
 *
 *     maximise   sum_s prior(s) lambda(s)
 *     subject to lambda(s) <= w(y(x), s) + sum_i (D_i u_i(y(.), s))(x)       for all x, s
 *                y(x) is an outcome                                          for all x
 *
 * with D the derivative up for the guarantee (and a secure action 0), and down for the potential. When nature chooses the
 * prior, lambda is replaced by what supports it: multipliers of the moment conditions, lambda(s) >= a0 + sum_j a_j f_j(s).
 * Nothing is assumed of outcomes and payoffs but that they are affine.
 */
import { evaluationError } from "../../evaluate/error.ts";
import { Rational } from "../../exact/rational.ts";
import { ProgramBuilder } from "../../lp/builder.ts";
import { checkSize } from "../../lp/size.ts";
import type { Program } from "../../lp/program.ts";
import type { Span } from "../../../grammar/span.ts";
import type { Limits } from "../limits.ts";
import { derivative, rungCount, type Direction } from "./ladder.ts";
import { profileCount, type AffineForm, type RobustProblem } from "./problem.ts";
import { losesOnlyByPaying, paymentOf } from "./quasilinear.ts";

/** A bound as a program, with the places of what is read back from its solution. */
export interface TextbookProgram {
  readonly program: Program;
  /** Multipliers of the law: one column per state (known prior), or a constant and one per moment condition. */
  readonly firstMultiplier: number;
  readonly multiplierCount: number;
  /** Column of outcome number d at profile x: `firstOutcome + x * columns + d`. */
  readonly firstOutcome: number;
  /** The row of profile x and state s is `firstRow + x * states + s`; its dual is the joint law of signals and states. */
  readonly firstRow: number;
}

/** @throws EvaluationError with the formula when the program would exceed the limits */
export function textbookProgram(problem: RobustProblem, direction: Direction, limits: Limits, span: Span): TextbookProgram {
  refuseTooLargeTextbook(problem, limits, span);
  const { k, agents, columns, stateCount, objective } = problem;
  const profiles = profileCount(problem);
  const builder = new ProgramBuilder(`${problem.name}_${direction === "up" ? "guarantee" : "potential"}`, "maximize");
  const describe = profileText(problem);
  const { first: firstMultiplier, count: multiplierCount, terms } = addMultipliers(builder, problem);
  const firstOutcome = builder.columnCount;
  const width = columns.length;
  builder.addColumns(
    { name: "outcome", role: "allocation", indexNames: ["number", "at"], sentence: "{number} at the actions {at}" },
    profiles * width,
    undefined,
    undefined,
    false,
    (member) => [columns[member % width]?.label ?? "", describe(Math.floor(member / width))],
  );
  for (let x = 0; x < profiles; x++) columns.forEach((column, d) => builder.setBounds(firstOutcome + x * width + d, column.lower, column.upper));

  const firstRow = builder.rowCount;
  builder.beginRowFamily({ name: "guarantee", role: "definition", indexNames: ["at", "state"], sentence: "the strategic virtual objective at the actions {at} and the state {state}" }, (member) => [describe(Math.floor(member / stateCount)), problem.stateValues(member % stateCount).join(", ")]);
  const strides = agents.map((_, i) => rungCount(k) ** (agents.length - 1 - i));
  for (let x = 0; x < profiles; x++) {
    for (let s = 0; s < stateCount; s++) {
      builder.beginRow("<=");
      for (const [column, coefficient] of terms(s)) builder.add(column, coefficient);
      let rhs = Rational.zero;
      const subtract = (form: AffineForm, at: number, weight: Rational): void => {
        form.coefficients.forEach((coefficient, d) => {
          if (!coefficient.isZero()) builder.add(firstOutcome + at * width + d, coefficient.mul(weight).neg());
        });
        rhs = rhs.add(form.constant.mul(weight));
      };
      subtract(objective[s] as AffineForm, x, Rational.one);
      agents.forEach((agent, i) => {
        const stride = strides[i] as number;
        const own = Math.floor(x / stride) % rungCount(k);
        for (const { rung, coefficient } of derivative(direction, k, own, agent.exit)) {
          subtract(agent.payoff[s] as AffineForm, x + (rung - own) * stride, Rational.integer(coefficient));
        }
      });
      builder.endRow(rhs);
    }
  }
  builder.endRowFamily();
  if (direction === "up") addSecureRows(builder, problem, firstOutcome, strides, describe);
  addOutcomeRows(builder, problem, firstOutcome, profiles, describe);
  return { program: builder.build(), firstMultiplier, multiplierCount, firstOutcome, firstRow };
}

/** @throws EvaluationError with the formula */
export function refuseTooLargeTextbook(problem: RobustProblem, limits: Limits, span: Span): void {
  const { agents, columns, stateCount, rows } = problem;
  const profiles = profileCount(problem);
  const perRow = problem.objective.reduce((most, form) => Math.max(most, nonzeros(form)), 0) + agents.reduce((sum, agent) => sum + 2 * agent.payoff.reduce((most, form) => Math.max(most, nonzeros(form)), 0), 0);
  const formula = `(k*k + 1)^N = ${rungCount(problem.k)}^${agents.length} = ${profiles.toLocaleString("en")} profiles of actions, ${stateCount} states, ${columns.length} outcomes`;
  const excess = checkSize({ rows: profiles * (stateCount + rows.length), columns: profiles * columns.length, nonzeros: profiles * stateCount * (1 + perRow), formula }, limits);
  if (excess) {
    throw evaluationError(
      "program-too-large",
      span,
      `The textbook form of the bounds would have about ${Math.round(excess.predicted).toLocaleString("en")} ${excess.what}; the limit is ${excess.limit.toLocaleString("en")} (${formula}).`,
      "Use a shorter ladder, fewer agents or states, or raise the limit with --limit.",
    );
  }
}

const nonzeros = (form: AffineForm): number => form.coefficients.filter((each) => !each.isZero()).length;

/** Columns whose combination `terms(s)` supports the objective at state s, and their weights in the program's objective. */
function addMultipliers(builder: ProgramBuilder, problem: RobustProblem): { readonly first: number; readonly count: number; terms(state: number): readonly (readonly [number, Rational])[] } {
  const { prior, moments, stateCount } = problem;
  if (prior) {
    const first = builder.addColumns({ name: "lambda", role: "auxiliary", indexNames: ["state"], sentence: "what is guaranteed at the state {state}" }, stateCount, undefined, undefined, false, (state) => [problem.stateValues(state).join(", ")]);
    prior.forEach((probability, state) => builder.setObjective(first + state, probability));
    return { first, count: stateCount, terms: (state) => [[first + state, Rational.one]] };
  }
  const first = builder.addColumns({ name: "sensitivity", role: "auxiliary", indexNames: ["moment"], sentence: "sensitivity of the guarantee to the moment {moment}" }, moments.length + 1, undefined, undefined, false, (member) => [member === 0 ? "1" : (moments[member - 1]?.label ?? "")]);
  builder.setObjective(first, Rational.one);
  moments.forEach((moment, j) => {
    builder.setObjective(first + 1 + j, moment.rhs);
    // Nature minimises, so a moment that she may exceed (>=) supports from below with a nonnegative weight.
    if (moment.sense === ">=") builder.setBounds(first + 1 + j, Rational.zero, undefined);
    if (moment.sense === "<=") builder.setBounds(first + 1 + j, undefined, Rational.zero);
  });
  const terms = Array.from({ length: stateCount }, (_, state) => [[first, Rational.one] as const, ...moments.flatMap((moment, j) => (moment.values[state]?.isZero() ? [] : [[first + 1 + j, moment.values[state] as Rational] as const]))]);
  return { first, count: moments.length + 1, terms: (state) => terms[state] ?? [] };
}

/**
 * Action 0 is secure. Where an agent pays a transfer of her own and cannot lose by the rest of the outcome (an auction),
 * that means that she pays nothing, as in the optimal auctions problem (24); otherwise that her payoff is at least the
 * outside option at every state.
 */
function addSecureRows(builder: ProgramBuilder, problem: RobustProblem, firstOutcome: number, strides: readonly number[], describe: (profile: number) => string): void {
  const { k, agents, columns, stateCount } = problem;
  const profiles = profileCount(problem);
  const width = columns.length;
  builder.beginRowFamily({ name: "secure", role: "participation", indexNames: ["agent", "at", "state"], sentence: "the action 0 of {agent} is secure at the actions {at}", dropTrivial: true }, (member) => {
    const place = Math.floor(member / stateCount);
    return [agents[Math.floor(place / profiles)]?.label ?? "", describe(place % profiles), problem.stateValues(member % stateCount).join(", ")];
  });
  agents.forEach((agent, i) => {
    if (!agent.exit) return;
    const payment = paymentOf(problem, i);
    const free = payment !== undefined && losesOnlyByPaying(problem, i, payment);
    for (let x = 0; x < profiles; x++) {
      if (Math.floor(x / (strides[i] as number)) % rungCount(k) !== 0) continue;
      for (let s = 0; s < (free ? 1 : stateCount); s++) {
        const form = agent.payoff[s] as AffineForm;
        builder.beginRow(">=", (i * profiles + x) * stateCount + s);
        form.coefficients.forEach((coefficient, d) => {
          if (!coefficient.isZero() && (!free || d === payment.column)) builder.add(firstOutcome + x * width + d, coefficient);
        });
        builder.endRow(free ? Rational.zero : form.constant.neg());
      }
    }
  });
  builder.endRowFamily();
}

function addOutcomeRows(builder: ProgramBuilder, problem: RobustProblem, firstOutcome: number, profiles: number, describe: (profile: number) => string): void {
  const width = problem.columns.length;
  const taken = new Map<string, number>();
  for (const row of problem.rows) {
    const count = taken.get(row.name) ?? 0;
    taken.set(row.name, count + 1);
    const name = `outcome_${row.name.replace(/[^A-Za-z0-9]+/gu, "_")}${count > 0 ? `_${count}` : ""}`;
    builder.beginRowFamily({ name, role: "feasible", indexNames: ["at"], span: row.span, sentence: `${row.name} at the actions {at}` }, (x) => [describe(x)]);
    for (let x = 0; x < profiles; x++) {
      builder.beginRow(row.sense);
      row.coefficients.forEach((coefficient, d) => {
        if (!coefficient.isZero()) builder.add(firstOutcome + x * width + d, coefficient);
      });
      builder.endRow(row.rhs);
    }
    builder.endRowFamily();
  }
}

/** `(1/2, 0)`: the actions of a profile. */
export function profileText({ k, agents }: RobustProblem): (profile: number) => string {
  const rungs = rungCount(k);
  const texts = Array.from({ length: rungs }, (_, rung) => Rational.of(rung, k).toString());
  return (profile) => {
    const actions = agents.map((_, i) => texts[Math.floor(profile / rungs ** (agents.length - 1 - i)) % rungs] ?? "");
    return actions.length === 1 ? (actions[0] as string) : `(${actions.join(", ")})`;
  };
}
