/**
 * Posteriors with independent values that are worth trying: every buyer's law is the prior given a set of values, or an
 * equal-revenue law on such a set above a floor, which is where optimal information makes sellers indifferent. Which of
 * them price out under given multipliers is decided in doubles; whatever is taken up is computed exactly.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Auction, Weights } from "../../compiler/programs/intermediary/auction.ts";
import { equalRevenue } from "../theory/intermediary/equal-revenue-split.ts";
import { optimalAuction } from "../theory/auctions/independent-auction.ts";
import { excess, floorsOf } from "../theory/intermediary/rank-scheme.ts";
import type { ValueDistribution } from "../theory/auctions/virtual-values.ts";
import { value } from "./signal.ts";

/** Values beyond which not all sets of values are tried, only intervals. */
const mostValues = 5;

/** Combinations that are searched completely; beyond, one buyer is improved after the other. */
const mostCombinations = 5000;

/** Places from which that improvement starts. */
const mostStarts = 8;

/** One law per buyer. */
export type Laws = readonly ValueDistribution[];

/** The laws worth trying for one buyer. */
export function candidateLaws(laws: Laws, buyer: number): ValueDistribution[] {
  const own = laws[buyer] as ValueDistribution;
  const floors = floorsOf(laws);
  const found = new Map<string, ValueDistribution>();
  const add = (law: ValueDistribution): void => void found.set(`${law.values.join()} ${law.masses.join()}`, law);
  for (const set of valueSets(own.values.length)) {
    const values = set.map((l) => own.values[l] as Rational);
    const mass = set.reduce((sum, l) => sum.add(own.masses[l] as Rational), Rational.zero);
    add({ values, masses: set.map((l) => (own.masses[l] as Rational).div(mass)) });
    for (const floor of floors) {
      if (set.length < 2 || floor.compare(values[0] as Rational) >= 0) continue;
      const { masses } = equalRevenue(values.map((each) => each.sub(floor)));
      add({ values, masses });
      // A top that is kept as likely as the prior has it, above an equal-revenue part, is worth trying too.
      const above = excess(own, floor);
      if (above) add({ values: above.values.map((each) => each.add(floor)), masses: above.masses });
    }
  }
  return [...found.values()];
}

function valueSets(size: number): number[][] {
  const all = Array.from({ length: size }, (_, l) => l);
  if (size > mostValues) return all.flatMap((from) => all.slice(from).map((to) => all.slice(from, to + 1)));
  return Array.from({ length: 2 ** size - 1 }, (_, set) => all.filter((l) => Math.floor((set + 1) / 2 ** l) % 2 === 1));
}

/** A pool of posteriors by buyer, ready to be priced. */
export class PosteriorPool {
  private readonly candidates: readonly (readonly ValueDistribution[])[];
  /** Masses of every candidate law at the type of its buyer at every profile. */
  private readonly factors: readonly (readonly Float64Array[])[];
  private readonly worths = new Map<number, number>();

  constructor(
    auction: Auction,
    laws: Laws,
    private readonly weights: Weights,
    private readonly sign: 1 | -1,
  ) {
    this.candidates = laws.map((_, i) => candidateLaws(laws, i));
    this.factors = this.candidates.map((each, i) =>
      each.map((law) =>
        Float64Array.from(auction.prior, (_, profile) => {
          const at = law.values.findIndex((z) => z.equals(value(auction, i, profile)));
          return at < 0 ? 0 : (law.masses[at] as Rational).toNumber();
        }),
      ),
    );
  }

  /**
   * Posteriors whose worth exceeds what they cost at the multipliers, dearest first.
   *
   * @param multipliers price of a unit of mass at every profile, for the objective as a maximum
   */
  priced(multipliers: Float64Array, count: number): Laws[] {
    const sizes = this.candidates.map((each) => each.length);
    const total = sizes.reduce((product, size) => product * size, 1);
    const found: { readonly code: number; readonly gain: number }[] = [];
    if (total <= mostCombinations) {
      for (let code = 0; code < total; code++) found.push({ code, gain: this.gain(code, multipliers) });
    } else {
      const stride = Math.max(1, Math.floor(Math.max(...sizes) / mostStarts));
      for (let start = 0; start < Math.max(...sizes); start += stride) found.push(this.climb(start, multipliers));
    }
    const distinct = new Map(found.filter(({ gain }) => gain > 1e-9).map((each) => [each.code, each]));
    return [...distinct.values()]
      .sort((a, b) => b.gain - a.gain || a.code - b.code)
      .slice(0, count)
      .map(({ code }) => this.laws(code));
  }

  /** Improves one buyer's law after the other, from the start-th candidate of everybody. */
  private climb(start: number, multipliers: Float64Array): { code: number; gain: number } {
    const digits = this.candidates.map((each) => start % each.length);
    let best = this.gain(this.encode(digits), multipliers);
    for (let improved = true; improved; ) {
      improved = false;
      for (const [i, each] of this.candidates.entries()) {
        const kept = digits[i] as number;
        let choice = kept;
        for (let k = 0; k < each.length; k++) {
          digits[i] = k;
          const gain = this.gain(this.encode(digits), multipliers);
          if (gain <= best + 1e-12) continue;
          best = gain;
          choice = k;
        }
        digits[i] = choice;
        improved ||= choice !== kept;
      }
    }
    return { code: this.encode(digits), gain: best };
  }

  private gain(code: number, multipliers: Float64Array): number {
    const digits = this.decode(code);
    let cost = 0;
    for (let profile = 0; profile < multipliers.length; profile++) {
      let mass = 1;
      for (let i = 0; i < digits.length && mass > 0; i++) mass *= this.factors[i]?.[digits[i] as number]?.[profile] as number;
      cost += mass * (multipliers[profile] as number);
    }
    return this.worth(code) - cost;
  }

  private worth(code: number): number {
    let known = this.worths.get(code);
    if (known === undefined) {
      const { revenue, welfare } = optimalAuction(this.laws(code));
      known = this.sign * this.weights.revenue.mul(revenue).add(this.weights.welfare.mul(welfare)).toNumber();
      this.worths.set(code, known);
    }
    return known;
  }

  private laws(code: number): Laws {
    return this.decode(code).map((k, i) => this.candidates[i]?.[k] as ValueDistribution);
  }

  private decode(code: number): number[] {
    let rest = code;
    return this.candidates.map((each) => {
      const digit = rest % each.length;
      rest = Math.floor(rest / each.length);
      return digit;
    });
  }

  private encode(digits: readonly number[]): number {
    return digits.reduceRight((code, digit, i) => code * (this.candidates[i]?.length ?? 1) + digit, 0);
  }
}
