/**
 * Truncated signaling (Algorithm 5 of "The Limits of an Information Intermediary in Auction Design"): reveal the highest
 * value a that does not exceed a threshold, and the set T of buyers above it; then treat the excesses of T over a, which are
 * independent, with the best rank-based scheme. The seller gets a from somebody at a in any case, and an auction on top.
 *
 * The threshold is the realised value of one buyer (S_1) or a fixed value (S_2). If everybody is above a fixed threshold,
 * a is zero; the paper leaves that case open.
 */
import { Rational } from "../../../compiler/exact/rational.ts";
import { rankSchemes, type SchemeValue } from "./rank-scheme.ts";
import type { Theorem } from "../theorem.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "truncated signaling",
  cite: "Alijani, Banerjee, Munagala and Wang (2022), The Limits of an Information Intermediary in Auction Design, Algorithm 5 and Theorems 7 and 8",
  statement: "Revealing who stands above buyer i and treating the excesses by rank leaves buyers at least CS_i / (1 + H_{n-2}).",
};

/** A set of buyers above a level, with its probability and the law of what they have above the base. */
interface Group {
  readonly chance: Rational;
  readonly base: Rational;
  readonly excesses: readonly ValueDistribution[];
}

/** TRUNC with the realised value of one buyer as its threshold. */
export function truncatedAtBuyer(buyers: readonly ValueDistribution[], buyer: number): SchemeValue {
  const pivot = buyers[buyer];
  const groups = (pivot?.values ?? []).flatMap((base, l) =>
    subsets(buyers.length)
      .filter((top) => !top.includes(buyer))
      .map((top): Group => {
        const chance = buyers.reduce((product, law, j) => (j === buyer ? product : product.mul(top.includes(j) ? above(law, base) : Rational.one.sub(above(law, base)))), pivot?.masses[l] ?? Rational.zero);
        return { chance, base, excesses: chance.isZero() ? [] : top.map((j) => truncated(buyers[j] as ValueDistribution, base, base)) };
      }),
  );
  return valueOf(groups);
}

/** TRUNC with a fixed threshold. */
export function truncatedAtValue(buyers: readonly ValueDistribution[], threshold: Rational): SchemeValue {
  const groups = subsets(buyers.length).flatMap((top): Group[] => {
    const chanceAbove = top.reduce((product, j) => product.mul(above(buyers[j] as ValueDistribution, threshold)), Rational.one);
    if (chanceAbove.isZero()) return [];
    const rest = buyers.filter((_, j) => !top.includes(j));
    return highestLaw(rest, threshold).map(({ value, chance }) => ({ chance: chance.mul(chanceAbove), base: value, excesses: top.map((j) => truncated(buyers[j] as ValueDistribution, threshold, value)) }));
  });
  return valueOf(groups);
}

function valueOf(groups: readonly Group[]): SchemeValue {
  let surplus = Rational.zero;
  let revenue = Rational.zero;
  let signals = 0;
  for (const { chance, base, excesses } of groups) {
    if (chance.isZero()) continue;
    const inner = excesses.length > 0 ? rankSchemes(excesses).reduce((a, b) => (b.surplus.compare(a.surplus) > 0 ? b : a)) : undefined;
    surplus = surplus.add(chance.mul(inner?.surplus ?? Rational.zero));
    revenue = revenue.add(chance.mul(base.add(inner?.revenue ?? Rational.zero)));
    signals += inner?.signals ?? 1;
  }
  return { surplus, revenue, welfare: surplus.add(revenue), signals };
}

/** The law of the highest of some values, each given that it is at most the threshold, times the probability that all are; zero if there are none. */
function highestLaw(buyers: readonly ValueDistribution[], threshold: Rational): { value: Rational; chance: Rational }[] {
  if (buyers.length === 0) return [{ value: Rational.zero, chance: Rational.one }];
  const levels = new Map(buyers.flatMap(({ values }) => values.filter((value) => value.compare(threshold) <= 0).map((value) => [value.toString(), value] as const)));
  const ordered = [...levels.values()].sort((a, b) => a.compare(b));
  const notAbove = (level: Rational | undefined): Rational => (level ? buyers.reduce((product, law) => product.mul(Rational.one.sub(above(law, level))), Rational.one) : Rational.zero);
  return ordered.map((value, k) => ({ value, chance: notAbove(value).sub(notAbove(ordered[k - 1])) })).filter(({ chance }) => !chance.isZero());
}

/** `V - base` given `V > threshold`. */
function truncated({ values, masses }: ValueDistribution, threshold: Rational, base: Rational): ValueDistribution {
  const kept = [...values.keys()].filter((l) => (values[l] as Rational).compare(threshold) > 0);
  const mass = kept.reduce((sum, l) => sum.add(masses[l] as Rational), Rational.zero);
  return { values: kept.map((l) => (values[l] as Rational).sub(base)), masses: kept.map((l) => (masses[l] as Rational).div(mass)) };
}

function above({ values, masses }: ValueDistribution, level: Rational): Rational {
  return masses.reduce((sum, mass, l) => ((values[l] as Rational).compare(level) > 0 ? sum.add(mass) : sum), Rational.zero);
}

function subsets(n: number): number[][] {
  return Array.from({ length: 2 ** n }, (_, set) => Array.from({ length: n }, (__, i) => i).filter((i) => Math.floor(set / 2 ** i) % 2 === 1));
}
