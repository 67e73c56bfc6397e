import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { IntegerProgramError } from "../../compiler/lp/dualize.ts";
import { fractionAt, fractionsOf } from "../../compiler/lp/fractions.ts";
import type { Fractions, Program } from "../../compiler/lp/program.ts";
import { Ranging, dualText, labelledDuals, virtualValues } from "../../runtime/explain/index.ts";
import type { Range } from "../../runtime/explain/index.ts";
import { derive } from "../../runtime/solvers/derive.ts";
import { families, randomProgram } from "../certify/random.ts";
import { program } from "../solvers/helpers.ts";
import { auction, bilateralTrade, correlated, exact, independent, mechanism, optimum } from "./support.ts";

function replaced(fractions: Fractions, at: number, value: Rational): Fractions {
  return fractionsOf(Array.from({ length: fractions.num.length }, (_, k) => (k === at ? value : fractionAt(fractions, k))));
}

describe("labelled duals", () => {
  it("of Myerson's auction: the high types' temptation to understate is what revenue is lost to", async () => {
    const { program: myerson } = auction(independent);
    const { families: labelled } = labelledDuals(myerson, await optimum(myerson));
    const incentives = labelled.find((each) => each.role === "incentives");
    const binding = incentives?.entries.filter(({ value }) => !value.isZero()).map(({ sentence, value }) => `${value} ${sentence}`);
    expect(binding).toEqual(["-1 bidder 1 who knows 2 does not gain by reporting 1", "-1 bidder 2 who knows 2 does not gain by reporting 1"]);
    expect(incentives?.meaning).toContain("weight on the deviation");
    expect(incentives?.entries.filter(({ value }) => !value.isZero()).every(({ slack }) => slack.isZero())).toBe(true);
  });

  it("of full extraction: no deviation has weight, and the text says so", async () => {
    const { program: full } = auction(correlated);
    const { families: labelled } = labelledDuals(full, await optimum(full));
    expect(labelled.map((each) => dualText(each))).toContain("`incentives_bidder`: nothing binds at a price");
  });

  it("refuse programs with integer columns", () => {
    const knapsack = program({ objective: [1], rows: [[[2], "<=", 1]], integer: [0] });
    expect(() => labelledDuals(knapsack, { kind: "optimal", objective: Rational.zero, columns: [Rational.zero], rowDuals: [Rational.zero] })).toThrow(
      IntegerProgramError,
    );
  });

  it("count every row and column once, and never a priced slack (random programs)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(families)), fc.nat(2000), async (family, seed) => {
        const system = randomProgram(family, seed);
        const certificate = await exact(system);
        if (certificate?.kind !== "optimal") return;
        const { families: labelled, rows, columns, reducedCosts } = labelledDuals(system, certificate);
        expect(rows.strict + rows.degenerate + rows.equalities).toBe(system.rowCount);
        expect(columns.strict + columns.degenerate + columns.equalities).toBe(system.columnCount);
        for (const { slack, value } of labelled.flatMap((each) => each.entries)) expect(slack.mul(value).isZero()).toBe(true);
        for (const { at, value } of reducedCosts) if (at === "between") expect(value.isZero()).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe("ranges", () => {
  it("hold the shadow price of the good constant while there is at least some of it", async () => {
    const capacity = program({ objective: [3, 1], rows: [[[1, 1], "<=", 1]], upper: [2, 2] });
    const range = Ranging.of(capacity, await optimum(capacity))?.rhs(0);
    expect([range?.low, range?.high, range?.dual].map(String)).toEqual(["0", "2", "3"]);
    expect(range?.sides).toBe("both");
  });

  it("call a degenerate basis one-sided", async () => {
    const corner = program({
      objective: [1],
      rows: [
        [[1], "<=", 1],
        [[2], "<=", 2],
      ],
    });
    const ranging = Ranging.of(corner, await optimum(corner));
    const sides = [ranging?.rhs(0).sides, ranging?.rhs(1).sides].sort();
    expect(sides).toEqual(["above", "below"]);
  });

  it("do not exist for integer programs", async () => {
    const knapsack = program({ objective: [1], rows: [[[2], "<=", 2]], integer: [0] });
    expect(Ranging.of(knapsack, await optimum(derive(knapsack, { integer: new Int32Array(0) })))).toBeUndefined();
  });

  /** The ends of a range and its middle, or points at distance one where it is infinite. */
  const samples = ({ low, high, current }: Range): Rational[] => [
    low ?? current.sub(Rational.one),
    high ?? current.add(Rational.one),
    (low ?? current).add(high ?? current).div(Rational.integer(2)),
  ];
  const optimal = async (system: Program): Promise<Rational> => (await optimum(system)).objective;

  it("are where the optimum is linear with the stated slope (random programs)", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(families)), fc.nat(2000), async (family, seed) => {
        const system = randomProgram(family, seed);
        const certificate = await exact(system);
        if (certificate?.kind !== "optimal") return;
        const ranging = Ranging.of(system, certificate);
        if (ranging === undefined) throw new Error("the certificate has an optimal basis");
        for (let row = 0; row < system.rowCount; row++) {
          const range = ranging.rhs(row);
          for (const rhs of samples(range)) {
            const expected = certificate.objective.add(range.dual.mul(rhs.sub(range.current)));
            expect((await optimal(derive(system, { rhs: replaced(system.rhs, row, rhs) }))).equals(expected)).toBe(true);
          }
        }
        for (let column = 0; column < system.columnCount; column++) {
          const range = ranging.cost(column);
          for (const cost of samples(range)) {
            const expected = certificate.objective.add(range.value.mul(cost.sub(range.current)));
            expect((await optimal(derive(system, { objective: replaced(system.objective, column, cost) }))).equals(expected)).toBe(true);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it("end where the basis stops being optimal: beyond, the slope is another one where the basis is not degenerate", async () => {
    const two = program({ objective: [3, 1], rows: [[[1, 1], "<=", 1]], upper: [2, 2] });
    const beyond = await optimal(derive(two, { rhs: fractionsOf([Rational.integer(3)]) }));
    expect(beyond.toString()).toBe("7");
  });

  it("enclose shadow values by finite differences in an auction", async () => {
    const { program: myerson } = auction(independent);
    const certificate = await optimum(myerson);
    const step = Rational.of(1, 1000);
    for (let row = 0; row < myerson.rowCount; row++) {
      const at = fractionAt(myerson.rhs, row);
      const up = await optimal(derive(myerson, { rhs: replaced(myerson.rhs, row, at.add(step)) }));
      const down = await optimal(derive(myerson, { rhs: replaced(myerson.rhs, row, at.sub(step)) }));
      const dual = certificate.rowDuals[row] as Rational;
      // The value of a maximisation is concave in the right-hand side.
      expect(up.sub(certificate.objective).div(step).compare(dual)).toBeLessThanOrEqual(0);
      expect(certificate.objective.sub(down).div(step).compare(dual)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("virtual values from multipliers", () => {
  it("are Myerson's when values are independent", async () => {
    const task = auction(independent);
    const result = virtualValues(task, await optimum(task.program));
    if (result.kind !== "quasilinear") throw new Error(result.reason);
    for (const { indices, value } of result.entries) {
      const [bidder, at] = indices as [string, string];
      const own = /\((\d), (\d)\)/.exec(at)?.[Number(bidder)];
      expect(value?.toString(), `${bidder} at ${at}`).toBe(own === "1" ? "0" : "2");
    }
    expect(result.check).toMatchObject({ applies: true, agrees: true });
  });

  it("are the values themselves when beliefs reveal types: full extraction", async () => {
    const task = auction(correlated);
    const result = virtualValues(task, await optimum(task.program));
    if (result.kind !== "quasilinear") throw new Error(result.reason);
    expect(result.entries.map(({ value }) => value?.toString())).toEqual(["1", "1", "2", "2", "1", "2", "1", "2"]);
    expect(result.check.applies && result.check.value.toString()).toBe("8/5");
  });

  it("have the right sign where the distribution is irregular: nobody is served at a negative one", async () => {
    const task = mechanism(`
model irregular
agents buyer = 1..1
type value[i in buyer] in {1, 2, 5}
prior value ~ { 1: 1/4, 2: 1/4, 5: 1/2 }
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer   pay[i in buyer]
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[pay[1]]
seller chooses mechanism to maximize revenue
`);
    const result = virtualValues(task, await optimum(task.program));
    if (result.kind !== "quasilinear") throw new Error(result.reason);
    expect(result.check).toMatchObject({ applies: true, agrees: true });
    // Unironed: 1 - 3 = -2 and 2 - 6 = -4, decreasing. The multipliers that iron them are not unique; the signs are: only value 5 is served.
    expect(result.entries.slice(0, 2).every(({ value }) => (value?.sign() ?? 1) <= 0)).toBe(true);
    expect(result.entries[2]?.value?.toString()).toBe("5");
    expect(result.check.applies && result.check.value.toString()).toBe("5/2");
  });

  it("account for every reduced cost", async () => {
    const task = auction(correlated);
    const certificate = await optimum(task.program);
    const result = virtualValues(task, certificate);
    if (result.kind !== "quasilinear") throw new Error(result.reason);
    const costs = labelledDuals(task.program, certificate).reducedCosts;
    for (const { column, weighted, price } of result.entries) expect(weighted.sub(price).equals(costs[column]?.value as Rational)).toBe(true);
  });

  it("hold their identity for every prior of two bidders", async () => {
    const mass = fc.integer({ min: 0, max: 6 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(mass, mass, mass, mass), async (masses) => {
        const total = masses.reduce((a, b) => a + b, 0);
        fc.pre(total > 0);
        const cells = ["(1, 1)", "(1, 2)", "(2, 1)", "(2, 2)"].map((cell, k) => `${cell}: ${masses[k]}/${total}`).filter((_, k) => masses[k] !== 0);
        const task = auction(`{ ${cells.join(", ")} }`);
        const result = virtualValues(task, await optimum(task.program));
        expect(result).toMatchObject({ kind: "quasilinear", check: { applies: true, agrees: true } });
      }),
      { numRuns: 40 },
    );
  });

  it("are refused with the reason where transfers are constrained", async () => {
    const task = bilateralTrade(4);
    expect(virtualValues(task, await optimum(task.program))).toEqual({ kind: "inapplicable", reason: "there is not one transfer per agent" });
  });
});
