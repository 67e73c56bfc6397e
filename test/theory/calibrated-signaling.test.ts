import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { makePmf, tuple } from "../../compiler/priors/pmf.ts";
import { bestParameter, calibratedUpperBound, dualSlack, exactUpperBound, participationUpperBound } from "../../runtime/theory/calibrated/calibrated-certificate.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import { gridOptimum } from "../../runtime/theory/calibrated/calibrated-signaling-program.ts";
import { calibratedOptimum, exchangeableCountLaw, independentCountLaw, optimalScheme } from "../../runtime/theory/calibrated/calibrated-signaling.ts";
import { calibrationResidual, schemeMarginals, schemeRevenue, schemeWelfare, signalLaw } from "../../runtime/theory/calibrated/calibrated-signaling-scheme.ts";
import type { CalibratedScheme } from "../../runtime/theory/calibrated/calibrated-signaling-scheme.ts";
import { favouringScheme, participatingScheme, participationBinds, participationValue } from "../../runtime/theory/calibrated/individually-rational.ts";
import { r } from "./support.ts";

const example = [0.1, 0.4, 0.4, 0.1];

/** Count laws with zeros, since those are the degenerate cases. */
const countLaws = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 50 })), { minLength: 3, maxLength: 9 })
  .filter((weights) => weights.some((w) => w > 0))
  .map((weights) => {
    const total = weights.reduce((a, b) => a + b, 0);
    return { law: weights.map((w) => w / total), exact: weights.map((w) => Rational.of(w, total)) };
  });

/** All click outcomes, and all multisets, by brute force: the program over joint kernels, reduced by symmetry. */
function orbitProgram(law: readonly Rational[], grid: readonly Rational[]): Program {
  const n = law.length - 1;
  const builder = new ProgramBuilder("orbits", "maximize");
  const multisets = (size: number, least = 0): number[][] =>
    size === 0 ? [[]] : grid.flatMap((_, s) => (s < least ? [] : multisets(size - 1, s).map((rest) => [s, ...rest])));
  const orbits = law.flatMap((_, k) => multisets(k).flatMap((clicks) => multisets(n - k).map((others) => ({ k, clicks, others }))));
  builder.addColumns({ name: "z", role: "probability", indexNames: ["k"], sentence: "{k}" }, orbits.length, Rational.zero, undefined, false, (k) => [
    String(k),
  ]);
  for (const [j, { clicks, others }] of orbits.entries()) {
    const second = [...clicks, ...others].sort((a, b) => b - a)[1] ?? 0;
    builder.setObjective(j, grid[second] ?? Rational.zero);
  }
  builder.beginRowFamily({ name: "rows", role: "prior", indexNames: ["k"], sentence: "{k}" }, (k) => [String(k)]);
  for (const [k, probability] of law.entries()) {
    builder.beginRow("=");
    for (const [j, orbit] of orbits.entries()) if (orbit.k === k) builder.add(j, Rational.one);
    builder.endRow(probability);
  }
  for (const [s, signal] of grid.entries()) {
    builder.beginRow("=");
    for (const [j, { clicks, others }] of orbits.entries()) {
      const at = (set: readonly number[]): Rational => Rational.integer(set.filter((x) => x === s).length);
      builder.add(j, at(clicks).mul(Rational.one.sub(signal)).sub(at(others).mul(signal)));
    }
    builder.endRow(Rational.zero);
  }
  builder.endRowFamily();
  return builder.build();
}

function outcomes(n: number): boolean[][] {
  return Array.from({ length: 2 ** n }, (_, m) => Array.from({ length: n }, (_, i) => (m >> i) % 2 === 1));
}

/** Revenue, surplus with uniform ties and worst calibration error, from the explicit kernel only. */
function audit(scheme: CalibratedScheme, law: readonly number[]): { revenue: number; surplus: number; calibration: number } {
  const n = scheme.bidders;
  const ones = new Map<string, number>();
  const all = new Map<string, number>();
  let [revenue, surplus] = [0, 0];
  const choose = (k: number): number => outcomes(n).filter((o) => o.filter(Boolean).length === k).length;
  for (const outcome of outcomes(n)) {
    const k = outcome.filter(Boolean).length;
    const weight = (law[k] ?? 0) / choose(k);
    for (const { levels, probability } of signalLaw(scheme, outcome)) {
      const mass = weight * probability;
      const [top = 0, second = 0] = [...levels].sort((a, b) => b - a);
      const winners = levels.flatMap((level, i) => (level === top ? [i] : []));
      const price = scheme.levels[second] ?? 0;
      revenue += mass * price;
      surplus += mass * (winners.filter((i) => outcome[i]).length / winners.length - price);
      for (const [i, level] of levels.entries()) {
        const key = `${i},${level}`;
        all.set(key, (all.get(key) ?? 0) + mass);
        if (outcome[i] === true) ones.set(key, (ones.get(key) ?? 0) + mass);
      }
    }
  }
  const errors = [...all].map(([key, mass]) => Math.abs((ones.get(key) ?? 0) - mass * (scheme.levels[Number(key.split(",")[1])] ?? 0)));
  return { revenue, surplus, calibration: Math.max(...errors) };
}

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
