/**
 * The split of one buyer's law into equal-revenue laws (Bergemann, Brooks and Morris 2015; Section 2.2 and Lemma 1 of "The
 * Limits of an Information Intermediary in Auction Design"). In each of them every price of the support earns the same, so
 * a seller who breaks ties for the buyer posts the lowest value: trade is efficient, and all signals together earn what the
 * best single price earns. The buyer keeps `E[V] - max_r r P[V >= r]`, all that any information can leave her.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Theorem } from "../theorem.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "equal-revenue split",
  cite: "Bergemann, Brooks and Morris (2015), The limits of price discrimination, Theorem 1; Alijani, Banerjee, Munagala and Wang, Lemma 1",
  statement: "The best public information about one buyer splits her law into equal-revenue laws; she keeps E[V] - max_r r P[V >= r].",
};

/** A signal: its probability, and the law of the value after it. */
export interface SplitSignal {
  readonly weight: Rational;
  readonly law: ValueDistribution;
}

/**
 * The law on the given values at which every price in it earns the lowest value: `P[V >= a] = a_1 / a`.
 *
 * @param values ascending, distinct and positive; at least one
 * @throws RangeError if they are not
 * @example equalRevenue([1, 2, 3]).masses // 1/2, 1/6, 1/3
 */
export function equalRevenue(values: readonly Rational[]): ValueDistribution {
  const [lowest] = values;
  if (!lowest || lowest.sign() <= 0 || values.some((value, l) => l > 0 && value.compare(values[l - 1] as Rational) <= 0)) {
    throw new RangeError("an equal-revenue law needs ascending positive values");
  }
  const tails = values.map((value) => lowest.div(value));
  return { values, masses: tails.map((tail, l) => tail.sub(tails[l + 1] ?? Rational.zero)) };
}

/**
 * The split: while mass is left, as much of it as possible goes to the equal-revenue law on the values that still have
 * some. Every round uses up a value, so there are at most as many signals as values.
 *
 * @param strictness if positive, every law is {@link strictlyLow} by that much, so that no tie is left to the seller
 * @throws RangeError if a value is not positive
 * @example uniform on {1, 2, 3}: weight 2/3 on {1, 2, 3}, 1/6 on {2, 3}, 1/6 on {2}
 */
export function equalRevenueSplit({ values, masses }: ValueDistribution, strictness: Rational = Rational.zero): SplitSignal[] {
  const left = [...masses];
  const signals: SplitSignal[] = [];
  for (let support = positions(left); support.length > 0; support = positions(left)) {
    const law = strictlyLow(equalRevenue(support.map((l) => values[l] as Rational)), strictness);
    const room = support.map((l, k) => (left[l] as Rational).div(law.masses[k] as Rational));
    const weight = room.reduce((a, b) => (b.compare(a) < 0 ? b : a));
    support.forEach((l, k) => (left[l] = (left[l] as Rational).sub(weight.mul(law.masses[k] as Rational))));
    signals.push({ weight, law });
  }
  return signals;
}

/**
 * The law with the same support in which the lowest price is the only best one: masses above the lowest value shrink by
 * the factor `1 - epsilon`. With it the scheme survives a seller who breaks ties against the buyer.
 */
export function strictlyLow({ values, masses }: ValueDistribution, epsilon: Rational): ValueDistribution {
  const keep = Rational.one.sub(epsilon);
  const above = masses.slice(1).map((mass) => mass.mul(keep));
  return { values, masses: [above.reduce((rest, mass) => rest.sub(mass), Rational.one), ...above] };
}

function positions(left: readonly Rational[]): number[] {
  return [...left.keys()].filter((l) => (left[l] as Rational).sign() > 0);
}
