import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { optimalAuction, optimalRevenue } from "../../runtime/theory/auctions/independent-auction.ts";
import { isRegular, monopolyRevenue } from "../../runtime/theory/auctions/virtual-values.ts";
import type { ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import { prior, priorsUpTo, r } from "./support.ts";

interface Profile {
  readonly values: readonly Rational[];
  readonly at: readonly number[];
  readonly probability: Rational;
}

function profiles(bidders: readonly ValueDistribution[]): Profile[] {
  return bidders.reduce<Profile[]>(
    (all, d) =>
      all.flatMap((p) => d.values.map((v, l) => ({ values: [...p.values, v], at: [...p.at, l], probability: p.probability.mul(d.masses[l] as Rational) }))),
    [{ values: [], at: [], probability: Rational.one }],
  );
}

/** The best deterministic dominant-strategy auction, by trying every allocation: monotone ones are sold at thresholds. */
function bestDeterministic(bidders: readonly ValueDistribution[]): Rational {
  const all = profiles(bidders);
  const position = new Map(all.map((p, k) => [p.at.join(), k]));
  const winners = new Array<number>(all.length).fill(-1);
  let best = Rational.zero;
  const revenue = (): Rational | undefined => {
    let sum = Rational.zero;
    for (const [k, p] of all.entries()) {
      const i = winners[k] as number;
      for (const [j, d] of bidders.entries()) {
        const wins = d.values.map((_, l) => winners[position.get(p.at.map((x, m) => (m === j ? l : x)).join()) as number] === j);
        const threshold = wins.indexOf(true);
        if (threshold >= 0 && wins.slice(threshold).includes(false)) return undefined;
        if (i === j) sum = sum.add(p.probability.mul(d.values[threshold] as Rational));
      }
    }
    return sum;
  };
  const assign = (k: number): void => {
    if (k === all.length) {
      const earned = revenue();
      if (earned && earned.compare(best) > 0) best = earned;
      return;
    }
    for (let i = -1; i < bidders.length; i++) {
      winners[k] = i;
      assign(k + 1);
    }
  };
  assign(0);
  return best;
}

const numbers = (a: { revenue: Rational; buyerSurplus: Rational; welfare: Rational }): string[] => [a.revenue, a.buyerSurplus, a.welfare].map(String);

describe("the optimal auction for independent values", () => {
  const uniform3 = prior([1, "1/3"], [2, "1/3"], [3, "1/3"]);
  const coin = (low: string | number, high: string | number, p: string = "1/2"): ValueDistribution =>
    prior([low, Rational.one.sub(r(p)).toString()], [high, p]);

  // Revenue, buyer surplus, welfare: the golden numbers of the reference computations for this paper (exact simplex).
  it.each([
    ["one bidder, uniform {1, 2, 3}", [uniform3], ["4/3", "1/3", "5/3"]],
    ["one bidder, irregular", [prior([1, "2/5"], [2, "1/10"], [3, "2/5"], [4, "1/10"])], ["3/2", "1/10", "8/5"]],
    ["two, uniform {1, 2, 3}", [uniform3, uniform3], ["2", "1/3", "7/3"]],
    ["two, uniform {1, 2}", [coin(1, 2), coin(1, 2)], ["3/2", "1/4", "7/4"]],
    ["two, uniform {1, 3}", [coin(1, 3), coin(1, 3)], ["9/4", "0", "9/4"]],
    ["asymmetric {1, 2} x {1, 3}", [coin(1, 2), coin(1, 3)], ["2", "1/4", "9/4"]],
    ["three, uniform {1, 2, 3}", [uniform3, uniform3, uniform3], ["64/27", "7/27", "71/27"]],
    ["knife-edge ties of Theorem 2 at delta = 1/10", [coin("10/9", "100/81", "9/10"), coin("9/10", 1, "9/10")], ["1081/900", "1/90", "1091/900"]],
    ["rare high values", [coin(1, 101, "1/100"), coin(1, 101, "1/100")], ["20099/10000", "0", "20099/10000"]],
    ["two, irregular {1: 0.7, 2: 0.1, 3: 0.2}", [prior([1, "0.7"], [2, "0.1"], [3, "0.2"]), prior([1, "0.7"], [2, "0.1"], [3, "0.2"])], ["7/5", "2/5", "9/5"]],
  ])("%s", (_, bidders, expected) => {
    const auction = optimalAuction(bidders);
    expect(numbers(auction)).toEqual(expected);
    expect(optimalRevenue(bidders).toString()).toBe(expected[0]);
  });

  const arbitrary = fc.array(priorsUpTo(4), { minLength: 1, maxLength: 3 });

  it("earns the expected maximal ironed virtual value, counted over all profiles", () => {
    fc.assert(
      fc.property(arbitrary, (bidders) => {
        const auction = optimalAuction(bidders);
        const virtual = profiles(bidders).reduce((sum, p) => {
          const best = p.at.map((l, i) => auction.virtual[i]?.ironed[l] as Rational).reduce((a, b) => (a.compare(b) >= 0 ? a : b));
          return best.sign() > 0 ? sum.add(best.mul(p.probability)) : sum;
        }, Rational.zero);
        expect(optimalRevenue(bidders).equals(virtual)).toBe(true);
        expect(auction.revenue.equals(virtual)).toBe(true);
      }),
    );
  });

  it("has interim quantities that are the averages of its ex-post outcomes", () => {
    fc.assert(
      fc.property(arbitrary, (bidders) => {
        const auction = optimalAuction(bidders);
        let revenue = Rational.zero;
        let welfare = Rational.zero;
        const win = bidders.map((d) => d.values.map(() => Rational.zero));
        for (const p of profiles(bidders)) {
          const { winner, payment } = auction.outcome(p.values);
          revenue = revenue.add(payment.mul(p.probability));
          if (winner === undefined) continue;
          welfare = welfare.add((p.values[winner] as Rational).mul(p.probability));
          const l = p.at[winner] as number;
          const row = win[winner] as Rational[];
          row[l] = (row[l] as Rational).add(p.probability.div(bidders[winner]?.masses[l] as Rational));
        }
        expect(revenue.equals(auction.revenue)).toBe(true);
        expect(welfare.equals(auction.welfare)).toBe(true);
        expect(win.map((row) => row.map(String))).toEqual(auction.winProbability.map((row) => row.map(String)));
      }),
    );
  });

  it("is truthful and individually rational at every profile", () => {
    fc.assert(
      fc.property(arbitrary, (bidders) => {
        const auction = optimalAuction(bidders);
        for (const p of profiles(bidders)) {
          for (const [i, d] of bidders.entries()) {
            const utility = (report: Rational): Rational => {
              const { winner, payment } = auction.outcome(p.values.map((v, j) => (j === i ? report : v)));
              return winner === i ? (p.values[i] as Rational).sub(payment) : Rational.zero;
            };
            const truth = utility(p.values[i] as Rational);
            expect(truth.sign()).toBeGreaterThanOrEqual(0);
            for (const report of d.values) expect(utility(report).compare(truth)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is at least as good as any deterministic dominant-strategy auction, and as good as the best of them", () => {
    fc.assert(
      fc.property(priorsUpTo(3), priorsUpTo(2), (a, b) => {
        expect(optimalRevenue([a, b]).equals(bestDeterministic([a, b]))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("with one bidder is the monopoly price, and with identical regular bidders never misallocates", () => {
    fc.assert(
      fc.property(priorsUpTo(4), (d) => {
        expect(optimalRevenue([d]).equals(monopolyRevenue(d))).toBe(true);
        if (!isRegular(d)) return;
        const auction = optimalAuction([d, d]);
        for (const p of profiles([d, d])) {
          const { winner } = auction.outcome(p.values);
          if (winner !== undefined) expect(p.values.every((v) => v.compare(p.values[winner] as Rational) <= 0)).toBe(true);
        }
      }),
    );
  });

  it("is polynomial: thirty bidders with ten values each", () => {
    const d = prior(...Array.from({ length: 10 }, (_, k): [number, string] => [k + 1, "1/10"]));
    const bidders = new Array<ValueDistribution>(30).fill(d);
    expect(optimalAuction(bidders).revenue.equals(optimalRevenue(bidders))).toBe(true);
  });

  it("rejects profiles outside the supports", () => {
    expect(() => optimalAuction([uniform3]).outcome([r(5)])).toThrow(RangeError);
    expect(() => optimalAuction([uniform3]).outcome([])).toThrow(RangeError);
  });
});
