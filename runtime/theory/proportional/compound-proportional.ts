/**
 * Compound proportional auctions (Brooks, Du and Feffer 2025, Definition 1) for any number of buyers and any sensitivities: the
 * allocation, its one-sided derivatives, the balanced transfers and the strategic virtual objective.
 */
import { expectedMinimum } from "../numeric/hypoexponential.ts";
import { RoundTransfers } from "./compound-proportional-transfers.ts";
import { checkBids } from "./proportional-auction.ts";
import type { AuctionOutcomes } from "./proportional-auction.ts";

/** The round in which the good is used up, and what decides about the shares there. */
interface LastRound {
  /** Buyers 1..n in the order of sensitivities share what the others leave; zero if the good is not used up. */
  readonly n: number;
  /** The sum of their bids. */
  readonly sum: number;
  /** What the buyers after n leave, `1 - sum_{i > n} eta_i a_i`. */
  readonly left: number;
}

/**
 * The compound proportional auction with these sensitivities, in the order of the buyers, for values in [0, upper]. Buyers of
 * sensitivity zero are excluded: they get and pay nothing, whatever they bid.
 *
 * @example new CompoundProportionalAuction([0.5720646732269377, 0.21125578831967812]).outcome([2, 1]).shares // [0.78874..., 0.21125...]
 */
export class CompoundProportionalAuction {
  /** Lambda^N(0), the level of the strategic virtual objective if every value is the upper bound. */
  readonly level: number;
  private readonly order: readonly number[];
  private readonly sorted: readonly number[];
  private readonly transfers: RoundTransfers;

  /** @throws RangeError if a sensitivity is negative or not finite, or the upper bound not positive. */
  constructor(
    readonly sensitivities: readonly number[],
    readonly upper = 1,
  ) {
    if (!(upper > 0 && upper < Infinity)) throw new RangeError("the upper bound of the values must be positive");
    this.level = upper * expectedMinimum(sensitivities, 1);
    const at = (i: number): number => sensitivities[i] ?? 0;
    this.order = [...sensitivities.keys()].filter((i) => at(i) > 0).sort((i, j) => at(j) - at(i));
    this.sorted = this.order.map(at);
    this.transfers = new RoundTransfers(this.sorted);
  }

  /** What every buyer gets. The total is `min(1, eta . a)`. */
  shares(bids: readonly number[]): number[] {
    const { n, sum, left } = this.lastRound(bids);
    return this.spread((position, i) => (position < n ? (left * (bids[i] ?? 0)) / sum : (this.sorted[position] ?? 0) * (bids[i] ?? 0)));
  }

  /** Right derivatives of the shares in the own bids: the sensitivity while supply is left, at most that afterwards (Lemma 1). */
  slopes(bids: readonly number[]): number[] {
    const { n, sum, left } = this.lastRound(bids);
    return this.spread((position, i) => (position < n ? (left / sum) * (1 - (bids[i] ?? 0) / sum) : (this.sorted[position] ?? 0)));
  }

  /** What every buyer pays: in each round from the last one down that has supply, `a_i / x` of the round's balanced transfer. */
  payments(bids: readonly number[]): number[] {
    const { n: last } = this.lastRound(bids);
    const prices: number[] = [];
    this.eachRound(bids, (n, sum, supply) => {
      if (n >= last) prices[n - 1] = (this.upper * this.transfers.transfer(n, sum, supply)) / sum;
    });
    return this.spread((position, i) => (bids[i] ?? 0) * prices.slice(position).reduce((sum, price) => sum + price, 0));
  }

  /** Shares and payments. @throws RangeError unless there is one nonnegative bid per buyer. */
  outcome(bids: readonly number[]): AuctionOutcomes {
    return { shares: this.shares(bids), payments: this.payments(bids) };
  }

  /**
   * The strategic virtual objective by formula (7), `Lambda^N(0) + sum_i (v_i - upper) dq_i/da_i`. It is lowest where supply is left.
   */
  strategicVirtualObjective(values: readonly number[], bids: readonly number[]): number {
    return this.slopes(bids).reduce((sum, slope, i) => sum + ((values[i] ?? 0) - this.upper) * slope, this.level);
  }

  /**
   * Where the payments have kinks when bid i moves and the others stay: bids at which some round runs out of supply. Ascending.
   */
  kinks(bids: readonly number[], i: number): number[] {
    const position = this.order.indexOf(i);
    if (position < 0) return [];
    const found: number[] = [];
    for (let n = 0; n < this.sorted.length; n++) {
      const next = this.sorted[n] ?? 0;
      // The boundary eta_{n+1} (a_1 + ... + a_n) + sum_{j > n} eta_j a_j = 1.
      const slope = position < n ? next : (this.sorted[position] ?? 0);
      const others = this.order.reduce((sum, j, at) => sum + (j === i ? 0 : (at < n ? next : (this.sorted[at] ?? 0)) * (bids[j] ?? 0)), 0);
      if (others < 1) found.push((1 - others) / slope);
    }
    return found.sort((a, b) => a - b);
  }

  /** Rounds with a positive sum of bids, from the last one down: the sum of their n bids, and the supply they start with. */
  private eachRound(bids: readonly number[], visit: (n: number, sum: number, supply: number) => void): void {
    checkBids(bids, this.sensitivities.length);
    const own = this.order.map((i) => bids[i] ?? 0);
    let left = 1;
    for (let n = own.length; n > 0; n--) {
      const sum = own.slice(0, n).reduce((total, bid) => total + bid, 0);
      if (sum > 0) visit(n, sum, left - (this.sorted[n] ?? 0) * sum);
      left -= (this.sorted[n - 1] ?? 0) * (own[n - 1] ?? 0);
    }
  }

  private lastRound(bids: readonly number[]): LastRound {
    let last: LastRound = { n: 0, sum: 0, left: 1 };
    this.eachRound(bids, (n, sum, supply) => {
      const own = this.sorted[n - 1] ?? 0;
      const next = this.sorted[n] ?? 0;
      if (last.n === 0 && (own - next) * sum >= supply) last = { n, sum, left: Math.max(0, supply + next * sum) };
    });
    return last;
  }

  /** From the order of sensitivities to the order of the buyers; the excluded get zero. */
  private spread(value: (position: number, buyer: number) => number): number[] {
    const result = this.sensitivities.map(() => 0);
    for (const [position, i] of this.order.entries()) result[i] = value(position, i);
    return result;
  }
}
