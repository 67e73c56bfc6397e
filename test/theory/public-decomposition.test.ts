/** Nature's best public information: the bound against the dominant-strategy optimum, and its certificate. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Pmf, Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { makePmf, normalizedPmf, productPmf, tuple } from "../../compiler/priors/pmf.ts";
import { run } from "../../runtime/run.ts";
import { optimalRevenue } from "../../runtime/theory/auctions/independent-auction.ts";
import { valueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import { publicState, stateInformationBound, valueLaw, winnerInformationBound, type Mixture } from "../../runtime/theory/guarantees/critical-information.ts";
import { decompositionRevenue, publicDecomposition } from "../../runtime/theory/guarantees/public-decomposition.ts";
import { decompositionBound, independentEntry } from "../../runtime/theory/guarantees/revenue-guarantee-dictionary.ts";
import { firstHighest, profileOf } from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import { list } from "../information/support.ts";
import { joint, prior, r } from "./support.ts";

/** Law of two bidders' values 1, 2, ..., from weights. */
function table(rows: readonly (readonly number[])[]): Pmf {
  return normalizedPmf(rows.flatMap((row, a) => row.map((w, b) => ({ value: tuple([Rational.integer(a + 1), Rational.integer(b + 1)]), probability: Rational.integer(w) }))));
}

/** The best dominant-strategy revenue, from the example's program. */
async function dominantOptimum(law: Pmf, sizes: readonly [number, number]): Promise<Rational> {
  const chance = (a: number, b: number): Rational => law.outcomes.find(({ value }) => profileOf(value).map(String).join() === `${a + 1},${b + 1}`)?.probability ?? Rational.zero;
  const numbers = (n: number): Value => list(Array.from({ length: n }, (_, k) => Rational.integer(k + 1)));
  const rows = list(Array.from({ length: sizes[0] }, (_, a) => list(Array.from({ length: sizes[1] }, (__, b) => chance(a, b)))));
  const set = new Map<string, Value>([["support", list(sizes.map(numbers))], ["joint", rows]]);
  const { task } = compile(readFileSync("examples/revenue-guarantees/dominant.mech", "utf8"), { set });
  const exact = task && (await run(task, { unique: false, recognisers: [] })).result.objective?.exact;
  return r(exact ?? "");
}

const sizes = fc.constantFrom([2, 2] as const, [2, 3] as const, [3, 3] as const);
const laws = sizes.chain((size) =>
  fc.array(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: size[1], maxLength: size[1] }), { minLength: size[0], maxLength: size[0] }).map((rows) => ({ law: table(rows), size })),
);

describe("nature's best public information", () => {
  it("bounds the dominant-strategy optimum, and often pins it", async () => {
    let [pinned, all] = [0, 0];
    await fc.assert(
      fc.asyncProperty(laws, async ({ law, size }) => {
        const { bound, parts } = publicDecomposition(law);
        const dominant = await dominantOptimum(law, size);
        expect(dominant.compare(bound)).toBeLessThanOrEqual(0);
        expect(bound.compare(firstHighest(law))).toBeLessThanOrEqual(0);
        // The certificate: the parts mix to the prior and earn the bound.
        expect(decompositionRevenue(law, parts).toString()).toBe(bound.toString());
        all++;
        if (dominant.equals(bound)) pinned++;
      }),
      { numRuns: 16, seed: 8 },
    );
    expect(pinned / all).toBeGreaterThan(0.5);
  });

  it("is near the best decomposition from a grid of products of coins, which may miss its breakpoints as it may miss far ones", async () => {
    const coins = Array.from({ length: 13 }, (_, k) => makePmf([1, 2].map((value) => ({ value: Rational.integer(value), probability: Rational.of(value === 1 ? 12 - k : k, 12) }))));
    const products = coins.flatMap((a) => coins.map((b) => independentEntry([a, b])));
    for (const weights of [[[6, 6], [6, 1]], [[2, 5], [1, 4]], [[3, 1], [6, 2]], [[5, 1], [4, 1]]]) {
      const law = table(weights);
      const grid = await decompositionBound(law, products);
      expect(publicDecomposition(law).bound.toNumber()).toBeLessThan(1.01 * grid.toNumber());
    }
    // Little chance that both values are high: independent news cannot hide that, and a gap remains.
    const gap = table([[6, 6], [6, 1]]);
    expect((await dominantOptimum(gap, [2, 2])).toString()).toBe("26/19");
    expect(publicDecomposition(gap).bound.compare(r("26/19"))).toBeGreaterThan(0);
  });

  it("pins the golden priors: equal values likely 3/2, opposed values likely 9/5", () => {
    expect(publicDecomposition(table([[4, 1], [1, 4]])).bound.toString()).toBe("3/2");
    expect(publicDecomposition(table([[1, 4], [4, 1]])).bound.toString()).toBe("9/5");
    // f proportional to exp(-|i - j|) to seven digits; the paper's C1 gives 2.155.
    const e = [1e7, 3678794, 1353353];
    const affiliated = table([0, 1, 2].map((a) => [0, 1, 2].map((b) => e[Math.abs(a - b)] ?? 0)));
    expect(publicDecomposition(affiliated).bound.toNumber()).toBeCloseTo(1.971461428, 6);
    expect(winnerInformationBound(affiliated).toNumber()).toBeCloseTo(2.1551517635, 6);
  });

  it("is Myerson's revenue for independent values, and with three bidders no worse than the state of a mixture", () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 3 }), { minLength: 1, maxLength: 3 }), (weights) => {
        const bidders = weights.map((each) => normalizedPmf(each.map((w, k) => ({ value: Rational.integer(k + 1), probability: Rational.integer(w) }))));
        expect(publicDecomposition(productPmf(bidders)).bound.toString()).toBe(optimalRevenue(bidders.map(valueDistribution)).toString());
      }),
      { numRuns: 15, seed: 8 },
    );
    const [low, high] = [prior([1, "7/10"], [2, "3/10"]), prior([1, "3/10"], [2, "7/10"])];
    const mixture: Mixture = [low, high].map((each) => ({ weight: r("1/2"), bidders: [each, each, each] }));
    const { bound, settled } = publicDecomposition(valueLaw(publicState(mixture)));
    expect(settled).toBe(true);
    expect(bound.compare(stateInformationBound(mixture))).toBeLessThanOrEqual(0);
  });

  it("never announces what the prior excludes, and refuses parts that do not mix to it", () => {
    const diagonal = joint([1, 2], [1, 2], [["1/2", 0], [0, "1/2"]]);
    const { bound, parts } = publicDecomposition(diagonal);
    expect(bound.toString()).toBe("3/2");
    expect(() => decompositionRevenue(table([[4, 1], [1, 4]]), parts)).toThrow(RangeError);
    expect(() => decompositionRevenue(diagonal, parts.slice(1))).toThrow(RangeError);
  });

  it("stops after the rounds it is given with a valid bound", () => {
    const law = table([[1, 2, 3], [3, 1, 2], [2, 3, 1]]);
    const bounds = [0, 1, 12].map((rounds) => publicDecomposition(law, { rounds, bits: 40 }).bound);
    expect(bounds[0]?.toString()).toBe(firstHighest(law).toString());
    expect(bounds[1]?.compare(bounds[0] as Rational)).toBeLessThanOrEqual(0);
    expect(bounds[2]?.compare(bounds[1] as Rational)).toBeLessThanOrEqual(0);
  });
});
