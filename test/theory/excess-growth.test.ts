/** Functions on the ladder, and transfers with a given excess growth for any number of agents and both divisions. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompoundProportionalAuction } from "../../runtime/theory/proportional/compound-proportional.ts";
import { aggregateExcessGrowth, canonicalDivision, individualExcessGrowth, sequentialDivision, transferFrom, transfersFromExcessGrowth } from "../../runtime/theory/robust/excess-growth.ts";
import { lowerCertificate, upperCertificate } from "../../runtime/theory/proportional/known-means-ladder.ts";
import { LadderFunctions } from "../../runtime/theory/robust/ladder-functions.ts";
import { optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";

const sizes = [[3, 1], [2, 2], [4, 2], [2, 3], [3, 3], [2, 4]] as const;

/** A function with expectation zero, from a seed. */
function balanced(ladder: LadderFunctions, seed: number): Float64Array {
  const f = Float64Array.from({ length: ladder.size }, (_, p) => Math.sin(seed + 12.9898 * p) * 5);
  const mean = ladder.expectation(f);
  return f.map((x) => x - mean);
}

const largest = (f: Float64Array): number => f.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe("functions on the ladder", () => {
  it("have a law that sums to one, and derivatives adjoint to virtual values", () => {
    for (const [k, n] of sizes) {
      const ladder = new LadderFunctions(k, n);
      expect(ladder.law.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      const [f, g] = [balanced(ladder, 1), balanced(ladder, 2)];
      for (const direction of ["up", "down"] as const) {
        for (let i = 0; i < n; i++) {
          const slope = ladder.derivative(direction, f, i);
          const virtual = ladder.virtual(direction, g, i);
          expect(ladder.expectation(slope.map((x, p) => x * (g[p] ?? 0)))).toBeCloseTo(ladder.expectation(virtual.map((x, p) => x * (f[p] ?? 0))), 10);
        }
      }
      // One rung up, from the definition.
      const up = ladder.derivative("up", f, n - 1);
      expect(up[1]).toBeCloseTo((k - 1) * ((f[2] ?? 0) - (f[1] ?? 0)), 12);
      expect(up[k * k]).toBe(0);
    }
  });

  it("average out one action", () => {
    const ladder = new LadderFunctions(3, 2);
    const f = ladder.tabulate(([a = 0, b = 0]) => a * a + 10 * b);
    const first = ladder.average(f, 0);
    const mean = ladder.expectation(ladder.tabulate(([a = 0]) => a * a));
    for (let p = 0; p < ladder.size; p++) expect(first[p]).toBeCloseTo(mean + 10 * (ladder.actions(p)[1] ?? 0), 12);
    expect(() => new LadderFunctions(0, 2)).toThrow(RangeError);
    expect(() => new LadderFunctions(50, 3)).toThrow(RangeError);
  });
});

describe("transfers from excess growth", () => {
  it("have that growth, vanish at action 0, and are balanced individually, for both divisions and up to four agents", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sizes), fc.double({ min: 0, max: 100, noNaN: true }), fc.constantFrom(canonicalDivision, sequentialDivision), ([k, n], seed, division) => {
        const ladder = new LadderFunctions(k, n);
        const growth = balanced(ladder, seed);
        const parts = individualExcessGrowth(ladder, growth, division);
        for (const [i, xi] of parts.entries()) expect(largest(ladder.average(xi, i))).toBeLessThan(1e-13);
        const transfers = transfersFromExcessGrowth(ladder, growth, division);
        const found = aggregateExcessGrowth(ladder, transfers);
        expect(largest(found.map((x, p) => x - (growth[p] ?? 0)))).toBeLessThan(1e-12);
        for (const [i, t] of transfers.entries()) for (let p = 0; p < ladder.size; p++) if (ladder.rung(p, i) === 0) expect(Math.abs(t[p] ?? 1)).toBeLessThan(1e-12);
      }),
      { numRuns: 25 },
    );
  });

  it("for two agents are those of (47), and differ between divisions", () => {
    const ladder = new LadderFunctions(3, 2);
    const growth = balanced(ladder, 7);
    const [first = new Float64Array()] = individualExcessGrowth(ladder, growth);
    const half = growth.map((x) => x / 2);
    const [ownAverage, otherAverage] = [ladder.average(half, 0), ladder.average(half, 1)];
    for (let p = 0; p < ladder.size; p++) expect(first[p]).toBeCloseTo((half[p] ?? 0) - (ownAverage[p] ?? 0) + (otherAverage[p] ?? 0), 12);
    const [sequential = new Float64Array()] = individualExcessGrowth(ladder, growth, sequentialDivision);
    expect(largest(first.map((x, p) => x - (sequential[p] ?? 0)))).toBeGreaterThan(0.01);
  });

  it("solve the corrected sum (44): powers of (k - 1) / k, and 1 / k below the top", () => {
    const ladder = new LadderFunctions(3, 1);
    const xi = balanced(ladder, 3);
    const t = transferFrom(ladder, xi, 0);
    for (let a = 0; a <= 9; a++) {
      let sum = 0;
      for (let y = a; y <= 9; y++) sum -= (2 / 3) ** (y - a) * (y < 9 ? 1 / 3 : 1) * (xi[y] ?? 0);
      expect(t[a]).toBeCloseTo(sum, 13);
    }
  });

  it("refuse growth that is not balanced or has the wrong size", () => {
    const ladder = new LadderFunctions(2, 2);
    expect(() => transfersFromExcessGrowth(ladder, new Float64Array(ladder.size).fill(1))).toThrow(RangeError);
    expect(() => transfersFromExcessGrowth(ladder, new Float64Array(3))).toThrow(RangeError);
  });
});

describe("certificates of the known-means programs from the closed form", () => {
  const sampled = (ladder: LadderFunctions, share: (a: readonly number[], i: number) => number): Float64Array[] =>
    Array.from({ length: ladder.agents }, (_, i) => ladder.tabulate((a) => share(a, i)));
  const closedForm = (means: readonly number[], k: number): { ladder: LadderFunctions; revenue: number; sensitivities: readonly number[]; shares: Float64Array[] } => {
    const { revenue, sensitivities } = optimalSensitivities(means);
    const auction = new CompoundProportionalAuction(sensitivities);
    const ladder = new LadderFunctions(k, means.length);
    return { ladder, revenue, sensitivities, shares: sampled(ladder, (a, i) => auction.shares(a)[i] ?? 0) };
  };

  it.each([
    { means: [0.6, 0.4], k: 10, lower: 0.258548, upper: 0.28483 },
    { means: [0.6, 0.4], k: 20, lower: 0.265125 },
    { means: [0.6, 0.5, 0.4], k: 8, lower: 0.28912 },
  ])("for means $means at k = $k has the reference value, below the closed form", ({ means, k, lower, upper }) => {
    const { ladder, revenue, sensitivities, shares } = closedForm(means, k);
    const found = lowerCertificate(ladder, shares, means);
    expect(found.bound).toBeCloseTo(lower, 5);
    expect(found.bound).toBeLessThanOrEqual(revenue);
    if (upper !== undefined) expect(upperCertificate(ladder, sensitivities, means).bound).toBeCloseTo(upper, 5);
  });

  it("brackets the closed form for one to four buyers, also with excluded ones, and scales", () => {
    for (const [means, k] of [[[0.5], 20], [[0.7, 0.2], 6], [[0.5, 0.5], 6], [[0.6, 0.5, 0.4], 3], [[0.65, 0.5, 0.35, 0.3], 2]] as const) {
      const { ladder, revenue, sensitivities, shares } = closedForm(means, k);
      const lower = lowerCertificate(ladder, shares, means).bound;
      const upper = upperCertificate(ladder, sensitivities, means).bound;
      expect(lower).toBeLessThanOrEqual(revenue);
      expect(upper).toBeGreaterThanOrEqual(revenue);
      expect(lower).toBeGreaterThan(0);
      const tripled = means.map((mean) => 3 * mean);
      expect(lowerCertificate(ladder, shares, tripled, 3).bound).toBeCloseTo(3 * lower, 10);
      expect(upperCertificate(ladder, sensitivities, tripled, 3).bound).toBeCloseTo(3 * upper, 5);
    }
  });

  it("respects the optimum of the program at k = 10, and is the same for the weighted proportional rule", () => {
    const means = [0.6, 0.4];
    const { ladder, sensitivities, shares } = closedForm(means, 10);
    const compound = lowerCertificate(ladder, shares, means);
    expect(compound.bound).toBeLessThanOrEqual(0.25956245185563265);
    expect(upperCertificate(ladder, sensitivities, means).bound).toBeGreaterThanOrEqual(0.2822741897547494);
    const claim = (a: readonly number[], i: number): number => (sensitivities[i] ?? 0) * (a[i] ?? 0);
    const weighted = sampled(ladder, (a, i) => claim(a, i) / Math.max(1, claim(a, 0) + claim(a, 1)));
    expect(lowerCertificate(ladder, weighted, means).bound).toBeCloseTo(compound.bound, 10);
  });

  it("takes the best multipliers: others certify less", () => {
    const means = [0.6, 0.4];
    const { ladder, shares } = closedForm(means, 5);
    const { bound, multipliers } = lowerCertificate(ladder, shares, means);
    const at = (factor: number): number =>
      means.reduce((sum, mean, i) => {
        const alpha = (multipliers[i] ?? 0) * factor;
        const slopes = ladder.derivative("up", shares[i] ?? new Float64Array(), i);
        return sum + mean * alpha - ladder.expectation(slopes.map((slope) => Math.max(0, alpha - slope)));
      }, 0);
    expect(at(1)).toBeCloseTo(bound, 12);
    for (const factor of [0.7, 0.95, 1.05, 1.3]) expect(at(factor)).toBeLessThanOrEqual(bound + 1e-12);
  });

  it("refuses allocations and data that make no sense", () => {
    const ladder = new LadderFunctions(2, 2);
    const full = new Float64Array(ladder.size).fill(0.7);
    expect(() => lowerCertificate(ladder, [full, full], [0.5, 0.5])).toThrow(RangeError);
    expect(() => lowerCertificate(ladder, [full, full.map(() => -1)], [0.5, 0.5])).toThrow(RangeError);
    expect(() => lowerCertificate(ladder, [full], [0.5, 0.5])).toThrow(RangeError);
    expect(() => upperCertificate(new LadderFunctions(1, 1), [0.5], [0.5])).toThrow(RangeError);
  });
});
