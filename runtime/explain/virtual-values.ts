/**
 * Virtual values read off the multipliers of an optimal mechanism with quasilinear payoffs. With multipliers on incentives
 * and participation fixed, the Lagrangian of the program is linear in the allocation; the coefficient of an allocation at a
 * profile, divided by the probability of the profile, is the generalised virtual value
 *
 *     phi_i(t) = v_i(t_i) - sum_t' lambda_i(t' -> t_i) g(t', t_-i) / g(t) (v_i(t') - v_i(t_i))
 *
 * of an optimal auction with any prior g, correlated or not; for independent values it is Myerson's (1981), ironed where
 * necessary. The transfers drop out because their reduced costs vanish.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { enterState } from "../../compiler/evaluate/frame.ts";
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { reducedCosts, rowEntries, rowFamily } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { ChosenOutcome, MechanismTask } from "../../compiler/programs/task.ts";
import { describeColumn } from "./member.ts";
import type { Member } from "./member.ts";
import type { Optimal } from "./proof.ts";

export interface VirtualValue extends Member {
  readonly column: number;
  /** Probability of the message profile. */
  readonly probability: Rational;
  /** Coefficient of the allocation in the Lagrangian: the probability times the virtual value. */
  readonly weighted: Rational;
  /** Undefined at profiles of probability zero. */
  readonly value: Rational | undefined;
  /** What the other rows (feasibility, requirements) charge for it: reduced cost = weighted - price. */
  readonly price: Rational;
}

/**
 * The identity `optimum = E[max(0, max_i phi_i)]`, held against the optimum. It applies to the auction of one good: one
 * allocation per agent, at least 0 (and at most 1), whose sum is at most 1 at every profile; no other rows but incentives and
 * participation with an outside option of zero; no constant in the objective.
 */
export type ExpectedMaximum =
  | { readonly applies: true; readonly value: Rational; readonly optimum: Rational; readonly agrees: boolean }
  | { readonly applies: false; readonly reason: string };

export type VirtualValues =
  | { readonly kind: "quasilinear"; readonly entries: readonly VirtualValue[]; readonly check: ExpectedMaximum }
  | { readonly kind: "inapplicable"; readonly reason: string };

/**
 * The virtual value of every allocation column of a certified optimal mechanism.
 *
 * Precondition (found in the program, and the reason is given where it fails): a maximisation without integer columns; one
 * transfer per agent, unbounded, that enters incentives, participation and the objective only, each row with the transfers
 * of one agent.
 *
 * @example two bidders, values 1 and 2 equally likely: 0 for value 1 and 2 for value 2, and E[max(0, max phi)] = 3/2
 */
export function virtualValues({ program, evaluator, chosen }: MechanismTask, certificate: Optimal): VirtualValues {
  const reason = notQuasilinear(program, evaluator, chosen);
  if (reason !== undefined) return { kind: "inapplicable", reason };
  const { rowDuals } = certificate;
  const weighted = reducedCosts(
    program,
    rowDuals.map((y, r) => (isIncentive(program, r) ? y : Rational.zero)),
  );
  const costs = reducedCosts(program, rowDuals);
  const probabilities = profileProbabilities(evaluator);
  const entries = allocations(chosen).flatMap(({ first, componentCount }) =>
    Array.from({ length: componentCount * probabilities.length }, (_, k): VirtualValue => {
      const column = first + k;
      const probability = probabilities[k % probabilities.length] as Rational;
      const weight = weighted[column] as Rational;
      return {
        ...describeColumn(program, column),
        column,
        probability,
        weighted: weight,
        value: probability.isZero() ? undefined : weight.div(probability),
        price: weight.sub(costs[column] as Rational),
      };
    }),
  );
  return { kind: "quasilinear", entries, check: expectedMaximum(program, evaluator, chosen, weighted, certificate.objective) };
}

const allocations = (chosen: readonly ChosenOutcome[]): readonly ChosenOutcome[] => chosen.filter(({ outcome }) => outcome.role === "allocation");

function isIncentive(program: Program, row: number): boolean {
  const { role } = rowFamily(program, row);
  return role === "incentives" || role === "participation";
}

function notQuasilinear(program: Program, evaluator: Evaluator, chosen: readonly ChosenOutcome[]): string | undefined {
  if (program.sense !== "maximize") return "the objective is minimised";
  if (program.integer.length > 0) return "some outcomes are discrete, so that the program has no multipliers";
  const { profileCount, agents } = evaluator.space;
  const transfers = chosen.filter(({ outcome }) => outcome.role === "transfer");
  const [transfer] = transfers;
  if (transfer === undefined) return "no transfer is chosen";
  if (transfers.length > 1 || transfer.componentCount !== agents.length) return "there is not one transfer per agent";
  const last = transfer.first + transfer.componentCount * profileCount;
  for (let j = transfer.first; j < last; j++) if (program.lower[j] !== undefined || program.upper[j] !== undefined) return "a transfer is bounded";
  for (let r = 0; r < program.rowCount; r++) {
    const payers = new Set<number>();
    for (const { column } of rowEntries(program, r))
      if (column >= transfer.first && column < last) payers.add(Math.floor((column - transfer.first) / profileCount));
    if (payers.size > 1) return "a row holds the transfers of several agents";
    if (payers.size > 0 && !isIncentive(program, r)) return "a transfer enters a requirement";
  }
  return undefined;
}

/** Probability that a message profile is sent when nobody deviates. */
function profileProbabilities(evaluator: Evaluator): Rational[] {
  const { space } = evaluator;
  const probabilities = new Array<Rational>(space.profileCount).fill(Rational.zero);
  const frame = evaluator.frame();
  for (let state = 0; state < space.law.count; state++) {
    enterState(frame, space, state);
    const before = probabilities[frame.profileIndex];
    if (before !== undefined) probabilities[frame.profileIndex] = before.add(space.law.probability[state] as Rational);
  }
  return probabilities;
}

/**
 * By strong duality the optimum is the maximum of the Lagrangian over what is left, here the simplex at every profile, whose
 * maximum is the largest weighted virtual value or zero.
 */
function expectedMaximum(
  program: Program,
  evaluator: Evaluator,
  chosen: readonly ChosenOutcome[],
  weighted: readonly Rational[],
  optimum: Rational,
): ExpectedMaximum {
  const reason = notOneGood(program, evaluator, chosen);
  if (reason !== undefined) return { applies: false, reason };
  const { profileCount } = evaluator.space;
  const best = new Array<Rational>(profileCount).fill(Rational.zero);
  for (const { first, componentCount } of allocations(chosen)) {
    for (let k = 0; k < componentCount * profileCount; k++) {
      const weight = weighted[first + k] as Rational;
      if (weight.compare(best[k % profileCount] as Rational) > 0) best[k % profileCount] = weight;
    }
  }
  const value = best.reduce((sum, each) => sum.add(each), Rational.zero);
  return { applies: true, value, optimum, agrees: value.equals(optimum) };
}

function notOneGood(program: Program, evaluator: Evaluator, chosen: readonly ChosenOutcome[]): string | undefined {
  const { profileCount, agents } = evaluator.space;
  const [allocation, ...others] = allocations(chosen);
  if (allocation === undefined || others.length > 0 || allocation.componentCount !== agents.length) return "there is not one allocation per agent";
  const columns = chosen.reduce((sum, { componentCount }) => sum + componentCount * profileCount, 0);
  if (chosen.length !== 2 || columns !== program.columnCount) return "there are outcomes besides the allocation and the transfer";
  const { first } = allocation;
  const last = first + agents.length * profileCount;
  for (let j = first; j < last; j++) {
    const high = program.upper[j];
    if (program.lower[j]?.isZero() !== true || (high !== undefined && !high.equals(Rational.one))) return "an allocation does not range over [0, 1]";
  }
  if (!program.offset.isZero()) return "the objective has a constant";
  // One agent needs no row beside the bound.
  const covered = Uint8Array.from({ length: profileCount }, (_, p) => (agents.length === 1 && program.upper[first + p] !== undefined ? 1 : 0));
  for (let r = 0; r < program.rowCount; r++) {
    const rhs = fractionAt(program.rhs, r);
    if (isIncentive(program, r)) {
      if (!rhs.isZero()) return "an outside option is not zero";
      continue;
    }
    const entries = [...rowEntries(program, r)];
    const profiles = new Set(entries.map(({ column }) => (column - first) % profileCount));
    const simplex =
      program.rowSense[r] === "<=" &&
      rhs.equals(Rational.one) &&
      entries.length === agents.length &&
      profiles.size === 1 &&
      entries.every(({ column, coefficient }) => column >= first && column < last && coefficient.equals(Rational.one));
    if (!simplex) return "a row is not `sum of the allocations <= 1`";
    for (const profile of profiles) covered[profile] = 1;
  }
  return covered.every((each) => each === 1) ? undefined : "the allocations are not limited at every profile";
}
