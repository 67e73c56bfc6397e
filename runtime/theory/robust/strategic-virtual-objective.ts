/**
 * Guarantees of given mechanisms and bounds on the potential of given information, without solving anything (Brooks and Du 2024,
 * Propositions 2-4). In any equilibrium under any information nobody gains by going one rung up, so with u_i and w the
 * payoffs and the objective as functions of the profile of actions and the state,
 *
 *     E[w] >= sum over states of mu min over profiles x of  w(x) + sum_i D_i^+ u_i(x),
 *
 * the strategic virtual objective. The minima are found once and then bound the guarantee for any prior mu. All numbers are exact.
 */
import { derivative, rungCount } from "../../../compiler/programs/robust/ladder.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "lowest strategic virtual objective",
  cite: "Brooks, Du (2024), On the Structure of Informationally Robust Optimal Mechanisms, Propositions 3 and 4 (discrete derivatives reconstructed)",
  statement: "Whatever the information and the equilibrium, a mechanism on the ladder earns at least the expectation over states of its lowest strategic virtual objective.",
};

/** A mechanism on the ladder in a problem with finitely many states, through its payoffs. */
export interface LadderMechanism {
  readonly k: number;
  readonly agents: number;
  readonly states: number;
  /** Payoff of an agent at a profile of rungs, net of her outside option. */
  payoff(agent: number, rungs: readonly number[], state: number): Rational;
  objective(rungs: readonly number[], state: number): Rational;
}

export interface LowestObjective {
  readonly value: Rational;
  /** A profile of rungs where it is attained. */
  readonly at: readonly number[];
}

/**
 * lambda(state), the lowest strategic virtual objective at every state. The guarantee is their expectation, see {@link guarantee}. The cost is
 * states times profiles times agents.
 *
 * @example lowestObjectives(mechanism).map(({ value }) => value.toString())
 */
export function lowestObjectives(mechanism: LadderMechanism): LowestObjective[] {
  const { k, agents, states } = mechanism;
  const terms = Array.from({ length: rungCount(k) }, (_, rung) => derivative("up", k, rung, true));
  return Array.from({ length: states }, (_, state) => {
    let lowest: LowestObjective | undefined;
    for (const rungs of rungProfiles(k, agents)) {
      let value = mechanism.objective(rungs, state);
      for (let i = 0; i < agents; i++) {
        for (const { rung, coefficient } of terms[rungs[i] ?? 0] ?? []) {
          if (coefficient !== 0) value = value.add(mechanism.payoff(i, replaced(rungs, i, rung), state).mul(Rational.integer(coefficient)));
        }
      }
      if (!lowest || value.compare(lowest.value) < 0) lowest = { value, at: rungs };
    }
    return lowest ?? { value: Rational.zero, at: [] };
  });
}

/**
 * What the mechanism earns at least under this prior, whatever the information and the equilibrium. The mechanism should be
 * {@link participationSecure}, otherwise the bound holds for equilibria among those who take part.
 *
 * @throws RangeError unless there is one probability per state.
 */
export function guarantee(lowest: readonly LowestObjective[], prior: readonly Rational[]): Rational {
  if (prior.length !== lowest.length) throw new RangeError("one probability per state");
  return lowest.reduce((sum, { value }, state) => sum.add(value.mul(prior[state] ?? Rational.zero)), Rational.zero);
}

/** Whether action 0 gives every agent a nonnegative payoff whatever the others do, at every state. */
export function participationSecure({ k, agents, states, payoff }: LadderMechanism): boolean {
  for (const rungs of rungProfiles(k, agents)) {
    for (let i = 0; i < agents; i++) {
      if (rungs[i] !== 0) continue;
      for (let state = 0; state < states; state++) if (payoff(i, rungs, state).sign() < 0) return false;
    }
  }
  return true;
}

/** All profiles of rungs, the last agent's fastest. */
export function* rungProfiles(k: number, agents: number): Generator<readonly number[]> {
  const rungs = new Array<number>(agents).fill(0);
  const top = rungCount(k) - 1;
  for (;;) {
    yield [...rungs];
    let i = agents - 1;
    while (i >= 0 && rungs[i] === top) rungs[i--] = 0;
    if (i < 0) return;
    rungs[i] = (rungs[i] ?? 0) + 1;
  }
}

/** A profile with one rung replaced. */
export function replaced(rungs: readonly number[], i: number, rung: number): number[] {
  return rungs.map((r, j) => (j === i ? rung : r));
}
