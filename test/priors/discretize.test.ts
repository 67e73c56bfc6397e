import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { continuousFamilies } from "../../compiler/priors/continuous/registry.ts";
import { buildDistribution, resolveDistribution } from "../../compiler/priors/registry.ts";
import { roundMasses } from "../../compiler/priors/round-masses.ts";
import { failure, finite, list, mean, r, total, variance } from "./support.ts";

const law = (name: string, ...parameters: (string | number)[]) => {
  const family = continuousFamilies.find((f) => f.name === name);
  if (!family) throw new Error(name);
  return family.law(parameters.map(r));
};
const continuous = (name: string, ...parameters: (string | number)[]) => buildDistribution(name, parameters.map(r));

/** Closed forms of mean and variance, independent of the implementation. */
const cases = [
  { name: "uniform", parameters: [1, 3], mean: 2, variance: 1 / 3 },
  { name: "normal", parameters: [1, 2], mean: 1, variance: 4 },
  { name: "lognormal", parameters: [0, "1/2"], mean: Math.exp(1 / 8), variance: (Math.exp(1 / 4) - 1) * Math.exp(1 / 4) },
  { name: "exponential", parameters: [2], mean: 1 / 2, variance: 1 / 4 },
  { name: "beta", parameters: [2, 3], mean: 2 / 5, variance: 1 / 25 },
  { name: "beta", parameters: ["1/2", "1/2"], mean: 1 / 2, variance: 1 / 8 },
  { name: "pareto", parameters: [5, 1], mean: 5 / 4, variance: 5 / 48 },
  { name: "triangular", parameters: [0, 4, 1], mean: 5 / 3, variance: 13 / 18 },
  { name: "triangular", parameters: [0, 2, 0], mean: 2 / 3, variance: 2 / 9 },
  { name: "triangular", parameters: [0, 2, 2], mean: 4 / 3, variance: 2 / 9 },
] as const;

describe("continuous laws", () => {
  it.each(cases)("$name($parameters): the quantile inverts the distribution function, the partial mean integrates the quantile", (c) => {
    const x = law(c.name, ...c.parameters);
    for (let k = 1; k < 16; k++) {
      const p = Rational.of(k, 16);
      expect(x.cdf(x.quantile(p)).toNumber()).toBeCloseTo(k / 16, 13);
      const step = Rational.of(1, 4096);
      const slope =
        x
          .partialMean(p.add(step))
          .sub(x.partialMean(p.sub(step)))
          .toNumber() * 2048;
      expect(slope).toBeCloseTo(x.quantile(p).toNumber(), 4);
    }
    expect(x.partialMean(Rational.zero).toNumber()).toBe(0);
    expect(x.partialMean(Rational.one).toNumber()).toBeCloseTo(c.mean, 13);
  });

  it("reject parameters outside their range", () => {
    for (const [name, ...parameters] of [
      ["uniform", 1, 1],
      ["normal", 0, 0],
      ["lognormal", 0, -1],
      ["exponential", 0],
      ["beta", 0, 1],
      ["beta", 1, "1e9"],
      ["pareto", -1, 1],
      ["triangular", 0, 1, 2],
      ["triangular", 1, 0, 1],
      ["normal", 0, "1e-400"],
      ["normal", 0, "1e400"],
    ] as const) {
      expect(failure(() => continuous(name, ...parameters)).key).toBe("bad-distribution-argument");
    }
  });
});

describe("discretize at conditional means", () => {
  it("of uniform(0, 1) is exact", () => {
    expect(formatValue(finite("discretize", [continuous("uniform", 0, 1), 4]))).toBe("{1/8: 1/4, 3/8: 1/4, 5/8: 1/4, 7/8: 1/4}");
  });

  it.each(cases)("of $name($parameters) keeps the mean and converges to the variance from below", (c) => {
    const cells = finite("discretize", [continuous(c.name, ...c.parameters), 200]);
    expect(total(cells).toString()).toBe("1");
    expect(cells.outcomes.every((o) => !o.probability.inexact)).toBe(true);
    expect(mean(cells).toNumber()).toBeCloseTo(c.mean, 12);
    expect(variance(cells).toNumber()).toBeLessThan(c.variance);
    expect(variance(cells).toNumber() / c.variance).toBeGreaterThan(0.95);
  });

  it("of a symmetric law is symmetric", () => {
    const values = finite("discretize", [continuous("normal", 0, 1), 10]).outcomes.map((o) => (o.value as Rational).toNumber());
    values.forEach((v, i) => expect(v).toBeCloseTo(-(values[9 - i] ?? NaN), 13));
    // Two cells sit at plus and minus E|Z| = sqrt(2/pi).
    const [low] = finite("discretize", [continuous("normal", 0, 1), 2]).outcomes;
    expect((low?.value as Rational).toNumber()).toBeCloseTo(-Math.sqrt(2 / Math.PI), 14);
  });

  it("needs a mean: the equal-revenue law has none, but it has medians", () => {
    const heavy = continuous("pareto", 1, 1);
    expect(failure(() => finite("discretize", [heavy, 4])).hint).toContain("midpoint");
    const medians = finite("discretize", [heavy, 4, "midpoint"]).outcomes.map((o) => (o.value as Rational).toNumber());
    [8 / 7, 8 / 5, 8 / 3, 8].forEach((x, i) => expect(medians[i]).toBeCloseTo(x, 12));
  });
});

describe("discretize at medians and on a grid", () => {
  it("of uniform are exact", () => {
    expect(formatValue(finite("discretize", [continuous("uniform", 0, 1), 2, "midpoint"]))).toBe("{1/4: 1/2, 3/4: 1/2}");
    expect(formatValue(finite("discretize", [continuous("uniform", 0, 1), list(1, 0, "1/2"), "grid"]))).toBe("{0: 1/4, 1/2: 1/2, 1: 1/4}");
  });

  it("of the triangular law, whose distribution function is rational, are exact on a grid", () => {
    expect(formatValue(finite("discretize", [continuous("triangular", 0, 2, 1), list(0, 1, 2)]))).toBe("{0: 1/8, 1: 3/4, 2: 1/8}");
  });

  it("use the declared domain when no points are given", () => {
    const domain = [-1, 0, 1].map(r);
    const onDomain = resolveDistribution(finite("discretize", [continuous("normal", 0, 1)], { domain }), { domain });
    const [left, centre, right] = onDomain.outcomes.map((o) => o.probability.toNumber());
    expect(left).toBeCloseTo(0.30853753872598688, 15);
    expect(centre).toBeCloseTo(0.38292492254802624, 15);
    expect(right).toBeCloseTo(0.30853753872598688, 15);
  });

  it("give float masses that sum to one without rounding error, in any order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 30 }), (points) => {
        const cells = finite("discretize", [continuous("normal", 0, 7), list(...points)]);
        const masses = cells.outcomes.map((o) => o.probability.toNumber());
        expect(masses.reduce((a, b) => a + b, 0)).toBe(1);
        expect([...masses].reverse().reduce((a, b) => a + b, 0)).toBe(1);
        expect(cells.outcomes.every((o) => o.probability.inexact || points.length === 1)).toBe(true);
      }),
    );
  });

  it("reject what they cannot use", () => {
    const normal = continuous("normal", 0, 1);
    expect(failure(() => finite("discretize", [r(1), 3])).message).toContain("continuous");
    expect(failure(() => finite("discretize", [normal])).message).toContain("points");
    expect(failure(() => finite("discretize", [normal, 3, "simpson"])).message).toContain("simpson");
    expect(failure(() => finite("discretize", [normal, list(), "grid"])).message).toContain("at least one point");
    expect(failure(() => finite("discretize", [normal, list(1, 2), "mean"])).message).toContain("grid");
    expect(failure(() => finite("discretize", [normal, 0])).message).toContain("number of cells");
    expect(failure(() => finite("discretize", [continuous("lognormal", 800, 1), 3, "midpoint"])).message).toContain("extreme");
  });
});

describe("rounding of masses", () => {
  it("moves no mass by more than two units of 2^-52, and leaves exact ones alone", () => {
    const exact = ["1/3", "2/3"].map(r);
    expect(roundMasses(exact)).toEqual(exact);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 2, maxLength: 20 }), (weights) => {
        const sum = weights.reduce((a, b) => a + b, 0);
        fc.pre(sum > 1e-3);
        const masses = weights.map((w) => w / sum);
        roundMasses(masses.map((m) => Rational.float(m))).forEach((m, j) => expect(Math.abs(m.toNumber() - (masses[j] ?? NaN))).toBeLessThan(20 * 2 ** -52));
      }),
    );
  });
});
