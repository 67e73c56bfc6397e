import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Pmf, Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { run } from "../../runtime/run.ts";
import { fullSurplus } from "../../runtime/theory/auctions/full-extraction.ts";
import { optimalAuction, optimalRevenue } from "../../runtime/theory/auctions/independent-auction.ts";
import type { ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";

type Nested = Rational | readonly Nested[];
const listOf = (value: Nested): Value => (value instanceof Rational ? value : { kind: "list", entries: value.map(listOf) });
const integers = (values: readonly number[]): Rational[] => values.map((value) => Rational.integer(value));
/** Probabilities in proportion to the weights. */
const shares = (weights: readonly number[]): Rational[] => weights.map((weight) => Rational.of(weight, weights.reduce((a, b) => a + b, 0)));

async function quantities(file: string, set: ReadonlyMap<string, Value>): Promise<Readonly<Record<string, string | undefined>>> {
  const { diagnostics, task } = compile(readFileSync(`examples/textbook/${file}`, "utf8"), { set });
  expect(diagnostics).toEqual([]);
  if (!task) throw new Error("no task");
  const { result } = await run(task);
  expect(result.certificate).toBe("exact");
  expect([...result.asserts, ...result.checks].filter((each) => !each.holds)).toEqual([]);
  return Object.fromEntries(Object.entries(result.quantities).map(([name, value]) => [name, value.exact]));
}

const auction = (bidders: readonly ValueDistribution[]): Promise<Readonly<Record<string, string | undefined>>> =>
  quantities("myerson.mech", new Map([["support", listOf(bidders.map(({ values }) => values))], ["prob", listOf(bidders.map(({ masses }) => masses))]]));

/** A bidder with distinct ascending values and arbitrary positive weights, regular or not. */
const bidder = fc
  .uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 3 })
  .chain((values) => fc.array(fc.integer({ min: 1, max: 6 }), { minLength: values.length, maxLength: values.length }).map((weights) => ({ values: integers(values.sort((a, b) => a - b)), masses: shares(weights) })));

describe("myerson.mech against the expected highest virtual value", () => {
  it.each([1, 2, 3, 4])("earns 3 - P[no 3] * 2 - P[no 2 or 3] with %i bidders who are uniform on {1, 2, 3}", async (n) => {
    const uniform = { values: integers([1, 2, 3]), masses: shares([1, 1, 1]) };
    const found = await auction(Array.from({ length: n }, () => uniform));
    // Virtual values 3, 1 and -1, of which the last is not served: E[max(0, .)] and E[value of the winner].
    const none = Rational.of(1, 3).pow(n);
    const noThree = Rational.of(2, 3).pow(n);
    const revenue = Rational.integer(3).sub(noThree.mul(Rational.integer(2))).sub(none);
    const welfare = Rational.integer(3).sub(noThree).sub(none.mul(Rational.integer(2)));
    expect(found).toEqual({ revenue: revenue.toString(), welfare: welfare.toString(), surplus: welfare.sub(revenue).toString() });
  });

  it("takes supports of different lengths, and irregular ones", async () => {
    const bidders = [
      { values: integers([3, 4, 6]), masses: shares([3, 1, 2]) },
      { values: integers([1, 5]), masses: shares([1, 2]) },
      { values: integers([2]), masses: shares([1]) },
    ];
    const theory = optimalAuction(bidders);
    expect(await auction(bidders)).toEqual({ revenue: optimalRevenue(bidders).toString(), welfare: theory.welfare.toString(), surplus: theory.buyerSurplus.toString() });
  });

  it("agrees with the theorem on whatever bidders come along", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bidder, { minLength: 1, maxLength: 3 }), async (bidders) => {
        expect((await auction(bidders)).revenue).toBe(optimalRevenue(bidders).toString());
      }),
      { numRuns: 25 },
    );
  });
});

describe("correlated.mech against the theorems", () => {
  const settings = (support: readonly (readonly Rational[])[], joint: Nested, incentives: string, participation: string): Map<string, Value> =>
    new Map<string, Value>([["support", listOf(support)], ["joint", listOf(joint)], ["incentives", incentives], ["participation", participation]]);
  const lawOf = (support: readonly (readonly Rational[])[], joint: readonly (readonly Rational[])[]): Pmf => ({
    kind: "pmf",
    outcomes: joint.flatMap((row, k) => row.map((probability, l) => ({ value: { kind: "tuple" as const, entries: [support[0]?.[k] as Rational, support[1]?.[l] as Rational] }, probability }))).filter((each) => !each.probability.isZero()),
  });

  it("extracts the full surplus when beliefs have full rank, in dominant strategies too", async () => {
    const support = [integers([1, 3, 4]), integers([2, 5, 6])];
    const joint = [[4, 1, 1], [1, 4, 1], [0, 1, 5]].map((row) => row.map((weight) => Rational.of(weight, 18)));
    const everything = fullSurplus(lawOf(support, joint)).toString();
    for (const incentives of ["bayesian", "ex_post", "dominant"]) {
      expect((await quantities("correlated.mech", settings(support, joint, incentives, "interim"))).revenue).toBe(everything);
    }
  });

  it("never earns more under a stronger concept, and less than the surplus when participation is ex post", async () => {
    const support = [integers([1, 2]), integers([1, 2])];
    const joint = [[2, 1], [1, 6]].map((row) => row.map((weight) => Rational.of(weight, 10)));
    const revenue = async (incentives: string, participation: string): Promise<Rational> =>
      Rational.parse((await quantities("correlated.mech", settings(support, joint, incentives, participation))).revenue ?? "") ?? Rational.integer(-1);
    const bayesian = await revenue("bayesian", "ex_post");
    const dominant = await revenue("dominant", "ex_post");
    expect((await revenue("bayesian", "interim")).toString()).toBe(fullSurplus(lawOf(support, joint)).toString());
    expect(dominant.compare(bayesian)).toBeLessThanOrEqual(0);
    expect(bayesian.compare(fullSurplus(lawOf(support, joint)))).toBeLessThanOrEqual(0);
    // Conditional virtual values: the value 2 has 2; 1 has 1 - (1/3) / (2/3) = 1/2 against 1 and 1 - 6 < 0 against 2.
    expect(dominant.toString()).toBe(Rational.of(2, 10).mul(Rational.of(1, 2)).add(Rational.of(8, 10).mul(Rational.integer(2))).toString());
  });

  it("allows cells of probability zero", async () => {
    const support = [integers([1, 2]), integers([1, 2])];
    const joint = [[Rational.of(1, 2), Rational.zero], [Rational.zero, Rational.of(1, 2)]];
    expect((await quantities("correlated.mech", settings(support, joint, "bayesian", "interim"))).revenue).toBe("3/2");
  });
});
