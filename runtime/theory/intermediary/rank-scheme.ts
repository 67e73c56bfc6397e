/**
 * Rank-based signaling (Algorithm 2 of "The Limits of an Information Intermediary in Auction Design"), evaluated exactly.
 *
 * RANK_t announces the (t+1)-th highest value, the floor; who stands strictly above it, the set T; one member j of T, drawn
 * uniformly; and the signal that the equal-revenue split sends about the excess of j's value over the floor. Given all that,
 * the excesses of T are independent, the others are worth at most the floor to the seller and get nothing, so her answer is
 * Myerson's auction of the excesses with the floor added to every payment. (Only the posterior of T is a product: of the
 * buyers below, somebody stands exactly at the floor.)
 *
 * What an auction earns given (floor, T, j) does not depend on t, and the probability of (floor, T) is a product over
 * buyers, so all t together take `2^n` sets times the number of values, not the number of profiles.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { equalRevenueSplit } from "./equal-revenue-split.ts";
import { optimalAuction } from "../auctions/independent-auction.ts";
import type { Theorem } from "../theorem.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "rank-based signaling",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Algorithm 2 and Lemma 3",
  statement: "Revealing the (t+1)-th value, who stands above it, and an equal-revenue signal about one of them leaves buyers at least P((1/t) sum_{l<=t} E[Z_l] - E[Z_{t+1}]).",
};

/** What public information comes to when the seller answers with optimal auctions. */
export interface SchemeValue {
  readonly surplus: Rational;
  readonly revenue: Rational;
  /** Expected value of the good to its winner: the sum of the two. */
  readonly welfare: Rational;
  /** Number of signals of positive probability. */
  readonly signals: number;
}

/** Buyers who are more than this many make too many sets. */
export const mostBuyers = 16;

/** The law of `V - floor` given `V > floor`; undefined where that has probability zero. */
export function excess({ values, masses }: ValueDistribution, floor: Rational): ValueDistribution | undefined {
  const above = [...values.keys()].filter((l) => (values[l] as Rational).compare(floor) > 0);
  const mass = above.reduce((sum, l) => sum.add(masses[l] as Rational), Rational.zero);
  if (mass.isZero()) return undefined;
  return { values: above.map((l) => (values[l] as Rational).sub(floor)), masses: above.map((l) => (masses[l] as Rational).div(mass)) };
}

/** `RANK_1, ..., RANK_n`, in this order. @throws RangeError for no buyers, or more than {@link mostBuyers} */
export function rankSchemes(buyers: readonly ValueDistribution[]): SchemeValue[] {
  const n = buyers.length;
  if (n === 0 || n > mostBuyers) throw new RangeError(`rank-based signaling is evaluated for 1 to ${mostBuyers} buyers`);
  const totals = buyers.map(() => ({ surplus: Rational.zero, revenue: Rational.zero, signals: 0 }));
  for (const floor of floorsOf(buyers)) {
    const below = buyers.map((buyer) => positionOf(buyer, floor));
    for (let set = 0; set < 2 ** n; set++) {
      const top = members(set, n);
      const chance = top.reduce((product, i) => product.mul(below[i]?.above ?? Rational.zero), Rational.one);
      if (chance.isZero()) continue;
      // Probability that exactly m of the others stand at the floor, none above.
      const ties = countLaw(below.filter((_, i) => !top.includes(i)));
      const masses = totals.map((_, k) => chance.mul(groupChance(ties, k + 1, top.length, n, floor)));
      if (masses.every((mass) => mass.isZero())) continue;
      const answer = answerGiven(buyers, floor, top);
      for (const [k, mass] of masses.entries()) {
        const total = totals[k];
        if (!total || mass.isZero()) continue;
        total.surplus = total.surplus.add(mass.mul(answer.surplus));
        total.revenue = total.revenue.add(mass.mul(floor.add(answer.revenue)));
        total.signals += answer.signals;
      }
    }
  }
  return totals.map(({ surplus, revenue, signals }) => ({ surplus, revenue, welfare: surplus.add(revenue), signals }));
}

/**
 * Probability, given that no one else is above the floor, that the floor is the (t+1)-th value when `above` buyers are
 * above it: at least `t + 1 - above` stand at it. With t = n the floor is zero by definition, whoever stands there.
 */
function groupChance(ties: readonly Rational[], t: number, above: number, n: number, floor: Rational): Rational {
  if (t === n) return floor.isZero() ? total(ties) : Rational.zero;
  return above > t ? Rational.zero : total(ties.slice(t + 1 - above));
}

/** The auction of the excesses, averaged over the buyer who is split and over the signals of the split. */
function answerGiven(buyers: readonly ValueDistribution[], floor: Rational, top: readonly number[]): { surplus: Rational; revenue: Rational; signals: number } {
  if (top.length === 0) return { surplus: Rational.zero, revenue: Rational.zero, signals: 1 };
  const laws = top.map((i) => excess(buyers[i] as ValueDistribution, floor) as ValueDistribution);
  const share = Rational.of(1, top.length);
  let surplus = Rational.zero;
  let revenue = Rational.zero;
  let signals = 0;
  for (const [j, law] of laws.entries()) {
    for (const signal of equalRevenueSplit(law)) {
      const auction = optimalAuction(laws.map((each, i) => (i === j ? signal.law : each)));
      const weight = share.mul(signal.weight);
      surplus = surplus.add(weight.mul(auction.buyerSurplus));
      revenue = revenue.add(weight.mul(auction.revenue));
      signals++;
    }
  }
  return { surplus, revenue, signals };
}

/** Probabilities of standing above a floor and exactly at it. */
interface Position {
  readonly above: Rational;
  readonly at: Rational;
  readonly below: Rational;
}

function positionOf({ values, masses }: ValueDistribution, floor: Rational): Position {
  const part = (sign: number): Rational => total(masses.filter((_, l) => Math.sign((values[l] as Rational).compare(floor)) === sign));
  return { above: part(1), at: part(0), below: part(-1) };
}

/** Poisson-binomial recursion: coefficient m is the probability that exactly m of these buyers are at the floor and the rest below. */
function countLaw(buyers: readonly Position[]): Rational[] {
  return buyers.reduce<Rational[]>(
    (law, { at, below }) => {
      const longer = [...law, Rational.zero];
      return longer.map((mass, m) => mass.mul(below).add((law[m - 1] ?? Rational.zero).mul(at)));
    },
    [Rational.one],
  );
}

/** Zero, and every value that somebody can have. */
export function floorsOf(buyers: readonly ValueDistribution[]): Rational[] {
  const floors = new Map<string, Rational>([["0", Rational.zero]]);
  for (const { values } of buyers) for (const value of values) floors.set(value.toString(), value);
  return [...floors.values()].sort((a, b) => a.compare(b));
}

function members(set: number, n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) => Math.floor(set / 2 ** i) % 2 === 1);
}

function total(numbers: readonly Rational[]): Rational {
  return numbers.reduce((a, b) => a.add(b), Rational.zero);
}
