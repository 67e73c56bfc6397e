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

/** The payments of a problem, if every agent has one and the objective is what is paid, plus a function of the rest. */
export function quasilinear(problem: RobustProblem): Quasilinear | undefined {
  const { agents, columns, objective } = problem;
  const payments = agents.map((_, i) => paymentOf(problem, i));
  if (!payments.every((payment) => payment !== undefined)) return undefined;
  if (payments.some(({ column, coefficient }) => objective.some((form) => !at(form.coefficients, column).equals(coefficient.neg())))) return undefined;
  const paid = new Set(payments.map((payment) => payment.column));
  return { payments, allocation: columns.map((_, d) => d).filter((d) => !paid.has(d)) };
}

/** The number that only moves the payoff of one agent, at a constant rate, and is bound by nothing. */
export function paymentOf(problem: RobustProblem, agent: number): Payment | undefined {
  const { agents, columns, rows } = problem;
  const own = agents[agent]?.payoff ?? [];
  const others = agents.filter((_, i) => i !== agent);
  for (const [column, bound] of columns.entries()) {
    const coefficient = own[0] && at(own[0].coefficients, column);
    if (bound.lower !== undefined || bound.upper !== undefined || !coefficient || coefficient.isZero()) continue;
    if (rows.some((row) => !at(row.coefficients, column).isZero())) continue;
    if (!own.every((form) => at(form.coefficients, column).equals(coefficient))) continue;
    if (others.every(({ payoff }) => payoff.every((form) => at(form.coefficients, column).isZero()))) return { column, coefficient };
  }
  return undefined;
}

/**
 * Whether an agent cannot lose but by her payment: nothing outside to give up, and a nonnegative value of every number
 * of the outcome that cannot be negative. Then an action is secure when it costs nothing.
 */
export function losesOnlyByPaying(problem: RobustProblem, agent: number, payment: Payment): boolean {
  const safe = (form: AffineForm): boolean =>
    form.constant.sign() >= 0 && form.coefficients.every((value, d) => d === payment.column || value.isZero() || (value.sign() > 0 && (problem.columns[d]?.lower?.sign() ?? -1) >= 0));
  return (problem.agents[agent]?.payoff ?? []).every(safe);
}

const at = (coefficients: readonly Rational[], column: number): Rational => coefficients[column] as Rational;
