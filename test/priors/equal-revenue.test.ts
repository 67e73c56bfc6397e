import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { equalRevenuePmf, equalRevenueSignal, equalRevenueSplit } from "../../compiler/priors/equal-revenue.ts";
import { normalizedPmf, sum } from "../../compiler/priors/pmf.ts";
import { failure, finite, mean, probability, r, set, tableOf, total } from "./support.ts";

const quantityAbove = (pmf: Pmf, price: Rational): Rational =>
  sum(pmf.outcomes.filter((o) => (o.value as Rational).compare(price) >= 0).map((o) => o.probability));
const priceRevenue = (pmf: Pmf, price: Rational): Rational => price.mul(quantityAbove(pmf, price));
const monopolyRevenue = (pmf: Pmf): Rational => pmf.outcomes.map((o) => priceRevenue(pmf, o.value as Rational)).reduce((a, b) => (a.compare(b) >= 0 ? a : b));

const prior = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 6, selector: ([v]) => v })
  .map((entries) => normalizedPmf(entries.map(([v, w]) => ({ value: Rational.of(v, 3), probability: r(w) }))));

describe("equal-revenue distributions", () => {
  it("earn the lowest value at every price of the support", () => {
    fc.assert(
      fc.property(prior, (p) => {
        const support = p.outcomes.map((o) => o.value as Rational);
        const law = equalRevenuePmf(support);
        expect(total(law).toString()).toBe("1");
        const lowest = support.reduce((a, b) => (a.compare(b) <= 0 ? a : b));
        for (const price of support) expect(priceRevenue(law, price).equals(lowest)).toBe(true);
      }),
    );
  });

  it("are {1: 1/2, 2: 1/4, 4: 1/4} on {1, 2, 4}, from a set or from a distribution", () => {
    expect(formatValue(finite("equal_revenue", [set(4, 1, 2)]))).toBe("{1: 1/2, 2: 1/4, 4: 1/4}");
    expect(formatValue(finite("equal_revenue", [tableOf([4, "9/10"], [1, "1/20"], [2, "1/20"])]))).toBe("{1: 1/2, 2: 1/4, 4: 1/4}");
  });

  it("need positive values", () => {
    expect(failure(() => finite("equal_revenue", [set(0, 1)])).key).toBe("bad-distribution-argument");
    expect(failure(() => finite("equal_revenue", [set()])).message).toContain("at least one");
    expect(failure(() => finite("equal_revenue", [set("sun")])).message).toContain("sun");
  });
});

describe("the equal-revenue split", () => {
  it("of the uniform prior on {1, 2, 3} is Example 1 of the paper on information intermediaries", () => {
    const parts = equalRevenueSplit(finite("uniform", [set(1, 2, 3)]));
    expect(parts.map((p) => `${p.weight} ${formatValue(p.posterior)}`)).toEqual(["2/3 {1: 1/2, 2: 1/6, 3: 1/3}", "1/6 {2: 1/3, 3: 2/3}", "1/6 {2: 1}"]);
  });

  it("averages to the prior, leaves the seller the uniform-price revenue, and the buyer the rest", () => {
    fc.assert(
      fc.property(prior, (p) => {
        const parts = equalRevenueSplit(p);
        expect(sum(parts.map((q) => q.weight)).toString()).toBe("1");
        expect(parts.length).toBeLessThanOrEqual(p.outcomes.length);
        for (const { value, probability: mass } of p.outcomes) {
          expect(sum(parts.map((q) => q.weight.mul(probability(q.posterior, value)))).equals(mass)).toBe(true);
        }
        const revenue = sum(parts.map((q) => q.weight.mul(monopolyRevenue(q.posterior))));
        expect(revenue.equals(monopolyRevenue(p))).toBe(true);
        const surplus = sum(parts.map((q) => q.weight.mul(mean(q.posterior).sub(monopolyRevenue(q.posterior)))));
        expect(surplus.equals(mean(p).sub(monopolyRevenue(p)))).toBe(true);
      }),
    );
  });

  it("gives signal laws that Bayes' rule turns back into the posteriors", () => {
    const p = finite("uniform", [set(1, 2, 3)]);
    const law = equalRevenueSignal(p, r(2));
    expect(law && formatValue(law)).toBe("{{1, 2, 3}: 1/3, {2, 3}: 1/6, {2}: 1/2}");
    expect(equalRevenueSignal(p, r(5))).toBeUndefined();
  });
});
