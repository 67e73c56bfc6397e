import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { RowFamily } from "../../compiler/rows/family.ts";
import { run } from "../../runtime/run.ts";
import { optimum, profilesOf, type Incentives, type Participation, type Setting } from "./reference.ts";

const text = (objective: string, sense = "maximize"): string => `
model auction
param support = [[1]]
param joint = [1]
agents bidder = 1..size(support)
type value[i in bidder] in support[i]
prior value ~ joint
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer pay[i in bidder]
  feasible sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[sum(i in bidder) pay[i]]
quantity welfare = E[sum(i in bidder) value[i] * win[i]]
quantity subsidy = 0 - revenue
seller chooses mechanism to ${sense} ${objective}
`;

function nested(setting: Setting): Value {
  const sizes = setting.support.map((values) => values.length);
  const take = (depth: number, offset: number): Value => {
    const stride = sizes.slice(depth + 1).reduce((product, size) => product * size, 1);
    const entries = Array.from({ length: sizes[depth] ?? 0 }, (_, k) => (depth === sizes.length - 1 ? (setting.joint[offset + k] as Value) : take(depth + 1, offset + k * stride)));
    return { kind: "list", entries };
  };
  return take(0, 0);
}

async function found(setting: Setting, incentives: string, participation: string, spec = text("revenue")): Promise<Record<string, string | undefined>> {
  const set = new Map<string, Value>([
    ["support", { kind: "list", entries: setting.support.map((values) => ({ kind: "list" as const, entries: values })) }],
    ["joint", nested(setting)],
    ["incentives", incentives],
    ["participation", participation],
  ]);
  const { diagnostics, task } = compile(spec, { set });
  expect(diagnostics.filter((each) => each.severity === "error")).toEqual([]);
  if (task?.kind !== "mechanism") throw new Error("no program");
  for (const row of task.model.rows) {
    const family = new RowFamily(task.evaluator, row);
    let rows = 0;
    family.enumerate(() => rows++);
    expect(family.predict().rows).toBeGreaterThanOrEqual(rows);
  }
  const { result } = await run(task, { unique: false });
  expect(result.certificate).toBe("exact");
  expect(result.checks.filter((check) => !check.holds)).toEqual([]);
  return { status: result.status, ...Object.fromEntries(Object.entries(result.quantities).map(([name, value]) => [name, value.exact])) };
}

/** Joint laws with zero cells and, now and then, a type of probability zero; values may be fractions and negative. */
const settings = (sizes: readonly number[]): fc.Arbitrary<Setting> =>
  fc
    .record({
      support: fc.tuple(...sizes.map((size) => fc.uniqueArray(fc.tuple(fc.integer({ min: -2, max: 9 }), fc.integer({ min: 1, max: 3 })), { minLength: size, maxLength: size, selector: ([n, d]) => n / d }))),
      weights: fc.array(fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 1, max: 9 }) }, { weight: 1, arbitrary: fc.constant(0) }), { minLength: profilesOf(sizes).length, maxLength: profilesOf(sizes).length }),
    })
    .filter(({ weights }) => weights.some((weight) => weight > 0))
    .map(({ support, weights }) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return { support: support.map((values) => values.map(([n, d]) => Rational.of(n, d))), joint: weights.map((weight) => Rational.of(weight, total)) };
    });

const concepts: readonly (readonly [Incentives, Participation])[] = [
  ["bayesian", "interim"],
  ["bayesian", "ex_post"],
  ["ex_post", "interim"],
  ["ex_post", "ex_post"],
  ["bayesian", "ex_ante"],
];

describe("the optimal auction that Mech finds", () => {
  it.each(concepts)("is the one of the direct program: incentives %s, participation %s", async (incentives, participation) => {
    for (const [sizes, runs] of [
      [[2, 2], 40],
      [[2, 3], 30],
      [[3, 3], 12],
      [[2, 2, 2], 10],
      [[3], 12],
    ] as const) {
      await fc.assert(
        fc.asyncProperty(settings(sizes), async (setting) => {
          expect((await found(setting, incentives, participation)).revenue).toBe(optimum(setting, incentives, participation).toString());
        }),
        { numRuns: runs },
      );
    }
  });

  it("is the same in dominant strategies as ex post when values are private", async () => {
    await fc.assert(
      fc.asyncProperty(settings([2, 3]), async (setting) => {
        expect((await found(setting, "dominant", "ex_post")).revenue).toBe(optimum(setting, "ex_post", "ex_post").toString());
      }),
      { numRuns: 10 },
    );
  });

  it("minimises as it maximises", async () => {
    await fc.assert(
      fc.asyncProperty(settings([2, 2]), async (setting) => {
        const result = await found(setting, "bayesian", "interim", text("subsidy", "minimize"));
        expect(result.revenue).toBe(optimum(setting, "bayesian", "interim").toString());
      }),
      { numRuns: 8 },
    );
  });

  it("maximises welfare to E[max(0, values)]", async () => {
    await fc.assert(
      fc.asyncProperty(settings([2, 3]), async (setting) => {
        const best = profilesOf(setting.support.map((values) => values.length)).reduce((sum, profile, at) => {
          const values = profile.map((k, i) => setting.support[i]?.[k] as Rational);
          const top = values.reduce((a, b) => (a.compare(b) >= 0 ? a : b));
          return top.sign() > 0 ? sum.add(top.mul(setting.joint[at] as Rational)) : sum;
        }, Rational.zero);
        expect((await found(setting, "bayesian", "interim", text("welfare"))).welfare).toBe(best.toString());
      }),
      { numRuns: 10 },
    );
  });

  it("is the same for every solver", async () => {
    await fc.assert(
      fc.asyncProperty(settings([2, 3]), async (setting) => {
        const { task } = compile(text("revenue"), { set: new Map<string, Value>([["support", { kind: "list", entries: setting.support.map((values) => ({ kind: "list" as const, entries: values })) }], ["joint", nested(setting)]]) });
        if (!task) throw new Error("no task");
        const values = await Promise.all(["glpk", "highs", "exact"].map(async (solver) => (await run(task, { solver, unique: false })).result.objective?.exact));
        expect(new Set(values).size).toBe(1);
      }),
      { numRuns: 8 },
    );
  });
});
