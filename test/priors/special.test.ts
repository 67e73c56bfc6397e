import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { incompleteBeta, incompleteBetaInverse } from "../../compiler/priors/special/incomplete-beta.ts";
import { erfc, normalCdf, normalQuantile } from "../../compiler/priors/special/normal-integral.ts";

const relative = (actual: number, expected: number): number => Math.abs(actual / expected - 1);

// Reference values: 40-digit arithmetic at the double nearest to the argument.
describe("the normal integral", () => {
  it.each([
    [0.01, 0.98871658444415038],
    [0.5, 0.47950012218695346],
    [0.999, 0.15771472979350306],
    [1, 0.15729920705028513],
    [1.5, 0.033894853524689273],
    [3, 2.2090496998585441e-5],
    [6, 2.1519736712498913e-17],
    [12, 1.3562611692059042e-64],
    [26, 5.6631924088561428e-296],
  ])("erfc(%d) is right to 1e-14", (x, expected) => {
    expect(relative(erfc(x), expected)).toBeLessThan(1e-14);
    expect(relative(erfc(-x), 2 - expected)).toBeLessThan(1e-14);
  });

  it.each([
    [-8, 6.2209605742717841e-16],
    [-3.5, 0.00023262907903552504],
    [-1, 0.15865525393145705],
    [0.25, 0.59870632568292372],
    [2, 0.97724986805182079],
  ])("the distribution function at %d is right to 1e-14", (z, expected) => {
    expect(relative(normalCdf(z), expected)).toBeLessThan(1e-14);
  });

  it.each([
    [1e-300, -37.047096299361199],
    [1e-20, -9.2623400897984076],
    [0.001, -3.0902323061678135],
    [0.025, -1.9599639845400542],
    [0.1, -1.2815515655446004],
    [0.3, -0.52440051270804082],
    [0.49, -0.025068908258711058],
  ])("the quantile at %d is right to 1e-14, and antisymmetric", (p, expected) => {
    expect(relative(normalQuantile(p, 1 - p), expected)).toBeLessThan(1e-14);
    expect(normalQuantile(1 - p, p)).toBe(-normalQuantile(p, 1 - p));
  });

  it("quantile and distribution function are inverse over the whole range", () => {
    fc.assert(
      fc.property(fc.double({ min: -300, max: -0.31, noNaN: true }), (exponent) => {
        const p = 10 ** exponent;
        expect(relative(normalCdf(normalQuantile(p, 1 - p)), p)).toBeLessThan(3e-13);
      }),
    );
  });

  it("reaches its limits", () => {
    expect([normalQuantile(0, 1), normalQuantile(1, 0), normalQuantile(0.5, 0.5)]).toEqual([-Infinity, Infinity, 0]);
    expect([erfc(0), erfc(40), erfc(-40)]).toEqual([1, 0, 2]);
  });
});

describe("the incomplete beta function", () => {
  it.each([
    [2, 3, 0.3, 0.3483],
    [0.5, 0.5, 0.1, 0.20483276469913346],
    [0.1, 4, 1e-10, 0.11934999999674499],
    [20, 30, 0.4, 0.50770019965764801],
    [1000, 1200, 0.45, 0.33466234267154132],
    [1000, 1200, 0.38, 5.1574227133222235e-13],
    [50000, 70000, 0.41, 1.3569902124285061e-6],
    [0.01, 0.02, 0.5, 0.6667194610412722],
    [5, 1, 0.99, 0.95099004989999996],
    [2.5, 0.25, 0.7, 0.097179764303132971],
  ])("I(%d, %d) at %d is right to 1e-13", (a, b, x, expected) => {
    expect(relative(incompleteBeta(a, b, x, 1 - x), expected)).toBeLessThan(1e-13);
  });

  it("is a binomial tail for integer parameters", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (a, b, x) => {
        const n = a + b - 1;
        let tail = 0;
        let coefficient = 1;
        for (let k = 0; k <= n; k++) {
          if (k >= a) tail += coefficient * x ** k * (1 - x) ** (n - k);
          coefficient = (coefficient * (n - k)) / (k + 1);
        }
        expect(incompleteBeta(a, b, x, 1 - x)).toBeCloseTo(tail, 13);
      }),
    );
  });

  it("has the arcsine law and the powers as special cases", () => {
    for (const x of [0.001, 0.2, 0.5, 0.9]) {
      expect(relative(incompleteBeta(0.5, 0.5, x, 1 - x), (2 / Math.PI) * Math.asin(Math.sqrt(x)))).toBeLessThan(1e-14);
      expect(relative(incompleteBeta(7, 1, x, 1 - x), x ** 7)).toBeLessThan(1e-14);
    }
  });

  it("is inverted, also where quantiles are astronomically small or close to one", () => {
    const parameter = fc.double({ min: -2, max: 4, noNaN: true }).map((e) => 10 ** e);
    fc.assert(
      fc.property(parameter, parameter, fc.double({ min: 1e-6, max: 0.999999, noNaN: true }), (a, b, p) => {
        const { x, y } = incompleteBetaInverse(a, b, p, 1 - p);
        expect(x).toBeGreaterThanOrEqual(0);
        expect(y).toBeGreaterThanOrEqual(0);
        // Below the range of doubles, the quantile is zero and nothing can be inverted.
        if (x > 1e-300 && y > 1e-300) expect(Math.abs(incompleteBeta(a, b, x, y) - p)).toBeLessThan(1e-11);
      }),
      { numRuns: 300 },
    );
  });
});
