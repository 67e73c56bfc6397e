/** Participating schemes of calibrated signaling: the restricted program, ties that favour clicks, ties that are split in part. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { calibratedOptimum, independentCountLaw } from "../../runtime/theory/calibrated/calibrated-signaling.ts";
import { calibrationResidual, schemeRevenue, schemeWelfare } from "../../runtime/theory/calibrated/calibrated-signaling-scheme.ts";
import { favouringScheme, participatingScheme, participationValue } from "../../runtime/theory/calibrated/individually-rational.ts";
import { partialScheme } from "../../runtime/theory/calibrated/individually-rational-partial.ts";
import { participationOptimum, participationProgram } from "../../runtime/theory/calibrated/participation-program.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import { audit, countLaws, orbitProgram } from "./calibrated-support.ts";
import { r } from "./support.ts";

const example = ["1/10", "2/5", "2/5", "1/10"].map(r);
const smallLaws = fc
  .tuple(fc.constantFrom(2, 3), fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4, maxLength: 4 }))
  .map(([n, weights]) => weights.slice(0, n + 1))
  .filter((weights) => weights.some((w) => w > 0))
  .map((weights) => weights.map((w) => Rational.of(w, weights.reduce((a, b) => a + b, 0))));
const grids = fc.uniqueArray(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 3 }).map((inner) => [0, ...inner.sort((a, b) => a - b), 12].map((k) => Rational.of(k, 12)));

describe("the program of participating schemes on a grid", () => {
  it.each(["uniform", "favour clicks"] as const)("is at most the one over all kernels and at least that of schemes it has, ties %s", async (ties) => {
    let equal = 0;
    await fc.assert(
      fc.asyncProperty(smallLaws, grids, async (law, grid) => {
        const { revenue, scheme } = await participationOptimum(law, grid, ties);
        const brute = (await certifiedOptimum(orbitProgram(law, grid, ties))).objective;
        expect(revenue.compare(brute)).toBeLessThanOrEqual(0);
        if (revenue.equals(brute)) equal++;
        const counts = law.map((p) => p.toNumber());
        expect(revenue.toNumber()).toBeLessThanOrEqual(participationValue(counts).supremum + 1e-12);
        // Revealing everything is one of its schemes.
        expect(revenue.toNumber()).toBeGreaterThanOrEqual(calibratedOptimum(counts).fullRevelation - 1e-12);
        const seen = audit(scheme, counts);
        expect(seen.calibration).toBeLessThan(1e-12);
        expect(seen.revenue).toBeCloseTo(revenue.toNumber(), 12);
        if (ties === "uniform") expect(seen.surplus).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 25, seed: 6 },
    );
    expect(equal).toBeGreaterThan(12);
  });

  it("with ties that favour clicks has the value of four signals (section 1.2.2), on any grid that has them", async () => {
    for (const law of [example, ["1/2", "0", "0", "1/2"].map(r), ["2/5", "1/10", "0", "1/2"].map(r)]) {
      const counts = law.map((p) => p.toNumber());
      const scheme = favouringScheme(counts);
      const grid = scheme.levels.map((level) => Rational.fromDouble(level));
      const { revenue } = await participationOptimum(law, grid, "favour clicks");
      expect(revenue.toNumber()).toBeCloseTo(participationValue(counts).supremum, 10);
      expect(schemeRevenue(scheme, counts)).toBeCloseTo(revenue.toNumber(), 10);
    }
  });

  it("approaches the supremum as signals close to t1 are added, and never reaches it in the example of the paper", async () => {
    const { revenue } = calibratedOptimum(example.map((p) => p.toNumber()));
    // t0 and t1 to three digits.
    const around = (thousandths: number): Rational[] => [0, 304, ...Array.from({ length: 9 }, (_, k) => 508 + (k - 4) * thousandths), 1000].map((s) => Rational.of(s, 1000));
    const losses = await Promise.all([40, 20, 10].map(async (step) => revenue - (await participationOptimum(example, around(step))).revenue.toNumber()));
    expect(losses[2]).toBeGreaterThan(0);
    // Quadratic in the step: halving it quarters the loss, roughly.
    expect((losses[1] ?? 1) / (losses[2] ?? 1)).toBeGreaterThan(2);
    expect(losses[2]).toBeLessThan(2e-4);
  });

  it("takes many bidders, and refuses what is no law or no grid", async () => {
    const weights = independentCountLaw(30, 0.08).map((p) => Math.round(p * 1e6));
    const law = weights.map((w) => Rational.of(w, weights.reduce((a, b) => a + b, 0)));
    const grid = Array.from({ length: 9 }, (_, k) => Rational.of(k, 8));
    const { revenue } = await participationOptimum(law, grid);
    expect(revenue.toNumber()).toBeLessThan(participationValue(law.map((p) => p.toNumber())).supremum);
    expect(() => participationProgram(law, grid.slice(1))).toThrow(RangeError);
    expect(() => participationProgram(law.slice(1), grid)).toThrow(RangeError);
  });
});

describe("splitting ties in part", () => {
  it("is calibrated, leaves bidders nothing and loses in proportion to the share, seen from the kernel", () => {
    let found = 0;
    fc.assert(
      fc.property(countLaws, fc.constantFrom(2, 5, 20), ({ law }, levels) => {
        fc.pre(law.length <= 5);
        const partial = partialScheme(law, levels);
        if (!partial) return;
        found++;
        const { revenue } = calibratedOptimum(law);
        const seen = audit(partial.scheme, law);
        expect(seen.calibration).toBeLessThan(1e-12);
        expect(seen.surplus).toBeGreaterThan(-1e-12);
        // Participation binds exactly, unless nothing has to be split.
        if (partial.share > 1e-9) expect(seen.surplus).toBeLessThan(1e-9);
        expect(revenue - seen.revenue).toBeGreaterThan(-1e-12);
        expect(revenue - seen.revenue).toBeLessThanOrEqual((partial.share * (law[1] ?? 0)) / levels + 1e-12);
      }),
      { numRuns: 150, seed: 6 },
    );
    expect(found).toBeGreaterThan(10);
  });

  it("is used where no click hides at t1, and needs fewer signals than a full ladder", () => {
    const law = [0.6, 0.3, 0.05, 0.03, 0.02];
    const { scheme, loss, construction } = participatingScheme(law, 1e-3);
    expect(construction).toBe("partial");
    expect(loss).toBeLessThanOrEqual(1e-3);
    expect(scheme.levels.length).toBeLessThan(0.3 / 1e-3);
    expect(calibrationResidual(scheme, law)).toBeLessThan(1e-12);
    expect(schemeWelfare(scheme, law) - schemeRevenue(scheme, law)).toBeGreaterThan(-1e-12);
  });

  it("has nothing to split without spare clicks, and cannot help where participation binds", () => {
    expect(partialScheme([0.25, 0.5, 0.25], 10)).toBeUndefined();
    expect(partialScheme([0.5, 0, 0, 0.5], 10)).toBeUndefined();
    expect(partialScheme([0.4, 0.1, 0, 0.5], 1000)).toBeUndefined();
    expect(() => partialScheme([0.25, 0.5, 0.25], 0)).toThrow(RangeError);
  });
});
