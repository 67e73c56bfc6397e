/** Remarks of "Revenue guarantees in auctions" on equilibria: what more information does to their range, and trembles that single out truth. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { list, normalised, r, solve } from "./support.ts";

const auction = (rules: string, sense: "minimize" | "maximize"): string => `
model auction
param joint = [[2/5, 1/10], [1/10, 2/5]]
param known = true
agents bidder = 1..2
state value[i in bidder] in {1, 2}
prior value ~ joint
information { signal told[i in bidder] = if known then value[i] else 0 private to bidder[i] }
mechanism {
  message bid[i in bidder] in {0, 1, 2}
  let top = argmax(i in bidder) bid[i]
  ${rules}
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives obedient
quantity revenue = E[sum(i in bidder) pay[i]]
nature chooses information to ${sense} revenue
`;

const firstPrice = `allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer pay[i in bidder] = win[i] * bid[i]`;
const secondPrice = `allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer pay[i in bidder] = win[i] * min(j in bidder) bid[j]`;

/**
 * With probability 1/10 a random bidder is offered the good at 1/2 or at 3/2, evenly, and buys if her bid is at least the price:
 * prices between the values make truth strictly better than every other bid.
 */
const trembling = `let share[i in bidder] = if i in top then 1 / size(top) else 0
  allocation win[i in bidder] = 9/10 * share[i] + 1/10 * 1/2 * (1/2 * (if bid[i] >= 1/2 then 1 else 0) + 1/2 * (if bid[i] >= 3/2 then 1 else 0))
  transfer pay[i in bidder] = 9/10 * share[i] * (min(j in bidder) bid[j]) + 1/10 * 1/2 * (1/2 * (if bid[i] >= 1/2 then 1/2 else 0) + 1/2 * (if bid[i] >= 3/2 then 3/2 else 0))`;

const weights = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 4, maxLength: 4 });

async function revenue(rules: string, sense: "minimize" | "maximize", weight: readonly number[], known = true): Promise<Rational> {
  const [a, b, c, d] = normalised(weight) as [Rational, Rational, Rational, Rational];
  const joint = list([list([a, b]), list([c, d])]);
  const { value } = await solve(auction(rules, sense), new Map<string, Value>([["joint", joint], ["known", known]]));
  return r(value ?? "");
}

describe("Bayes correlated equilibria of an auction with given bids", () => {
  it.each([
    ["first-price", firstPrice],
    ["second-price", secondPrice],
  ])("%s: knowing more to begin with leaves fewer of them, so the worst is better and the best is worse", async (_, rules) => {
    await fc.assert(
      fc.asyncProperty(weights, async (weight) => {
        const first = normalised(weight).reduce((sum, p, k) => sum.add(p.mul(Rational.integer(k === 0 ? 1 : 2))), Rational.zero);
        const [worstBlind, worst, best, bestBlind] = [
          await revenue(rules, "minimize", weight, false),
          await revenue(rules, "minimize", weight),
          await revenue(rules, "maximize", weight),
          await revenue(rules, "maximize", weight, false),
        ];
        expect(worstBlind.compare(worst)).toBeLessThanOrEqual(0);
        expect(worst.compare(best)).toBeLessThanOrEqual(0);
        expect(best.compare(bestBlind)).toBeLessThanOrEqual(0);
        expect(best.compare(first)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 5, seed: 9 },
    );
  });

  it("a tremble that makes truth strictly dominant leaves one revenue; without it the worst is far below", async () => {
    await fc.assert(
      fc.asyncProperty(weights, async (weight) => {
        const [p11 = Rational.zero, p12 = Rational.zero, p21 = Rational.zero, p22 = Rational.zero] = normalised(weight);
        // Truthful revenue: 9/10 E[lower value] + 1/10 (1/2 sum over both of 1/2 * 1/2 + 1/2 * 3/2 if her value is 2).
        const second = p11.add(p12).add(p21).add(p22.mul(Rational.integer(2)));
        const twos = p12.add(p21).add(p22.mul(Rational.integer(2)));
        const posted = Rational.of(1, 4).add(twos.mul(Rational.of(3, 8)));
        const truthful = second.mul(Rational.of(9, 10)).add(posted.mul(Rational.of(1, 10)));
        expect((await revenue(trembling, "minimize", weight)).toString()).toBe(truthful.toString());
        expect((await revenue(trembling, "maximize", weight)).toString()).toBe(truthful.toString());
        expect((await revenue(secondPrice, "minimize", weight)).compare(second)).toBeLessThan(0);
      }),
      { numRuns: 5, seed: 1 },
    );
  });
});
