/** The optimal sensitivities: published numbers, first-order conditions, special cases with formulas of their own. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WorstCaseInformation } from "../../runtime/theory/proportional/compound-proportional-information.ts";
import { erlangTail } from "../../runtime/theory/numeric/erlang.ts";
import { exponentialExpectation } from "../../runtime/theory/numeric/exponential-expectation.ts";
import { ProportionalAuction } from "../../runtime/theory/proportional/proportional-auction.ts";
import { guaranteeBound, optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";

const mean = fc.oneof(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.constantFrom(1e-6, 0.25, 0.5, 0.999999));
const means = fc.array(mean, { minLength: 1, maxLength: 5 });

/** c with f(c) = target for a decreasing f. */
function inverse(f: (c: number) => number, target: number): number {
  let [low, high] = [0, 1];
  while (f(high) > target) high *= 2;
  for (let k = 0; k < 200; k++) {
    const middle = (low + high) / 2;
    if (f(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

describe("optimal sensitivities", () => {
  it("have the values of an independent program, and the published ones to the printed digits", () => {
    const cases: readonly [number[], number[], number][] = [
      [[0.5, 0.5], [0.3739631431901, 0.3739631431901], 0.2534058537075],
      [[0.6, 0.4], [0.5720646732269, 0.2112557883197], 0.2709069038646],
      [[0.5], [0.5958243, NaN], 0.1866823],
      [[0.5, 0.5, 0.5], [0.2723266, 0.2723266, 0.2723266], 0.2901917],
      [[0.6, 0.5, 0.4], [0.4390622, 0.2679567, 0.1353058], 0.3048247],
      [[0.65, 0.5, 0.35, 0.3], [0.5660848, 0.2656721, 0.0446687, 0], 0.3250265],
    ];
    for (const [at, eta, revenue] of cases) {
      const found = optimalSensitivities(at);
      const digits = String(revenue).length > 11 ? 12 : 6;
      expect(found.revenue).toBeCloseTo(revenue, digits);
      for (const [i, sensitivity] of found.sensitivities.entries()) expect(sensitivity).toBeCloseTo(eta[i] ?? NaN, digits);
      expect(found.attained).toBe(true);
    }
    // The paper prints (0.572, 0.211) and 0.271 for means (3/5, 2/5), and 0.375 and 0.253 for equal means of 1/2.
    expect(optimalSensitivities([0.6, 0.4]).sensitivities.map((eta) => eta.toFixed(3))).toEqual(["0.572", "0.211"]);
    expect(optimalSensitivities([0.5, 0.5]).revenue.toFixed(3)).toBe("0.253");
  });

  it("make revenue, the bound of Theorem 1 and the interim means agree, exclude exactly the weak, and keep the order", () => {
    fc.assert(
      fc.property(means, fc.constantFrom(1, 7), (at, upper) => {
        const scaled = at.map((each) => each * upper);
        const { revenue, sensitivities } = optimalSensitivities(scaled, upper);
        const information = new WorstCaseInformation(sensitivities, scaled, upper);
        expect(guaranteeBound(sensitivities, scaled, upper)).toBeCloseTo(revenue, 12);
        expect(information.potential()).toBeCloseTo(revenue, 12);
        for (const [i, m] of scaled.entries()) {
          expect(information.mean(i)).toBeCloseTo(m, 12);
          if (sensitivities[i] === 0) expect(m).toBeLessThanOrEqual(revenue + 1e-12);
          else expect(m).toBeGreaterThan(revenue - 1e-12);
          for (const [j, other] of scaled.entries()) if (other < m) expect(sensitivities[j]).toBeLessThanOrEqual((sensitivities[i] ?? 0) * (1 + 1e-9) + 1e-13);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("are a maximum: no other sensitivities have a higher bound", () => {
    fc.assert(
      fc.property(means, fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 }), (at, factors) => {
        const { revenue, sensitivities } = optimalSensitivities(at);
        const scaled = sensitivities.map((eta, i) => eta * (factors[i] ?? 1));
        const other = factors.slice(0, at.length);
        expect(guaranteeBound(scaled, at)).toBeLessThanOrEqual(revenue + 1e-13);
        expect(guaranteeBound(other, at)).toBeLessThanOrEqual(revenue + 1e-13);
      }),
      { numRuns: 40 },
    );
  });

  it("for equal means follow from the Gamma law", () => {
    for (const n of [1, 2, 3, 4, 8]) {
      for (const m of [1e-9, 0.01, 0.5, 0.9, 0.9999]) {
        const c = inverse((x) => erlangTail(n + 1, x), m);
        const { revenue, sensitivities } = optimalSensitivities(new Array<number>(n).fill(m));
        expect(Math.abs(revenue / erlangTail(n, c) - 1)).toBeLessThan(1e-11);
        for (const eta of sensitivities) expect(Math.abs(eta * c - 1)).toBeLessThan(1e-9);
        expect(new ProportionalAuction(n, 1 / c).guarantee(m)).toBeCloseTo(revenue, 11);
      }
    }
  });

  it("for one buyer solve (1 + c) e^-c = mean", () => {
    for (const m of [0.01, 0.3, 0.5, 0.99]) {
      const { revenue, sensitivities } = optimalSensitivities([m]);
      const c = 1 / (sensitivities[0] ?? NaN);
      expect((1 + c) * Math.exp(-c)).toBeCloseTo(m, 13);
      expect(revenue).toBeCloseTo(Math.exp(-c), 13);
    }
  });

  it("exclude the second of two buyers whose means add up to one from a difference of about 0.3643 on", () => {
    const second = (difference: number): number => optimalSensitivities([0.5 + difference / 2, 0.5 - difference / 2]).sensitivities[1] ?? NaN;
    let [low, high] = [0, 1];
    while (high - low > 1e-10) {
      const middle = (low + high) / 2;
      if (second(middle) > 0) low = middle;
      else high = middle;
    }
    expect(low).toBeCloseTo(0.3643111, 7);
    // Around the threshold sensitivities vanish continuously and nothing fails to converge.
    const threshold = optimalSensitivities([0.7]).revenue;
    for (const gap of [1e-3, 1e-6, 1e-9, 1e-11]) {
      const eta = optimalSensitivities([0.7, threshold + gap]).sensitivities[1] ?? NaN;
      expect(eta / gap).toBeGreaterThan(2);
      expect(eta / gap).toBeLessThan(4);
    }
    for (const gap of [-1e-15, -1e-9, 0]) expect(optimalSensitivities([0.7, threshold + gap]).sensitivities[1]).toBe(0);
  });

  it("value asymmetry: a mean-preserving spread of the means raises the guarantee", () => {
    const even = optimalSensitivities([0.5, 0.5]).revenue;
    for (const d of [0.05, 0.1, 0.3]) expect(optimalSensitivities([0.5 + d, 0.5 - d]).revenue).toBeGreaterThan(even);
  });

  it("the perturbation of the paper: means (3/5, 2/5) moved by epsilon", () => {
    // Guarantee of the equal-mean auction at means (1/2 +- e) is that at (1/2, 1/2): the bound is affine in the means.
    const { sensitivities, revenue } = optimalSensitivities([0.5, 0.5]);
    for (const e of [0.1, 0.1712]) {
      expect(guaranteeBound(sensitivities, [0.5 + e, 0.5 - e])).toBeCloseTo(revenue, 12);
      const perturbed = sensitivities.map((eta, i) => eta + (i === 0 ? e : -e));
      if (e === 0.1712) {
        expect(perturbed.map((eta) => eta.toFixed(3))).toEqual(["0.545", "0.203"]);
        expect(guaranteeBound(perturbed, [0.6, 0.4])).toBeCloseTo(0.27043, 5);
      }
    }
  });

  it("handle the ends of the range and refuse what lies outside", () => {
    expect(optimalSensitivities([0, 0])).toEqual({ revenue: 0, sensitivities: [0, 0], attained: true });
    expect(optimalSensitivities([2, 1], 2)).toEqual({ revenue: 2, sensitivities: [Infinity, 0], attained: false });
    expect(optimalSensitivities([1 - 1e-12]).revenue).toBeGreaterThan(0.999998);
    expect(() => optimalSensitivities([])).toThrow(RangeError);
    expect(() => optimalSensitivities([1.1])).toThrow(RangeError);
    expect(() => optimalSensitivities([NaN])).toThrow(RangeError);
    expect(() => optimalSensitivities([0.5], 0)).toThrow(RangeError);
    expect(() => guaranteeBound([1], [0.5, 0.5])).toThrow(RangeError);
    expect(() => guaranteeBound([-1], [0.5])).toThrow(RangeError);
  });
});

describe("the worst-case information", () => {
  it("has the means, and virtual values zero or the upper bound, by quadrature and differences", () => {
    const at = [0.65, 0.5, 0.2];
    const { sensitivities } = optimalSensitivities(at);
    const information = new WorstCaseInformation(sensitivities, at);
    const two = sensitivities.slice(0, 2);
    const kinks = (s: readonly number[], i: number): number[] => [(1 - (two[1 - i] ?? 0) * (s[1 - i] ?? 0)) / (two[i] ?? 1)];
    for (const [i, m] of at.entries()) {
      const expected = exponentialExpectation(([a = 0, b = 0]) => information.interimValues([a, b, 1])[i] ?? 0, [0, 0], [0, 1], kinks);
      expect(expected).toBeCloseTo(m, 9);
    }
    for (const signals of [
      [0.3, 0.2, 5],
      [0.1, 1, 0],
      [3, 2, 0.1],
    ]) {
      const virtual = information.virtualValues(signals);
      for (const i of [0, 1, 2]) {
        const h = 1e-6;
        const moved = signals.map((s, j) => (j === i ? s + h : s));
        const difference = (information.interimValues(signals)[i] ?? 0) - ((information.interimValues(moved)[i] ?? 0) - (information.interimValues(signals)[i] ?? 0)) / h;
        expect(virtual[i]).toBeCloseTo(difference, 4);
      }
    }
    expect(() => information.interimValues([1])).toThrow(RangeError);
    expect(() => new WorstCaseInformation([1], [0.5, 0.5])).toThrow(RangeError);
  });
});
