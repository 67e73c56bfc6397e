import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt, fractionsOf } from "../../compiler/lp/fractions.ts";
import { objectiveValue, rowActivity } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { minimalConflict } from "../../runtime/explain/conflict.ts";
import { labelledDuals } from "../../runtime/explain/duals.ts";
import { Ranging } from "../../runtime/explain/ranging.ts";
import { explainRay } from "../../runtime/explain/ray.ts";
import { cheapestRelaxation } from "../../runtime/explain/relaxation.ts";
import { subsystem } from "../../runtime/explain/subsystem.ts";
import { lexicographic, quantityRanges } from "../../runtime/explain/uniqueness.ts";
import { virtualValues } from "../../runtime/explain/virtual-values.ts";
import { derive } from "../../runtime/solvers/derive.ts";
import { families, randomProgram } from "../certify/random.ts";
import { auction, bilateralTrade, correlated, exact, independent, infeasibility, mechanism, optimum, unboundedness } from "./support.ts";

/** Every member is necessary: all together are infeasible, any one fewer is feasible. */
async function expectIrreducible(program: Program, constraints: readonly number[]): Promise<void> {
  expect((await exact(subsystem(program, constraints)))?.kind).toBe("infeasible");
  for (const dropped of constraints) {
    expect((await exact(subsystem(program, constraints.filter((each) => each !== dropped))))?.kind, `without ${dropped}`).not.toBe("infeasible");
  }
}

const withRhs = (program: Program, row: number, change: Rational): Program =>
  derive(program, { rhs: fractionsOf(Array.from({ length: program.rowCount }, (_, r) => (r === row ? fractionAt(program.rhs, r).add(change) : fractionAt(program.rhs, r)))) });

describe("a minimal conflict", () => {
  it("of bilateral trade names what Myerson and Satterthwaite name, and nothing can be dropped", async () => {
    const { program } = bilateralTrade(5);
    const conflict = await minimalConflict(program, exact, await infeasibility(program));
    expect(conflict?.families.map((each) => each.family).sort()).toEqual(["balanced", "efficient", "incentives_buyer", "incentives_seller", "participation_buyer", "participation_seller"]);
    expect(conflict?.irreducible).toBe(true);
    expect(conflict?.familiesIrreducible).toBe(true);
    await expectIrreducible(program, (conflict?.members ?? []).map((member) => member.constraint));
  });

  it("does not exist where trade is possible", async () => {
    const { program } = bilateralTrade(4);
    expect(await minimalConflict(program, exact)).toBeUndefined();
    expect((await exact(program))?.kind).toBe("optimal");
  });

  it("weighs its rows to a contradiction", async () => {
    const { program } = bilateralTrade(6);
    const conflict = await minimalConflict(program, exact);
    const sums = new Array<Rational>(program.columnCount).fill(Rational.zero);
    let rhs = Rational.zero;
    for (const { kind, position, weight } of conflict?.members ?? []) {
      if (kind === "row") {
        rhs = rhs.add(weight.mul(fractionAt(program.rhs, position)));
        for (let k = program.start[position] ?? 0; k < (program.start[position + 1] ?? 0); k++) {
          const column = program.index[k] as number;
          sums[column] = (sums[column] as Rational).add(weight.mul(fractionAt(program.value, k)));
        }
      } else {
        sums[position] = (sums[position] as Rational).add(weight);
        rhs = rhs.add(weight.mul((kind === "lower" ? program.lower[position] : program.upper[position]) as Rational));
      }
    }
    expect(sums.every((sum) => sum.isZero())).toBe(true);
    expect(rhs.sign()).toBe(-1);
  });

  it("is irreducible for random infeasible programs", async () => {
    let infeasible = 0;
    for (const family of Object.keys(families)) {
      for (let seed = 0; seed < 40; seed++) {
        const program = randomProgram(family, seed);
        if (program.integer.length > 0 || (await exact(program))?.kind !== "infeasible" || infeasible > 25) continue;
        infeasible++;
        const conflict = await minimalConflict(program, exact);
        expect(conflict?.irreducible).toBe(true);
        await expectIrreducible(program, (conflict?.members ?? []).map((member) => member.constraint));
      }
    }
    expect(infeasible).toBeGreaterThan(5);
  });
});

describe("the cheapest relaxation", () => {
  it("costs nothing exactly when there is a solution", async () => {
    for (const high of [3, 4, 5, 7]) {
      const { program } = bilateralTrade(high);
      const relaxation = await cheapestRelaxation(program, exact);
      if (relaxation?.kind !== "relaxed") throw new Error("no relaxation");
      expect(relaxation.cost.isZero()).toBe(high <= 4);
      let relaxed = program;
      for (const row of relaxation.rows) relaxed = withRhs(relaxed, row.row, row.direction === "raise" ? row.amount : row.amount.neg());
      expect((await exact(relaxed))?.kind).toBe("optimal");
    }
  });
});

describe("a ray", () => {
  it("says what grows and what it brings", async () => {
    const { program } = mechanism(`
model unbounded
agents buyer = 1..1
type value[i in buyer] in {1, 2}
prior value[i] ~ uniform
mechanism {
  allocation buy[i in buyer] in [0, 1]
  transfer pay[i in buyer]
}
payoff buyer[i] = value[i] * buy[i] - pay[i]
incentives bayesian
quantity revenue = E[pay[1]]
seller chooses mechanism to maximize revenue
`);
    const certificate = await unboundedness(program);
    const { entries, objectiveChange, text } = explainRay(program, certificate, { objective: "revenue" });
    expect(entries.every((entry) => entry.family === "pay")).toBe(true);
    expect(objectiveChange.sign()).toBe(1);
    expect(text).toMatch(/^Raise pay\[1\].*revenue rises by 1 each time/);
  });
});

describe("duals that speak", () => {
  it("are the derivatives of the optimum, by finite differences in both directions", async () => {
    for (const task of [auction(independent), auction(correlated)]) {
      const { program } = task;
      const certificate = await optimum(program);
      const { families: labelled } = labelledDuals(program, certificate);
      const step = Rational.of(1, 1000);
      for (const { row, value } of labelled.flatMap((family) => family.entries)) {
        const up = (await optimum(withRhs(program, row, step))).objective.sub(certificate.objective).div(step);
        const down = certificate.objective.sub((await optimum(withRhs(program, row, step.neg()))).objective).div(step);
        // The optimum of a maximisation is concave in the right-hand side: the dual lies between the two slopes.
        expect(up.compare(value)).toBeLessThanOrEqual(0);
        expect(down.compare(value)).toBeGreaterThanOrEqual(0);
      }
    }
  });

  it("are complementary to the slacks", async () => {
    const { program } = auction(independent);
    const { families: labelled, rows } = labelledDuals(program, await optimum(program));
    for (const { value, slack } of labelled.flatMap((family) => family.entries)) expect(value.mul(slack).isZero()).toBe(true);
    expect(rows.strict + rows.degenerate + rows.equalities).toBe(program.rowCount);
  });
});

describe("virtual values", () => {
  it("are Myerson's for independent values, and give the optimum as E[max(0, highest)]", async () => {
    const task = auction(independent);
    const found = virtualValues(task, await optimum(task.program));
    if (found.kind !== "quasilinear") throw new Error(found.reason);
    // Value 2 has virtual value 2, value 1 has 1 - 1 = 0.
    expect(new Set(found.entries.map((entry) => entry.value?.toString()))).toEqual(new Set(["0", "2"]));
    expect(found.check).toMatchObject({ applies: true, agrees: true });
  });

  it("are the values themselves under full extraction", async () => {
    const task = auction(correlated);
    const found = virtualValues(task, await optimum(task.program));
    if (found.kind !== "quasilinear") throw new Error(found.reason);
    expect(new Set(found.entries.map((entry) => entry.value?.toString()))).toEqual(new Set(["1", "2"]));
    expect(found.check).toMatchObject({ applies: true, agrees: true });
  });
});

describe("ranging", () => {
  it("keeps the price inside its range and loses it outside", async () => {
    let checked = 0;
    for (const family of Object.keys(families)) {
      for (let seed = 0; seed < 15; seed++) {
        const program = randomProgram(family, seed);
        if (program.integer.length > 0) continue;
        const certificate = await exact(program);
        const ranging = certificate?.kind === "optimal" ? Ranging.of(program, certificate) : undefined;
        if (certificate?.kind !== "optimal" || !ranging) continue;
        for (let row = 0; row < program.rowCount; row++) {
          const { current, low, high, dual } = ranging.rhs(row);
          for (const end of [low, high]) {
            if (!end || end.equals(current)) continue;
            checked++;
            const at = await exact(withRhs(program, row, end.sub(current)));
            // On the whole range, its ends included, the optimum moves along the dual.
            expect(at?.kind === "optimal" && at.objective.equals(certificate.objective.add(dual.mul(end.sub(current))))).toBe(true);
          }
        }
      }
    }
    expect(checked).toBeGreaterThan(50);
  });
});

describe("ties", () => {
  it("are broken lexicographically, and the range of a quantity shrinks to a point", async () => {
    const task = auction(independent, "then to maximize welfare");
    const { program, stages } = task;
    const first = await optimum(program);
    const welfare = { name: "welfare", coefficients: stages[0]?.objective ?? program.objective, offset: Rational.zero };
    const [range] = await quantityRanges(program, first, [welfare], exact);
    // Selling at (1, 1), where both virtual values are zero, is optional: it is worth 1 with probability 1/4.
    expect(range).toMatchObject({ kind: "range", low: Rational.of(3, 2), high: Rational.of(7, 4) });
    const result = await lexicographic(program, stages, exact);
    if (result.kind !== "solved") throw new Error(result.reason);
    expect(result.stages.map((stage) => stage.objective.toString())).toEqual(["3/2", "7/4"]);
    expect(objectiveValue(program, result.certificate.columns).toString()).toBe("3/2");
    for (let row = 0; row < program.rowCount; row++) {
      const slack = rowActivity(program, row, result.certificate.columns).sub(fractionAt(program.rhs, row)).sign();
      expect(program.rowSense[row] === "<=" ? slack <= 0 : program.rowSense[row] === ">=" ? slack >= 0 : slack === 0).toBe(true);
    }
  });

  it("give ranges that contain the value at every optimal point found", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 16, maxLength: 16 }), async (weights) => {
        const { program } = auction(independent);
        const certificate = await optimum(program);
        const coefficients = fractionsOf(weights.map((weight, j) => (j < 8 ? Rational.integer(weight) : Rational.zero)));
        const [range] = await quantityRanges(program, certificate, [{ name: "q", coefficients, offset: Rational.zero }], exact);
        const here = weights.reduce((sum, weight, j) => (j < 8 ? sum.add(Rational.integer(weight).mul(certificate.columns[j] as Rational)) : sum), Rational.zero);
        if (range?.kind === "determined") expect(range.value.equals(here)).toBe(true);
        else if (range?.kind === "range") {
          expect(range.low?.compare(here)).toBeLessThanOrEqual(0);
          expect(range.high?.compare(here)).toBeGreaterThanOrEqual(0);
        } else throw new Error("unknown range");
      }),
      { numRuns: 20 },
    );
  });
});
