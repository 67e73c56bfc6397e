/**
 * The proportional auction (Brooks and Du 2021): every unit of a bid buys eta of the good until it is used up, and then the good is
 * shared in proportion to the bids; the total payment T(x) depends on the sum of the bids only and is shared in the same way. It
 * maximises the revenue guarantee when buyers have the same mean. In closed form for any number of buyers: with
 * `g(y) = y^{N-1} e^{-y}` the total solves `(g T)' = g excess`, where the excess growth is `upper N eta - level` before the good is
 * used up and `upper (N-1) / y - level` after.
 */
import { densityRatio, erlangTail, lowerTailRatio, upperTailRatio } from "../numeric/erlang.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "proportional auction",
  cite: "Brooks, Du, Feffer (2025), Compound Proportional Auctions, Section 3.1 (general N) and Corollary 1",
  statement:
    "With equal means, max guarantee = vbar P(Gamma(N) > c) with P(Gamma(N + 1) > c) = mean / vbar, attained by the proportional auction of sensitivity 1 / c.",
};

export interface AuctionOutcomes {
  readonly shares: readonly number[];
  readonly payments: readonly number[];
}

/** The proportional auction of some sensitivity for values in [0, upper]. */
export class ProportionalAuction {
  /** E[min(1, eta sum of s)] upper: what the lowest strategic virtual objective is if every value is the upper bound. */
  readonly level: number;

  /** @throws RangeError unless there is a buyer and the sensitivity and the upper bound are positive. */
  constructor(
    readonly buyers: number,
    readonly sensitivity: number,
    readonly upper = 1,
  ) {
    if (!Number.isSafeInteger(buyers) || buyers < 1) throw new RangeError("an auction needs a buyer");
    if (!(sensitivity > 0 && sensitivity < Infinity && upper > 0 && upper < Infinity)) throw new RangeError("sensitivity and upper bound must be positive");
    // E[min(1, eta G)] = N eta P(G' < c) + P(G > c) with c = 1 / eta, G the sum of N and G' that of N + 1 exponentials.
    const c = 1 / sensitivity;
    this.level = upper * (buyers * sensitivity * (1 - erlangTail(buyers + 1, c)) + erlangTail(buyers, c));
  }

  /** Revenue that is guaranteed when all means are this: `level - N eta (upper - mean)`. */
  guarantee(mean: number): number {
    return this.level - this.buyers * this.sensitivity * (this.upper - mean);
  }

  /**
   * The total payment when the bids sum to x: from the integral below x, or minus the one above x (they add up to zero), whichever
   * does not cancel.
   *
   * @example new ProportionalAuction(2, 0.374).totalPayment(0) // 0
   */
  totalPayment(x: number): number {
    const { buyers: n, upper, level } = this;
    const soldOut = 1 / this.sensitivity;
    if (x <= 0) return 0;
    const growth = upper * n * this.sensitivity - level;
    // integral over (z, infinity) of (upper (n-1) / y - level) g_n, divided by g_n(z).
    const beyond = (z: number): number => (n === 1 ? 0 : (upper * (n - 1) * upperTailRatio(n - 1, z)) / z) - level * upperTailRatio(n, z);
    if (x >= soldOut) return -beyond(x);
    if (x <= n + 1) return growth * lowerTailRatio(n, x);
    const atSoldOut = densityRatio(n, soldOut, x);
    return -growth * (upperTailRatio(n, x) - atSoldOut * upperTailRatio(n, soldOut)) - atSoldOut * beyond(soldOut);
  }

  /**
   * Shares and payments at some bids.
   *
   * @throws RangeError if the number of bids is wrong or one is negative.
   * @example new ProportionalAuction(2, 0.5).outcome([3, 1]).shares // [0.75, 0.25]
   */
  outcome(bids: readonly number[]): AuctionOutcomes {
    checkBids(bids, this.buyers);
    const x = bids.reduce((sum, bid) => sum + bid, 0);
    if (x === 0) return { shares: bids.map(() => 0), payments: bids.map(() => 0) };
    const sold = Math.min(1, this.sensitivity * x);
    const total = this.totalPayment(x);
    return { shares: bids.map((bid) => (bid / x) * sold), payments: bids.map((bid) => (bid / x) * total) };
  }
}

/** @throws RangeError unless there is one nonnegative finite bid per buyer. */
export function checkBids(bids: readonly number[], buyers: number): void {
  if (bids.length !== buyers) throw new RangeError("one bid per buyer");
  if (bids.some((bid) => !(bid >= 0 && bid < Infinity))) throw new RangeError("a bid is a nonnegative number");
}
