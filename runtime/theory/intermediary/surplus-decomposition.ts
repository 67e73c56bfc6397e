/**
 * Where the surplus goes that no intermediary hands out (Section 4 of "The Limits of an Information Intermediary in Auction
 * Design", Equations (4) to (6), corrected). With `OPT = E[max value] - R(D)`,
 *
 *     OPT = CS(D) + CS_0 + sum_i CS_i = CS(D) + CS_0 + sum_k CS^_k
 *
 * CS(D) is what Myerson's auction leaves to buyers, CS_0 is lost because the good is kept, CS_i because buyer i wins who does
 * not have the highest value, and CS^_k because the winner has value x_k. The printed sums of the last two also count
 * profiles at which the good is kept, whose loss stands in CS_0 already; here they do not.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { optimalAuction } from "../auctions/independent-auction.ts";
import type { Theorem } from "../theorem.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "surplus decomposition",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Equations (4) to (6), corrected",
  statement: "E[max value] - R(D) = CS(D) + CS_0 + sum_i CS_i: buyers' surplus, loss from keeping the good, loss from misallocation.",
};

export interface SurplusDecomposition {
  /** R(D), the revenue of Myerson's auction. */
  readonly revenue: Rational;
  /** W*, `E[max value]`. */
  readonly efficient: Rational;
  /** OPT, the most that public information can leave to buyers. */
  readonly bound: Rational;
  /** CS(D). */
  readonly myerson: Rational;
  /** CS_0. */
  readonly unsold: Rational;
  /** CS_i, by buyer. */
  readonly misallocatedTo: readonly Rational[];
  /** CS^_k, by value of the winner, ascending. */
  readonly misallocatedAt: readonly { readonly value: Rational; readonly loss: Rational }[];
}

/** Profiles that are enumerated at most. */
export const mostProfiles = 1_000_000;

/**
 * The decomposition, by enumerating profiles.
 *
 * @throws RangeError for no buyers, or more than {@link mostProfiles} profiles
 * @example uniform on {1, 2, 3}: revenue 4/3, myerson 1/3, unsold 1/3
 */
export function surplusDecomposition(buyers: readonly ValueDistribution[]): SurplusDecomposition {
  const count = buyers.reduce((product, { values }) => product * values.length, 1);
  if (buyers.length === 0 || count > mostProfiles) throw new RangeError(`the decomposition enumerates at most ${mostProfiles} profiles, not ${count}`);
  const auction = optimalAuction(buyers);
  let efficient = Rational.zero;
  let unsold = Rational.zero;
  const lost = buyers.map(() => Rational.zero);
  const lostAt = new Map<string, { value: Rational; loss: Rational }>();
  for (let profile = 0; profile < count; profile++) {
    const { values, mass } = profileAt(buyers, profile);
    const highest = values.reduce((a, b) => (b.compare(a) > 0 ? b : a));
    efficient = efficient.add(mass.mul(highest));
    const { winner } = auction.outcome(values);
    if (winner === undefined) {
      unsold = unsold.add(mass.mul(highest));
      continue;
    }
    const value = values[winner] as Rational;
    const loss = mass.mul(highest.sub(value));
    if (loss.isZero()) continue;
    lost[winner] = (lost[winner] as Rational).add(loss);
    lostAt.set(value.toString(), { value, loss: loss.add(lostAt.get(value.toString())?.loss ?? Rational.zero) });
  }
  return {
    revenue: auction.revenue,
    efficient,
    bound: efficient.sub(auction.revenue),
    myerson: auction.buyerSurplus,
    unsold,
    misallocatedTo: lost,
    misallocatedAt: [...lostAt.values()].sort((a, b) => a.value.compare(b.value)),
  };
}

/** Values and probability of a profile, the last buyer running fastest. */
export function profileAt(buyers: readonly ValueDistribution[], profile: number): { readonly values: Rational[]; readonly mass: Rational } {
  const values = new Array<Rational>(buyers.length);
  let mass = Rational.one;
  let rest = profile;
  for (let i = buyers.length - 1; i >= 0; i--) {
    const buyer = buyers[i] as ValueDistribution;
    const l = rest % buyer.values.length;
    rest = Math.floor(rest / buyer.values.length);
    values[i] = buyer.values[l] as Rational;
    mass = mass.mul(buyer.masses[l] as Rational);
  }
  return { values, mass };
}
