/**
 * Problems with transfers: every agent has a payment of her own that enters her payoff and the objective with opposite
 * signs and nothing else. Then payments can be solved out, and both bounds become programs in the agents' interim values
 * (Brooks and Du 2024, Proposition 1: the law of the signals is the discrete exponential).
 */
import type { Rational } from "../../exact/rational.ts";
import type { AffineForm, RobustProblem } from "./problem.ts";

/** The column of an agent's payment; her payoff changes by `coefficient` per unit of it. */
export interface Payment {
  readonly column: number;
  readonly coefficient: Rational;
}

/** Payments by agent, and the columns of the remaining outcome. */
export interface Quasilinear {
  readonly payments: readonly Payment[];
  readonly allocation: readonly number[];
}

/** The payments of a problem; undefined if some agent has none, or some number has bounds or rows that a payment has not. */
export function quasilinear(problem: RobustProblem): Quasilinear | undefined {
  const { agents, columns } = problem;
  const payments = agents.map((_, i) => columns.map((__, column) => paymentAt(problem, i, column)).find((payment) => payment !== undefined));
  if (!payments.every((payment) => payment !== undefined)) return undefined;
  const paid = new Set(payments.map((payment) => payment.column));
  const allocation = columns.map((_, d) => d).filter((d) => !paid.has(d));
  return paid.size === agents.length ? { payments, allocation } : undefined;
}

function paymentAt(problem: RobustProblem, agent: number, column: number): Payment | undefined {
  const { agents, columns, rows, objective } = problem;
  const bound = columns[column];
  if (bound?.lower !== undefined || bound?.upper !== undefined || rows.some((row) => !at(row.coefficients, column).isZero())) return undefined;
  const own = agents[agent]?.payoff ?? [];
  const coefficient = own[0] && at(own[0].coefficients, column);
  if (!coefficient || coefficient.isZero() || !own.every((form) => at(form.coefficients, column).equals(coefficient))) return undefined;
  if (!objective.every((form) => at(form.coefficients, column).equals(coefficient.neg()))) return undefined;
  const others = agents.filter((_, i) => i !== agent);
  return others.every(({ payoff }) => payoff.every((form) => at(form.coefficients, column).isZero())) ? { column, coefficient } : undefined;
}

/**
 * Whether an agent cannot lose but by her payment: no outside option to give up, and a nonnegative value of every
 * number of the outcome, none of which can be negative. Then an action is secure when it costs nothing.
 */
export function isPayment(problem: RobustProblem, agent: number, payment: number): boolean {
  const nonnegative = (form: AffineForm): boolean =>
    form.constant.sign() >= 0 && form.coefficients.every((value, d) => d === payment || value.isZero() || (value.sign() > 0 && (problem.columns[d]?.lower?.sign() ?? -1) >= 0));
  return (problem.agents[agent]?.payoff ?? []).every(nonnegative);
}

const at = (coefficients: readonly Rational[], column: number): Rational => coefficients[column] as Rational;
