import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Pmf, Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { makePmf, normalizedPmf, tuple } from "../../compiler/priors/pmf.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
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
import type { InformationStructure, Mixture } from "../../runtime/theory/guarantees/critical-information.ts";
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
  replaced,
  secondPriceGuarantee,
} from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import type { TieRule } from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import { sequentialPrices } from "../../runtime/theory/guarantees/sequential-prices.ts";
import { joint, prior, r } from "./support.ts";

interface Design {
  /** Truth is best against every report of the others, instead of on average. */
  readonly dominant?: boolean;
  /** The allocation is this rule. */
  readonly rule?: TieRule;
  /** Bidder i's allocation and payment depend on reports up to hers only. */
  readonly causal?: boolean;
}

/** The best direct mechanism when signals are known to the designer and only values are reported, by the defining program. */
async function bestRevenue({ outcomes }: InformationStructure, { dominant = false, rule, causal = false }: Design = {}): Promise<Rational> {
  const builder = new ProgramBuilder("direct", "maximize");
  const keyOf = (values: readonly Rational[], signals: readonly Value[], i: number): string =>
    causal ? `${i}|${values.slice(0, i + 1).join()}` : `${i}|${values.join()}|${signals.map(formatValue).join()}`;
  const column = new Map<string, number>();
  const profiles = new Map<string, { values: readonly Rational[]; signals: readonly Value[] }>();
  const note = (values: readonly Rational[], signals: readonly Value[]): void => {
    profiles.set(`${values.join()}|${signals.map(formatValue).join()}`, { values, signals });
    for (const i of values.keys()) {
      const key = keyOf(values, signals, i);
      if (!column.has(key)) column.set(key, column.size);
    }
  };
  const knows = (i: number, signals: readonly Value[]): string => `${i}|${formatValue(signals[i] ?? "")}`;
  const types = new Map<string, Map<string, Rational>>();
  for (const { values, signals } of outcomes) {
    for (const [i, v] of values.entries()) types.set(knows(i, signals), (types.get(knows(i, signals)) ?? new Map<string, Rational>()).set(String(v), v));
  }
  const deviations = (i: number, signals: readonly Value[], v: Rational): Rational[] =>
    [...(types.get(knows(i, signals))?.values() ?? [])].filter((x) => !x.equals(v));
  for (const { values, signals } of outcomes) {
    note(values, signals);
    for (const [i, v] of values.entries()) for (const x of deviations(i, signals, v)) note(replaced(values, i, x), signals);
  }
  const size = column.size;
  const family = (name: string) => ({ name, role: "auxiliary" as const, indexNames: ["k"], sentence: "{k}" });
  const q = builder.addColumns(family("q"), size, Rational.zero, Rational.one, false, (k) => [String(k)]);
  const p = builder.addColumns(family("p"), size, undefined, undefined, false, (k) => [String(k)]);
  const at = (values: readonly Rational[], signals: readonly Value[], i: number): number => column.get(keyOf(values, signals, i)) ?? -1;
  builder.beginRowFamily({ ...family("feasible"), mergeDuplicates: true }, (k) => [String(k)]);
  for (const { values, signals } of profiles.values()) {
    builder.beginRow("<=");
    for (const i of values.keys()) builder.add(q + at(values, signals, i), Rational.one);
    builder.endRow(Rational.one);
    if (rule) for (const i of values.keys()) builder.setBounds(q + at(values, signals, i), r(rule(values) === i ? 1 : 0), r(rule(values) === i ? 1 : 0));
  }
  builder.endRowFamily();
  const groups = new Map<string, (typeof outcomes)[number][]>();
  for (const outcome of outcomes) {
    for (const [i, v] of outcome.values.entries()) {
      builder.addObjective(p + at(outcome.values, outcome.signals, i), outcome.probability);
      const others = dominant ? outcome.values.filter((_, j) => j !== i).join() : "";
      const key = `${knows(i, outcome.signals)}|${String(v)}|${others}`;
      groups.set(key, [...(groups.get(key) ?? []), outcome]);
    }
  }
  builder.beginRowFamily({ ...family("incentives"), mergeDuplicates: true }, (k) => [String(k)]);
  for (const [key, members] of groups) {
    const i = Number(key.split("|")[0]);
    const [first] = members;
    const v = first?.values[i];
    if (!first || !v) continue;
    for (const x of [undefined, ...deviations(i, first.signals, v)]) {
      builder.beginRow(">=");
      for (const { values, signals, probability } of members) {
        const weight = dominant ? Rational.one : probability;
        builder.add(q + at(values, signals, i), weight.mul(v));
        builder.add(p + at(values, signals, i), weight.neg());
        if (x === undefined) continue;
        builder.add(q + at(replaced(values, i, x), signals, i), weight.mul(v).neg());
        builder.add(p + at(replaced(values, i, x), signals, i), weight);
      }
      builder.endRow(Rational.zero);
    }
  }
  builder.endRowFamily();
  return (await certifiedOptimum(builder.build())).objective;
}

function uninformed(law: Pmf): InformationStructure {
  const outcomes = law.outcomes.map(({ value, probability }) => ({ values: profileOf(value), signals: profileOf(value).map(() => "none"), probability }));
  return { outcomes, isPublic: true };
}

const fullPriors = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }), fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 9, maxLength: 9 }))
  .map(([m, n, w]) =>
    normalizedPmf(
      Array.from({ length: m * n }, (_, k) => ({
        value: tuple([Rational.integer(1 + Math.floor(k / n)), Rational.integer(1 + (k % n))]),
        probability: r(w[k] ?? 1),
      })),
    ),
  );

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
