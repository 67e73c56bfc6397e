import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { guaranteeOf, type Outcome } from "../../runtime/robust/mechanism.ts";
import { auction, eleven, interval, number, openMoves, robustTask, solve } from "./support.ts";

/** A joint prior of N values in {0, 1/2, 1}, from integer weights. */
function jointPrior(n: number, weights: readonly number[]): string {
  const values = ["0", "1/2", "1"];
  const total = weights.reduce((a, b) => a + b, 0);
  const entries = weights.flatMap((weight, at) => {
    if (weight === 0) return [];
    const tuple = Array.from({ length: n }, (_, i) => values[Math.floor(at / 3 ** (n - 1 - i)) % 3]);
    return [`${n === 1 ? tuple[0] : `(${tuple.join(", ")})`}: ${weight}/${total}`];
  });
  return `state value[i in bidder] in {0, 1/2, 1}\nprior value ~ {${entries.join(", ")}}`;
}

describe("the two forms of the bounds", () => {
  it.each([
    [1, 2, 4],
    [1, 3, 4],
    [2, 2, 3],
    [2, 3, 1],
    [3, 1, 3],
  ])("agree exactly on random priors: N = %i, k = %i", async (n, k, numRuns) => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3 ** n, maxLength: 3 ** n }).filter((weights) => weights.some((weight) => weight > 0)), async (weights) => {
        const text = auction({ n, k, states: jointPrior(n, weights), worth: n === 1 ? "value[1]" : "value[i]" });
        const [coupling, textbook] = [await solve(text, "coupling"), await solve(text, "textbook")];
        expect(coupling.bounds?.form).toBe("coupling");
        expect(textbook.bounds?.form).toBe("textbook");
        expect(coupling.bounds?.lower.exact).toBe(textbook.bounds?.lower.exact);
        expect(coupling.bounds?.upper.exact).toBe(textbook.bounds?.upper.exact);
        const [lower, upper] = interval(coupling);
        expect(lower).toBeLessThanOrEqual(upper);
      }),
      { numRuns },
    );
  });

  it.each([1, 2])("agree exactly for three bidders, whatever is known and shared: k = %i", async (k) => {
    const priors: readonly (readonly [states: string, worth: string, moves?: string])[] = [
      ["state value in {0, 1/2, 1}\nprior value ~ {0: 1/6, 1/2: 1/2, 1: 1/3}", "value"],
      ["state value[i in bidder] in {0, 1}\nprior value ~ {(0, 0, 1): 1/6, (1, 0, 0): 1/4, (1, 1, 0): 1/4, (1, 1, 1): 1/3}", "value[i]"],
      ["param mean = [3/5, 1/2, 2/5]\nstate value[i in bidder] in [0, 1]\nprior value ~ any with E[value[i]] = mean[i] for i in bidder", "value[i]", openMoves],
    ];
    for (const [states, worth, moves] of priors) {
      const text = auction({ n: 3, k, states, worth, ...(moves === undefined ? {} : { moves }) });
      const [coupling, textbook] = [await solve(text, "coupling"), await solve(text, "textbook")];
      expect(coupling.certificate).toBe("exact");
      expect([coupling.bounds?.form, textbook.bounds?.form]).toEqual(["coupling", "textbook"]);
      expect(coupling.bounds?.lower.exact).toBe(textbook.bounds?.lower.exact);
      expect(coupling.bounds?.upper.exact).toBe(textbook.bounds?.upper.exact);
      const [lower, upper] = interval(coupling);
      expect(lower).toBeLessThan(upper);
      if (k === 1) expect(lower).toBe(0);
    }
  });

  it("give the interval in either order of the moves, and the value of the order", async () => {
    const states = "state value in {0, 1}\nprior value ~ uniform";
    const first = await solve(auction({ k: 2, states, worth: "value" }));
    const second = await solve(auction({ k: 2, states, worth: "value", moves: "nature chooses information to minimize revenue\nseller chooses mechanism to maximize revenue" }));
    expect(first.quantities["revenue"]?.interval).toEqual(second.quantities["revenue"]?.interval);
    expect(first.quantities["revenue"]?.value).toBe(interval(first)[0]);
    expect(second.quantities["revenue"]?.value).toBe(interval(first)[1]);
  });
});

describe("the mechanism in the result", () => {
  it.each(["coupling", "textbook"] as const)("guarantees the lower bound by evaluation, and charges nothing for action 0 (%s)", async (form) => {
    const text = auction({ k: 3, states: `state value in ${eleven}\nprior value ~ uniform`, worth: "value" });
    const result = await solve(text, form);
    const { problem } = robustTask(text, form);
    const width = problem.columns.length;
    const rungs = 10;
    const actions = Array.from({ length: rungs }, (_, rung) => number(`${rung}/3`).toString());
    const values = new Float64Array(rungs * rungs * width);
    for (const rule of Object.entries(result.rules)) {
      for (const entry of rule[1].entries) {
        const column = problem.columns.findIndex((each) => each.outcome === rule[0] && each.index.join() === entry.index.join());
        const profile = entry.at.reduce((at, action) => at * rungs + actions.indexOf(action), 0);
        values[profile * width + column] = typeof entry.value === "number" ? entry.value : number(entry.value).toNumber();
      }
    }
    const outcome: Outcome = (profile, column) => values[profile * width + column] as number;
    const { value } = guaranteeOf(problem, outcome, (problem.prior ?? []).map((probability) => probability.toNumber()));
    expect(value).toBeCloseTo(0.2324254740669924, 10);
    for (let other = 0; other < rungs; other++) {
      expect(outcome(other, 2)).toBeLessThan(1e-12);
      expect(outcome(other * rungs, 3)).toBeLessThan(1e-12);
    }
  });
});

describe("the information in the result", () => {
  it("averages to the prior", async () => {
    const result = await solve(auction({ k: 2, states: "state value in {0, 1}\nprior value ~ {0: 1/3, 1: 2/3}", worth: "value" }));
    const masses = (result.information?.entries ?? []).filter((entry) => entry.state[0] === "1").map((entry) => number(String(entry.probability)));
    expect(masses.reduce((a, b) => a.add(b), number("0")).toString()).toBe("2/3");
  });
});
