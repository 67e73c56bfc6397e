import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { rowEntries } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { conflictText, minimalConflict } from "../../runtime/explain/index.ts";
import type { Conflict } from "../../runtime/explain/index.ts";
import { constraintOf, subsystem } from "../../runtime/explain/subsystem.ts";
import { families, randomProgram } from "../certify/random.ts";
import { program } from "../solvers/helpers.ts";
import { bilateralTrade, exact, infeasibility } from "./support.ts";

async function feasible(system: Program): Promise<boolean> {
  return (await exact(system))?.kind !== "infeasible";
}

/** The weighted sum of the members: coefficients by column, and the right-hand side. */
function combination(system: Program, { members }: Conflict): { coefficients: Rational[]; rhs: Rational } {
  const coefficients = new Array<Rational>(system.columnCount).fill(Rational.zero);
  let rhs = Rational.zero;
  const add = (column: number, amount: Rational): void => {
    coefficients[column] = (coefficients[column] as Rational).add(amount);
  };
  for (const { constraint, weight } of members) {
    const what = constraintOf(system, constraint);
    if (what.kind === "row") {
      for (const { column, coefficient } of rowEntries(system, what.row)) add(column, coefficient.mul(weight));
      rhs = rhs.add(fractionAt(system.rhs, what.row).mul(weight));
    } else {
      add(what.column, weight);
      rhs = rhs.add((system[what.kind][what.column] as Rational).mul(weight));
    }
  }
  return { coefficients, rhs };
}

describe("the conflict of efficient, balanced bilateral trade", () => {
  it("does not exist while the gains from trade cover the information rents", async () => {
    expect(await minimalConflict(bilateralTrade(4).program, exact)).toBeUndefined();
  });

  it("names every construct of the theorem of Myerson and Satterthwaite and nothing else", async () => {
    const conflict = await minimalConflict(bilateralTrade(5).program, exact);
    expect(new Set(conflict?.families.map((each) => each.family))).toEqual(
      new Set(["efficient", "balanced", "incentives_buyer", "incentives_seller", "participation_buyer", "participation_seller"]),
    );
    expect(conflict?.irreducible).toBe(true);
    expect(conflict?.familiesIrreducible).toBe(true);
  });

  it("holds the deviations that earn the rents: high values and low costs pretend otherwise", async () => {
    const conflict = await minimalConflict(bilateralTrade(5).program, exact);
    const sentences = conflict?.members.filter((each) => each.role === "incentives").map((each) => each.sentence);
    expect(sentences).toEqual(["buyer 1 who knows 5 does not gain by reporting 1", "seller 1 who knows 0 does not gain by reporting 4"]);
  });

  it("stops existing when any one construct is dropped with all its rows", async () => {
    const { program: trade } = bilateralTrade(5);
    const conflict = await minimalConflict(trade, exact);
    const kept = new Set(conflict?.families.map((each) => each.family));
    for (const dropped of kept) {
      const rows = trade.rowFamilies
        .filter(({ name }) => kept.has(name) && name !== dropped)
        .flatMap(({ first, count }) => Array.from({ length: count }, (_, k) => first + k));
      expect(await feasible(subsystem(trade, rows)), dropped).toBe(true);
    }
  });

  it("reads as sentences of the spec, with places in its text", async () => {
    const { program: trade } = bilateralTrade(5);
    const conflict = await minimalConflict(trade, exact, await infeasibility(trade));
    const text = conflict ? conflictText(conflict) : "";
    expect(text).toContain("without any one of them there is one");
    expect(text).toContain("`incentives_buyer` (1 row)");
    expect(text).toContain("buyer 1 who knows 1 expects at least the outside option");
    expect(conflict?.families.find((each) => each.family === "balanced")?.span).toBeDefined();
  });
});

describe("a minimal conflict", () => {
  it("counts the bounds of columns as members", async () => {
    const conflict = await minimalConflict(
      program({
        objective: [1, 1],
        rows: [
          [[1, 1], "<=", 1],
          [[1, 0], ">=", 2],
        ],
      }),
      exact,
    );
    expect(conflict?.members.map(({ kind, position, weight }) => [kind, position, weight.toString()])).toEqual([
      ["row", 0, "1"],
      ["row", 1, "-1"],
      ["lower", 1, "-1"],
    ]);
    expect(conflict?.members[2]?.sentence).toBe("column 1 is at least 0");
  });

  it("can be two bounds of one column", async () => {
    const conflict = await minimalConflict(program({ objective: [1], rows: [], lower: [2], upper: [1] }), exact);
    expect(conflict?.members.map(({ kind }) => kind)).toEqual(["lower", "upper"]);
  });

  it("can be one row without columns", async () => {
    const conflict = await minimalConflict(
      program({
        objective: [1],
        rows: [
          [[0], ">=", 1],
          [[1], "<=", 1],
        ],
      }),
      exact,
    );
    expect(conflict?.members.map(({ kind, position }) => [kind, position])).toEqual([["row", 0]]);
  });

  it("is refused to a certificate that proves nothing", async () => {
    const feasibleProgram = program({ objective: [1], rows: [[[1], "<=", 1]] });
    expect(await minimalConflict(feasibleProgram, exact, { kind: "infeasible", farkas: [Rational.one] })).toBeUndefined();
  });

  it("says so when the limit stops the reduction", async () => {
    const conflict = await minimalConflict(bilateralTrade(5).program, exact, undefined, { solveLimit: 1 });
    expect(conflict?.irreducible).toBe(false);
    expect(conflict && conflictText(conflict)).toContain("perhaps fewer already conflict");
  });

  it("is irreducible, and its weights combine it to 0 <= negative (random programs)", async () => {
    let found = 0;
    const level = fc.constantFrom("row" as const, "family" as const);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(families)), fc.nat(2000), level, async (family, seed, chosen) => {
        const system = randomProgram(family, seed);
        const conflict = await minimalConflict(system, exact, undefined, { level: chosen });
        expect(conflict === undefined).toBe(await feasible(system));
        if (conflict === undefined) return;
        found++;
        expect(conflict.irreducible).toBe(true);
        const constraints = conflict.members.map((each) => each.constraint);
        expect(await feasible(subsystem(system, constraints))).toBe(false);
        for (const dropped of constraints)
          expect(
            await feasible(
              subsystem(
                system,
                constraints.filter((each) => each !== dropped),
              ),
            ),
          ).toBe(true);
        const { coefficients, rhs } = combination(system, conflict);
        expect(coefficients.every((each) => each.isZero())).toBe(true);
        expect(rhs.sign()).toBe(-1);
        expect(conflict.members.every((each) => each.weight.isInteger() && !each.weight.isZero())).toBe(true);
      }),
      { numRuns: 200 },
    );
    expect(found).toBeGreaterThan(10);
  });
});
