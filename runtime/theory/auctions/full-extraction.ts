/**
 * Full surplus extraction with correlated types (Cremer and McLean 1988): the mechanisms of the two theorems, built
 * exactly, for one good and private values. Both allocate to the highest value (ties to the lower index), leave every
 * type an interim utility of exactly zero, and so earn `E[max value]`.
 */
import { valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { expectation, isTuple } from "../../../compiler/priors/pmf.ts";
import { beliefsOf, hullPosition, without } from "./beliefs.ts";
import type { Beliefs } from "./beliefs.ts";
import { solve } from "../numeric/elimination.ts";

/** Winner and payments at a profile of values. */
export interface ExtractionOutcome {
  readonly winner: number;
  readonly payments: readonly Rational[];
}

/** A direct mechanism on profiles of the joint distribution's types. */
export type ExtractionMechanism = (profile: readonly Rational[]) => ExtractionOutcome;

/** `E[max value]`: what full extraction earns. */
export function fullSurplus(joint: Pmf): Rational {
  return expectation(joint, (profile) => numbers(profile).reduce((a, b) => (a.compare(b) >= 0 ? a : b)));
}

/**
 * The dominant-strategy mechanism: a second-price auction plus, for each bidder, a fee that depends only on the others'
 * reports and whose expectation is the utility that each of her types has in the auction. Such a fee exists for all
 * utilities exactly if her beliefs have full rank.
 *
 * @returns undefined if for some bidder no such fee exists.
 */
export function dominantExtraction(joint: Pmf): ExtractionMechanism | undefined {
  const fees: Map<string, Rational>[] = [];
  for (let i = 0; i < bidderCount(joint); i++) {
    const beliefs = beliefsOf(joint, i);
    const utilities = beliefs.types.map((q, k) => average(beliefs, k, (rest) => auctionUtility(insert(rest, i, q), i)));
    const fee = solve(beliefs.matrix, utilities);
    if (!fee) return undefined;
    fees.push(new Map(beliefs.others.map((rest, s) => [valueKey(rest), fee[s] ?? Rational.zero])));
  }
  return (profile) => {
    const winner = highest(profile);
    const payments = profile.map((_, i) => (i === winner ? secondPrice(profile) : Rational.zero).add(lookUp(fees[i], without(profile, i))));
    return { winner, payments };
  };
}

/**
 * The Bayesian mechanism: each type pays her value when she wins and takes a side bet with mean zero under her own belief
 * and a loss under every other, scaled so that no type gains by reporting another. It needs convex independence only.
 *
 * @returns undefined if a type's belief is an average of others', or the exact simplex refuses the size.
 */
export function bayesianExtraction(joint: Pmf): ExtractionMechanism | undefined {
  const bets: Map<string, Map<string, Rational>>[] = [];
  for (let i = 0; i < bidderCount(joint); i++) {
    const beliefs = beliefsOf(joint, i);
    const ofType = new Map<string, Map<string, Rational>>();
    for (const [q, type] of beliefs.types.entries()) {
      const position = hullPosition(beliefs, q);
      if (position?.kind !== "outside") return undefined;
      const stake = sufficientStake(beliefs, i, q, position.bet);
      ofType.set(valueKey(type), new Map(beliefs.others.map((rest, s) => [valueKey(rest), stake.mul(position.bet[s] ?? Rational.zero)])));
    }
    bets.push(ofType);
  }
  return (profile) => {
    const winner = highest(profile);
    const payments = profile.map((value, i) => {
      const bet = lookUp(bets[i]?.get(valueKey(value)), without(profile, i));
      return (i === winner ? value : Rational.zero).sub(bet);
    });
    return { winner, payments };
  };
}

/** The least factor on a bet at which no type r gains `E_r[(r - q) win] + factor E_r[bet]` by reporting q. */
function sufficientStake(beliefs: Beliefs, i: number, q: number, bet: readonly Rational[]): Rational {
  const reported = beliefs.types[q] as Value;
  let stake = Rational.zero;
  for (const [r, type] of beliefs.types.entries()) {
    if (r === q) continue;
    const chance = average(beliefs, r, (rest) => (highest(numbers(insert(rest, i, reported))) === i ? Rational.one : Rational.zero));
    const gain = (type as Rational).sub(reported as Rational).mul(chance);
    const loss = (beliefs.matrix[r] ?? []).reduce((sum, p, s) => sum.sub(p.mul(bet[s] ?? Rational.zero)), Rational.zero);
    const needed = gain.div(loss);
    if (needed.compare(stake) > 0) stake = needed;
  }
  return stake;
}

function average(beliefs: Beliefs, type: number, f: (rest: Value) => Rational): Rational {
  let sum = Rational.zero;
  for (const [s, rest] of beliefs.others.entries()) sum = sum.add((beliefs.matrix[type]?.[s] ?? Rational.zero).mul(f(rest)));
  return sum;
}

/** Utility in the second-price auction without fees. */
function auctionUtility(profile: Value, i: number): Rational {
  const values = numbers(profile);
  return highest(values) === i ? (values[i] as Rational).sub(secondPrice(values)) : Rational.zero;
}

function highest(values: readonly Rational[]): number {
  return values.reduce((best, v, i) => (v.compare(values[best] as Rational) > 0 ? i : best), 0);
}

/** The second highest value; zero with a single bidder. */
function secondPrice(values: readonly Rational[]): Rational {
  return [...values].sort((a, b) => b.compare(a))[1] ?? Rational.zero;
}

function insert(rest: Value, position: number, value: Value): Value {
  const entries = isTuple(rest) ? rest.entries : [];
  return { kind: "tuple", entries: [...entries.slice(0, position), value, ...entries.slice(position)] };
}

function numbers(profile: Value): readonly Rational[] {
  if (!isTuple(profile) || !profile.entries.every((x) => x instanceof Rational)) throw new TypeError("extraction needs profiles of numbers");
  return profile.entries as readonly Rational[];
}

function bidderCount(joint: Pmf): number {
  const first = joint.outcomes[0]?.value;
  return first !== undefined && isTuple(first) ? first.entries.length : 0;
}

/** Profiles of the others that never occur carry no fee and no bet. */
function lookUp(amounts: ReadonlyMap<string, Rational> | undefined, rest: Value): Rational {
  return amounts?.get(valueKey(rest)) ?? Rational.zero;
}
