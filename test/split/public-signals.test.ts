import fc from "fast-check";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { equalRevenueSplit } from "../../compiler/priors/equal-revenue.ts";
import { makePmf } from "../../compiler/priors/pmf.ts";
import type { SplitTask } from "../../compiler/programs/task.ts";
import { run } from "../../runtime/run.ts";
import type { Result } from "../../runtime/report/result.generated.ts";

const rank = readFileSync(new URL("../../examples/information-intermediary/rank.mech", import.meta.url), "utf8");

const list = (entries: readonly Value[]): Value => ({ kind: "list", entries: [...entries] });

interface Market {
  readonly support: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

function parameters({ support, weights }: Market, t: number): Map<string, Value> {
  const prob = weights.map((row) => list(row.map((weight) => Rational.of(weight, row.reduce((a, b) => a + b, 0)))));
  return new Map<string, Value>([
    ["support", list(support.map((row) => list(row.map((value) => Rational.integer(value)))))],
    ["prob", list(prob)],
    ["t", Rational.integer(t)],
  ]);
}

function split(source: string, set?: ReadonlyMap<string, Value>): SplitTask {
  const { diagnostics, task } = compile(source, set ? { set } : {});
  expect(diagnostics.filter((each) => each.severity === "error")).toEqual([]);
  if (task?.kind !== "split") throw new Error("expected one problem per public signal");
  return task;
}

const solved = async (source: string, set?: ReadonlyMap<string, Value>): Promise<Result> => (await run(split(source, set))).result;

const market = (buyers: number): fc.Arbitrary<Market> =>
  fc
    .array(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 2, maxLength: 3 }), { minLength: buyers, maxLength: buyers })
    .chain((support) =>
      fc.record({
        support: fc.constant(support.map((row) => [...row].sort((a, b) => a - b))),
        weights: fc.tuple(...support.map((row) => fc.array(fc.integer({ min: 1, max: 4 }), { minLength: row.length, maxLength: row.length }))),
      }),
    );

describe("rank-based signals (Alijani, Banerjee, Munagala and Wang, Algorithm 2)", () => {
  const uniform: Market = { support: [[1, 2, 3], [1, 2, 3]], weights: [[1, 1, 1], [1, 1, 1]] };

  it.each([
    [1, "2/9"],
    [2, "7/18"],
  ])("two buyers uniform on {1, 2, 3}, t = %i: surplus %s", async (t, surplus) => {
    const result = await solved(rank, parameters(uniform, t));
    expect(result.quantities["surplus"]?.exact).toBe(surplus);
    expect(result.certificate).toBe("exact");
  });

  // Exact values of an independent enumeration: one row per prior, surplus at t = 1, 2, ...
  it.each<[string, Market, readonly string[]]>([
    ["three buyers uniform on {1, 2, 3}", { support: [[1, 2, 3], [1, 2, 3], [1, 2, 3]], weights: [[1, 1, 1], [1, 1, 1], [1, 1, 1]] }, ["1/9", "2/9", "13/54"]],
    ["asymmetric", { support: [[1, 2, 3], [1, 4, 6]], weights: [[1, 1, 1], [2, 1, 1]] }, ["7/12", "29/48"]],
    ["irregular", { support: [[1, 2, 3], [1, 2, 3]], weights: [[7, 1, 2], [7, 1, 2]] }, ["7/50", "1/5"]],
    ["equal revenue", { support: [[1, 2, 4], [1, 2, 4]], weights: [[2, 1, 1], [2, 1, 1]] }, ["1/4", "7/8"]],
    ["disjoint supports", { support: [[4, 9], [3, 5]], weights: [[1, 1], [1, 3]] }, ["1/8", "7/16"]],
  ])("%s", async (_, given, surplus) => {
    const found = [];
    for (const t of surplus.keys()) found.push((await solved(rank, parameters(given, t + 1))).quantities["surplus"]?.exact);
    expect(found).toEqual(surplus);
  });

  it("one buyer: the seller earns the monopoly revenue and the buyer all the rest", async () => {
    const result = await solved(rank, parameters({ support: [[1, 2, 3]], weights: [[1, 1, 1]] }, 1));
    expect(result.quantities["revenue"]?.exact).toBe("4/3");
    expect(result.quantities["surplus"]?.exact).toBe("2/3");
  });

  it("virtual values and the linear programs of all posteriors agree, in revenue and in surplus", async () => {
    await fc.assert(
      fc.asyncProperty(market(2), fc.integer({ min: 1, max: 2 }), async (given, t) => {
        const task = split(rank, parameters(given, t));
        const { result } = await run(task);
        expect(result.solver).toBe("virtual values");
        let revenue = Rational.zero;
        let surplus = Rational.zero;
        for (const [k, part] of task.parts.entries()) {
          const alone = (await run(part.compile(), { unique: false })).result;
          expect(result.posteriors?.[k]?.objective?.exact).toBe(alone.quantities["revenue"]?.exact);
          revenue = revenue.add((Rational.parse(alone.quantities["revenue"]?.exact ?? "") as Rational).mul(part.probability));
          surplus = surplus.add((Rational.parse(alone.quantities["surplus"]?.exact ?? "") as Rational).mul(part.probability));
        }
        expect(result.quantities["revenue"]?.exact).toBe(revenue.toString());
        expect(result.quantities["surplus"]?.exact).toBe(surplus.toString());
      }),
      { numRuns: 12 },
    );
  }, 30_000);

  it("three buyers: probabilities of the posteriors sum to one and welfare stays below the efficient one", async () => {
    await fc.assert(
      fc.asyncProperty(market(3), fc.integer({ min: 1, max: 3 }), async (given, t) => {
        const result = await solved(rank, parameters(given, t));
        const total = (result.posteriors ?? []).reduce((sum, each) => sum.add(Rational.parse(each.probability.exact ?? "") as Rational), Rational.zero);
        expect(total.toString()).toBe("1");
        expect(result.asserts.filter((each) => !each.holds)).toEqual([]);
        expect(result.checks.every((each) => each.holds)).toBe(true);
      }),
      { numRuns: 10 },
    );
  }, 30_000);
});

const auction = (information: string, incentives: string): string => `
model signals
agents bidder = 1..2
type value[i in bidder] in {1, 2}
prior value ~ { (1, 1): 2/5, (1, 2): 1/10, (2, 1): 1/10, (2, 2): 2/5 }
information {
  ${information}
}
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer pay[i in bidder]
  feasible sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives ${incentives}
participation ex_post
quantity revenue = E[sum(i in bidder) pay[i]]
quantity low = P[sum(i in bidder) value[i] = 2]
seller chooses mechanism to maximize revenue
`;

describe("public signals about correlated values", () => {
  it("full disclosure earns the whole surplus, silence the auction without signals", async () => {
    const told = await solved(auction("public signal s = (value[1], value[2])", "dominant"));
    expect(told.quantities["revenue"]?.exact).toBe("8/5");
    const untold = await solved(auction("public signal s = 0", "dominant"));
    const without = compile(auction("", "dominant").replace(/information \{\s*\}/, "")).task;
    if (!without) throw new Error("no task");
    expect(untold.quantities["revenue"]?.exact).toBe((await run(without)).result.quantities["revenue"]?.exact);
    expect(untold.posteriors).toHaveLength(1);
  });

  it("signals with the same posterior are one problem", async () => {
    const result = await solved(auction("public signal s ~ uniform({1, 2, 3})", "dominant"));
    expect(result.posteriors).toHaveLength(1);
    expect(result.posteriors?.[0]?.signals).toEqual(["1", "2", "3"]);
    expect(result.posteriors?.[0]?.probability.exact).toBe("1");
  });

  it("quantities that are no expectation of a payment are evaluated over all signals together", async () => {
    const result = await solved(auction("public signal s = value[1]", "bayesian"));
    expect(result.quantities["low"]?.exact).toBe("2/5");
  });

  it("a rule may look at the signal", async () => {
    const source = auction("public signal s = value[1]", "none").replace("allocation win[i in bidder] in [0, 1]", "allocation win[i in bidder] in [0, 1] = if s = 2 and i = 1 then 1 else 0").replace("transfer pay[i in bidder]", "transfer pay[i in bidder] = s * win[i]").replace("seller chooses mechanism to maximize revenue", "");
    const result = await solved(source);
    expect(result.status).toBe("evaluated");
    expect(result.quantities["revenue"]?.exact).toBe("1");
  });

  it("a counterexample names the signal", async () => {
    const source = auction("public signal s = value[1]", "bayesian").replace("allocation win[i in bidder] in [0, 1]", "allocation win[i in bidder] in [0, 1] = if i = 2 then 1 else 0").replace("transfer pay[i in bidder]", "transfer pay[i in bidder] = if i = 2 then value[2] else 0").replace("seller chooses mechanism to maximize revenue", "");
    const result = await solved(source);
    const failing = result.checks.find((each) => !each.holds);
    expect(failing?.name).toBe("incentives_bidder");
    expect(failing?.counterexample?.sentence).toContain("public signal");
  });
});

describe("equal_revenue(X | A) in a draw", () => {
  it("splits the conditional law: the law of the signal is the split of the prior above the threshold", async () => {
    const source = `
model one
agents buyer = 1..1
type value[i in buyer] in {1, 2, 3, 5}
prior value[i] ~ { 1: 1/4, 2: 1/4, 3: 1/3, 5: 1/6 } for i in buyer
information {
  draw s ~ if value[1] > 1 then equal_revenue(value[1] - 1 | value[1] > 1) else point({})
  public signal s0 = s
}
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer pay[i in buyer]
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[pay[1]]
seller chooses mechanism to maximize revenue
`.replace("prior value[i] ~ { 1: 1/4, 2: 1/4, 3: 1/3, 5: 1/6 } for i in buyer", "prior value[i] ~ { 1: 1/4, 2: 1/4, 3: 1/3, 5: 1/6 }");
    const result = await solved(source);
    const third = Rational.of(1, 3);
    const law = makePmf([
      { value: Rational.integer(1), probability: third },
      { value: Rational.integer(2), probability: Rational.of(4, 9) },
      { value: Rational.integer(4), probability: Rational.of(2, 9) },
    ]);
    const expected = equalRevenueSplit(law).map(({ weight, posterior }) => [`{${posterior.outcomes.map((each) => String(each.value)).join(", ")}}`, weight.mul(Rational.of(3, 4)).toString()]);
    const found = (result.posteriors ?? []).filter((each) => each.signals[0] !== "{}").map((each) => [each.signals[0], each.probability.exact]);
    expect(found.sort()).toEqual(expected.sort());
  });

  it.each([
    ["binomial(value[1] | value[1] > 1)", "equal_revenue"],
    ["equal_revenue(value[1] + value[2] | value[1] > 0)", "several state components"],
    ["equal_revenue(sum(i in bidder) value[i] | value[1] > 0)", "through a sum"],
    ["equal_revenue(value[1] | value[1] > 1)", "does not hold"],
    ["equal_revenue(value[1] - 1 | value[1] > 0)", "positive"],
  ])("%s is refused with a reason", (law, reason) => {
    const { diagnostics } = compile(auction(`draw s ~ ${law}\n  public signal t = s`, "dominant"));
    expect(diagnostics.some((each) => each.severity === "error" && each.text.includes(reason))).toBe(true);
  });

  it("draws from an empty set draw nothing, and so does what looks at them", async () => {
    const result = await solved(auction("let top = { i in bidder : value[i] > 1 }\n  draw j ~ uniform(top)\n  draw s ~ uniform({1, value[j]})\n  public signal t = (j, s)", "dominant"));
    const silent = (result.posteriors ?? []).find((each) => each.signals.includes("((), ())"));
    expect(silent?.probability.exact).toBe("2/5");
  });
});
