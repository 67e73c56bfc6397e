/**
 * The best revenue guarantee of mechanisms with a given allocation in environments where an allocation concerns one agent at a time
 * (Theorem 5 of Yamashita 2018): auctions, procurement, the siting of a facility, the dissolution of a partnership. Values may depend on
 * everybody's types, and types need no order. Exact.
 *
 * Nature tells everybody whom the allocation concerns and the types of all others. What the designer then earns (program P10) she also
 * earns ex post. All constraints of that program bound differences of payments within one cell, so that its solution is the highest
 * payments of the cell, whatever the prior.
 *
 * Correction: that the designer collects the whole base value from agents who are not concerned needs more than the paper's condition at
 * the true types. An allocation at which agent i is not concerned must leave her at her base value whatever her own type is, or she
 * could report it and gain; {@link relevantAgents} checks this. In the paper's example of a noxious facility the allocation "no
 * facility" leaves everybody at 0 instead of the base value, so the rule must always build one.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";
import { highestPayments } from "./ex-post-implementability.ts";

export const theorem: Theorem = {
  name: "auction-like environments",
  cite: "Yamashita (2018), Revenue guarantees in auctions with a (correlated) common prior and additional information, Theorem 5 (Appendix D), with its condition completed",
  statement:
    "If each allocation that the rule chooses concerns at most one agent, the best guarantee of mechanisms with that rule is the revenue of its best ex-post incentive compatible mechanism, and equals the best revenue when everybody learns whom the allocation concerns and the others' types.",
};

/** A profile of types, as positions. */
export type TypeProfile = readonly number[];

/** Agents with finitely many types each, and the allocation that a rule chooses at every profile. */
export interface FixedAllocation {
  /** How many types each agent has. */
  readonly types: readonly number[];
  /** What an agent gets when all types are not concerned with the allocation: `b_i`. */
  readonly base: readonly Rational[];
  /** What an agent gets, before payments, at the true types from the allocation that the rule chooses at the reported ones. */
  value(agent: number, truth: TypeProfile, reported: TypeProfile): Rational;
}

/** All profiles of types, the last agent's type changing fastest. */
export function typeProfiles({ types }: FixedAllocation): number[][] {
  return types.reduce<number[][]>((profiles, count) => profiles.flatMap((profile) => Array.from({ length: count }, (_, t) => [...profile, t])), [[]]);
}

/**
 * Whom the allocation concerns at every profile of {@link typeProfiles} (the sets T^i of the proof; the first agent where it concerns
 * nobody).
 *
 * @returns undefined where the environment is not auction-like: an allocation concerns two agents, or one who has an unconcerning
 *   allocation at her type would be concerned by it at another of her types
 */
export function relevantAgents(environment: FixedAllocation): number[] | undefined {
  const { types, base } = environment;
  const unconcerned = (agent: number, reported: TypeProfile): boolean =>
    Array.from({ length: types[agent] ?? 0 }, (_, type) => environment.value(agent, withType(reported, agent, type), reported)).every((value) => value.equals(base[agent] as Rational));
  const relevant = typeProfiles(environment).map((profile) => {
    const concerned = types.flatMap((_, agent) => (unconcerned(agent, profile) ? [] : [agent]));
    return concerned.length > 1 ? -1 : (concerned[0] ?? 0);
  });
  return relevant.includes(-1) ? undefined : relevant;
}

/** `[agent][profile]`, in the order of {@link typeProfiles}. */
export type Payments = readonly (readonly Rational[])[];

/**
 * The highest payments of program (P10): whom the allocation does not concern pays her base value, whom it concerns has no reason to
 * report another type that it would concern too, or to stay away.
 *
 * @returns undefined where no payments keep the concerned agents truthful
 * @throws RangeError if the environment is not auction-like, see {@link relevantAgents}
 */
export function relaxedPayments(environment: FixedAllocation): Payments | undefined {
  const relevant = relevantAgents(environment);
  if (!relevant) throw new RangeError("an allocation concerns more than one agent");
  return paymentsByCell(environment, (agent, at) => (relevant[at] === agent ? "bounded" : (environment.base[agent] as Rational)));
}

/**
 * The highest payments that make truth-telling an ex-post equilibrium in which everybody takes part.
 *
 * @returns undefined where the rule is not ex-post implementable
 */
export function exPostPayments(environment: FixedAllocation): Payments | undefined {
  return paymentsByCell(environment, () => "bounded");
}

/** The expected sum of payments. @param weights probabilities of the profiles, in the order of {@link typeProfiles} */
export function expectedRevenue(payments: Payments, weights: readonly Rational[]): Rational {
  return payments.flat().reduce((sum, payment, k) => sum.add(payment.mul(weights[k % weights.length] ?? Rational.zero)), Rational.zero);
}

/**
 * The best guarantee of mechanisms with this rule, under a prior that gives every profile positive probability.
 *
 * @returns undefined where the rule is not ex-post implementable (by Lemma 4 it is then not implementable under some information either)
 * @throws RangeError if the environment is not auction-like
 */
export function allocationGuarantee(environment: FixedAllocation, weights: readonly Rational[]): Rational | undefined {
  if (!relevantAgents(environment)) throw new RangeError("an allocation concerns more than one agent");
  const payments = exPostPayments(environment);
  return payments && expectedRevenue(payments, weights);
}

/** For every agent and profile of the others: payments that are fixed, or the highest ones among the types whose payments are not. */
function paymentsByCell(environment: FixedAllocation, rule: (agent: number, at: number) => Rational | "bounded"): Payments | undefined {
  const profiles = typeProfiles(environment);
  const position = new Map(profiles.map((profile, at) => [profile.join(), at]));
  const payments: Rational[][] = [];
  for (const [agent, count] of environment.types.entries()) {
    const row = new Array<Rational>(profiles.length).fill(Rational.zero);
    for (const profile of profiles.filter((each) => each[agent] === 0)) {
      const cell = Array.from({ length: count }, (_, type) => withType(profile, agent, type));
      const places = cell.map((each) => position.get(each.join()) ?? 0);
      const rules = cell.map((_, type) => rule(agent, places[type] as number));
      const free = rules.flatMap((each, type) => (each === "bounded" ? [type] : []));
      for (const [type, each] of rules.entries()) if (each !== "bounded") row[places[type] as number] = each;
      if (free.length === 0) continue;
      const highest = highestPayments(free.length, (truth, report) => environment.value(agent, cell[free[truth] as number] as TypeProfile, cell[free[report] as number] as TypeProfile));
      if (!highest) return undefined;
      for (const [k, type] of free.entries()) row[places[type] as number] = highest[k] as Rational;
    }
    payments.push(row);
  }
  return payments;
}

function withType(profile: TypeProfile, agent: number, type: number): TypeProfile {
  return profile.map((own, i) => (i === agent ? type : own));
}
