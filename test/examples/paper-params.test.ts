/** Worked numbers of the papers that need other params than an example's own. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { run } from "../../runtime/run.ts";

const one = (name: string, value: Value): ReadonlyMap<string, Value> => new Map([[name, value]]);

describe("examples of the papers under other params", () => {
  it.each([
    // The mechanism of full extraction earns everything from bidders who know no more than their values.
    ["revenue-guarantees/fragile", one("informed", false), "8/5"],
    // With a tremble the best equilibrium earns what the worst does; without one the worst earns nothing.
    ["revenue-guarantees/tremble", one("worst", false), "529/400"],
    ["revenue-guarantees/tremble", one("tremble", Rational.zero), "0"],
    // Information for nothing, and at a prohibitive price.
    ["revenue-guarantees/acquisition", one("price", Rational.zero), "3/2"],
    ["revenue-guarantees/acquisition", one("price", Rational.integer(10)), "8/5"],
    // Even ties lose 3/200 of the 5/8 on this grid.
    ["calibrated-signaling/favoured-ties", one("favoured", false), "61/100"],
    ["calibrated-signaling/participation-binds", one("voluntary", false), "2/3"],
    ["calibrated-signaling/correlation", one("k", Rational.one), "3/25"],
  ])("%s with %o", async (file, set, revenue) => {
    const { task, diagnostics } = compile(readFileSync(`examples/${file}.mech`, "utf8"), { set });
    if (!task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
    const { result } = await run(task, { unique: false });
    expect(result.quantities.revenue?.exact).toBe(revenue);
    expect(result.asserts.filter((each) => !each.holds)).toEqual([]);
  });
});
