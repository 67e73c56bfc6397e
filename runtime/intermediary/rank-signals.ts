/**
 * The rank-based and truncated schemes as public signals: posterior and auction of each. Written as a rule that is run at
 * every profile, as the paper states it, and so a second computation of what the theory evaluates by groups.
 *
 * A signal names a floor, a set of buyers above it whose excesses are independent, and somebody else stands exactly at the
 * floor. The seller's answer is Myerson's auction of the excesses, with the floor added; when it keeps the good, the first
 * buyer outside the set who reports the floor gets it at that price.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Auction } from "../../compiler/programs/intermediary/auction.ts";
import { equalRevenueSplit } from "../theory/intermediary/equal-revenue-split.ts";
import { optimalAuction } from "../theory/auctions/independent-auction.ts";
import { excess, rankSchemes } from "../theory/intermediary/rank-scheme.ts";
import type { ValueDistribution } from "../theory/auctions/virtual-values.ts";
import { value, type PublicSignal, type SaleTable } from "./signal.ts";

/** What is announced at a profile, with its probability there. */
interface Announcement {
  readonly key: string;
  readonly chance: Rational;
  readonly floor: Rational;
  /** Buyers above the floor and the laws of their excesses. */
  readonly top: readonly { readonly buyer: number; readonly law: ValueDistribution }[];
}

/** A scheme: what it announces at a profile of values. */
type Rule = (values: readonly Rational[]) => Announcement[];

/** A buyer of a sub-auction: what she has above a base, and its law. */
interface Contender {
  readonly buyer: number;
  readonly law: ValueDistribution;
  readonly own: Rational;
}

/** RANK_t among some buyers, above a base. `strictness` makes the split strict, see {@link equalRevenueSplit}. */
function rankRule(contenders: readonly Contender[], base: Rational, t: number, strictness: Rational): Announcement[] {
  const sorted = contenders.map(({ own }) => own).sort((a, b) => b.compare(a));
  const height = t < contenders.length ? (sorted[t] as Rational) : Rational.zero;
  const above = contenders.filter(({ own }) => own.compare(height) > 0);
  const floor = base.add(height);
  const laws = above.map(({ buyer, law }) => ({ buyer, law: excess(law, height) as ValueDistribution }));
  const name = `floor ${floor}, above ${laws.length > 0 ? laws.map(({ buyer }) => buyer + 1).join(" ") : "nobody"}`;
  if (above.length === 0) return [{ key: name, chance: Rational.one, floor, top: [] }];
  const share = Rational.of(1, above.length);
  return above.flatMap(({ own }, j) => {
    const law = laws[j]?.law as ValueDistribution;
    const prior = chanceOf(law, own.sub(height));
    return equalRevenueSplit(law, strictness).flatMap((signal, q): Announcement[] => {
      const likelihood = signal.weight.mul(chanceOf(signal.law, own.sub(height))).div(prior);
      if (likelihood.isZero()) return [];
      const top = laws.map((each, k) => (k === j ? { buyer: each.buyer, law: signal.law } : each));
      return [{ key: `${name}, split ${(laws[j]?.buyer ?? 0) + 1} (${q + 1})`, chance: share.mul(likelihood), floor, top }];
    });
  });
}

/** RANK_t among all buyers. */
export function rankSignals(auction: Auction, laws: readonly ValueDistribution[], t: number, strictness: Rational = Rational.zero): PublicSignal[] {
  return run(auction, (values) => rankRule(values.map((own, buyer) => ({ buyer, law: laws[buyer] as ValueDistribution, own })), Rational.zero, t, strictness));
}

/** Where truncation cuts: at the realised value of a buyer, or at a fixed value. */
export type Threshold = { readonly buyer: number } | { readonly value: Rational };

/** TRUNC: reveal the highest value that does not exceed the threshold and who stands above, then the best RANK of the excesses. */
export function truncatedSignals(auction: Auction, laws: readonly ValueDistribution[], threshold: Threshold, strictness: Rational = Rational.zero): PublicSignal[] {
  const best = new Map<string, number>();
  return run(auction, (values) => {
    const cut = "value" in threshold ? threshold.value : (values[threshold.buyer] as Rational);
    const below = values.filter((own) => own.compare(cut) <= 0);
    const base = below.reduce((a, b) => (b.compare(a) > 0 ? b : a), Rational.zero);
    const contenders = values.flatMap((own, buyer): Contender[] => (own.compare(cut) > 0 ? [{ buyer, own: own.sub(base), law: shifted(excess(laws[buyer] as ValueDistribution, cut) as ValueDistribution, cut.sub(base)) }] : []));
    const group = `base ${base}, above ${contenders.map(({ buyer }) => buyer + 1).join(" ")}`;
    if (contenders.length === 0) return [{ key: group, chance: Rational.one, floor: base, top: [] }];
    const t = best.get(group) ?? bestRank(contenders.map(({ law }) => law));
    best.set(group, t);
    return rankRule(contenders, base, t, strictness).map((each) => ({ ...each, key: `${group}: ${each.key}` }));
  });
}

function bestRank(laws: readonly ValueDistribution[]): number {
  const schemes = rankSchemes(laws);
  return 1 + schemes.reduce((at, scheme, k) => (scheme.surplus.compare((schemes[at] ?? scheme).surplus) > 0 ? k : at), 0);
}

function shifted({ values, masses }: ValueDistribution, by: Rational): ValueDistribution {
  return { values: values.map((each) => each.add(by)), masses };
}

function chanceOf({ values, masses }: ValueDistribution, own: Rational): Rational {
  return masses[values.findIndex((each) => each.equals(own))] ?? Rational.zero;
}

/** Runs a rule at every profile, gathers the signals with their posteriors (Bayes), and answers them. */
function run(auction: Auction, rule: Rule): PublicSignal[] {
  const count = auction.prior.length;
  const found = new Map<string, { announcement: Announcement; masses: Rational[] }>();
  const profiles = Array.from({ length: count }, (_, profile) => auction.buyers.map((__, i) => value(auction, i, profile)));
  for (const [profile, prior] of auction.prior.entries()) {
    if (prior.isZero()) continue;
    for (const announcement of rule(profiles[profile] ?? [])) {
      const entry = found.get(announcement.key) ?? { announcement, masses: new Array<Rational>(count).fill(Rational.zero) };
      entry.masses[profile] = prior.mul(announcement.chance);
      found.set(announcement.key, entry);
    }
  }
  return [...found.values()].map(({ announcement, masses }) => {
    const weight = masses.reduce((a, b) => a.add(b), Rational.zero);
    return { label: announcement.key, weight, posterior: masses.map((mass) => mass.div(weight)), sale: saleOf(announcement, profiles) };
  });
}

function saleOf({ floor, top }: Announcement, profiles: readonly (readonly Rational[])[]): SaleTable {
  const count = profiles.length;
  const size = (profiles[0]?.length ?? 0) * count;
  const win = new Array<Rational>(size).fill(Rational.zero);
  const pay = new Array<Rational>(size).fill(Rational.zero);
  const auction = top.length > 0 ? optimalAuction(top.map(({ law }) => law)) : undefined;
  const inside = new Set(top.map(({ buyer }) => buyer));
  for (const [profile, values] of profiles.entries()) {
    const excesses = top.map(({ buyer }) => (values[buyer] as Rational).sub(floor));
    if (!excesses.every((own, k) => top[k]?.law.values.some((each) => each.equals(own)) === true)) continue;
    const sold = auction?.outcome(excesses);
    const fallback = values.findIndex((own, i) => !inside.has(i) && own.equals(floor));
    const winner = sold?.winner === undefined ? fallback : (top[sold.winner]?.buyer ?? -1);
    if (winner < 0) continue;
    win[winner * count + profile] = Rational.one;
    pay[winner * count + profile] = floor.add(sold?.winner === undefined ? Rational.zero : sold.payment);
  }
  return { win, pay };
}
