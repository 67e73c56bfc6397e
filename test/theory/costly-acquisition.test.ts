/** Proposition 1 and Lemma 3 of Yamashita (2018) against the program of mechanisms that discourage acquisition. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Pmf, Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { normalizedPmf, tuple } from "../../compiler/priors/pmf.ts";
import { run } from "../../runtime/run.ts";
import { acquisitionBound, acquisitionProgram, acquisitionRevenue } from "../../runtime/theory/guarantees/costly-acquisition.ts";
import { criticalValue, efficientGuarantee, firstHighest, highestIndex, lowestIndex, profileOf, supports } from "../../runtime/theory/guarantees/revenue-guarantee.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import { list } from "../information/support.ts";
import { joint, prior, r } from "./support.ts";

const twoByTwo = joint([1, 2], [1, 2], [["2/5", "1/10"], ["1/10", "2/5"]]);

/** Priors over two or three bidders' values 1, 2 (and 3), every profile possible. */
const priors = fc.constantFrom([2, 2], [2, 3], [3, 3], [2, 2, 2]).chain((sizes) => {
  const profiles = sizes.reduce<number[][]>((all, size) => all.flatMap((each) => Array.from({ length: size }, (_, k) => [...each, k + 1])), [[]]);
  return fc.array(fc.integer({ min: 1, max: 6 }), { minLength: profiles.length, maxLength: profiles.length }).map((weights) =>
    normalizedPmf(profiles.map((values, k) => ({ value: tuple(values.map((v) => Rational.integer(v))), probability: r(weights[k] ?? 1) }))),
  );
});

const free = prior([0, 1]);

/** The revenue of the example at the price 1/100. */
async function compiledRevenue(law: Pmf): Promise<Rational> {
  const chances = law.outcomes.map(({ probability }) => probability);
  const set = new Map<string, Value>([["joint", list([list(chances.slice(0, 2)), list(chances.slice(2))])]]);
  const { task } = compile(readFileSync("examples/revenue-guarantees/acquisition.mech", "utf8"), { set });
  return r((task && (await run(task, { unique: false })).result.objective?.exact) ?? "");
}

describe("information that can be bought (Proposition 1)", () => {
  it("for nothing: the efficient guarantee, and the winner pays at most her critical value at every profile (Lemma 3)", async () => {
    await fc.assert(
      fc.asyncProperty(priors, fc.constantFrom(lowestIndex, highestIndex), async (law, rule) => {
        const { objective, columns } = await certifiedOptimum(acquisitionProgram(law, free, rule));
        expect(objective.toString()).toBe(efficientGuarantee(law, rule).toString());
        const support = supports(law);
        for (const [k, { value }] of law.outcomes.entries()) {
          const values = profileOf(value);
          const paid = columns[rule(values) * law.outcomes.length + k] as Rational;
          expect(paid.compare(criticalValue(values, support, rule))).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 15, seed: 4 },
    );
  });

  it("at a cost that may be zero: no more than the bound, increasing in the cost, and Lemma 3 for bidders without one", async () => {
    await fc.assert(
      fc.asyncProperty(priors, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 9 }), async (law, cents, tenths) => {
        let before = efficientGuarantee(law);
        for (const factor of [1, 3]) {
          const costs = prior([0, `${tenths}/10`], [`${factor * cents}/100`, `${10 - tenths}/10`]);
          const { objective, columns } = await certifiedOptimum(acquisitionProgram(law, costs));
          expect(objective.compare(acquisitionBound(law, costs))).toBeLessThanOrEqual(0);
          expect(objective.compare(before)).toBeGreaterThanOrEqual(0);
          expect(objective.compare(firstHighest(law))).toBeLessThanOrEqual(0);
          before = objective;
          for (const [k, { value }] of law.outcomes.entries()) {
            const values = profileOf(value);
            const paid = columns[lowestIndex(values) * law.outcomes.length + k] as Rational;
            expect(paid.compare(criticalValue(values, supports(law), lowestIndex))).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 10, seed: 4 },
    );
  });

  it("at one that everybody has: the bound fails, since what bidders without a cost would pay bounds nothing", async () => {
    const opposed = joint([1, 2], [1, 2], [["1/12", "5/12"], ["5/12", "1/12"]]);
    const common = prior(["1/100", 1]);
    const revenue = await acquisitionRevenue(opposed, common);
    expect(revenue.compare(efficientGuarantee(opposed).add(r("2/100")))).toBeGreaterThan(0);
    // The same from the example's spec, compiled: acquisition.mech with this prior, and with its own.
    expect(revenue.toString()).toBe("381/250");
    expect((await acquisitionRevenue(twoByTwo, common)).toString()).toBe("963/640");
    expect((await compiledRevenue(opposed)).toString()).toBe("381/250");
    expect((await compiledRevenue(twoByTwo)).toString()).toBe("963/640");
    expect(() => acquisitionBound(opposed, common)).toThrow(RangeError);
    // For the prior of equal values it happens to hold; revenue is concave in the common cost, and all surplus if that is prohibitive.
    const rho = await Promise.all(["1/100", "2/100", "3/100", "100"].map((cost) => acquisitionRevenue(twoByTwo, prior([cost, 1]))));
    const [low, middle, high, all] = rho as [Rational, Rational, Rational, Rational];
    expect(low.compare(efficientGuarantee(twoByTwo).add(r("2/100")))).toBeLessThanOrEqual(0);
    expect(middle.add(middle).compare(low.add(high))).toBeGreaterThanOrEqual(0);
    expect(all.toString()).toBe(firstHighest(twoByTwo).toString());
  });

  it("costs everybody's mean cost at most", () => {
    expect(acquisitionBound(twoByTwo, prior([0, "1/2"], ["1/50", "1/2"])).toString()).toBe("38/25");
  });

  it("needs costs and every profile of values", () => {
    expect(() => acquisitionBound(twoByTwo, prior([-1, 1]))).toThrow(RangeError);
    const diagonal = joint([1, 2], [1, 2], [["1/2", 0], [0, "1/2"]]);
    expect(() => acquisitionProgram(diagonal, free)).toThrow(RangeError);
  });
});
