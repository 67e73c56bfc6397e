/** Programs built up to permutations of the agents at once: the same as the program over all points, and as its reduction. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { run } from "../../runtime/run.ts";
import { calibratedOptimum } from "../../runtime/theory/calibrated/calibrated-signaling.ts";
import { list, normalised } from "./support.ts";

const signaling = (participation: string, extra = ""): string => `
model signaling
param count = [1/4, 1/2, 1/4]
param levels = [0, 1/2, 1]
agents bidder = 1..size(count) - 1
state click[i in bidder] in {0, 1}
prior click ~ exchangeable(count)
information { signal x[i in bidder] in levels private to bidder[i] }
mechanism {
  message bid[i in bidder] = x[i]
  let top = argmax(i in bidder) bid[i]
  allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]
}
payoff bidder[i] = click[i] * win[i] - pay[i]
require calibrated[i in bidder]: E[click[i] | x[i]] = x[i]
participation ${participation}
${extra}
quantity revenue = E[sum(i in bidder) pay[i]]
quantity first = E[pay[1]]
platform chooses information to maximize revenue
`;

const guessing = (n: number): string => `
model guessing
agents player = 1..${n}
state coin[i in player] in {0, 1}
state weather in {dry, wet}
prior coin[i] ~ bernoulli(1/3)
prior weather ~ uniform
information { signal hint[i in player] = if weather = wet then coin[i] else 0 private to player[i] }
mechanism { message guess[i in player] in {0, 1} }
payoff player[i] = if guess[i] = coin[i] then 1 else (if weather = dry then 1/2 else 0)
incentives obedient
sender chooses information to maximize P[all(i in player) guess[i] = 1] + 1/2 * E[count(i in player : guess[i] != coin[i])]
`;

interface Answer {
  readonly value: string | undefined;
  readonly columns: number;
  readonly from: { readonly rows: number; readonly columns: number; readonly nonzeros: number } | undefined;
  readonly holds: boolean;
}

async function answer(text: string, options: { symmetry?: boolean; orbitsFrom?: number }, set: ReadonlyMap<string, Value> = new Map()): Promise<Answer> {
  const { task, diagnostics } = compile(text, { set, ...options });
  if (task?.kind !== "information") throw new Error(diagnostics.map((each) => each.text).join("\n"));
  const { result } = await run(task, { unique: false });
  return { value: result.objective?.exact, columns: task.program.columnCount, from: task.reducedFrom, holds: result.checks.every((each) => each.holds) };
}

/** The program up to permutations, the program over all points, and the latter reduced. */
async function threeWays(text: string, set?: ReadonlyMap<string, Value>): Promise<{ orbits: Answer; full: Answer; size: number[] }> {
  const orbits = await answer(text, { orbitsFrom: 1 }, set);
  const full = await answer(text, { symmetry: false }, set);
  const { task } = compile(text, { symmetry: false, ...(set ? { set } : {}) });
  if (task?.kind !== "information") throw new Error("does not compile");
  return { orbits, full, size: [task.program.rowCount, task.program.columnCount, task.program.index.length] };
}

describe("a program built up to permutations of the agents", () => {
  const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 4 }).filter((weights) => weights.some((weight) => weight > 0));

  it("has the value of the program over all points, for any count law, with and without participation", async () => {
    await fc.assert(
      fc.asyncProperty(counts, fc.constantFrom("none", "ex_ante", "interim"), async (weights, participation) => {
        const { orbits, full } = await threeWays(signaling(participation), new Map([["count", list(normalised(weights))]]));
        expect(orbits.value).toBe(full.value);
        expect(orbits.value).toBeDefined();
        expect(orbits.holds).toBe(true);
        expect(orbits.columns).toBeLessThan(full.columns);
      }),
      { numRuns: 12, seed: 4 },
    );
  });

  it.each([2, 3])("recommends as well as the program over all points: %i players, a state for all, and given signals", async (n) => {
    const { orbits, full } = await threeWays(guessing(n));
    expect(orbits.value).toBe(full.value);
    expect(orbits.holds).toBe(true);
    expect(orbits.columns).toBeLessThan(full.columns);
  });

  it("says how large the program over all points is, without having built it", async () => {
    for (const text of [signaling("none"), signaling("ex_ante"), guessing(2)]) {
      const { orbits, size } = await threeWays(text);
      expect([orbits.from?.rows, orbits.from?.columns, orbits.from?.nonzeros]).toEqual(size);
    }
  });

  it("has binomially many columns: with n bidders, S signals and k clicks, multisets of k and of n - k signals", async () => {
    const { columns } = await answer(signaling("none"), { orbitsFrom: 1 }, new Map([["count", list(normalised([1, 1, 1, 1]))]]));
    // C(5, 3) + 3 C(4, 2) + C(4, 2) 3 + C(5, 3) for S = 3.
    expect(columns).toBe(10 + 18 + 18 + 10);
  });

  it("has a quantity only where it treats agents alike", () => {
    const { task, model } = compile(signaling("none"), { orbitsFrom: 1 });
    if (task?.kind !== "information" || !model) throw new Error("does not compile");
    const [revenue, first] = model.quantities.map((quantity) => task.linear(quantity.definition.value));
    expect(revenue).toBeDefined();
    expect(first).toBeUndefined();
  });

  it.each([
    ["a row about one agent", signaling("none", "require modest: E[x[1]] <= 1/2")],
    ["an agent compared with a number", signaling("none", "require modest[i in bidder]: E[if i = 1 then x[i] else 0] <= 1/2")],
    ["an index that is no agent", signaling("none", "require modest[k in 1..2]: E[x[k]] <= k")],
    ["a list indexed by the agents", signaling("none", "param cap = [1/2, 1]\nrequire modest[i in bidder]: E[x[i]] <= cap[i]")],
  ])("is not made of a spec with %s", async (_, text) => {
    const { orbits, full } = await threeWays(text);
    expect(orbits.columns === full.columns || orbits.from !== undefined).toBe(true);
    expect(orbits.value).toBe(full.value);
  });

  it("is not made where the prior tells agents apart", async () => {
    const text = signaling("none").replace("exchangeable(count)", "{ (0, 0): 1/4, (1, 0): 1/4, (1, 1): 1/2 }");
    const { orbits, full } = await threeWays(text);
    expect(orbits.columns).toBe(full.columns);
    expect(orbits.value).toBe(full.value);
  });

  it("goes through for five bidders on a grid with the optimal signals, and earns the closed form", async () => {
    const law = [1, 5, 10, 10, 5, 1];
    const { t0 = 0, t1 = 0, revenue } = calibratedOptimum(law.map((weight) => weight / 32));
    const grid = [Rational.zero, Rational.of(1, 2), Rational.fromDouble(t0), Rational.fromDouble(t1), Rational.one];
    const { task } = compile(signaling("none"), { set: new Map([["count", list(normalised(law))], ["levels", list(grid)]]) });
    if (task?.kind !== "information") throw new Error("does not compile");
    const { result } = await run(task, { unique: false });
    expect(task.reducedFrom?.columns).toBe(32 * 5 ** 5);
    expect(result.certificate).toBe("exact");
    expect(Math.abs((result.objective?.value ?? 0) - revenue)).toBeLessThan(1e-9);
    expect(result.checks.filter((each) => !each.holds)).toEqual([]);
  });
});
