/**
 * The revenue-optimal auction of one good among bidders with independent private values (Myerson 1981), for finite
 * supports, exactly and without enumerating profiles.
 *
 * Ties are broken as in the corrected Algorithm 1 of "The Limits of an Information Intermediary in Auction Design":
 * bidders are ranked by (ironed virtual value, mean value of the ironed block, lower index first), the good is sold when
 * the winner's ironed virtual value is at least zero, and the winner pays the least value with which she would still win.
 * The second key is constant on ironed blocks, so interim winning probabilities are monotone.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { iron } from "./virtual-values.ts";
import type { IronedValues, ValueDistribution } from "./virtual-values.ts";

/** What happens at one profile of values; payments of losers are zero. */
export interface AuctionOutcome {
  /** Position of the winner; absent when the good is kept. */
  readonly winner?: number;
  readonly payment: Rational;
}

export interface OptimalAuction {
  readonly bidders: readonly ValueDistribution[];
  readonly virtual: readonly IronedValues[];
  /** `[i][l]`: probability that bidder i wins with her l-th value. */
  readonly winProbability: readonly (readonly Rational[])[];
  /** `[i][l]`: expected payment of bidder i with her l-th value. */
  readonly expectedPayment: readonly (readonly Rational[])[];
  readonly revenue: Rational;
  /** Expected value of the good to its winner. */
  readonly welfare: Rational;
  /** Welfare less revenue. */
  readonly buyerSurplus: Rational;
  /** @throws RangeError if a value is not in the support of its bidder. */
  outcome(profile: readonly Rational[]): AuctionOutcome;
}

/**
 * The optimal auction; time is quadratic in the total number of values.
 *
 * @example two bidders, both uniform on {1, 2, 3}: revenue 2, welfare 7/3
 */
export function optimalAuction(bidders: readonly ValueDistribution[]): OptimalAuction {
  const virtual = bidders.map(iron);
  const winProbability = bidders.map((bidder, i) => bidder.values.map((_, l) => chanceToWin(bidders, virtual, i, l)));
  const expectedPayment = bidders.map((bidder, i) => thresholdPayments(bidder.values, winProbability[i] ?? []));
  const revenue = total(bidders.map(({ masses }, i) => dot(masses, expectedPayment[i] ?? [])));
  const welfare = total(
    bidders.map(({ masses, values }, i) =>
      dot(
        masses,
        values.map((z, l) => z.mul(winProbability[i]?.[l] ?? Rational.zero)),
      ),
    ),
  );
  return {
    bidders,
    virtual,
    winProbability,
    expectedPayment,
    revenue,
    welfare,
    buyerSurplus: welfare.sub(revenue),
    outcome: (profile) => outcomeAt(bidders, virtual, profile),
  };
}

/**
 * `E[max(0, max_i ironed virtual value_i)]`, from the distribution of the maximum of independent variables. It equals the
 * revenue of {@link optimalAuction}, by a computation that shares only the ironing with it.
 */
export function optimalRevenue(bidders: readonly ValueDistribution[]): Rational {
  const virtual = bidders.map(iron);
  const levels = [Rational.zero, ...virtual.flatMap((v) => v.ironed.filter((x) => x.sign() > 0))].sort((a, b) => a.compare(b));
  const notAbove = (level: Rational): Rational =>
    bidders
      .map(({ masses }, i) => total(masses.filter((_, l) => (virtual[i]?.ironed[l] as Rational).compare(level) <= 0)))
      .reduce((a, b) => a.mul(b), Rational.one);
  // For a nonnegative variable, E[X] is the integral of P[X > x].
  return total(levels.slice(1).map((level, k) => level.sub(levels[k] as Rational).mul(Rational.one.sub(notAbove(levels[k] as Rational)))));
}

/** Ranks value l of bidder i against value m of bidder j: positive when the former goes first. Never zero for i other than j. */
function rank(virtual: readonly IronedValues[], i: number, l: number, j: number, m: number): number {
  const a = virtual[i] as IronedValues;
  const b = virtual[j] as IronedValues;
  const byVirtual = (a.ironed[l] as Rational).compare(b.ironed[m] as Rational);
  if (byVirtual !== 0) return byVirtual;
  const byValue = (a.representative[l] as Rational).compare(b.representative[m] as Rational);
  return byValue !== 0 ? byValue : j - i;
}

function sells(virtual: readonly IronedValues[], i: number, l: number): boolean {
  return (virtual[i]?.ironed[l] as Rational).sign() >= 0;
}

function chanceToWin(bidders: readonly ValueDistribution[], virtual: readonly IronedValues[], i: number, l: number): Rational {
  if (!sells(virtual, i, l)) return Rational.zero;
  return bidders
    .map(({ masses }, j) => (j === i ? Rational.one : total(masses.filter((_, m) => rank(virtual, i, l, j, m) > 0))))
    .reduce((a, b) => a.mul(b), Rational.one);
}

/** Paying the least winning value costs `sum_{k <= l} z_k (Q_k - Q_{k-1})` in expectation, with Q the winning probabilities. */
function thresholdPayments(values: readonly Rational[], win: readonly Rational[]): Rational[] {
  let paid = Rational.zero;
  let before = Rational.zero;
  return values.map((z, l) => {
    const now = win[l] as Rational;
    paid = paid.add(z.mul(now.sub(before)));
    before = now;
    return paid;
  });
}

function outcomeAt(bidders: readonly ValueDistribution[], virtual: readonly IronedValues[], profile: readonly Rational[]): AuctionOutcome {
  const at = bidders.map(({ values }, i) => {
    const l = values.findIndex((z) => profile[i] !== undefined && z.equals(profile[i]));
    if (l < 0) throw new RangeError(`${profile[i]} is not a value of bidder ${i + 1}`);
    return l;
  });
  const beatsOthers = (i: number, l: number): boolean => sells(virtual, i, l) && at.every((m, j) => j === i || rank(virtual, i, l, j, m) > 0);
  const winner = at.findIndex((l, i) => beatsOthers(i, l));
  if (winner < 0) return { payment: Rational.zero };
  const price = bidders[winner]?.values.find((_, l) => beatsOthers(winner, l));
  return { winner, payment: price as Rational };
}

function dot(a: readonly Rational[], b: readonly Rational[]): Rational {
  return total(a.map((x, k) => x.mul(b[k] ?? Rational.zero)));
}

function total(numbers: readonly Rational[]): Rational {
  return numbers.reduce((a, b) => a.add(b), Rational.zero);
}
