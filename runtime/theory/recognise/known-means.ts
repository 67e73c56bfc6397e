/**
 * Recognises the robust auction with known means (Brooks, Du and Feffer 2025): one good, quasilinear buyers who may stay away, revenue, and a prior
 * of which nature only has to respect the means of the values. Its value is that of the compound proportional auction.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Model } from "../../../compiler/model/model.generated.ts";
import { isRobust } from "../../../compiler/programs/robust/compile.ts";
import type { OutcomeColumn, RobustProblem } from "../../../compiler/programs/robust/problem.ts";
import { readRobustProblem } from "../../../compiler/programs/robust/read.ts";
import { defaultLimits } from "../../../compiler/programs/limits.ts";
import type { Finding, Recogniser } from "../recogniser.ts";
import { optimalSensitivities } from "../proportional/sensitivities.ts";

/** All that the closed form needs to know. */
export interface KnownMeans {
  readonly means: readonly Rational[];
  /** Largest value of every buyer; the smallest is zero. */
  readonly upper: Rational;
}

/** Buyers up to whom the corners of the box of values are looked for. */
const mostBuyers = 12;

/**
 * The means and the upper bound of a problem that is such an auction; undefined for any other. Nature may have more states
 * than the corners of the box, because some worst prior uses the corners only.
 */
export function knownMeansOf(problem: RobustProblem): KnownMeans | undefined {
  const { agents, columns, rows, moments } = problem;
  if (problem.prior || problem.sign !== 1 || agents.length > mostBuyers || columns.length !== 2 * agents.length) return undefined;
  const goods = agents.map((_, i) => ownColumn(problem, i, "allocation"));
  const payments = agents.map((_, i) => ownColumn(problem, i, "transfer"));
  if (new Set([...goods, ...payments]).size !== columns.length || [...goods, ...payments].includes(-1)) return undefined;
  const allocationFits = ({ lower, upper }: OutcomeColumn): boolean => lower?.sign() === 0 && (upper === undefined || upper.compare(Rational.one) >= 0);
  const transferFits = ({ lower, upper }: OutcomeColumn): boolean => lower === undefined && upper === undefined;
  if (!columns.every((column, c) => (goods.includes(c) ? allocationFits(column) : transferFits(column)))) return undefined;
  if (!agents.every((agent) => agent.exit) || !isRevenue(problem, payments) || !isOneGood(rows, goods)) return undefined;
  const values = agents.map((agent, i) => agent.payoff.map(({ coefficients }) => coefficients[goods[i] ?? 0] ?? Rational.zero));
  const upper = cornersOf(values);
  if (!upper) return undefined;
  const means = values.map((own) => meanOf(own, moments));
  if (moments.length !== agents.length || !means.every((mean) => mean !== undefined)) return undefined;
  return { means, upper };
}

/** The only number of this role in the payoff of agent i, with coefficient -1 at every state for transfers; -1 without one. */
function ownColumn({ agents, columns }: RobustProblem, i: number, role: OutcomeColumn["role"]): number {
  const forms = agents[i]?.payoff ?? [];
  const spoken = [...columns.keys()].filter((c) => columns[c]?.role === role && forms.some(({ coefficients }) => coefficients[c]?.sign() !== 0));
  const [column = -1, ...more] = spoken;
  const fits = forms.every(({ constant, coefficients }) => constant.sign() === 0 && (role === "allocation" || coefficients[column]?.equals(Rational.integer(-1)) === true));
  return more.length === 0 && fits ? column : -1;
}

function isRevenue({ objective }: RobustProblem, payments: readonly number[]): boolean {
  return objective.every(({ constant, coefficients }) => constant.sign() === 0 && coefficients.every((value, c) => value.equals(payments.includes(c) ? Rational.one : Rational.zero)));
}

/** `sum of the shares <= 1`, up to a positive factor, and nothing else. */
function isOneGood(rows: RobustProblem["rows"], goods: readonly number[]): boolean {
  const [row, ...more] = rows;
  if (!row || more.length > 0 || row.sense === "=") return false;
  const scale = row.sense === "<=" ? row.rhs : row.rhs.neg();
  const sign = Rational.integer(row.sense === "<=" ? 1 : -1);
  return scale.sign() > 0 && row.coefficients.every((value, c) => value.mul(sign).equals(goods.includes(c) ? scale : Rational.zero));
}

/** The upper bound if all values lie between zero and it, and every combination of zero and the bound occurs. */
function cornersOf(values: readonly (readonly Rational[])[]): Rational | undefined {
  const all = values.flat();
  const upper = all.reduce((most, value) => (value.compare(most) > 0 ? value : most), Rational.zero);
  if (upper.sign() <= 0 || upper.inexact || all.some((value) => value.sign() < 0)) return undefined;
  const corners = new Set<string>();
  for (const s of values[0]?.keys() ?? []) {
    const at = values.map((own) => own[s] ?? Rational.zero);
    if (at.every((value) => value.sign() === 0 || value.equals(upper))) corners.add(at.map((value) => value.sign()).join());
  }
  return corners.size === 2 ** values.length ? upper : undefined;
}

/** The mean that one of the conditions fixes, which may speak of a multiple of the value. */
function meanOf(values: readonly Rational[], moments: RobustProblem["moments"]): Rational | undefined {
  const at = values.findIndex((value) => value.sign() !== 0);
  for (const moment of moments) {
    const factor = moment.values[at]?.div(values[at] ?? Rational.one);
    if (moment.sense !== "=" || !factor || factor.sign() === 0) continue;
    if (moment.values.every((value, s) => value.equals(factor.mul(values[s] ?? Rational.zero)))) return moment.rhs.div(factor);
  }
  return undefined;
}

function findingOf(problem: RobustProblem, quantity: string): Finding | undefined {
  const known = knownMeansOf(problem);
  if (!known) return undefined;
  const { revenue, sensitivities, attained } = optimalSensitivities(
    known.means.map((mean) => mean.toNumber()),
    known.upper.toNumber(),
  );
  // At a mean equal to the upper bound the sensitivities are infinite, which is no number of a report.
  return { theorem: "compound-proportional", values: { revenue, ...(attained ? { sensitivities } : {}) }, predictions: [{ quantity, relation: "=", value: revenue }] };
}

export const recogniser: Recogniser = {
  theorem: "compound-proportional",
  recognise(task) {
    return task.kind === "robust" ? findingOf(task.problem, task.quantity ?? "objective") : undefined;
  },
  recogniseModel(model: Model) {
    if (!isRobust(model)) return undefined;
    const designer = model.moves.find((move) => move.chooses.includes("mechanism"));
    const nature = model.moves.find((move) => move.chooses.includes("information"));
    return designer && nature ? findingOf(readRobustProblem(model, designer, nature, defaultLimits).problem, "objective") : undefined;
  },
};
