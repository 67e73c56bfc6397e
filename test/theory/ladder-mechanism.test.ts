/** Given mechanisms on the ladder are certified by their lowest strategic virtual objective, beside the program and without it. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { run } from "../../runtime/run.ts";
import { closedFormResult } from "../../runtime/theory/recognise/apply.ts";
import { recogniser } from "../../runtime/theory/recognise/ladder-mechanism.ts";

const source = readFileSync("examples/compound-proportional/given-rule.mech", "utf8");
const plain = source.replace(/assert .*\n?/g, "");

/** The strategic virtual objective from its definition, for the rule of the example: k, slope, price as fractions of 8. */
function lowest(k: number, slope: number, price: number, value: number): number {
  const top = k * k;
  const share = (own: number, other: number): number => {
    const sum = (own + other) / k;
    return sum === 0 ? 0 : Math.min(slope, 1 / sum) * (own / k);
  };
  let found = Infinity;
  for (let a = 0; a <= top; a++) {
    for (let b = 0; b <= top; b++) {
      let objective = price * (share(a, b) + share(b, a));
      if (a < top) objective += (k - 1) * (value - price) * (share(a + 1, b) - share(a, b));
      if (b < top) objective += (k - 1) * (value - price) * (share(b + 1, a) - share(b, a));
      found = Math.min(found, objective);
    }
  }
  return found;
}

describe("a given rule on the ladder", () => {
  it("is certified below its worst equilibrium, for many prices, slopes and priors", async () => {
    const eighths = fc.integer({ min: 1, max: 7 });
    await fc.assert(
      fc.asyncProperty(eighths, eighths, eighths, async (slope, price, mass) => {
        const text = plain.replace("slope = 1/2", `slope = ${slope}/8`).replace("price = 1/8", `price = ${price}/16`).replace("bernoulli(4/5)", `bernoulli(${mass}/8)`);
        const { task, diagnostics } = compile(text);
        expect(diagnostics).toEqual([]);
        if (!task) throw new Error("no task");
        const { result } = await run(task, { recognisers: [recogniser], unique: false });
        expect(result.status).toBe("optimal");
        const expected = [0, 1].map((value) => lowest(2, slope / 8, price / 16, value));
        // No better than "revenue is not negative": not reported.
        const bound = ((8 - mass) * (expected[0] ?? NaN) + mass * (expected[1] ?? NaN)) / 8;
        expect(result.objective?.value).toBeGreaterThanOrEqual(bound - 1e-12);
        if (bound < 1e-12) {
          expect(result.theory).toBeUndefined();
          return;
        }
        expect(result.theory?.["lowest"]).toEqual(expected.map((each) => expect.closeTo(each, 12) as number));
        expect(result.theory?.["guarantee"]).toBeCloseTo(bound, 12);
        expect(result.theory?.["secure"]).toBe(true);
        expect(result.checks.filter((each) => each.name.includes(">=")).map((each) => each.holds)).toEqual([true]);
      }),
      { numRuns: 8, seed: 11 },
    );
  });

  it("has the numbers that the example states", async () => {
    const { task } = compile(source);
    if (!task) throw new Error("no task");
    const { result } = await run(task);
    expect(result.theory?.exact?.["guarantee"]).toBe("7/80");
    expect(result.objective?.exact).toBe("27/280");
    expect(result.asserts.every((each) => each.holds)).toBe(true);
  });

  it("is certified where the program is too large", () => {
    const { model, diagnostics, task } = compile(plain.replace("value in {0, 1}", "value in grid(0, 1, 1/4)").replace("bernoulli(4/5)", "uniform"), { set: new Map<string, Value>([["k", Rational.integer(5)]]), limits: { rows: 100, columns: 100, nonzeros: 1000 } as never });
    expect(task).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    const closed = model && closedFormResult(model, [recogniser]);
    const expected = [0, 1 / 4, 1 / 2, 3 / 4, 1].map((value) => lowest(5, 1 / 2, 1 / 8, value));
    expect(closed?.theory?.["lowest"]).toEqual(expected.map((each) => expect.closeTo(each, 12) as number));
  });

  it.each([
    ["bids that are no ladder", (s: string) => s.replace("in ladder(k)", "in grid(0, 1, 1/2)")],
    ["a designer on the other side", (s: string) => s.replace("minimize revenue", "maximize revenue")],
    ["a given strategy", (s: string) => s.replace("in ladder(k)", "= 1").replace("incentives obedient\n", "")],
  ])("is not recognised with %s", (_, change) => {
    const changed = change(plain);
    expect(changed).not.toBe(plain);
    const { model, task } = compile(changed);
    expect(model).toBeDefined();
    expect(task && recogniser.recognise(task)).toBeUndefined();
    expect(model && recogniser.recogniseModel?.(model)).toBeUndefined();
  });
});
