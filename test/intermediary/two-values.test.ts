import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { present } from "../../cli/present.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { answer } from "../../runtime/intermediary/schemes.ts";
import { earningsOf } from "../../runtime/intermediary/signal.ts";
import { bestTwoByTwo } from "../../runtime/intermediary/two-by-two.ts";
import { bestTwoValued } from "../../runtime/intermediary/two-values.ts";
import type { Stakes, TwoValues } from "../../runtime/theory/intermediary/two-by-two-information.ts";
import { profileMasses, structureOf, worthOf } from "../../runtime/theory/intermediary/two-values-information.ts";
import { evaluateAt, minimumOn, plus, times, type Polynomial } from "../../runtime/theory/numeric/polynomial.ts";
import { prior, r } from "../theory/support.ts";
import { solve, spec, taskOf } from "./support.ts";

const surplus: Stakes = { revenue: Rational.one.neg(), welfare: Rational.one };
const chance = fc.integer({ min: 1, max: 9 }).map((k) => Rational.of(k, 10));
const weight = fc.integer({ min: -2, max: 2 }).map((k) => Rational.integer(k));
const twoValues = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 6 })).map(([low, gap]): TwoValues => ({ low: r(low), high: r(low + gap) }));
const three = fc.tuple(twoValues, twoValues, twoValues);
const dot = (a: readonly Rational[], b: readonly Rational[]): Rational => a.reduce((sum, x, k) => sum.add(x.mul(b[k] as Rational)), Rational.zero);
const grid = (n: number, steps: number): Rational[][] => Array.from({ length: (steps + 1) ** n }, (_, code) => Array.from({ length: n }, (__, i) => Rational.of(Math.floor(code / (steps + 1) ** i) % (steps + 1), steps)));

describe("buyers with two values", () => {
  it("agree with the program for two of them, for any values, weights and priors", () => {
    fc.assert(
      fc.property(twoValues, twoValues, weight, weight, chance, chance, (first, second, revenue, welfare, a, b) => {
        const stakes = { revenue, welfare };
        const masses = profileMasses([a, b]);
        // (high, high), (high, low), (low, high), (low, low) there; the first buyer changes fastest here.
        const four = [0, 2, 1, 3].map((k) => masses[k] as Rational) as [Rational, Rational, Rational, Rational];
        const known = bestTwoByTwo([first, second], stakes, four);
        const found = bestTwoValued([first, second], stakes, masses);
        expect(found.lower.compare(known.upper)).toBeLessThanOrEqual(0);
        expect(known.lower.compare(found.upper)).toBeLessThanOrEqual(0);
        expect(found.upper.sub(found.lower).toNumber()).toBeLessThan(1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it("three of them: posteriors average to the prior, and every independent posterior costs its worth or more", () => {
    fc.assert(
      fc.property(three, weight, weight, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 8, maxLength: 8 }), (buyers, revenue, welfare, masses) => {
        const stakes = { revenue, welfare };
        const total = masses.reduce((a, b) => a + b, 0);
        const joint = masses.map((mass) => Rational.of(mass, total));
        const { lower, upper, points, multipliers } = bestTwoValued(buyers, stakes, joint);
        const gap = upper.sub(lower);
        expect(gap.sign()).toBeGreaterThanOrEqual(0);
        expect(gap.toNumber()).toBeLessThan(1e-6);
        joint.forEach((mass, k) => expect(points.reduce((sum, each) => sum.add(each.weight.mul(profileMasses(each.chances)[k] as Rational)), Rational.zero).equals(mass)).toBe(true));
        expect(points.reduce((sum, each) => sum.add(each.weight.mul(worthOf(buyers, stakes, each.chances))), Rational.zero).equals(lower)).toBe(true);
        for (const chances of grid(3, 6)) expect(dot(multipliers, profileMasses(chances)).add(gap).compare(worthOf(buyers, stakes, chances))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 8 },
    );
  });

  it("the multipliers also price correlated posteriors, answered by the seller's program", async () => {
    await fc.assert(
      fc.asyncProperty(three, fc.array(chance, { minLength: 3, maxLength: 3 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 8 }), fc.boolean(), async (buyers, high, masses, apart) => {
        const laws = buyers.map(({ low, high: top }, i) => prior([low.toString(), Rational.one.sub(high[i] as Rational).toString()], [top.toString(), (high[i] as Rational).toString()]));
        const task = taskOf(spec(laws));
        const { upper, lower, multipliers } = bestTwoValued(buyers, surplus, profileMasses(high));
        // Profiles of the auction have the low value first, with the first buyer changing fastest.
        const drawn = apart ? masses.map((mass, k) => mass + masses[(k + 4) % 8]!) : masses;
        const total = drawn.reduce((a, b) => a + b, 0);
        if (total === 0) return;
        const stride = buyers.map((_, i) => task.auction.seller.evaluator.space.stride[i] as number);
        const bits = (profile: number): number => buyers.reduce((k, _, i) => (Math.floor(profile / (stride[i] as number)) % 2 === 0 ? k | (1 << i) : k), 0);
        const joint = task.auction.prior.map((_, profile) => Rational.of(drawn[bits(profile)] as number, total));
        const { revenue, welfare } = earningsOf(task.auction, joint, await answer(task, joint));
        const price = joint.reduce((sum, mass, profile) => sum.add(mass.mul(multipliers[bits(profile)] as Rational)), upper.sub(lower));
        expect(price.compare(welfare.sub(revenue))).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 12 },
    );
  });

  it("reach an exact optimum, at or below the bound, with signals that keep every rule", async () => {
    const pair = (low: number, high: number, chanceOfHigh: string): ReturnType<typeof prior> => prior([low, r(1).sub(r(chanceOfHigh)).toString()], [high, chanceOfHigh]);
    const check = async (laws: ReturnType<typeof prior>[]): Promise<(string | undefined)[]> => {
      const result = await solve(spec(laws));
      expect(result.certificate).toBe("exact");
      expect(result.checks.filter((each) => !each.holds)).toEqual([]);
      return [result.objective?.exact, result.theory?.exact?.bound, result.theory?.exact?.best];
    };
    // The optimum, E[max] - R(D), and the best of the paper's schemes.
    expect(await check([pair(5, 11, "9/10"), pair(1, 7, "1/2"), pair(1, 3, "9/10")])).toEqual(["11/100", "23/200", "11/100"]);
    expect(await check([pair(2, 4, "1/4"), pair(4, 8, "3/4"), pair(2, 4, "1/4")])).toEqual(["3/8", "3/8", "9/32"]);
  });

  it("tell every signal with its posterior, the seller's revenue and what buyers keep", async () => {
    const result = await solve(spec([prior([2, "3/4"], [4, "1/4"]), prior([4, "1/4"], [8, "3/4"]), prior([2, "3/4"], [4, "1/4"])]));
    const posteriors = result.posteriors ?? [];
    const average = (of: (each: (typeof posteriors)[number]) => string | undefined): string => posteriors.reduce((sum, each) => sum.add(r(each.probability.exact ?? "0").mul(r(of(each) ?? "0"))), Rational.zero).toString();
    expect(average(() => "1")).toBe("1");
    expect(average(({ objective }) => objective?.exact)).toBe(result.quantities.revenue?.exact);
    expect(average(({ surplus: kept }) => kept?.exact)).toBe("3/8");
    expect(posteriors[0]?.law).toEqual(["2: 3/4, 4: 1/4", "4: 3/5, 8: 2/5", "2: 3/4, 4: 1/4"]);
    const text = present(result, []);
    expect(text).toContain("probability");
    expect(text).toMatch(/P\[high\] = 1\/4, 2\/5, 1\/4 +5\/12 ~ 0\.416667 +47\/10 = 4\.7 +9\/10 = 0\.9 +2: 3\/4, 4: 1\/4 \| 4: 3\/5/);
  });

  it("know their limits: with four buyers two groups of equal virtual values are possible", () => {
    const buyer: TwoValues = { low: r(1), high: r(2) };
    expect(() => structureOf([buyer, buyer, buyer, buyer], surplus)).toThrow(RangeError);
  });
});

describe("polynomials", () => {
  const polynomial = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 5 }).map((list): Polynomial => list.map(r));

  it("have a minimum between its bounds, below every value", () => {
    fc.assert(
      fc.property(polynomial, fc.integer({ min: -3, max: 2 }), fc.integer({ min: 1, max: 4 }), (p, low, width) => {
        const { at, value, lower } = minimumOn(p, r(low), r(low + width));
        expect(evaluateAt(p, at).equals(value)).toBe(true);
        expect(lower.compare(value)).toBeLessThanOrEqual(0);
        expect(value.sub(lower).toNumber()).toBeLessThan(1e-3);
        for (let k = 0; k <= 20; k++) expect(evaluateAt(p, r(low).add(Rational.of(k * width, 20))).compare(lower)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("touch zero exactly where they are cut", () => {
    const factor: Polynomial = [r("-1/3"), Rational.one];
    const square = times(times(factor, factor), plus([Rational.one], [Rational.zero, Rational.one]));
    const { lower, at } = minimumOn(square, Rational.zero, Rational.one, [r("1/3")]);
    expect([lower, at].map(String)).toEqual(["0", "1/3"]);
    expect(minimumOn(square, Rational.zero, Rational.one).lower.sign()).toBe(-1);
  });
});
