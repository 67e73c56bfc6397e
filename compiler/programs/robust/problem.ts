/**
 * An informationally robust problem after the spec has been read: numbers only, all exact. Everything is affine in the
 * outcome: payoffs u_i(y, s) = constant + sum_d coefficient_d y_d at every state s, and so is the designer's objective.
 */
import type { Span } from "../../../grammar/span.ts";
import type { Rational } from "../../exact/rational.ts";
import type { RowSense } from "../../lp/program.ts";

/** `constant + sum_d coefficients[d] y_d`. */
export interface AffineForm {
  readonly coefficients: readonly Rational[];
  readonly constant: Rational;
}

/** One number of the outcome, such as `q[2]`. */
export interface OutcomeColumn {
  readonly label: string;
  readonly outcome: string;
  readonly index: readonly string[];
  readonly role: "allocation" | "transfer";
  readonly lower?: Rational;
  readonly upper?: Rational;
}

/** A relation that the outcome keeps at every profile of actions. */
export interface OutcomeRow {
  readonly name: string;
  readonly coefficients: readonly Rational[];
  readonly sense: RowSense;
  readonly rhs: Rational;
  readonly span: Span;
}

/** A moment condition on a prior that nature chooses: E[values] sense rhs. */
export interface MomentRow {
  readonly label: string;
  /** One value per state. */
  readonly values: readonly Rational[];
  readonly sense: RowSense;
  readonly rhs: Rational;
}

/** An agent of the mechanism, with her payoff net of the outside option, by state. */
export interface RobustAgent {
  readonly label: string;
  readonly payoff: readonly AffineForm[];
  /** Whether some action must be secure. */
  readonly exit: boolean;
}

/** A state component that ranges over an interval; the states of the problem are then the corners of the box. */
export interface BoxAxis {
  readonly label: string;
  readonly lower: Rational;
  readonly upper: Rational;
}

/** An exchange of two agents that leaves the problem as it is: where outcome columns and states go. */
export interface Exchange {
  readonly agents: readonly [number, number];
  readonly columns: readonly number[];
  readonly states: readonly number[];
}

export interface RobustProblem {
  readonly name: string;
  /** Parameter of the ladder. */
  readonly k: number;
  readonly agents: readonly RobustAgent[];
  readonly columns: readonly OutcomeColumn[];
  readonly rows: readonly OutcomeRow[];
  readonly stateCount: number;
  /** Names of the state components, and their values at every state as the spec writes them. */
  readonly stateComponents: readonly string[];
  stateValues(state: number): readonly string[];
  /** The designer's objective by state, to be maximised. */
  readonly objective: readonly AffineForm[];
  /** -1 when the spec minimises (a cost): bounds on the objective are those of the problem negated and exchanged. */
  readonly sign: 1 | -1;
  /** Probability of every state; absent when nature chooses the prior. */
  readonly prior?: readonly Rational[];
  /** Conditions on the prior; empty when it is known. */
  readonly moments: readonly MomentRow[];
  /** Present if all state components range over intervals and everything is affine in them. */
  readonly box?: readonly BoxAxis[];
  /** Exchanges of neighbouring agents that are symmetries. */
  readonly exchanges: readonly Exchange[];
}

/** Number of action profiles. */
export function profileCount(problem: RobustProblem): number {
  return (problem.k * problem.k + 1) ** problem.agents.length;
}
