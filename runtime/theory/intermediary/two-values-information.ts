/**
 * The structure of optimal public information for any number of buyers with two values each, as Theorems 4 and 5 of "The
 * Limits of an Information Intermediary in Auction Design" have it for two, when participation is interim.
 *
 * Independent posteriors suffice. Under a joint law S let J be the buyers whose value and the others' values depend on each
 * other, and I the rest: the values of I are independent of each other and of those of J. A buyer of J has two beliefs that
 * differ, so lotteries over the others' reports take all of her surplus and reveal her value (Cremer and McLean 1988), in
 * dominant strategies too, two distinct beliefs being linearly independent. On the other side interim participation bounds
 * what a buyer of J pays by her value, and Myerson's lemma what a buyer of I pays by her virtual value. So revenue is
 * `E[max(0, virtual values of I, values of J)]`, every optimal auction sells to a maximiser at every profile, and S is worth
 * what it is worth to announce the values of J: posteriors with independent values.
 *
 * Those are vectors A of probabilities of the high values. Let `x_i = l_i - (h_i - l_i) A_i / (1 - A_i)` be the virtual value
 * of the low value of buyer i. While the order of all x_i, h_i and 0 stays what it is, revenue, welfare and the posterior
 * are affine in each A_i. So a posterior splits at no loss along every A_i that can move both ways, until each is 0 or 1, has
 * x_i = 0 or x_i = h_j, or shares x_i with other buyers. With at most one such group of buyers the rest is a finite list of
 * corners, and for every group a few curves, on which all is polynomial in the common x once it is multiplied by the product
 * of the `h_i - x`. Two groups need four buyers.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { plus, times, type Polynomial } from "../numeric/polynomial.ts";
import type { Theorem } from "../theorem.ts";
import { highChance, type Stakes, type TwoValues } from "./two-by-two-information.ts";

export const theorem: Theorem = {
  name: "public information about buyers with two values",
  cite: "Cremer and McLean (1988); Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Theorems 4 and 5, for more buyers",
  statement: "Optimal public signals leave values independent, and make virtual values zero, equal to a rival's high value, or equal to each other.",
};

/** Buyers for whom corners and curves are everything: two groups of equal virtual values need one more. */
export const mostTwoValueBuyers = 3;

/** Probability of the high value of every buyer; values are independent. */
export type Chances = readonly Rational[];

/** Whether buyer i has her low value at profile k of the `2^n`. */
export function isLow(k: number, i: number): boolean {
  return ((k >> i) & 1) === 1;
}

/** Probabilities of the `2^n` profiles. */
export function profileMasses(chances: Chances): Rational[] {
  return Array.from({ length: 2 ** chances.length }, (_, k) => chances.reduce((mass, a, i) => mass.mul(isLow(k, i) ? Rational.one.sub(a) : a), Rational.one));
}

/** What the auction does at a profile: the highest virtual value, who has it, and what is won in terms of welfare. */
interface Sale {
  readonly top: Rational;
  readonly tied: readonly number[];
  readonly welfare: Rational;
}

/** Of the tied winners the objective's favourite gets the good; keeping it is among them when the highest virtual value is zero. */
function saleAt(buyers: readonly TwoValues[], { welfare }: Stakes, chances: Chances, k: number): Sale {
  const virtual = buyers.map(({ low, high }, i) => {
    const rest = Rational.one.sub(chances[i] as Rational);
    return isLow(k, i) ? low.sub(high.sub(low).mul(chances[i] as Rational).div(rest)) : high;
  });
  const top = virtual.reduce((a, x) => (x.compare(a) > 0 ? x : a), Rational.zero);
  const tied = [...buyers.keys()].filter((i) => virtual[i]?.equals(top));
  const values = tied.map((i) => (isLow(k, i) ? (buyers[i] as TwoValues).low : (buyers[i] as TwoValues).high));
  const worths = (top.isZero() ? [...values, Rational.zero] : values).map((value) => welfare.mul(value));
  return { top, tied, welfare: worths.reduce((a, b) => (b.compare(a) > 0 ? b : a)) };
}

/** What a posterior with independent values is worth to a mover whom the seller's ties favour. */
export function worthOf(buyers: readonly TwoValues[], stakes: Stakes, chances: Chances): Rational {
  return profileMasses(chances).reduce((sum, mass, k) => {
    if (mass.isZero()) return sum;
    const { top, welfare } = saleAt(buyers, stakes, chances, k);
    return sum.add(mass.mul(stakes.revenue.mul(top).add(welfare)));
  }, Rational.zero);
}

/** Posteriors on which the virtual values of a group are one number x, which ranges over an interval; the others' are fixed. */
export interface TwoValueCurve {
  readonly low: Rational;
  readonly high: Rational;
  chancesAt(x: Rational): Chances;
  /** Masses of the profiles, and what the posterior is worth, times `scale`. */
  readonly masses: readonly Polynomial[];
  readonly worth: Polynomial;
  /** The product of the `h_i - x` over the group, at `high`, where it is least; positive. */
  readonly leastScale: Rational;
}

export interface TwoValueStructure {
  readonly corners: readonly Chances[];
  readonly curves: readonly TwoValueCurve[];
}

/**
 * All posteriors that optimal information needs; the ends of the curves are among the corners.
 *
 * @param buyers `0 <= low < high`, at most {@link mostTwoValueBuyers}
 * @throws RangeError for more buyers
 */
export function structureOf(buyers: readonly TwoValues[], stakes: Stakes): TwoValueStructure {
  if (buyers.length > mostTwoValueBuyers) throw new RangeError(`two groups of equal virtual values need two parameters, and ${buyers.length} buyers can form them`);
  const chances = buyers.map((own, i) => {
    const levels = [Rational.zero, ...buyers.filter((_, j) => j !== i).map(({ high }) => high)].filter((x) => x.compare(own.low) <= 0);
    return distinct([Rational.zero, Rational.one, ...levels.map((x) => highChance(own, x))]);
  });
  const found = new Map<string, Chances>();
  const keep = (corner: Chances): void => void found.set(corner.join(), corner);
  combinations(chances).forEach(keep);
  const curves = groupsOf(buyers.length).flatMap((group) => {
    const others = combinations(chances.map((each, i) => (group.includes(i) ? [Rational.zero] : each)));
    return others.flatMap((fixed) => curvesOf(buyers, stakes, group, fixed));
  });
  for (const { low, high, chancesAt } of curves) [low, high].forEach((x) => keep(chancesAt(x)));
  return { corners: [...found.values()], curves };
}

/** The curve of a group, cut where x meets a virtual value of somebody else: in between the winners do not change. */
function curvesOf(buyers: readonly TwoValues[], stakes: Stakes, group: readonly number[], fixed: Chances): TwoValueCurve[] {
  const members = group.map((i) => buyers[i] as TwoValues);
  const end = members.map(({ low }) => low).reduce((a, b) => (a.compare(b) < 0 ? a : b));
  const levels = buyers.flatMap(({ low, high }, i) => {
    const a = fixed[i] as Rational;
    return group.includes(i) ? [] : a.equals(Rational.one) ? [high] : [high, low.sub(high.sub(low).mul(a).div(Rational.one.sub(a)))];
  });
  const cuts = distinct([Rational.zero, end, ...levels.filter((x) => x.sign() > 0 && x.compare(end) < 0)]).sort((a, b) => a.compare(b));
  const chancesAt = (x: Rational): Chances => buyers.map((own, i) => (group.includes(i) ? highChance(own, x) : (fixed[i] as Rational)));
  const masses = massPolynomials(buyers, group, fixed);
  return cuts.slice(1).map((high, k): TwoValueCurve => {
    const low = cuts[k] as Rational;
    const inside = chancesAt(low.add(high).div(Rational.integer(2)));
    const worth = masses.reduce<Polynomial>((sum, mass, profile) => {
      if (mass.length === 0) return sum;
      const { top, tied, welfare } = saleAt(buyers, stakes, inside, profile);
      const shared = tied.some((i) => group.includes(i) && isLow(profile, i));
      return plus(sum, times(mass, shared ? [welfare, stakes.revenue] : [welfare.add(stakes.revenue.mul(top))]));
    }, []);
    return { low, high, chancesAt, masses, worth, leastScale: members.reduce((product, own) => product.mul(own.high.sub(high)), Rational.one) };
  });
}

/** Mass of every profile times the product of the `h_i - x`: high values of the group give `l_i - x`, low ones `h_i - l_i`. */
function massPolynomials(buyers: readonly TwoValues[], group: readonly number[], fixed: Chances): Polynomial[] {
  const minus = Rational.one.neg();
  return Array.from({ length: 2 ** buyers.length }, (_, k) =>
    buyers.reduce<Polynomial>(
      (product, { low, high }, i) => {
        const a = fixed[i] as Rational;
        if (group.includes(i)) return times(product, isLow(k, i) ? [high.sub(low)] : [low, minus]);
        const mass = isLow(k, i) ? Rational.one.sub(a) : a;
        return mass.isZero() ? [] : times(product, [mass]);
      },
      [Rational.one],
    ),
  );
}

/** Sets of at least two buyers. */
function groupsOf(count: number): number[][] {
  return Array.from({ length: 2 ** count }, (_, set) => Array.from({ length: count }, (__, i) => i).filter((i) => isLow(set, i))).filter((group) => group.length > 1);
}

function combinations(choices: readonly (readonly Rational[])[]): Chances[] {
  return choices.reduce<Chances[]>((partial, options) => partial.flatMap((head) => options.map((option) => [...head, option])), [[]]);
}

function distinct(numbers: readonly Rational[]): Rational[] {
  return [...new Map(numbers.map((each) => [each.toString(), each])).values()];
}
