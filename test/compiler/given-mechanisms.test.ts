import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { run } from "../../runtime/run.ts";
import type { Result } from "../../runtime/report/result.generated.ts";

/** Two bidders with types 1..3; worth to i is her type plus `link` times the other's; rules are tables by profile. */
const spec = (incentives: string): string => `
model tables
param joint = [1]
param q = [1]
param p = [1]
param link = 0
agents bidder = 1..2
type t[i in bidder] in 1..3
prior t ~ joint
mechanism {
  allocation win[i in bidder] in [0, 1] = q[i][t[1]][t[2]]
  transfer pay[i in bidder] = p[i][t[1]][t[2]]
}
payoff bidder[i] = (t[i] + link * sum(j in bidder : j != i) t[j]) * win[i] - pay[i]
incentives ${incentives}
participation interim
quantity revenue = E[sum(i in bidder) pay[i]]
`;

type Table = number[][][];
const types = [1, 2, 3] as const;

interface Case {
  readonly joint: number[][];
  readonly q: Table;
  readonly p: Table;
  readonly link: number;
}

const table = (max: number): fc.Arbitrary<Table> => fc.array(fc.array(fc.array(fc.integer({ min: 0, max }), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 2 });
const cases: fc.Arbitrary<Case> = fc.record({
  joint: fc.array(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }),
  q: table(1),
  p: table(4),
  link: fc.constantFrom(0, 1, 2),
});

function listOf(values: unknown): Value {
  return Array.isArray(values) ? { kind: "list", entries: values.map(listOf) } : Rational.integer(values as number);
}

async function evaluated(given: Case, incentives: string): Promise<Result> {
  const total = given.joint.flat().reduce((a, b) => a + b, 0);
  const joint: Value = { kind: "list", entries: given.joint.map((row) => ({ kind: "list", entries: row.map((weight) => Rational.of(weight, total)) })) };
  const { diagnostics, task } = compile(spec(incentives), { set: new Map<string, Value>([["joint", joint], ["q", listOf(given.q)], ["p", listOf(given.p)], ["link", Rational.integer(given.link)]]) });
  expect(diagnostics.filter((each) => each.severity === "error")).toEqual([]);
  if (!task) throw new Error("no task");
  return (await run(task, { lineOf: (offset) => offset })).result;
}

/** Payoff of i at true types (a, b) and reports (x, y). */
function payoff(given: Case, i: number, a: number, b: number, x: number, y: number): number {
  const own = i === 0 ? a : b;
  const other = i === 0 ? b : a;
  return (own + given.link * other) * (given.q[i]?.[x - 1]?.[y - 1] as number) - (given.p[i]?.[x - 1]?.[y - 1] as number);
}

/** The largest gain from a lie, by brute force. Bayesian gains are conditional expectations. */
function worstGain(given: Case, incentives: "bayesian" | "ex_post" | "dominant"): number {
  let worst = 0;
  for (const i of [0, 1]) {
    for (const own of types) {
      for (const report of types) {
        const at = (other: number, said: number): number => {
          const [a, b] = i === 0 ? [own, other] : [other, own];
          const truth = i === 0 ? payoff(given, i, a, b, own, said) : payoff(given, i, a, b, said, own);
          const lie = i === 0 ? payoff(given, i, a, b, report, said) : payoff(given, i, a, b, said, report);
          return lie - truth;
        };
        if (incentives === "bayesian") {
          const weight = (other: number): number => (i === 0 ? given.joint[own - 1]?.[other - 1] : given.joint[other - 1]?.[own - 1]) as number;
          const mass = types.reduce((sum, other) => sum + weight(other), 0);
          worst = Math.max(worst, types.reduce((sum, other) => sum + weight(other) * at(other, other), 0) / mass);
        } else {
          for (const other of types) {
            for (const said of incentives === "dominant" ? types : [other]) worst = Math.max(worst, at(other, said));
          }
        }
      }
    }
  }
  return worst;
}

describe("a given mechanism", () => {
  it.each(["bayesian", "ex_post", "dominant"] as const)("has the largest gain from a lie that brute force finds: %s", async (incentives) => {
    let failing = 0;
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const result = await evaluated(given, incentives);
        const check = result.checks.find((each) => each.name === "incentives_bidder");
        const expected = worstGain(given, incentives);
        expect(check?.holds).toBe(expected <= 0);
        if (expected > 0) {
          failing++;
          expect(check?.worst?.value).toBeCloseTo(expected, 12);
          expect(check?.counterexample?.gain.value).toBeCloseTo(expected, 12);
          expect(check?.counterexample?.agent).toMatch(/^bidder\[[12]\]$/);
          expect(check?.counterexample?.deviation).toMatch(/^[123]$/);
          expect(check?.counterexample?.line).toBeGreaterThan(1);
        }
      }),
      { numRuns: 40 },
    );
    expect(failing).toBeGreaterThan(10);
  });

  it("distinguishes ex post from dominant when values are interdependent", async () => {
    // The good goes to the higher type; with link 2 threshold payments make truth ex post optimal but not dominant.
    const q: Table = [
      [[0, 0, 0], [1, 0, 0], [1, 1, 0]],
      [[0, 1, 1], [0, 0, 1], [0, 0, 0]],
    ];
    // The winner pays her worth at the lowest winning type: (own threshold) + 2 * other.
    const p: Table = [
      [[0, 0, 0], [4, 0, 0], [4, 7, 0]],
      [[0, 4, 4], [0, 0, 7], [0, 0, 0]],
    ];
    const given: Case = { joint: [[1, 1, 1], [1, 1, 1], [1, 1, 1]], q, p, link: 2 };
    expect(worstGain(given, "ex_post")).toBeLessThanOrEqual(0);
    expect(worstGain(given, "dominant")).toBeGreaterThan(0);
    expect((await evaluated(given, "ex_post")).checks.find((each) => each.name === "incentives_bidder")?.holds).toBe(true);
    expect((await evaluated(given, "dominant")).checks.find((each) => each.name === "incentives_bidder")?.holds).toBe(false);
  });

  it("reports a rule outside its domain with the profile", async () => {
    const zero: Table = [[[0, 0, 0], [0, 0, 0], [0, 0, 0]], [[0, 0, 0], [0, 0, 0], [0, 0, 0]]];
    const q: Table = [[[0, 0, 0], [0, 0, 2], [0, 0, 0]], zero[1] as number[][]];
    const result = await evaluated({ joint: [[1, 1, 1], [1, 1, 1], [1, 1, 1]], q, p: zero, link: 0 }, "none");
    const check = result.checks.find((each) => each.name === "domains");
    expect(check?.holds).toBe(false);
    expect(check?.counterexample?.at).toBe("(2, 3)");
  });
});
