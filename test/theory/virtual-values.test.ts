import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Pmf } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { equalRevenuePmf } from "../../compiler/priors/equal-revenue.ts";
import { iron, isRegular, monopolyRevenue, reservePrice, upperTails, valueDistribution, virtualValues } from "../../runtime/theory/auctions/virtual-values.ts";
import { arbitraryPrior, prior, r } from "./support.ts";

const texts = (numbers: readonly Rational[]): string[] => numbers.map(String);
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational => a.reduce((s, x, k) => s.add(x.mul(b[k] as Rational)), Rational.zero);

describe("virtual values", () => {
  it("of the uniform prior on {1, 2, 3} are -1, 1, 3, with monopoly price 2 and revenue 4/3 (Example 1)", () => {
    const d = prior([1, "1/3"], [2, "1/3"], [3, "1/3"]);
    expect(texts(virtualValues(d))).toEqual(["-1", "1", "3"]);
    expect(reservePrice(d).toString()).toBe("2");
    expect(monopolyRevenue(d).toString()).toBe("4/3");
    expect(isRegular(d)).toBe(true);
  });

  it("of the prior 1: 2/5, 2: 1/10, 3: 2/5, 4: 1/10 are irregular and ironed to -1, -1, 11/4, 4", () => {
    const d = prior([1, "2/5"], [2, "1/10"], [3, "2/5"], [4, "1/10"]);
    expect(texts(virtualValues(d))).toEqual(["-1/2", "-3", "11/4", "4"]);
    expect(isRegular(d)).toBe(false);
    expect(texts(iron(d).ironed)).toEqual(["-1", "-1", "11/4", "4"]);
    expect(texts(iron(d).representative)).toEqual(["6/5", "6/5", "3", "4"]);
    expect(reservePrice(d).toString()).toBe("3");
  });

  it("take the smallest of several optimal prices", () => {
    expect(reservePrice(prior([1, "1/2"], [2, "1/2"])).toString()).toBe("1");
  });

  it("are exactly zero below the top of an equal-revenue distribution", () => {
    const d = valueDistribution(equalRevenuePmf(["1/3", 1, "7/3", 5].map(r)));
    expect(texts(virtualValues(d))).toEqual(["0", "0", "0", "5"]);
  });

  it("are differences of price revenue, average to the lowest value, and sum to r S(r) above the monopoly price", () => {
    fc.assert(
      fc.property(arbitraryPrior, (d) => {
        const phi = virtualValues(d);
        const revenue = upperTails(d).map((s, l) => s.mul(d.values[l] as Rational));
        phi.forEach((x, l) => expect(x.mul(d.masses[l] as Rational).equals((revenue[l] as Rational).sub(revenue[l + 1] ?? Rational.zero))).toBe(true));
        expect(dot(phi, d.masses).equals(d.values[0] as Rational)).toBe(true);
        const price = reservePrice(d);
        const from = d.values.findIndex((z) => z.equals(price));
        expect((phi[from] as Rational).sign()).toBeGreaterThanOrEqual(0);
        expect(dot(phi.slice(from), d.masses.slice(from)).equals(monopolyRevenue(d))).toBe(true);
      }),
    );
  });
});

describe("ironing", () => {
  it("gives nondecreasing slopes of a convex minorant that touches at both ends", () => {
    fc.assert(
      fc.property(arbitraryPrior, (d) => {
        const phi = virtualValues(d);
        const { ironed } = iron(d);
        let curve = Rational.zero;
        let minorant = Rational.zero;
        ironed.forEach((x, l) => {
          if (l > 0) expect(x.compare(ironed[l - 1] as Rational)).toBeGreaterThanOrEqual(0);
          curve = curve.add((phi[l] as Rational).mul(d.masses[l] as Rational));
          minorant = minorant.add(x.mul(d.masses[l] as Rational));
          expect(minorant.compare(curve)).toBeLessThanOrEqual(0);
          // The minorant is the greatest: it leaves the curve only where its slope stays the same.
          const next = ironed[l + 1];
          if (!minorant.equals(curve)) expect(next?.equals(x)).toBe(true);
        });
        expect(minorant.equals(curve)).toBe(true);
      }),
    );
  });

  it("changes nothing exactly for regular distributions", () => {
    fc.assert(
      fc.property(arbitraryPrior, (d) => {
        const same = iron(d).ironed.every((x, l) => x.equals(virtualValues(d)[l] as Rational));
        expect(same).toBe(isRegular(d));
        if (same) expect(texts(iron(d).representative)).toEqual(texts(d.values));
      }),
    );
  });
});

describe("value distributions", () => {
  it("are sorted, and made of numbers only", () => {
    const pmf: Pmf = { kind: "pmf", outcomes: [3, 1].map((x) => ({ value: r(x), probability: r("1/2") })) };
    expect(texts(valueDistribution(pmf).values)).toEqual(["1", "3"]);
    expect(() => valueDistribution({ kind: "pmf", outcomes: [{ value: "sun", probability: r(1) }] })).toThrow(TypeError);
    expect(() => reservePrice({ values: [], masses: [] })).toThrow(RangeError);
  });
});
