/** `compound_proportional_share` of the library against the closed form, and both against the common rate found by bisection. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { run } from "../../runtime/run.ts";
import { CompoundProportionalAuction } from "../../runtime/theory/proportional/compound-proportional.ts";

const source = readFileSync("examples/compound-proportional/allocation.mech", "utf8");

/** Everybody gets min(eta_i, rate) per unit of her action, and the rate sells everything that the sensitivities allow. */
function byCommonRate(eta: readonly number[], actions: readonly number[]): number[] {
  const sold = (rate: number): number => eta.reduce((sum, e, i) => sum + Math.min(e, rate) * (actions[i] ?? 0), 0);
  let [low, high] = [0, Math.max(...eta)];
  for (let k = 0; k < 100 && sold(high) > 1; k++) {
    const middle = (low + high) / 2;
    if (sold(middle) > 1) high = middle;
    else low = middle;
    if (high - low < 1e-16) break;
  }
  return eta.map((e, i) => Math.min(e, sold(Math.max(...eta)) > 1 ? low : Infinity) * (actions[i] ?? 0));
}

const sensitivities = fc.array(fc.integer({ min: 1, max: 8 }).map((n) => n / 8), { minLength: 1, maxLength: 4 });

describe("the compound proportional allocation", () => {
  it("evens out rates: min(eta_i, rate) per unit of action", () => {
    fc.assert(
      fc.property(sensitivities, fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { minLength: 4, maxLength: 4 }), (eta, drawn) => {
        const actions = drawn.slice(0, eta.length);
        const expected = byCommonRate(eta, actions);
        for (const [i, share] of new CompoundProportionalAuction(eta).shares(actions).entries()) expect(share).toBeCloseTo(expected[i] ?? NaN, 11);
      }),
    );
  });

  it.each([["1/2", "1/4"], ["1/8", "1/8"], ["1", "3/8", "1/8"]])("of the library is that of the closed form, exactly, for slopes %s %s %s", async (...texts) => {
    const slopes = texts.filter((text) => typeof text === "string");
    const eta = slopes.map((text) => Rational.parse(text)?.toNumber() ?? NaN);
    const entries = slopes.map((text): Value => Rational.parse(text) ?? text);
    const { task, diagnostics } = compile(source, { set: new Map<string, Value>([["n", Rational.integer(slopes.length)], ["slope", { kind: "list", entries }]]) });
    expect(diagnostics).toEqual([]);
    if (!task) throw new Error("no task");
    const { result } = await run(task);
    expect(result.asserts.map((each) => each.holds)).toEqual(slopes.length === 3 ? [true, expect.any(Boolean)] : [true, true]);
    const auction = new CompoundProportionalAuction(eta);
    const rule = result.rules["win"];
    if (!rule) throw new Error("no rule");
    expect(rule.entries).toHaveLength(eta.length * 4 ** eta.length);
    for (const { index, at, value } of rule.entries) {
      const share = auction.shares(at.map(Number))[Number(index[0]) - 1] ?? NaN;
      expect((Rational.parse(String(value)) ?? Rational.zero).toNumber()).toBeCloseTo(share, 12);
    }
    let expected = 0;
    const count = 4 ** eta.length;
    for (let p = 0; p < count; p++) expected += (auction.shares(eta.map((_, i) => Math.floor(p / 4 ** i) % 4))[0] ?? 0) / count;
    expect(result.quantities["first"]?.value).toBeCloseTo(expected, 12);
  });
});
