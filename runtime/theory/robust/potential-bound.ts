/**
 * Bounds on the potential of given information: what no participation-secure mechanism exceeds in any equilibrium when signals are
 * rungs of the ladder (Brooks and Du 2024, Propositions 2 and 3 and Theorem 3). Nobody gains by acting like the signal one rung below, so
 * the multipliers of these deviations (and, at the bottom, of staying away) price every outcome at every profile of signals.
 *
 * Correction to the printed Proposition 3: the term in the adjoint difference has a minus sign.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { rungCount } from "../../../compiler/programs/robust/ladder.ts";
import { replaced, rungProfiles } from "./strategic-virtual-objective.ts";

/** The joint law of signals on the ladder and states. */
export interface LadderInformation {
  readonly k: number;
  readonly agents: number;
  readonly states: number;
  /** Probability of a profile of rungs together with a state. */
  probability(rungs: readonly number[], state: number): Rational;
}

/** Payoffs and objective at finitely many outcomes. */
export interface Outcomes {
  readonly count: number;
  payoff(agent: number, outcome: number, state: number): Rational;
  objective(outcome: number, state: number): Rational;
}

/**
 * The sum over profiles of signals of `max over outcomes of sum over states of w s - sum_i u_i (adjoint difference of s)`, s the law.
 * Exact; the cost is profiles times outcomes times states times agents.
 */
export function potentialBound(information: LadderInformation, outcomes: Outcomes): Rational {
  let bound = Rational.zero;
  for (const rungs of rungProfiles(information.k, information.agents)) {
    let best: Rational | undefined;
    for (let outcome = 0; outcome < outcomes.count; outcome++) {
      let worth = Rational.zero;
      for (let state = 0; state < information.states; state++) {
        worth = worth.add(outcomes.objective(outcome, state).mul(information.probability(rungs, state)));
        for (let i = 0; i < information.agents; i++) worth = worth.sub(outcomes.payoff(i, outcome, state).mul(adjointDifference(information, rungs, i, state)));
      }
      if (!best || worth.compare(best) > 0) best = worth;
    }
    bound = bound.add(best ?? Rational.zero);
  }
  return bound;
}

/**
 * The same for one good and transfers that are free: the expected highest nonnegative virtual value. Transfers then only
 * leave a bound if the signals are independent discrete exponentials; undefined otherwise.
 *
 * @param value of an agent for the good at a state
 */
export function auctionPotentialBound(information: LadderInformation, value: (agent: number, state: number) => Rational): Rational | undefined {
  let bound = Rational.zero;
  for (const rungs of rungProfiles(information.k, information.agents)) {
    let best = Rational.zero;
    for (let i = 0; i < information.agents; i++) {
      let virtual = Rational.zero;
      let transfer = Rational.zero;
      for (let state = 0; state < information.states; state++) {
        const difference = adjointDifference(information, rungs, i, state);
        virtual = virtual.sub(value(i, state).mul(difference));
        transfer = transfer.add(information.probability(rungs, state)).add(difference);
      }
      // A unit of money from agent i at this profile must be worth nothing.
      if (transfer.sign() !== 0) return undefined;
      if (virtual.compare(best) > 0) best = virtual;
    }
    bound = bound.add(best);
  }
  return bound;
}

/** The difference of the law that is adjoint to the downward derivative, up to sign: k (s(x + 1/k) - s(x)) below the last two rungs. */
function adjointDifference({ k, probability }: LadderInformation, rungs: readonly number[], i: number, state: number): Rational {
  const top = rungCount(k) - 1;
  const own = rungs[i] ?? 0;
  const here = probability(rungs, state);
  if (own === top) return here.neg();
  const above = probability(replaced(rungs, i, own + 1), state);
  const scaled = here.mul(Rational.integer(k));
  return own === top - 1 ? above.sub(scaled) : above.mul(Rational.integer(k)).sub(scaled);
}
