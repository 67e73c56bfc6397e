import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt, fractionsOf } from "../../compiler/lp/fractions.ts";
import { cheapestRelaxation, explainRay, relaxationsByFamily } from "../../runtime/explain/index.ts";
import { derive } from "../../runtime/solvers/derive.ts";
import { families, randomProgram } from "../certify/random.ts";
import { program } from "../solvers/helpers.ts";
import { bilateralTrade, exact, mechanism, unboundedness } from "./support.ts";

describe("the cheapest relaxation", () => {
  it("of bilateral trade with rents 2 and gains 7/4 spares the buyer 1/8 of her participation", async () => {
    // The deficit is 1/4. Utility promised to the low type is paid to the high type too, so a unit of the (probability-weighted) row is worth two.
    const result = await cheapestRelaxation(bilateralTrade(5).program, exact);
    expect(result?.kind === "relaxed" && result.cost.toString()).toBe("1/8");
  });

  it("is zero, and says so, when the spec has a solution", async () => {
    const result = await cheapestRelaxation(bilateralTrade(4).program, exact);
    expect(result).toMatchObject({ kind: "relaxed", rows: [], text: "nothing has to give way" });
  });

  it("compares the constructs: each alone may give way", async () => {
    const results = await relaxationsByFamily(bilateralTrade(5).program, exact);
    const costs = Array.from(results, ([family, result]) => [family, result?.kind === "relaxed" ? result.cost.toString() : result?.kind]);
    expect(costs).toEqual([
      ["efficient", "1/3"],
      ["balanced", "1"],
      ["participation_buyer", "1/8"],
      ["participation_seller", "1/8"],
    ]);
  });

  it("names the row, the direction and the amount", async () => {
    const result = await cheapestRelaxation(
      program({
        objective: [0],
        rows: [
          [[1], ">=", 3],
          [[1], "=", 2],
        ],
      }),
      exact,
      { weight: (row) => Rational.integer(row + 1) },
    );
    if (result?.kind !== "relaxed") throw new Error("no relaxation");
    expect(result.rows.map(({ name, direction, amount }) => [name, direction, amount.toString()])).toEqual([["row[0]", "lower", "1"]]);
    expect(result.text).toBe("lower the right-hand side of `row[0]` by 1 (row 0)");
  });

  it("is impossible when what may not give way conflicts", async () => {
    const result = await cheapestRelaxation(
      program({
        objective: [0],
        rows: [
          [[1], ">=", 3],
          [[1], "<=", 2],
        ],
      }),
      exact,
      { families: [] },
    );
    expect(result?.kind).toBe("impossible");
  });

  it("refuses weights that are not positive and families that do not exist", async () => {
    const system = program({ objective: [0], rows: [[[1], ">=", 3]] });
    await expect(cheapestRelaxation(system, exact, { weight: () => Rational.zero })).rejects.toThrow(RangeError);
    await expect(cheapestRelaxation(system, exact, { families: ["unheard_of"] })).rejects.toThrow(RangeError);
  });

  it("costs nothing exactly when the program is feasible, and makes it feasible (random programs)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(families)), fc.nat(2000), async (family, seed) => {
        const system = randomProgram(family, seed);
        const result = await cheapestRelaxation(system, exact);
        if (result?.kind !== "relaxed") throw new Error("bounds do not cross here");
        expect(result.cost.isZero()).toBe((await exact(system))?.kind !== "infeasible");
        const rhs = Array.from({ length: system.rowCount }, (_, r) => fractionAt(system.rhs, r));
        for (const { row, direction, amount } of result.rows) rhs[row] = (rhs[row] as Rational).add(direction === "raise" ? amount : amount.neg());
        expect((await exact(derive(system, { rhs: fractionsOf(rhs) })))?.kind).not.toBe("infeasible");
      }),
      { numRuns: 150 },
    );
  });
});

describe("a ray in words", () => {
  it("says which payment grows when nobody may refuse", async () => {
    const { program: extortion } = mechanism(`
model extortion
agents buyer = 1..1
type value[i in buyer] in {1, 2}
prior value ~ uniform
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer   pay[i in buyer]
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation none
quantity revenue = E[pay[1]]
seller chooses mechanism to maximize revenue
`);
    const { entries, objectiveChange, text } = explainRay(extortion, await unboundedness(extortion), { objective: "revenue" });
    // Incentives tie the payments of both types: they rise together.
    expect(entries.map(({ name, change }) => `${name} ${change}`)).toEqual(["pay[1, 1] 1", "pay[1, 2] 1"]);
    expect(objectiveChange.toString()).toBe("1");
    expect(text).toBe(
      "Raise pay[1] when the reports are 1 by 1, raise pay[1] when the reports are 2 by 1: revenue rises by 1 each time, and nothing stops it.",
    );
  });

  it("is short: the largest changes, and how many more", async () => {
    const system = program({
      sense: "minimize",
      objective: [1, 0, 0],
      rows: [
        [[1, 1, 0], "=", 0],
        [[0, 2, -1], "=", 0],
      ],
      lower: [undefined, undefined, undefined],
    });
    const { text, objectiveChange } = explainRay(system, await unboundedness(system), { shown: 1 });
    expect(objectiveChange.toString()).toBe("-1");
    expect(text).toBe("Raise column 2 by 2, move 2 more with them: the objective falls by 1 each time, and nothing stops it.");
  });
});
