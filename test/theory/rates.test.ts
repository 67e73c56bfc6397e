import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasBoundedDensity, postedPriceLossBound, secondPriceLoss, secondPriceLossBounds, uniformRates, virtualSurplus } from "../../runtime/theory/guarantees/rates.ts";
import type { Continuous01 } from "../../runtime/theory/guarantees/rates.ts";

/** Density 1 + c (2x - 1). */
const linear = (c: number): Continuous01 => ({ density: (x) => 1 + c * (2 * x - 1), cumulative: (x) => x + c * (x * x - x) });

describe("rates of revenue guarantees (Theorem 2, Remark 2, Figure 1)", () => {
  it("reproduce the paper's numbers for uniform values", () => {
    const rows = uniformRates([1, 2, 3, 10, 100]);
    expect(rows.map((row) => row.optimal.toNumber())).toEqual([0.25, 5 / 12, 0.53125, expect.closeTo(0.8182705966, 10), expect.closeTo(0.9801980198, 10)]);
    expect(rows.map((row) => row.posted)).toEqual([0.25, 0.38490018, 0.47247039, 0.71526677, 0.94544313].map((x) => expect.closeTo(x, 7) as number));
    expect(rows.map((row) => row.secondPrice.toString())).toEqual(["0", "1/3", "1/2", "9/11", "99/101"]);
    expect(rows[1]?.price).toBeCloseTo(0.57735027, 8);
  });

  it("second price and optimal auctions lose at rate 1/N, posted prices at a slower one", () => {
    const rows = uniformRates([4, 16, 64, 256, 1024]);
    const scaled = (of: (row: (typeof rows)[number]) => number): number[] => rows.map((row) => row.bidders * (row.surplus.toNumber() - of(row)));
    for (const loss of [scaled((row) => row.secondPrice.toNumber()), scaled((row) => row.optimal.toNumber())]) {
      expect(Math.min(...loss)).toBeGreaterThan(0.5);
      expect(Math.max(...loss)).toBeLessThanOrEqual(1);
    }
    const posted = scaled((row) => row.posted);
    for (const [k, row] of rows.entries()) {
      expect((posted[k] ?? 0) / row.bidders).toBeGreaterThanOrEqual(postedPriceLossBound(row.bidders));
      if (k > 0) expect(posted[k]).toBeGreaterThan(posted[k - 1] ?? 0);
    }
    const gain = rows.map((row) => row.bidders * row.optimal.sub(row.secondPrice).toNumber());
    expect(gain.at(-1)).toBeLessThan(1e-12);
  });

  it("keep the loss of the second-price auction between the corrected constants for linear densities", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -0.8, max: 0.8, noNaN: true }), { minLength: 2, maxLength: 8 }), (slopes) => {
        const laws = slopes.map(linear);
        const widest = Math.max(...slopes.map(Math.abs));
        const [a, b] = [1 - widest, 1 + widest];
        expect(laws.every((law) => hasBoundedDensity(law, a - 1e-12, b + 1e-12))).toBe(true);
        const loss = secondPriceLoss(laws);
        const bounds = secondPriceLossBounds(a, b, slopes.length);
        expect(loss).toBeGreaterThanOrEqual(bounds.lower - 1e-12);
        expect(loss).toBeLessThanOrEqual(bounds.upper + 1e-12);
      }),
    );
  });

  it("agree between quadrature and closed form for uniform values", () => {
    for (const row of uniformRates([2, 5, 20])) {
      expect(secondPriceLoss(new Array<Continuous01>(row.bidders).fill(linear(0)))).toBeCloseTo(row.surplus.sub(row.secondPrice).toNumber(), 12);
      expect(virtualSurplus(linear(0), row.bidders)).toBeCloseTo(row.optimal.toNumber(), 12);
    }
  });

  it("recognise densities that leave the interval, and refuse impossible ones", () => {
    expect(hasBoundedDensity(linear(0.5), 0.6, 1.5)).toBe(false);
    expect(() => secondPriceLossBounds(1.2, 2, 3)).toThrow(RangeError);
    expect(() => uniformRates([0])).toThrow(RangeError);
  });
});
