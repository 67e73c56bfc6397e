/** The mechanism behind a lower bound: its allocation, the payments that go with it, and what it guarantees. */
import { derivative, exponentialWeight, rungCount } from "../../compiler/programs/robust/ladder.ts";
import { profileCount, type AffineForm, type RobustProblem } from "../../compiler/programs/robust/problem.ts";
import { quasilinear } from "../../compiler/programs/robust/quasilinear.ts";
import { toDouble, type Bound } from "./bound.ts";
import { Sum } from "./sum.ts";
import { paymentsFrom } from "./transfers.ts";

/** Value of an outcome column at a profile of actions. */
export type Outcome = (profile: number, column: number) => number;

/** The outcome of a lower bound, with payments where they were solved out; undefined if the bound has none. */
export function mechanismOf(problem: RobustProblem, bound: Bound, textbook: boolean): Outcome | undefined {
  const { outcome } = bound;
  if (!outcome) return undefined;
  const plain: Outcome = (profile, column) => toDouble(outcome(profile, column));
  const split = textbook ? undefined : quasilinear(problem);
  if (!split) return plain;
  const allocated: Outcome = (profile, column) => (split.payments.some((payment) => payment.column === column) ? 0 : plain(profile, column));
  const growth = excessGrowth(problem, allocated, bound.multipliers);
  const rungs = rungCount(problem.k);
  const rungWeight = Float64Array.from({ length: rungs }, (_, rung) => exponentialWeight(problem.k, rung).toNumber());
  const paid = paymentsFrom({ k: problem.k, agents: problem.agents.length, rungs, rungWeight }, growth);
  return (profile, column) => {
    const agent = split.payments.findIndex((payment) => payment.column === column);
    const payment = split.payments[agent];
    return payment ? -(paid[agent]?.[profile] as number) / payment.coefficient.toNumber() : plain(profile, column);
  };
}

/** Xi(x) = min over states of what the allocation contributes to the strategic virtual objective at x, less the multiplier of the state. */
function excessGrowth(problem: RobustProblem, outcome: Outcome, multipliers: readonly number[]): Float64Array {
  const support = supportOf(problem, multipliers);
  return Float64Array.from({ length: profileCount(problem) }, (_, profile) => {
    let least = Infinity;
    const values = strategicVirtualObjective(problem, outcome, profile);
    values.forEach((value, s) => (least = Math.min(least, value - (support[s] as number))));
    return least;
  });
}

/** lambda(s): the multiplier of a state, or the combination of moment functions that supports it. */
function supportOf({ prior, moments, stateCount }: RobustProblem, multipliers: readonly number[]): Float64Array {
  return Float64Array.from({ length: stateCount }, (_, s) => (prior ? (multipliers[s] ?? 0) : moments.reduce((sum, moment, j) => sum + (multipliers[j] ?? 0) * (moment.values[s]?.toNumber() ?? 0), 0)));
}

const floats = new WeakMap<AffineForm, Float64Array>();

/** The coefficients of a form as doubles, the constant last. */
function doubles(form: AffineForm): Float64Array {
  let known = floats.get(form);
  if (!known) floats.set(form, (known = Float64Array.from([...form.coefficients, form.constant], (value) => value.toNumber())));
  return known;
}

/**
 * The strategic virtual objective of a mechanism at a profile of actions, by state: the objective plus, for every agent,
 * the derivative up of her payoff in her own action. Its lowest value over profiles is what the mechanism guarantees at a
 * state, whatever the information and the equilibrium (Brooks and Du 2024, Proposition 3).
 */
export function strategicVirtualObjective(problem: RobustProblem, outcome: Outcome, profile: number): Float64Array {
  const { k, agents, columns, stateCount } = problem;
  const rungs = rungCount(k);
  const at = (form: AffineForm, where: number): number => {
    const weights = doubles(form);
    let value = weights[columns.length] as number;
    for (let d = 0; d < columns.length; d++) if (weights[d] !== 0) value += (weights[d] as number) * outcome(where, d);
    return value;
  };
  return Float64Array.from({ length: stateCount }, (_, s) => {
    let value = at(problem.objective[s] as AffineForm, profile);
    agents.forEach((agent, i) => {
      const stride = rungs ** (agents.length - 1 - i);
      const own = Math.floor(profile / stride) % rungs;
      for (const { rung, coefficient } of derivative("up", k, own, agent.exit)) value += coefficient * at(agent.payoff[s] as AffineForm, profile + (rung - own) * stride);
    });
    return value;
  });
}

/**
 * What a mechanism on the ladder guarantees under a known prior, by evaluation: the prior mean of its lowest strategic
 * virtual objective (Proposition 4: the same numbers serve any other prior).
 */
export function guaranteeOf(problem: RobustProblem, outcome: Outcome, prior: readonly number[]): { readonly value: number; readonly byState: Float64Array } {
  const byState = new Float64Array(problem.stateCount).fill(Infinity);
  for (let profile = 0; profile < profileCount(problem); profile++) {
    strategicVirtualObjective(problem, outcome, profile).forEach((value, s) => (byState[s] = Math.min(byState[s] as number, value)));
  }
  const total = new Sum();
  byState.forEach((value, s) => total.add((prior[s] ?? 0) * value));
  return { value: total.value, byState };
}
