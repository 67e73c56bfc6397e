/**
 * The critical information structures of Yamashita's theorems, explicitly on finite supports, and the upper bounds on
 * every mechanism's revenue guarantee that they give. Exact.
 *
 *   C1  everyone learns who has the highest value and the values of the losers (Theorem 1);
 *   C2  everyone learns the state of a mixture of independent distributions (Theorem 2);
 *   C3  bidder i privately learns the values of the bidders before her (Theorem 3).
 *
 * Nature may choose any of them, so the best revenue under one bounds the guarantee from above.
 */
import { valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { makePmf, productPmf, tuple } from "../../../compiler/priors/pmf.ts";
import { without } from "../auctions/beliefs.ts";
import { optimalRevenue } from "../auctions/independent-auction.ts";
import { lowestIndex, orderStatistic, profileOf } from "./revenue-guarantee.ts";
import type { TieRule } from "./revenue-guarantee.ts";
import type { Theorem } from "../theorem.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "critical information structures",
  cite: "Yamashita (2018), Revenue guarantees in auctions with a (correlated) common prior and additional information, proofs of Theorems 1, 2 and 3 (finite versions)",
  statement:
    "The guarantee of any mechanism is at most its best revenue when the winner's identity and the losers' values are public, and at most sum_theta mu_theta Myerson(H^theta) when the mixing state theta is public.",
};

/** A joint law of values and of the signal that each bidder observes besides her own value. */
export interface InformationStructure {
  readonly outcomes: readonly { readonly values: readonly Rational[]; readonly signals: readonly Value[]; readonly probability: Rational }[];
  /** All bidders observe the same signal, so mechanisms can be designed for each signal apart. */
  readonly isPublic: boolean;
}

/** A mixture of products: in a state of some probability, bidders' values are independent. */
export type Mixture = readonly { readonly weight: Rational; readonly bidders: readonly ValueDistribution[] }[];

/** C1: the winner under a tie rule, and the values of the others, are public. */
export function winnerAndLosers(joint: Pmf, rule: TieRule = lowestIndex): InformationStructure {
  const outcomes = joint.outcomes.map(({ value, probability }) => {
    const values = profileOf(value);
    const signal = winnerSignal(values, rule);
    return { values, signals: values.map(() => signal), probability };
  });
  return { outcomes, isPublic: true };
}

function winnerSignal(values: readonly Rational[], rule: TieRule): Value {
  const winner = rule(values);
  return tuple([Rational.integer(winner), without(values, winner)]);
}

/** C2: the state of the mixture is public, as its position. @throws DistributionError if the mixture is too large or does not sum to one. */
export function publicState(mixture: Mixture): InformationStructure {
  const outcomes = mixture.flatMap(({ weight, bidders }, state) =>
    productPmf(bidders.map(distributionPmf)).outcomes.map(({ value, probability }) => {
      const values = profileOf(value);
      return { values, signals: values.map(() => Rational.integer(state)), probability: probability.mul(weight) };
    }),
  );
  return { outcomes, isPublic: true };
}

/** C3: each bidder observes the values of those before her. */
export function earlierValues(joint: Pmf): InformationStructure {
  const outcomes = joint.outcomes.map(({ value, probability }) => {
    const values = profileOf(value);
    return { values, signals: values.map((_, i) => tuple(values.slice(0, i))), probability };
  });
  return { outcomes, isPublic: false };
}

/** The law of values alone. An information structure is feasible for a prior exactly if this is the prior. */
export function valueLaw({ outcomes }: InformationStructure): Pmf {
  return makePmf(outcomes.map(({ values, probability }) => ({ value: tuple(values), probability })));
}

/** Decides feasibility: the values have the law `joint`, exactly. */
export function isFeasible(structure: InformationStructure, joint: Pmf): boolean {
  const law = new Map(valueLaw(structure).outcomes.map(({ value, probability }) => [valueKey(value), probability]));
  return law.size === joint.outcomes.length && joint.outcomes.every(({ value, probability }) => law.get(valueKey(value))?.equals(probability) === true);
}

/** Decides the hypothesis of Theorem 2 for a given decomposition: the mixture's law is `joint`. */
export function isMixtureOf(mixture: Mixture, joint: Pmf): boolean {
  return isFeasible(publicState(mixture), joint);
}

/**
 * The best revenue under C1, and so an upper bound on the guarantee: given the public signal the winner is offered a
 * price x, and if she refuses the runner-up, whose value everybody knows, pays it:
 * `max_x x P[v >= x | s] + second P[v < x | s]`, with no offer to the winner as x above all values.
 *
 * @throws TypeError if an outcome is not a profile of numbers.
 */
export function winnerInformationBound(joint: Pmf, rule: TieRule = lowestIndex): Rational {
  const cells = new Map<string, { readonly runnerUp: Rational; readonly winners: { readonly value: Rational; readonly mass: Rational }[] }>();
  for (const { value, probability } of joint.outcomes) {
    const values = profileOf(value);
    const winner = rule(values);
    const key = valueKey(winnerSignal(values, rule));
    const cell = cells.get(key) ?? {
      runnerUp: atLeastZero(
        orderStatistic(
          values.filter((_, i) => i !== winner),
          1,
        ),
      ),
      winners: [],
    };
    cell.winners.push({ value: values[winner] ?? Rational.zero, mass: probability });
    cells.set(key, cell);
  }
  return [...cells.values()].reduce((sum, { runnerUp, winners }) => sum.add(bestOffer(runnerUp, winners)), Rational.zero);
}

/** The paper's values are positive; the seller keeps the good rather than sell it at a loss. */
const atLeastZero = (value: Rational): Rational => (value.sign() < 0 ? Rational.zero : value);

/** Revenue of the best price, times the probability of the cell. */
function bestOffer(runnerUp: Rational, winners: { readonly value: Rational; readonly mass: Rational }[]): Rational {
  winners.sort((a, b) => b.value.compare(a.value));
  let above = Rational.zero;
  let below = winners.reduce((sum, { mass }) => sum.add(mass), Rational.zero);
  let best = runnerUp.mul(below);
  for (const { value, mass } of winners) {
    above = above.add(mass);
    below = below.sub(mass);
    const offer = value.mul(above).add(runnerUp.mul(below));
    if (offer.compare(best) > 0) best = offer;
  }
  return best;
}

/**
 * The best revenue under C2, and so an upper bound on the guarantee: Myerson's auction in each state, with ironing. (The
 * paper's proof uses unironed virtual values, which bound this from above.)
 */
export function stateInformationBound(mixture: Mixture): Rational {
  return mixture.reduce((sum, { weight, bidders }) => sum.add(weight.mul(optimalRevenue(bidders))), Rational.zero);
}

function distributionPmf({ values, masses }: ValueDistribution): Pmf {
  return makePmf(values.map((value, l) => ({ value, probability: masses[l] ?? Rational.zero })));
}
