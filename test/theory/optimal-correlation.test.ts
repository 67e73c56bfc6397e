import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { normalizedPmf } from "../../compiler/priors/pmf.ts";
import { certifiedOptimum } from "../../runtime/theory/numeric/certified-optimum.ts";
import { isPairable, optimalCorrelation, pairedSecondBid, secondBids } from "../../runtime/theory/calibrated/optimal-correlation.ts";
import type { Correlation } from "../../runtime/theory/calibrated/optimal-correlation.ts";
import type { Group } from "../../runtime/theory/calibrated/optimal-correlation-time-line.ts";
import { valueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import type { ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import { prior, r } from "./support.ts";

const bids = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 3, selector: ([bid]) => bid })
  .map((entries) => valueDistribution(normalizedPmf(entries.map(([bid, w]) => ({ value: Rational.of(bid, 5), probability: r(w) })))));

/** The transport program over all profiles. */
async function bruteForce(groups: readonly Group[]): Promise<Rational> {
  const laws: ValueDistribution[] = groups.flatMap(({ members, law }) => new Array<ValueDistribution>(members).fill(law));
  const profiles = laws.reduce<number[][]>((all, law) => all.flatMap((p) => law.values.map((_, l) => [...p, l])), [[]]);
  const builder = new ProgramBuilder("transport", "maximize");
  builder.addColumns({ name: "mu", role: "probability", indexNames: ["k"], sentence: "{k}" }, profiles.length, Rational.zero, undefined, false, (k) => [
    String(k),
  ]);
  for (const [j, p] of profiles.entries()) {
    const second = p.map((l, i) => laws[i]?.values[l] as Rational).sort((a, b) => b.compare(a))[1];
    builder.setObjective(j, second as Rational);
  }
  builder.beginRowFamily({ name: "marginals", role: "prior", indexNames: ["k"], sentence: "{k}" }, (k) => [String(k)]);
  for (const [i, law] of laws.entries()) {
    for (const [l, mass] of law.masses.entries()) {
      builder.beginRow("=");
      for (const [j, p] of profiles.entries()) if (p[i] === l) builder.add(j, Rational.one);
      builder.endRow(mass);
    }
  }
  builder.endRowFamily();
  return (await certifiedOptimum(builder.build())).objective;
}

function expectMarginals({ coupling }: Correlation, groups: readonly Group[]): void {
  const laws = groups.flatMap(({ members, law }) => new Array<ValueDistribution>(members).fill(law));
  for (const [i, law] of laws.entries()) {
    for (const [l, bid] of law.values.entries()) {
      const mass = coupling.filter((p) => p.bids[i]?.equals(bid)).reduce((sum, p) => sum.add(p.probability), Rational.zero);
      expect(mass.toString()).toBe(law.masses[l]?.toString());
    }
  }
}

describe("the optimal correlation of bids (Propositions 3.2 and 3.5)", () => {
  it("is the transport optimum for every number of clickers, and its coupling attains it with the given marginals", async () => {
    await fc.assert(
      fc.asyncProperty(bids, bids, fc.integer({ min: 2, max: 4 }), fc.nat(4), async (a, b, n, k) => {
        fc.pre(k <= n);
        const [clicks, others] = [
          { members: k, law: a },
          { members: n - k, law: b },
        ];
        const found = await optimalCorrelation(clicks, others);
        expect(found.value.toString()).toBe((await bruteForce([clicks, others])).toString());
        expectMarginals(found, [clicks, others]);
        const attained = secondBids(found.coupling).reduce((sum, s) => sum.add(s.bid.mul(s.probability)), Rational.zero);
        expect(attained.toString()).toBe(found.value.toString());
        const bound = pairedSecondBid([clicks, others]).reduce((sum, s) => sum.add(s.bid.mul(s.probability)), Rational.zero);
        expect(found.value.compare(bound)).toBeLessThanOrEqual(0);
        if (isPairable([clicks, others])) expect(found.value.equals(bound)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  const high = prior([1, "1/2"], ["4/5", "1/2"]);
  const low = prior(["1/5", "1/5"], [0, "4/5"]);

  it("is 9/10 in Example 3.2, and in Example 3.3 one bidder alone cannot pair at the top", async () => {
    expect((await optimalCorrelation({ members: 2, law: high }, { members: 2, law: low })).value.toString()).toBe("9/10");
    expect((await optimalCorrelation({ members: 1, law: high }, { members: 3, law: low })).value.toString()).toBe("3/25");
  });

  it("is 22/25 with the marginals in the caption of Figure 3", async () => {
    const a = prior([1, "2/5"], ["4/5", "2/5"], ["1/5", "1/5"]);
    const b = prior([0, "3/5"], ["1/5", "1/5"], ["4/5", "1/5"]);
    expect((await optimalCorrelation({ members: 2, law: a }, { members: 2, law: b })).value.toString()).toBe("22/25");
  });

  it("pairs large groups with an odd number of members", async () => {
    const groups = [
      { members: 7, law: high },
      { members: 5, law: low },
    ] as const;
    const found = await optimalCorrelation(...groups);
    expectMarginals(found, groups);
    expect(secondBids(found.coupling)).toEqual(found.secondBid);
  });

  it("needs two bidders", async () => {
    await expect(optimalCorrelation({ members: 1, law: high }, { members: 0, law: low })).rejects.toThrow(RangeError);
  });
});
