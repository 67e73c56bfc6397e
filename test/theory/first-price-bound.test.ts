import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { averageLoserLaw, firstPriceBound, firstPriceBoundContinuous, isSymmetricPrior } from "../../runtime/theory/guarantees/first-price-bound.ts";
import { integrate } from "../../runtime/theory/numeric/quadrature.ts";
import { integerRoot, rootBounds } from "../../runtime/theory/numeric/roots.ts";
import { joint, prior, priorsUpTo, r } from "./support.ts";

describe("the first-price revenue bound (Bergemann, Brooks and Morris)", () => {
  it("is 3/2 - sqrt 2 for a common value of 0 or 1, enclosed by fractions", () => {
    const { lower, upper } = firstPriceBound(prior([0, "1/2"], [1, "1/2"]), 2);
    const shifted = (x: Rational): Rational => r("3/2").sub(x);
    // lower <= 3/2 - sqrt 2 <= upper, decided by squaring.
    expect(shifted(lower).pow(2).compare(r(2))).toBeGreaterThanOrEqual(0);
    expect(shifted(upper).pow(2).compare(r(2))).toBeLessThanOrEqual(0);
    expect(upper.sub(lower).toNumber()).toBeLessThan(1e-25);
  });

  it("is exact where the roots are rational", () => {
    const { lower, upper } = firstPriceBound(prior([0, "1/4"], [1, "3/4"]), 2);
    // 1 - G(1/4) = 1 - (2 * 1/2 - 1/4)
    expect([lower, upper].map(String)).toEqual(["1/4", "1/4"]);
  });

  it("has the golden values: five cells of a uniform common value, and the continuum", () => {
    const cells = prior(["1/10", "1/5"], ["3/10", "1/5"], ["1/2", "1/5"], ["7/10", "1/5"], ["9/10", "1/5"]);
    expect(firstPriceBound(cells, 2).lower.toNumber()).toBeCloseTo(0.2005228049, 9);
    expect(firstPriceBoundContinuous((z) => z, 2).value).toBeCloseTo(1 / 6, 13);
    // Independent uniform values, two bidders: the lower has quantile 1 - sqrt(1 - z).
    const uniform = firstPriceBoundContinuous((z) => 1 - Math.sqrt(1 - z), 2);
    expect(uniform.value).toBeCloseTo(5 / 3 - Math.PI / 2, 11);
    expect(uniform.error).toBeLessThan(1e-9);
  });

  it("lies between zero and the mean, agrees with the integral of its definition, and scales with the values", () => {
    fc.assert(
      fc.property(priorsUpTo(5), fc.integer({ min: 2, max: 5 }), (law, n) => {
        const { lower, upper } = firstPriceBound(law, n);
        const mean = law.values.reduce((sum, x, l) => sum + x.toNumber() * (law.masses[l]?.toNumber() ?? 0), 0);
        expect(lower.compare(upper)).toBeLessThanOrEqual(0);
        expect(lower.toNumber()).toBeGreaterThanOrEqual((law.values[0]?.toNumber() ?? 0) - 1e-12);
        expect(upper.toNumber()).toBeLessThanOrEqual(mean + 1e-12);
        // The integral over each step of the quantile function, by quadrature after z = u^N.
        let z = 0;
        let sum = 0;
        for (const [l, x] of law.values.entries()) {
          const next = Math.min(1, z + (law.masses[l]?.toNumber() ?? 0));
          sum += x.toNumber() * integrate((u) => n * (n - 1) * (1 - u) * u ** (n - 2), z ** (1 / n), next ** (1 / n)).value;
          z = next;
        }
        expect(lower.toNumber()).toBeCloseTo(sum, 8);
        const doubled = firstPriceBound({ values: law.values.map((x) => x.add(x)), masses: law.masses }, n);
        expect(doubled.lower.toNumber()).toBeCloseTo(2 * lower.toNumber(), 10);
      }),
    );
  });

  it("takes the average of the losing values, and recognises symmetric priors", () => {
    const law = joint(
      [0, 1],
      [0, 1],
      [
        ["1/4", "1/4"],
        ["1/4", "1/4"],
      ],
    );
    expect(averageLoserLaw(law).masses.map(String)).toEqual(["3/4", "1/4"]);
    expect(firstPriceBound(averageLoserLaw(law), 2).lower.toNumber()).toBeCloseTo(0.0179491924, 9);
    expect(isSymmetricPrior(law)).toBe(true);
    expect(
      isSymmetricPrior(
        joint(
          [0, 1],
          [0, 1],
          [
            ["1/4", "1/2"],
            ["1/8", "1/8"],
          ],
        ),
      ),
    ).toBe(false);
    expect(isSymmetricPrior(joint([-1], [-1], [[1]]))).toBe(false);
  });

  it("needs two bidders", () => {
    expect(() => firstPriceBound(prior([1, 1]), 1)).toThrow(RangeError);
    expect(() => firstPriceBoundContinuous((z) => z, 1.5)).toThrow(RangeError);
  });
});

describe("enclosures of roots", () => {
  it("contain the root, tightly, and are exact for powers", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 1, max: 7 }), (n, d, degree) => {
        const x = Rational.of(n, d);
        const { lower, upper } = rootBounds(x, degree);
        expect(lower.pow(degree).compare(x)).toBeLessThanOrEqual(0);
        expect(upper.pow(degree).compare(x)).toBeGreaterThanOrEqual(0);
        expect(upper.sub(lower).toNumber()).toBeLessThan(1e-28);
        const power = rootBounds(x.pow(degree), degree);
        expect(power.lower.equals(x) && power.upper.equals(x)).toBe(true);
        expect(integerRoot(BigInt(n) ** BigInt(degree), degree)).toBe(BigInt(n));
      }),
    );
  });

  it("refuse what has no real root or no exact value", () => {
    expect(() => rootBounds(r(-1), 2)).toThrow(RangeError);
    expect(() => rootBounds(Rational.float(2), 2)).toThrow(RangeError);
    expect(() => rootBounds(r(2), 0)).toThrow(RangeError);
  });
});

describe("quadrature", () => {
  it("is exact on polynomials, honest about kinks, and refuses poles it meets", () => {
    expect(integrate((x) => x ** 20, 0, 1).value).toBeCloseTo(1 / 21, 14);
    const kink = integrate((x) => Math.abs(x - 1 / 3), 0, 1);
    expect(Math.abs(kink.value - 5 / 18)).toBeLessThanOrEqual(kink.error + 1e-15);
    expect(() => integrate((x) => 1 / (x - 0.5), 0, 1)).toThrow(RangeError);
  });
});
