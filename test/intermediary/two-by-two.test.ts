import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { weigh } from "../../runtime/intermediary/scenarios.ts";
import { answer, tieSense } from "../../runtime/intermediary/schemes.ts";
import { programmedSale } from "../../runtime/intermediary/seller.ts";
import { earningsOf } from "../../runtime/intermediary/signal.ts";
import { simplestNear } from "../../runtime/intermediary/simplest.ts";
import { bestTwoByTwo } from "../../runtime/intermediary/two-by-two.ts";
import { halfFamily, hardPrices, hardValues, inefficiencyFamily } from "../../runtime/theory/intermediary/intermediary-impossibility.ts";
import { massesOf, worth, type Four, type Independent, type TwoValues } from "../../runtime/theory/intermediary/two-by-two-information.ts";
import { prior, r } from "../theory/support.ts";
import { exactly, solve, spec, taskOf } from "./support.ts";

type Pair = readonly [TwoValues, TwoValues];
const surplus = { revenue: Rational.one.neg(), welfare: Rational.one };
const product = (a: Rational, b: Rational): Four => massesOf([a, b]);
const price = (prices: Four, masses: Four): Rational => masses.reduce((sum, mass, k) => sum.add(mass.mul(prices[k] as Rational)), Rational.zero);
const chance = fc.integer({ min: 1, max: 9 }).map((k) => Rational.of(k, 10));
const twoValues = fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 1, max: 6 })).map(([low, gap]): TwoValues => ({ low: r(low), high: r(low + gap) }));
const pairs = fc.tuple(twoValues, twoValues).map(([a, b]): Pair => [a, b]);
const lawOf = ({ low, high }: TwoValues, p: Rational): ReturnType<typeof prior> => prior([low.toString(), Rational.one.sub(p).toString()], [high.toString(), p.toString()]);

describe("the family of Theorem 2", () => {
  it.each(["3/10", "1/5", "1/10", "1/20", "1/50", "1/100", "1/2", "4/5"])("delta = %s: the optimum is the closed form", (text) => {
    const delta = r(text);
    const instance = halfFamily(delta);
    const { alpha, beta, best, bound, withoutSignals } = hardValues(instance);
    const found = bestTwoByTwo([{ low: instance.b, high: instance.a }, { low: instance.d, high: instance.c }], surplus, product(alpha, beta));
    expect([found.lower, found.upper].map(String)).toEqual([String(best), String(best)]);
    const square = delta.mul(delta);
    const rest = Rational.one.sub(delta);
    expect(bound.equals(square.mul(Rational.integer(2).sub(delta)).div(rest))).toBe(true);
    expect(best?.div(bound).equals(Rational.one.add(delta).sub(square).div(Rational.integer(2).sub(delta)))).toBe(true);
    expect(withoutSignals.equals(square.div(rest))).toBe(true);
    // The certificate of the theory prices the prior at the optimum, and every posterior of a grid at its worth or more.
    const prices = hardPrices(instance);
    expect(price(prices, product(alpha, beta)).equals(best as Rational)).toBe(true);
  });

  it("keeps one half of the bound in the limit, as printed ratios show", () => {
    const ratio = (text: string): number => {
      const { best, bound } = hardValues(halfFamily(r(text)));
      return Number((best as Rational).div(bound).toNumber().toFixed(6));
    };
    expect(["3/10", "1/5", "1/10", "1/20", "1/50", "1/100"].map(ratio)).toEqual([0.711765, 0.644444, 0.573684, 0.537179, 0.514949, 0.507487]);
  });
});

describe("the family of Theorem 1", () => {
  it.each([
    ["1/2", "1/100", 0.28093],
    ["1/5", "1/100", 0.1989],
    ["1/5", "1/1000", 0.10908],
    ["1/5", "1/10000", 0.1009],
    ["1/10", "1/10000", 0.0519],
  ])("epsilon = %s, b = 1 + %s: efficient information leaves %s of what no signal leaves", (epsilon, excess, expected) => {
    for (const a of ["2", "10"]) {
      const { efficient, withoutSignals } = hardValues(inefficiencyFamily(r(epsilon), r(excess), r(a)));
      expect(Number(efficient.div(withoutSignals).toNumber().toFixed(5))).toBe(expected);
    }
  });

  it("is reached by the solver when inefficiency is punished, and beaten when it is not", () => {
    const instance = inefficiencyFamily(r("1/5"), r("1/100"), r(2));
    const { alpha, beta, efficient, withoutSignals, revenue, bound } = hardValues(instance);
    const buyers: Pair = [{ low: instance.b, high: instance.a }, { low: instance.d, high: instance.c }];
    const penalty = r(1000);
    const punished = bestTwoByTwo(buyers, { revenue: Rational.one.neg(), welfare: Rational.one.add(penalty) }, product(alpha, beta));
    const most = revenue.add(bound);
    expect(punished.lower.sub(penalty.mul(most)).equals(efficient)).toBe(true);
    const free = bestTwoByTwo(buyers, surplus, product(alpha, beta));
    expect(free.lower.equals(withoutSignals)).toBe(true);
    expect(free.upper.equals(free.lower)).toBe(true);
  });

  it("refuses values in another order", () => expect(() => hardValues({ a: r(1), b: r(2), c: r(1), d: r(0) })).toThrow(RangeError));
});

describe("the structure theorem", () => {
  it("prices every independent posterior at its worth or more, for any values, weights and priors", () => {
    const weight = fc.integer({ min: -2, max: 2 }).map((k) => Rational.integer(k));
    fc.assert(
      fc.property(pairs, weight, weight, chance, chance, (buyers, revenue, welfare, a, b) => {
        const stakes = { revenue, welfare };
        const { lower, upper, multipliers, points } = bestTwoByTwo(buyers, stakes, product(a, b));
        const gap = upper.sub(lower);
        expect(gap.sign()).toBeGreaterThanOrEqual(0);
        expect(gap.toNumber()).toBeLessThan(1e-9);
        expect(points.reduce((sum, { weight: mass }) => sum.add(mass), Rational.zero).equals(Rational.one)).toBe(true);
        expect(points.reduce((sum, { weight: mass, point }) => sum.add(mass.mul(worth(buyers, stakes, point))), Rational.zero).equals(lower)).toBe(true);
        for (let i = 0; i <= 12; i++) {
          for (let j = 0; j <= 12; j++) {
            const point: Independent = [Rational.of(i, 12), Rational.of(j, 12)];
            expect(price(multipliers, massesOf(point)).add(gap).compare(worth(buyers, stakes, point))).toBeGreaterThanOrEqual(0);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it("values independent posteriors as the seller's program does, ties for the mover included", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.constantFrom("maximize surplus", "maximize revenue - 2 * welfare", "maximize welfare"), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }), async (buyers, objective, i, j) => {
        const half = Rational.of(1, 2);
        const task = taskOf(spec(buyers.map((buyer) => lawOf(buyer, half)), { moves: `intermediary chooses information to ${objective}\nseller chooses mechanism to maximize revenue` }));
        const { weights, auction } = task;
        if (!weights) throw new Error("a weighted sum");
        const point: Independent = [Rational.of(i, 6), Rational.of(j, 6)];
        // Types ascend in the spec, so profiles go (low, low), (low, high), (high, low), (high, high).
        const joint = [...massesOf(point)].reverse();
        const earnings = earningsOf(auction, joint, await programmedSale(task, joint, tieSense(task)));
        expect(weigh(weights, earnings).toString()).toBe(worth(buyers, weights, point).toString());
      }),
      { numRuns: 25 },
    );
  });

  it("prices correlated posteriors too: the seller extracts everything after them (Theorem 4)", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 4, maxLength: 4 }), async (buyers, masses) => {
        const total = masses.reduce((a, b) => a + b, 0);
        const [hh, hl, lh, ll] = masses as [number, number, number, number];
        fc.pre(hh * ll !== hl * lh);
        const task = taskOf(spec(buyers.map((buyer) => lawOf(buyer, Rational.of(1, 2)))));
        const joint = [ll, lh, hl, hh].map((mass) => Rational.of(mass, total));
        const { revenue, welfare } = earningsOf(task.auction, joint, await answer(task, joint));
        const efficient = joint.reduce((sum, mass, p) => {
          const values = [p < 2 ? buyers[0].low : buyers[0].high, p % 2 === 0 ? buyers[1].low : buyers[1].high];
          return sum.add(mass.mul(values.reduce((x, y) => (x.compare(y) > 0 ? x : y))));
        }, Rational.zero);
        expect([revenue, welfare].map(String)).toEqual([efficient.toString(), efficient.toString()]);
      }),
      { numRuns: 25 },
    );
  });
});

describe("the cell with two buyers and two values", () => {
  it("takes correlated priors: full revelation or less", async () => {
    const joint = { prior: "prior value ~ {(1, 1): 3/10, (1, 3): 1/5, (3, 1): 1/5, (3, 3): 3/10}" };
    const law = prior([1, "1/2"], [3, "1/2"]);
    const result = await solve(spec([law, law], joint));
    expect(result.certificate).toBe("exact");
    // Alone, the seller extracts everything (12/5); public signals make part of it independent.
    expect(Number(result.quantities.surplus?.value)).toBeGreaterThan(0);
    expect(result.checks.filter((check) => !check.holds)).toEqual([]);
    const { surplus: kept, revenue, welfare } = exactly(result);
    expect(r(revenue as string).add(r(kept as string)).toString()).toBe(welfare);
  });

  it("does not depend on who is called first, and scales with the unit of money", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, chance, chance, fc.integer({ min: 2, max: 5 }), async (buyers, a, b, unit) => {
        const laws = [lawOf(buyers[0], a), lawOf(buyers[1], b)];
        const one = await solve(spec(laws));
        const other = await solve(spec([...laws].reverse()));
        const scaled = await solve(spec(laws.map(({ values, masses }) => ({ values: values.map((value) => value.mul(r(unit))), masses }))));
        expect(other.quantities.surplus?.exact).toBe(one.quantities.surplus?.exact);
        expect(scaled.quantities.surplus?.exact).toBe(r(one.quantities.surplus?.exact as string).mul(r(unit)).toString());
        for (const result of [one, other, scaled]) expect(result.checks.filter((check) => !check.holds)).toEqual([]);
        expect(one.status).toBe("optimal");
      }),
      { numRuns: 8 },
    );
  });

  it("comes arbitrarily close to its value when the seller breaks ties against buyers", async () => {
    // Theorem 2 at delta = 1/10. Slightly fewer high values of buyer 1 in every signal, and the rest told apart.
    const delta = r("1/10");
    const instance = halfFamily(delta);
    const buyers: Pair = [{ low: instance.b, high: instance.a }, { low: instance.d, high: instance.c }];
    const high = Rational.one.sub(delta);
    const { points, lower } = bestTwoByTwo(buyers, surplus, product(high, high));
    const task = taskOf(spec(buyers.map((buyer) => lawOf(buyer, high))));
    const kept = async (epsilon: Rational): Promise<number> => {
      let sum = Rational.zero;
      for (const { weight, point } of points) {
        const [a, b] = point;
        if (a.isZero() || a.equals(Rational.one)) continue;
        const joint = [...massesOf([a.mul(Rational.one.sub(epsilon)), b])].reverse();
        const { revenue, welfare } = earningsOf(task.auction, joint, await programmedSale(task, joint, "minimize"));
        // Of the signal, the part of its mass is used that the prior has of every profile.
        sum = sum.add(weight.mul(Rational.one.sub(a)).div(Rational.one.sub(a.mul(Rational.one.sub(epsilon)))).mul(welfare.sub(revenue)));
      }
      return sum.div(lower).toNumber();
    };
    expect(await kept(Rational.zero)).toBeLessThan(0.5);
    expect(await kept(r("1/100"))).toBeGreaterThan(0.97);
    expect(await kept(r("1/10000"))).toBeGreaterThan(0.9997);
    const result = await solve(spec(buyers.map((buyer) => lawOf(buyer, high)), { moves: "intermediary chooses information to maximize surplus ties against\nseller chooses mechanism to maximize revenue" }));
    expect(result.objective?.exact).toBe("109/9000");
    expect(result.selection).toContain("limit");
  });

  it("can be told to hurt buyers", async () => {
    const law = prior([1, "1/2"], [2, "1/2"]);
    const result = await solve(spec([law, law], { moves: "intermediary chooses information to minimize welfare\nseller chooses mechanism to maximize revenue" }));
    // Virtual values 0 and 2: the seller may keep the good at (1, 1) when she is indifferent, and does if that is wanted.
    expect(exactly(result)).toMatchObject({ welfare: "3/2", revenue: "3/2" });
    expect(result.checks.filter((check) => !check.holds)).toEqual([]);
  });
});

describe("simple fractions", () => {
  it("lie within the tolerance and have no larger denominator than the number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 1, max: 10_000 }), (n, d) => {
        const x = Rational.of(n, d);
        const found = simplestNear(x, r("1/1000"));
        expect(found.sub(x).abs().compare(r("1/1000"))).toBeLessThanOrEqual(0);
        expect(found.denominator() <= x.denominator()).toBe(true);
      }),
    );
    expect(simplestNear(r("333/1000"), r("1/100")).toString()).toBe("1/3");
  });
});
