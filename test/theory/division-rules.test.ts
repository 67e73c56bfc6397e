/** Rules of Theorem 3 and their transfers on the continuum, by differences, quadrature and the closed forms of the examples. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { constantSumGrowth, halvesTransfer, postedPriceDivision } from "../../runtime/theory/robust/constant-sum.ts";
import { conditionalKinks, dividedExcessGrowth, excessGrowthOf, shapleyExcessGrowth, shapleyTransfers, transferFromExcessGrowth } from "../../runtime/theory/robust/continuum-transfers.ts";
import { consistent, divisionRules, randomOrder, weightedProportional } from "../../runtime/theory/robust/division-rules.ts";
import { exponentialExpectation } from "../../runtime/theory/numeric/exponential-expectation.ts";
import { guaranteeBound, optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";

const claim = fc.oneof(fc.double({ min: 0, max: 0.6, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true }));
const claims = fc.array(claim, { minLength: 1, maxLength: 5 });
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe("division rules", () => {
  it.each(divisionRules)("$name: everything is divided, nobody gets more than her claim, slopes are between 0 and 1", ({ shares, slopes, kinks }) => {
    fc.assert(
      fc.property(claims, (c) => {
        const q = shares(c);
        const d = slopes(c);
        expect(sum(q)).toBeCloseTo(Math.min(1, sum(c)), 12);
        for (const [i, share] of q.entries()) {
          expect(share).toBeGreaterThanOrEqual(-1e-12);
          expect(share).toBeLessThanOrEqual((c[i] ?? 0) + 1e-12);
          expect(d[i]).toBeGreaterThanOrEqual(0);
          expect(d[i]).toBeLessThanOrEqual(1);
          if (sum(c) < 1) expect(d[i]).toBe(1);
          // The slope is that of the shares, up to the next kink: kinks are all announced.
          const own = c[i] ?? 0;
          const h = Math.min(1e-3, ...kinks(c, i).map((kink) => (kink > own + 1e-9 ? (kink - own) / 2 : Infinity)));
          fc.pre(h > 1e-8);
          const moved = c.map((x, j) => (j === i ? x + h : x));
          expect(((shares(moved)[i] ?? 0) - share) / h).toBeCloseTo(d[i] ?? NaN, 2);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("agree for two claims where they should: the contested garment is the Shapley value of two", () => {
    fc.assert(
      fc.property(claim, claim, (a, b) => {
        for (const i of [0, 1]) expect(consistent.shares([a, b])[i]).toBeCloseTo(randomOrder.shares([a, b])[i] ?? NaN, 12);
      }),
    );
    expect(weightedProportional.shares([3, 1])).toEqual([0.75, 0.25]);
  });

  it("have the shares of the Talmud: claims 1/2, 1, 3/2 on a unit, and on a third of it", () => {
    // Estate 200 and 100 against claims 100, 200, 300 (Aumann and Maschler 1985): 50, 75, 75 and 33 1/3 each.
    expect(consistent.shares([0.5, 1, 1.5]).map((x) => x * 200)).toEqual([50, 75, 75]);
    for (const share of consistent.shares([1, 2, 3])) expect(share).toBeCloseTo(1 / 3, 14);
  });

  it("is consistent: two claimants divide what they get together as if they were alone", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.05, max: 2, noNaN: true }), { minLength: 3, maxLength: 5 }), (c) => {
        const q = consistent.shares(c);
        const pot = (q[0] ?? 0) + (q[1] ?? 0);
        const alone = consistent.shares([(c[0] ?? 0) / pot, (c[1] ?? 0) / pot]).map((x) => x * pot);
        expect(alone[0]).toBeCloseTo(q[0] ?? NaN, 10);
        expect(alone[1]).toBeCloseTo(q[1] ?? NaN, 10);
      }),
    );
  });
});

describe("transfers of Theorem 3", () => {
  const eta = [0.57, 0.21];

  it.each(divisionRules)("$name: excess growth has expectation zero (Lemma 7)", (rule) => {
    for (const sensitivities of [eta, [0.4, 0.4], [0.9, 0.05]]) {
      const growth = excessGrowthOf(rule, sensitivities, 2);
      expect(exponentialExpectation((a) => growth.value(a), [0, 0], [0, 1], (a, i) => growth.kinks(a, i))).toBeCloseTo(0, 10);
    }
    const three = excessGrowthOf(rule, [0.44, 0.27, 0.13]);
    expect(exponentialExpectation((a) => three.value(a), [0, 0, 0], [0, 1, 2], (a, i) => three.kinks(a, i), 5)).toBeCloseTo(0, rule === consistent ? 4 : 7);
  });

  it.each(divisionRules)("$name: individual parts add up and are balanced in the own bid", (rule) => {
    const growth = excessGrowthOf(rule, eta);
    for (const bids of [[2.5, 0.3]]) {
      expect(sum(shapleyExcessGrowth(growth, bids))).toBeCloseTo(growth.value(bids), 10);
      for (const i of [0, 1]) {
        const own = exponentialExpectation((a) => shapleyExcessGrowth(growth, a, 6)[i] ?? 0, bids, [i], () => conditionalKinks(growth, bids, i), 6);
        expect(own).toBeCloseTo(0, 5);
      }
    }
    const three = excessGrowthOf(rule, [0.44, 0.27, 0.13]);
    expect(sum(shapleyExcessGrowth(three, [0.7, 1.4, 2], 3))).toBeCloseTo(three.value([0.7, 1.4, 2]), rule === consistent ? 2 : 4);
  });

  it.each([weightedProportional, consistent])("$name: the strategic virtual objective is nowhere below the highest guarantee", (rule) => {
    const means = [0.6, 0.4];
    const { sensitivities, revenue } = optimalSensitivities(means);
    const growth = excessGrowthOf(rule, sensitivities);
    for (const bids of rule === consistent ? [[0.5, 1.9]] : [[0.3, 0.2], [0.5, 1.9], [3, 1]]) {
      const claimed = bids.map((a, i) => a * (sensitivities[i] ?? 0));
      const t = (a: readonly number[]): number[] => shapleyTransfers(growth, a, 8, 1e-9);
      const h = 1e-3;
      const slopes = rule.slopes(claimed).map((slope, i) => slope * (sensitivities[i] ?? 0));
      const own = t(bids);
      const objective = bids.reduce((total, _, i) => {
        const moved = (by: number): number => t(bids.map((a, j) => (j === i ? a + by : a)))[i] ?? 0;
        return total + (own[i] ?? 0) + (means[i] ?? 0) * (slopes[i] ?? 0) - (4 * moved(h) - 3 * (own[i] ?? 0) - moved(2 * h)) / (2 * h);
      }, 0);
      expect(objective).toBeGreaterThanOrEqual(revenue - 1e-5);
      if (sum(claimed) < 1) expect(objective).toBeCloseTo(guaranteeBound(sensitivities, means), 5);
    }
  });

  it("vanish at zero bids and do not depend on the side of integration", () => {
    const growth = excessGrowthOf(weightedProportional, eta);
    expect(shapleyTransfers(growth, [0, 0])).toEqual([0, 0]);
    // Around the bid at which the integral from above takes over.
    const at = (a: number): number => shapleyTransfers(growth, [a, 0.8])[0] ?? NaN;
    expect(Math.abs(at(2 + 1e-9) - at(2))).toBeLessThan(1e-7);
  });
});

describe("the constant-sum example", () => {
  const narrow = 1e-6;
  const growth = constantSumGrowth(narrow);
  const division = postedPriceDivision(growth);

  it("is balanced", () => {
    const wide = constantSumGrowth(0.4);
    expect(exponentialExpectation((a) => wide.value(a), [0, 0], [0, 1], (a, i) => wide.kinks(a, i))).toBeCloseTo(0, 4);
  });

  it("with equal halves has the transfers of (51)", () => {
    for (const [own, other] of [[1, 2], [2, 1], [0.5, 0.2], [1.5, 0.1]] as const) {
      expect(shapleyTransfers(growth, [own, other], 12, 1e-10)[0]).toBeCloseTo(halvesTransfer(own, other), 5);
      expect(shapleyTransfers(growth, [other, own], 12, 1e-10)[1]).toBeCloseTo(halvesTransfer(own, other), 5);
    }
    expect(halvesTransfer(1, 1)).toBeCloseTo(Math.exp(-1) / 4, 15);
  });

  it("with the other division is a posted price of 1/2", () => {
    const price = (own: number, other: number, i: 0 | 1): number => {
      const at = (x: number): readonly number[] => (i === 0 ? [x, other] : [other, x]);
      return transferFromExcessGrowth((x) => dividedExcessGrowth(division, at(x), i), own, division[i].kinks(at(own), i));
    };
    for (const i of [0, 1] as const) {
      for (const [own, other] of [[2, 1], [0.5, 0.2], [3, 2.5]] as const) expect(price(own, other, i)).toBeCloseTo(1 / 2, 5);
      for (const [own, other] of [[1, 2], [0.2, 0.5], [2.5, 3]] as const) expect(price(own, other, i)).toBeCloseTo(0, 5);
    }
  });
});
