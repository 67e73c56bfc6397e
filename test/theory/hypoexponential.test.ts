/** Sums of exponentials against formulas that share no code: partial fractions, Erlang sums, quadrature, powers of a matrix. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { densityRatio, erlangTail, lowerTailRatio, upperTailRatio } from "../../runtime/theory/numeric/erlang.ts";
import { exponentialExpectation, gaussLegendre } from "../../runtime/theory/numeric/exponential-expectation.ts";
import { cumulative, density, expectedMinimum, occupancies, survival } from "../../runtime/theory/numeric/hypoexponential.ts";
import { interpolant } from "../../runtime/theory/numeric/interpolant.ts";
import { integrate } from "../../runtime/theory/numeric/quadrature.ts";

const phase = fc.double({ min: 0.02, max: 3, noNaN: true });
const phases = fc.array(phase, { minLength: 1, maxLength: 5 });

/** The probability of being in each phase by uniformization: positive terms only, slow for short phases. */
function uniformized(list: readonly number[], x: number): number[] {
  const rates = list.map((each) => 1 / each);
  const top = Math.max(...rates);
  let state = list.map((_, j): number => (j === 0 ? 1 : 0));
  let weight = Math.exp(-top * x);
  let result = state.map((p) => p * weight);
  for (let m = 1; m < 60 + 4 * top * x; m++) {
    state = state.map((p, j) => p * (1 - (rates[j] ?? 0) / top) + (j > 0 ? ((state[j - 1] ?? 0) * (rates[j - 1] ?? 0)) / top : 0));
    weight *= (top * x) / m;
    result = result.map((p, j) => p + weight * (state[j] ?? 0));
  }
  return result;
}

describe("the hypoexponential law", () => {
  it("agrees with uniformization, at ties and away from them", () => {
    fc.assert(
      fc.property(phases, fc.boolean(), fc.double({ min: 0.05, max: 3, noNaN: true }), (list, tie, x) => {
        const all = tie ? list.map(() => list[0] ?? 1) : list;
        const expected = uniformized([...all].sort((a, b) => b - a), x);
        for (const [j, p] of occupancies(all, x).entries()) expect(p).toBeCloseTo(expected[j] ?? NaN, 13);
        expect(survival(all, x)).toBeCloseTo(expected.reduce((a, b) => a + b, 0), 13);
        expect(survival(all, x) + cumulative(all, x)).toBeCloseTo(1, 13);
      }),
    );
  });

  it("is continuous where phases become equal", () => {
    const at = (gap: number): number => survival([0.3, 0.3 + gap, 0.3 - gap, 0.1], 1);
    for (const gap of [1e-15, 1e-12, 1e-9, 1e-7]) expect(Math.abs(at(gap) - at(0))).toBeLessThan(2e-15 + 10 * gap);
  });

  it("keeps relative accuracy in both tails", () => {
    // Three equal phases: P(Gamma(3) > 200) and, for a sum below x, x^3 / 6 to leading order.
    expect(survival([1, 1, 1], 200) / (Math.exp(-200) * (1 + 200 + 20000))).toBeCloseTo(1, 11);
    expect(cumulative([1, 1, 1], 1e-6) / (1e-18 / 6)).toBeCloseTo(1, 5);
    // Partial fractions are exact for two phases that are far apart.
    const [a, b] = [1, 1e-8];
    expect(survival([a, b], 1)).toBeCloseTo((a * Math.exp(-1 / a) - b * Math.exp(-1 / b)) / (a - b), 15);
    expect(survival([0.5, 1e-25, 0], 1)).toBe(survival([0.5], 1));
  });

  it("has E[min(x, Y)] as the integral of survival, and as the split over phases", () => {
    fc.assert(
      fc.property(phases, fc.double({ min: 0.1, max: 2, noNaN: true }), (list, x) => {
        const m = expectedMinimum(list, x);
        expect(m).toBeCloseTo(integrate((u) => survival(list, u), 0, x).value, 12);
        expect(m).toBeCloseTo(x * survival(list, x) + list.reduce((sum, eta) => sum + eta * cumulative([...list, eta], x), 0), 12);
        expect(m).toBeLessThanOrEqual(Math.min(x, list.reduce((a, b) => a + b, 0)) + 1e-15);
      }),
    );
  });

  it("has the density as the slope of the distribution function", () => {
    fc.assert(
      fc.property(fc.array(phase, { minLength: 2, maxLength: 4 }), fc.double({ min: 0.2, max: 2, noNaN: true }), (list, x) => {
        const h = 1e-5;
        expect(density(list, x)).toBeCloseTo((cumulative(list, x + h) - cumulative(list, x - h)) / (2 * h), 6);
        expect(cumulative(list, x)).toBeCloseTo(integrate((u) => density(list, u), 0, x).value, 10);
      }),
      { numRuns: 40 },
    );
  });

  it("without phases is a point mass at zero; negative phases are refused", () => {
    expect([survival([], 1), cumulative([], 1), expectedMinimum([], 1), density([], 1), survival([1], -1), cumulative([1], -1), expectedMinimum([1], -2)]).toEqual([0, 1, 0, 0, 1, 0, -2]);
    expect(() => survival([-1], 1)).toThrow(RangeError);
    expect(() => survival([Infinity], 1)).toThrow(RangeError);
  });
});

describe("Erlang tails", () => {
  it("are the integrals of the density over the density", () => {
    for (const n of [1, 2, 3, 5]) {
      for (const x of [0.01, 0.7, 3, 9]) {
        expect(lowerTailRatio(n, x)).toBeCloseTo(integrate((y) => densityRatio(n, y, x), 0, x).value, 8);
        expect(upperTailRatio(n, x)).toBeCloseTo(integrate((y) => densityRatio(n, y, x), x, x + 60).value, 6 - Math.ceil(Math.max(0, -2 * Math.log10(x))));
        expect(erlangTail(n, x)).toBeCloseTo(survival(new Array<number>(n).fill(1), x), 14);
      }
    }
    expect(upperTailRatio(3, 1e6)).toBeCloseTo(1, 5);
    expect(lowerTailRatio(1, 2)).toBeCloseTo(Math.expm1(2), 13);
  });
});

describe("numerical tools", () => {
  it("Gauss-Legendre integrates polynomials of degree 2n - 1 exactly", () => {
    for (const order of [1, 2, 6, 12]) {
      const { points, weights } = gaussLegendre(order);
      for (let degree = 0; degree < 2 * order; degree++) {
        const sum = points.reduce((total, x, k) => total + (weights[k] ?? 0) * x ** degree, 0);
        expect(sum).toBeCloseTo(degree % 2 === 1 ? 0 : 2 / (degree + 1), 13);
      }
    }
  });

  it("expectations over exponentials handle kinks and several coordinates", () => {
    // E max(0, s - 2) = e^-2, and E min(1, (s_1 + s_2) / 3) against the closed form.
    expect(exponentialExpectation((s) => Math.max(0, (s[0] ?? 0) - 2), [0], [0], () => [2])).toBeCloseTo(Math.exp(-2), 12);
    const kinks = (s: readonly number[], i: number): number[] => [3 - (s[1 - i] ?? 0)];
    expect(exponentialExpectation((s) => Math.min(1, ((s[0] ?? 0) + (s[1] ?? 0)) / 3), [0, 0], [0, 1], kinks)).toBeCloseTo(expectedMinimum([1 / 3, 1 / 3], 1), 10);
    // Coordinates that are not free stay where they are.
    expect(exponentialExpectation((s) => (s[0] ?? 0) * (s[1] ?? 0), [7, 0], [1], () => [])).toBeCloseTo(7, 12);
  });

  it("interpolation reproduces functions with layers to rounding", () => {
    const layer = (x: number): number => 1 - Math.exp(-x / 1e-6) + Math.sin(3 * x);
    const copy = interpolant(layer, 0, 1, 1e-6);
    for (const x of [0, 1e-9, 1e-6, 1e-5, 0.1, 0.5, 0.999, 1]) expect(Math.abs(copy(x) - layer(x))).toBeLessThan(1e-13);
    expect(copy(2)).toBeCloseTo(layer(1), 13);
    expect(() => interpolant((x) => 1 / (x - x), 0, 1)).toThrow(RangeError);
    expect(() => interpolant(Math.exp, 0, 1, 0)).toThrow(RangeError);
  });
});
