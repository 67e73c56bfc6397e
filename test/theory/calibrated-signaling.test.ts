import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { makePmf, tuple } from "../../compiler/priors/pmf.ts";
import { bestParameter, calibratedUpperBound, dualSlack, exactUpperBound, participationUpperBound } from "../../runtime/theory/calibrated/calibrated-certificate.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import { gridOptimum } from "../../runtime/theory/calibrated/calibrated-signaling-program.ts";
import { calibratedOptimum, exchangeableCountLaw, independentCountLaw, optimalScheme } from "../../runtime/theory/calibrated/calibrated-signaling.ts";
import { calibrationResidual, schemeMarginals, schemeRevenue, schemeWelfare, signalLaw } from "../../runtime/theory/calibrated/calibrated-signaling-scheme.ts";
import { favouringScheme, participatingScheme, participationBinds, participationValue } from "../../runtime/theory/calibrated/individually-rational.ts";
import { audit, countLaws, orbitProgram, outcomes } from "./calibrated-support.ts";
import { r } from "./support.ts";

const example = [0.1, 0.4, 0.4, 0.1];

describe("the optimal calibrated signaling (Theorem 1.1, corrected)", () => {
  it.each([
    // The paper prints t0 = 0.383, t1 = 0.5226 for the first, from the misprint in (10).
    [example, 0.3039223409552382, 0.5077987670569913, 0.7335117409183204],
    [[0.25, 0.5, 0.25], 0, 0.5, 0.5],
    [[0.0625, 0.25, 0.375, 0.25, 0.0625], 0.5214466094067262, 0.6616116523516816, 0.8854933261758408],
    [[0.6, 0.3, 0.05, 0.03, 0.02], 0.05511811023622048, 0.5, 0.28307086614173227],
  ])("has the golden signals and revenue for %j", (law, t0, t1, revenue) => {
    const optimum = calibratedOptimum(law);
    expect(optimum.t0).toBeCloseTo(t0, 12);
    expect(optimum.t1).toBeCloseTo(t1, 12);
    expect(optimum.revenue).toBeCloseTo(revenue, 12);
  });

  it("keeps the digits of t0 when hardly anybody never clicks", () => {
    // Closed form of (10) in 40 digits of decimal arithmetic, with lambda_0 = 1 / 19000000001.
    const all = 19000000001;
    const { t0, t1 } = calibratedOptimum([1 / all, 4e9 / all, 3e9 / all, 9e9 / all, 3e9 / all]);
    expect(t0).toBeCloseTo(0.7540498151738922, 13);
    // The first-order condition 1 - t0 = sqrt(2) (1 - t1) of the interior case.
    expect(1 - (t0 ?? 0)).toBeCloseTo(Math.SQRT2 * (1 - (t1 ?? 0)), 13);
  });

  it("leaves out the signal of an outcome that never happens", () => {
    expect(calibratedOptimum([0.5, 0, 0, 0.5])).toMatchObject({ t0: 1 / 3, revenue: 2 / 3 });
    expect(calibratedOptimum([0.5, 0, 0, 0.5]).t1).toBeUndefined();
    expect(calibratedOptimum([0, 0.5, 0, 0.5]).t0).toBeUndefined();
  });

  it("pools at the top, earns its closed form and is calibrated, seen from the explicit kernel", () => {
    fc.assert(
      fc.property(countLaws, ({ law }) => {
        fc.pre(law.length <= 6);
        const scheme = optimalScheme(law);
        const seen = audit(scheme, law);
        expect(seen.revenue).toBeCloseTo(calibratedOptimum(law).revenue, 12);
        expect(seen.calibration).toBeLessThan(1e-12);
        expect(scheme.levels.length).toBeLessThanOrEqual(4);
        for (const outcome of outcomes(law.length - 1)) {
          const profiles = signalLaw(scheme, outcome);
          expect(profiles.reduce((sum, p) => sum + p.probability, 0)).toBeCloseTo(1, 12);
          for (const { levels } of profiles) expect(levels.filter((l) => l === Math.max(...levels)).length).toBeGreaterThanOrEqual(2);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("has marginals that sum to one and calibrate, and signals in order", () => {
    fc.assert(
      fc.property(countLaws, ({ law }) => {
        const scheme = optimalScheme(law);
        const { t0 = 0, t1 = 0.5, revenue, fullRevelation } = calibratedOptimum(law);
        expect(t1).toBeGreaterThanOrEqual(0.5);
        expect(t0).toBeLessThanOrEqual((law[1] ?? 0) > 0 ? t1 : 1);
        expect(revenue).toBeGreaterThanOrEqual(fullRevelation);
        expect(calibrationResidual(scheme, law)).toBeLessThan(1e-12);
        for (let k = 0; k < law.length; k++) {
          const marginals = schemeMarginals(scheme, k);
          expect(marginals.reduce((sum, m) => sum + m.clicks, 0)).toBeCloseTo(k > 0 ? 1 : 0, 12);
          expect(marginals.reduce((sum, m) => sum + m.others, 0)).toBeCloseTo(k < law.length - 1 ? 1 : 0, 12);
        }
      }),
    );
  });

  it("is recognised from a joint law of clicks, and only if exchangeable", () => {
    const law = (entries: [number, number, string][]) =>
      makePmf(entries.map(([a, b, p]) => ({ value: tuple([Rational.integer(a), Rational.integer(b)]), probability: r(p) })));
    expect(
      exchangeableCountLaw(
        law([
          [0, 0, "1/2"],
          [1, 0, "1/8"],
          [0, 1, "1/8"],
          [1, 1, "1/4"],
        ]),
      )?.map(String),
    ).toEqual(["1/2", "1/4", "1/4"]);
    expect(
      exchangeableCountLaw(
        law([
          [0, 0, "1/2"],
          [1, 0, "1/4"],
          [1, 1, "1/4"],
        ]),
      ),
    ).toBeUndefined();
    expect(
      exchangeableCountLaw(
        law([
          [0, 0, "1/2"],
          [2, 2, "1/2"],
        ]),
      ),
    ).toBeUndefined();
  });

  it("refuses what is no count law", () => {
    expect(() => calibratedOptimum([0.5, 0.5])).toThrow(RangeError);
    expect(() => calibratedOptimum([0.5, 0.6, -0.1])).toThrow(RangeError);
    expect(() => calibratedOptimum([0.5, 0.2, 0.2])).toThrow(RangeError);
    expect(() => calibratedOptimum([NaN, 0.5, 0.5])).toThrow(RangeError);
  });
});

describe("the dual certificate on the continuum of signals", () => {
  it("is tight: the bound is the closed form, in doubles and exactly", () => {
    fc.assert(
      fc.property(countLaws, ({ law, exact }) => {
        const { revenue } = calibratedOptimum(law);
        const upper = calibratedUpperBound(law);
        expect(upper).toBeGreaterThanOrEqual(revenue - 1e-15);
        expect(upper - revenue).toBeLessThan(1e-12);
        expect(exactUpperBound(exact, Rational.fromDouble(bestParameter(law))).toNumber() - revenue).toBeLessThan(1e-12);
      }),
    );
  });

  it("is feasible at any signals, whatever its parameter", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.array(fc.tuple(unit, fc.boolean()), { minLength: 2, maxLength: 6 }), (c, bidders) => {
        const [signals, clicks] = [bidders.map(([s]) => s), bidders.map(([, o]) => o)];
        expect(dualSlack(c, signals, clicks)).toBeGreaterThan(-1e-12);
        // Pairs at one signal are where the bound is tight.
        const paired = signals.map((s, i) => (i < 2 ? (signals[0] ?? s) : 0));
        expect(dualSlack(c, paired, clicks)).toBeGreaterThan(-1e-12);
      }),
      { numRuns: 2000 },
    );
  });

  it("covers a thousand bidders in no time", () => {
    const law = independentCountLaw(1000, 0.002);
    const started = performance.now();
    const upper = calibratedUpperBound(law);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(upper - calibratedOptimum(law).revenue).toBeLessThan(1e-12);
    expect(calibratedOptimum(independentCountLaw(100, 0.03)).revenue).toBeCloseTo(0.9718449746, 9);
  });

  it("refuses parameters outside its family", () => {
    expect(() => calibratedUpperBound(example, 0.6)).toThrow(RangeError);
    expect(() => exactUpperBound([r("1/2"), r("1/4"), r("1/8")], r("1/8"))).toThrow(RangeError);
  });
});

describe("the program of polynomial size (Propositions 2.4, 3.2, 3.5)", () => {
  it("equals the program over all joint kernels on the same grid, exactly", async () => {
    for (const [law, grid] of [
      [
        ["1/4", "1/2", "1/4"],
        ["0", "1/3", "1/2", "1"],
      ],
      [
        ["1/10", "2/5", "2/5", "1/10"],
        ["0", "3/10", "3/5", "1"],
      ],
      [
        ["1/5", "1/5", "1/5", "1/5", "1/5"],
        ["0", "2/3", "1"],
      ],
    ] as const) {
      const [exact, points] = [law.map(r), grid.map(r)];
      const brute = await certifiedOptimum(orbitProgram(exact, points));
      expect((await gridOptimum(exact, points)).toString()).toBe(brute.objective.toString());
    }
  });

  it("attains the closed form on a grid with the optimal signals and never exceeds it", async () => {
    for (const law of [
      ["1/10", "2/5", "2/5", "1/10"],
      ["2/5", "3/20", "1/20", "1/5", "1/5"],
    ]) {
      const exact = law.map(r);
      const { t0 = 0, t1 = 1, revenue } = calibratedOptimum(exact.map((p) => p.toNumber()));
      const best = await gridOptimum(exact, [r(0), Rational.fromDouble(t0), Rational.fromDouble(t1), r(1)]);
      expect(best.toNumber()).toBeCloseTo(revenue, 12);
      const coarse = await gridOptimum(exact, ["0", "1/5", "2/5", "3/5", "4/5", "1"].map(r));
      expect(coarse.toNumber()).toBeLessThan(revenue + 1e-15);
    }
  });
});

describe("calibrated signaling with participation (Theorem 1.3, corrected)", () => {
  it("decides exactly which of the two bounds is the supremum", () => {
    fc.assert(
      fc.property(countLaws, ({ law, exact }) => {
        const { none, one, t0 = 0, t1 = 0.5, spare } = calibratedOptimum(law);
        const gap = none * t0 - one * (1 - t1);
        fc.pre(Math.abs(gap) > 1e-12);
        const exactSpare = exact.reduce((sum, p, k) => (k < 2 ? sum : sum.add(p.mul(Rational.integer(k - 2)))), Rational.zero);
        expect(exactSpare.toNumber()).toBeCloseTo(spare, 12);
        expect(participationBinds(exact[0] as Rational, exact[1] as Rational, exactSpare)).toBe(gap > 0);
      }),
    );
  });

  it.each([
    [example, 0.7335117409, false],
    [[0.25, 0.5, 0.25], 0.5, true],
    [[0.5, 0, 0, 0.5], 0.5, true],
    [[0.4, 0.1, 0, 0.5], 0.6, true],
    [[0, 0.5, 0, 0.5], 0.8333333333, false],
  ])("has the golden supremum for %j", (law, supremum, attained) => {
    const value = participationValue(law);
    expect(value.supremum).toBeCloseTo(supremum, 9);
    expect(value.attained).toBe(attained);
    expect(participationUpperBound(law)).toBeGreaterThanOrEqual(value.supremum - 1e-15);
  });

  it.each([1e-2, 1e-3])("comes within %d of the supremum with calibrated signals and a surplus, seen from the kernel", (epsilon) => {
    fc.assert(
      fc.property(countLaws, ({ law }) => {
        fc.pre(law.length <= 4);
        const { scheme, revenue, loss } = participatingScheme(law, epsilon);
        fc.pre(scheme.levels.length < 200);
        const seen = audit(scheme, law);
        expect(loss).toBeLessThanOrEqual(epsilon + 1e-12);
        expect(loss).toBeGreaterThan(-1e-12);
        expect(seen.revenue).toBeCloseTo(revenue, 11);
        expect(seen.calibration).toBeLessThan(1e-11);
        expect(seen.surplus).toBeGreaterThan(-1e-11);
        if (participationValue(law).attained) expect(loss).toBeLessThan(1e-12);
      }),
      { numRuns: 40 },
    );
  });

  it("serves many bidders without listing profiles", () => {
    for (const chance of [0.02, 0.1, 0.12, 0.2]) {
      const law = independentCountLaw(20, chance);
      const { scheme, revenue, loss } = participatingScheme(law, 1e-3);
      expect(loss).toBeLessThanOrEqual(1e-3);
      expect(calibrationResidual(scheme, law)).toBeLessThan(1e-11);
      expect(schemeWelfare(scheme, law) - revenue).toBeGreaterThan(-1e-11);
    }
  });

  it("uses few signals where the chain applies", () => {
    const found = participatingScheme(example, 1e-6);
    expect(found.construction).toBe("chain");
    expect(found.loss).toBeLessThanOrEqual(1e-6);
    expect(found.scheme.levels.length).toBeLessThan(100);
  });

  it("with ties in favour of clickers is attained by four signals (section 1.2.2)", () => {
    fc.assert(
      fc.property(countLaws, ({ law }) => {
        const scheme = favouringScheme(law);
        expect(calibrationResidual(scheme, law)).toBeLessThan(1e-12);
        expect(schemeRevenue(scheme, law)).toBeCloseTo(participationValue(law).supremum, 11);
        expect(scheme.levels.length).toBeLessThanOrEqual(4);
      }),
    );
  });
});
