import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { makePmf, normalizedPmf, tuple } from "../../compiler/priors/pmf.ts";
import {
  earlierValues,
  isFeasible,
  isMixtureOf,
  publicState,
  stateInformationBound,
  valueLaw,
  winnerAndLosers,
  winnerInformationBound,
} from "../../runtime/theory/guarantees/critical-information.ts";
import type { Mixture } from "../../runtime/theory/guarantees/critical-information.ts";
import { theorems } from "../../runtime/theory/registry.ts";
import { decompositionBound, independentEntry, knownProfile } from "../../runtime/theory/guarantees/revenue-guarantee-dictionary.ts";
import {
  efficientGuarantee,
  firstHighest,
  hasFullSupport,
  highestIndex,
  lowestIndex,
  mesh,
  orderStatistic,
  profileOf,
  secondPriceGuarantee,
} from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import { sequentialPrices } from "../../runtime/theory/guarantees/sequential-prices.ts";
import { bestRevenue, fullPriors, uninformed } from "./direct-mechanism.ts";
import { joint, prior, r } from "./support.ts";

const twoByTwo = joint(
  [1, 2],
  [1, 2],
  [
    ["2/5", "1/10"],
    ["1/10", "2/5"],
  ],
);
const lawA = prior([1, "1/2"], [2, "1/20"], [3, "1/20"], [4, "2/5"]);
const lawB = prior([1, "1/10"], [2, "2/5"], [3, "1/10"], [4, "2/5"]);
const irregular = valueLaw(publicState([{ weight: Rational.one, bidders: [lawA, lawB] }]));

describe("the guarantees of the second-price auction and of efficient mechanisms (Theorem 1)", () => {
  it("have the golden values, exactly", () => {
    expect([secondPriceGuarantee(twoByTwo), efficientGuarantee(twoByTwo), firstHighest(twoByTwo)].map(String)).toEqual(["7/5", "3/2", "8/5"]);
    expect([secondPriceGuarantee(irregular), efficientGuarantee(irregular), firstHighest(irregular)].map((x) => x.toNumber())).toEqual([1.835, 2.33, 3.315]);
  });

  it("meet the mesh refinement of a correlated density: the gap closes like half a step", () => {
    const density = (K: number): Pmf => {
      const at = (k: number): Rational => Rational.of(2 * k + 1, 2 * K);
      const tilt = (x: Rational): Rational => x.add(x).sub(Rational.one);
      const weights = Array.from({ length: K * K }, (_, k) => [at(Math.floor(k / K)), at(k % K)] as const);
      return normalizedPmf(weights.map(([x, y]) => ({ value: tuple([x, y]), probability: Rational.one.add(r("4/5").mul(tilt(x)).mul(tilt(y))) })));
    };
    expect(efficientGuarantee(density(8)).toNumber()).toBeCloseTo(0.415234375, 9);
    expect(secondPriceGuarantee(density(8)).toNumber()).toBeCloseTo(0.3625976563, 9);
    expect(winnerInformationBound(density(8)).toNumber()).toBeCloseTo(0.5237792969, 9);
  });

  it("is the best efficient mechanism in dominant strategies and under C1, for either tie rule; and lies within a mesh of E[second]", async () => {
    await fc.assert(
      fc.asyncProperty(fullPriors, fc.constantFrom(lowestIndex, highestIndex), async (law, rule) => {
        expect(hasFullSupport(law)).toBe(true);
        const guarantee = efficientGuarantee(law, rule);
        expect((await bestRevenue(winnerAndLosers(law, rule), { rule })).toString()).toBe(guarantee.toString());
        expect((await bestRevenue(uninformed(law), { rule, dominant: true })).toString()).toBe(guarantee.toString());
        expect((await bestRevenue(uninformed(law), { rule })).compare(guarantee)).toBeGreaterThanOrEqual(0);
        const gap = guarantee.sub(secondPriceGuarantee(law));
        expect(gap.sign()).toBeGreaterThanOrEqual(0);
        expect(gap.compare(mesh(law))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 12 },
    );
  });

  it("recognises a missing profile", () => {
    expect(
      hasFullSupport(
        joint(
          [1, 2],
          [1, 2],
          [
            ["1/2", 0],
            ["1/4", "1/4"],
          ],
        ),
      ),
    ).toBe(false);
  });
});

describe("critical information structures", () => {
  it("are feasible for the prior, and recognised when they are not", () => {
    expect(isFeasible(winnerAndLosers(irregular), irregular)).toBe(true);
    expect(isFeasible(earlierValues(irregular), irregular)).toBe(true);
    expect(isFeasible(winnerAndLosers(twoByTwo), irregular)).toBe(false);
    expect(winnerAndLosers(twoByTwo).isPublic).toBe(true);
    expect(earlierValues(twoByTwo).outcomes[2]?.signals.map(formatValue)).not.toEqual(earlierValues(twoByTwo).outcomes[0]?.signals.map(formatValue));
  });

  it("C1: the bound is the best Bayesian revenue under it, and the chain of bounds is in order", async () => {
    await fc.assert(
      fc.asyncProperty(fullPriors, async (law) => {
        const bound = winnerInformationBound(law);
        expect((await bestRevenue(winnerAndLosers(law))).toString()).toBe(bound.toString());
        const dominant = await bestRevenue(uninformed(law), { dominant: true });
        const chain = [secondPriceGuarantee(law), dominant, bound, firstHighest(law)];
        for (const [k, x] of chain.slice(1).entries()) expect(x.compare(chain[k] as Rational)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 12 },
    );
    expect(winnerInformationBound(irregular).toNumber()).toBe(2.975);
  });

  it("C2: the bound is the average of Myerson revenues, the best Bayesian revenue under it", async () => {
    const half = r("1/2");
    const [low, high] = [prior([1, "3/4"], [2, "1/4"]), prior([1, "1/4"], [2, "3/4"])];
    const mixture: Mixture = [
      { weight: half, bidders: [low, low] },
      { weight: half, bidders: [high, high] },
    ];
    const law = valueLaw(publicState(mixture));
    expect(isMixtureOf(mixture, law)).toBe(true);
    expect(isMixtureOf(mixture, twoByTwo)).toBe(false);
    expect((await bestRevenue(publicState(mixture))).toString()).toBe(stateInformationBound(mixture).toString());
    expect(stateInformationBound([{ weight: Rational.one, bidders: [lawA, lawB] }]).toNumber()).toBe(2.68);
  });

  it("a dictionary of public decompositions pins the guarantee of the 2 x 2 prior: bound equals the dominant-strategy optimum", async () => {
    const grid = Array.from({ length: 11 }, (_, k) => Rational.of(k, 10));
    const coins = grid.map((p) =>
      makePmf([
        { value: r(1), probability: Rational.one.sub(p) },
        { value: r(2), probability: p },
      ]),
    );
    const dictionary = [...knownProfile(twoByTwo), ...coins.flatMap((a) => coins.map((b) => independentEntry([a, b])))];
    expect((await decompositionBound(twoByTwo, dictionary)).toString()).toBe("3/2");
    expect((await bestRevenue(uninformed(twoByTwo), { dominant: true })).toString()).toBe("3/2");
    expect((await decompositionBound(twoByTwo, knownProfile(twoByTwo))).toString()).toBe("8/5");
    await expect(decompositionBound(twoByTwo, [])).rejects.toThrow(RangeError);
  });
});

describe("sequential posted prices (Theorem 3)", () => {
  it("earn the causal dominant-strategy optimum and no more than any dominant-strategy mechanism", async () => {
    await fc.assert(
      fc.asyncProperty(fullPriors, async (law) => {
        const { revenue } = sequentialPrices(law);
        expect((await bestRevenue(uninformed(law), { dominant: true, causal: true })).toString()).toBe(revenue.toString());
        // Under C3, which tells each bidder the values before hers, Bayesian mechanisms earn no more.
        expect((await bestRevenue(earlierValues(law), { causal: true })).toString()).toBe(revenue.toString());
        expect((await bestRevenue(uninformed(law), { causal: true })).compare(revenue)).toBeGreaterThanOrEqual(0);
        expect((await bestRevenue(uninformed(law), { dominant: true })).compare(revenue)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 12 },
    );
  });

  it("earn with the posted prices what the dynamic program says, for three bidders", () => {
    const triples = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 27, maxLength: 27 }).filter((w) => w.some((x) => x > 0));
    fc.assert(
      fc.property(triples, (weights) => {
        const law = normalizedPmf(
          weights.map((w, k) => ({ value: tuple([Math.floor(k / 9), Math.floor(k / 3) % 3, k % 3].map((d) => Rational.integer(d + 1))), probability: r(w) })),
        );
        const { revenue, price } = sequentialPrices(law);
        let earned = Rational.zero;
        for (const { value, probability } of law.outcomes) {
          const values = profileOf(value);
          const buyer = values.findIndex((v, i) => (price(values.slice(0, i))?.compare(v) ?? 1) <= 0);
          if (buyer >= 0) earned = earned.add(probability.mul(price(values.slice(0, buyer)) ?? Rational.zero));
        }
        expect(earned.toString()).toBe(revenue.toString());
        expect(revenue.compare(firstHighest(law))).toBeLessThanOrEqual(0);
      }),
      { numRuns: 50 },
    );
  });

  it("offer 2 to the first of two bidders with values 1 or 2, earn 3/2, and ask nobody after the last", () => {
    const law = valueLaw(publicState([{ weight: Rational.one, bidders: [prior([1, "1/2"], [2, "1/2"]), prior([1, "1/2"], [2, "1/2"])] }]));
    const { revenue, price } = sequentialPrices(law);
    expect(revenue.toString()).toBe("3/2");
    expect(price([])?.toString()).toBe("2");
    expect(() => price([r(1), r(1)])).toThrow(RangeError);
    expect(() => price([r(7)])).toThrow(RangeError);
  });
});

describe("order statistics and the registry", () => {
  it("count multiplicity, and refuse profiles that are not numbers", () => {
    expect(orderStatistic([r(2), r(2), r(1)], 2).toString()).toBe("2");
    expect(() => secondPriceGuarantee(makePmf([{ value: "apple", probability: Rational.one }]))).toThrow(TypeError);
  });

  it("every theorem has a name, a citation with a year or authors, and a statement", () => {
    expect(new Set([...theorems.values()].map((t) => t.name)).size).toBe(theorems.size);
    for (const { name, cite, statement } of theorems.values()) {
      expect(name.length).toBeGreaterThan(3);
      expect(cite).toMatch(/\d{4}|Theorem|Proposition|weak duality/);
      expect(statement).toMatch(/\.$/);
    }
  });
});
