import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { dualize, IntegerProgramError, pricesFromDual } from "../../compiler/lp/dualize.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { columnName, columnSentence, objectiveValue, reducedCosts, rowEntries, rowName } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { solveProgram } from "./highs.ts";
import { anyDraft, numbersOf, programOf, q, signDraft, solvableDraft } from "./programs.ts";
import type { Draft } from "./programs.ts";

/** The program with every bound that is not a sign constraint written as a row after the others. */
function boundsAsRows(program: Program): Program {
  const builder = new ProgramBuilder("rows", program.sense);
  const { lower, upper } = program;
  const isZero = (bound: Rational | undefined): boolean => bound?.isZero() ?? false;
  lower.forEach((_, j) => {
    const nonnegative = isZero(lower[j]);
    const nonpositive = !nonnegative && isZero(upper[j]);
    const family = { name: `x${j}`, role: "auxiliary" as const, indexNames: [], sentence: "" };
    builder.addColumns(family, 1, nonnegative ? Rational.zero : undefined, nonpositive ? Rational.zero : undefined, false, () => []);
    builder.setObjective(j, fractionAt(program.objective, j));
  });
  builder.addOffset(program.offset);
  builder.beginRowFamily({ name: "c", role: "require", indexNames: [], sentence: "" }, () => []);
  for (let r = 0; r < program.rowCount; r++) {
    builder.beginRow(program.rowSense[r] ?? "=");
    for (const { column, coefficient } of rowEntries(program, r)) builder.add(column, coefficient);
    builder.endRow(fractionAt(program.rhs, r));
  }
  const bound = (column: number, sense: "<=" | ">=", value: Rational): void => {
    builder.beginRow(sense);
    builder.add(column, Rational.one);
    builder.endRow(value);
  };
  lower.forEach((low, j) => {
    const high = upper[j];
    if (low !== undefined && !low.isZero()) bound(j, ">=", low);
    if (high !== undefined && (!high.isZero() || isZero(low))) bound(j, "<=", high);
  });
  builder.endRowFamily();
  return builder.build();
}

describe("the dual of the dual", () => {
  it("is the primal, number for number, when all bounds are signs", () => {
    fc.assert(
      fc.property(signDraft, (draft) => {
        const program = programOf(draft);
        expect(numbersOf(dualize(dualize(program).dual).dual)).toEqual(numbersOf(program));
      }),
    );
  });

  it("is the primal with its other bounds written as rows", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const program = programOf(draft);
        expect(numbersOf(dualize(dualize(program).dual).dual)).toEqual(numbersOf(boundsAsRows(program)));
      }),
    );
  });

  it("keeps integers beyond 2^53", () => {
    const program = programOf({
      sense: "maximize",
      objective: ["1", "1/90071992547409931"],
      rows: [{ entries: ["3", "90071992547409931"], sense: "<=", rhs: "1" }],
    });
    const { dual } = dualize(program);
    expect(fractionAt(dual.value, 1).toString()).toBe("90071992547409931");
    expect(numbersOf(dualize(dual).dual)).toEqual(numbersOf(program));
  });
});

describe("strong duality", () => {
  it("primal and dual have the same optimum", async () => {
    await fc.assert(
      fc.asyncProperty(solvableDraft, async (draft) => {
        const program = programOf(draft);
        const primal = await solveProgram(program);
        const dual = await solveProgram(dualize(program).dual);
        expect([primal.optimal, dual.optimal]).toEqual([true, true]);
        expect(dual.objective).toBeCloseTo(primal.objective, 6);
      }),
      { numRuns: 100 },
    );
  });

  it("reduced costs are the multipliers of the bounds", async () => {
    await fc.assert(
      fc.asyncProperty(solvableDraft, async (draft) => {
        const program = programOf(draft);
        const { dual, map } = dualize(program);
        const answer = await solveProgram(dual);
        const prices = pricesFromDual(
          map,
          Array.from(answer.columns, (y) => Rational.fromDouble(y)),
        );
        reducedCosts(program, prices.rows).forEach((cost, j) => {
          const isSign = (dual.rowSense[j] ?? "=") !== "=";
          const multipliers = (prices.lower[j]?.toNumber() ?? 0) + (prices.upper[j]?.toNumber() ?? 0);
          if (!isSign) expect(multipliers).toBeCloseTo(cost.toNumber(), 6);
        });
      }),
      { numRuns: 50 },
    );
  });
});

describe("shadow values", () => {
  const step = Rational.of(1, 4);

  async function optimum(draft: Draft, row: number, shift: Rational): Promise<number | undefined> {
    const rows = draft.rows.map((entry, r) => (r === row ? { ...entry, rhs: q(entry.rhs).add(shift).toString() } : entry));
    const answer = await solveProgram(programOf({ ...draft, rows }));
    return answer.optimal ? answer.objective : undefined;
  }

  // The optimum is concave in the right-hand sides of a maximisation and convex in those of a minimisation, so a shadow
  // value lies between the difference quotients of both sides for a step of any size.
  it("lie between the difference quotients of the optimum, in both senses", async () => {
    await fc.assert(
      fc.asyncProperty(solvableDraft, async (draft) => {
        const program = programOf(draft);
        const { dual, map } = dualize(program);
        const answer = await solveProgram(dual);
        const prices = pricesFromDual(
          map,
          Array.from(answer.columns, (y) => Rational.fromDouble(y)),
        ).rows.map((y) => y.toNumber());
        for (const [row, price] of prices.entries()) {
          const up = await optimum(draft, row, step);
          const down = await optimum(draft, row, step.neg());
          const right = up === undefined ? undefined : (up - answer.objective) / step.toNumber();
          const left = down === undefined ? undefined : (answer.objective - down) / step.toNumber();
          const [least, most] = draft.sense === "maximize" ? [right, left] : [left, right];
          if (least !== undefined) expect(price).toBeGreaterThanOrEqual(least - 1e-5);
          if (most !== undefined) expect(price).toBeLessThanOrEqual(most + 1e-5);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("have the signs of the table in docs/semantics/duality.md", () => {
    const rows = [
      { entries: ["1"], sense: "<=" as const, rhs: "1" },
      { entries: ["1"], sense: ">=" as const, rhs: "0" },
      { entries: ["1"], sense: "=" as const, rhs: "1" },
    ];
    const signs = (sense: "maximize" | "minimize"): string[] => {
      const { dual } = dualize(programOf({ sense, objective: ["1"], rows, bounds: [["1/2", "3"]] }));
      return dual.lower.map((low, k) => (low !== undefined ? "+" : dual.upper[k] !== undefined ? "-" : "free"));
    };
    expect(signs("maximize")).toEqual(["+", "-", "free", "-", "+"]);
    expect(signs("minimize")).toEqual(["-", "+", "free", "+", "-"]);
    const senses = (sense: "maximize" | "minimize"): readonly string[] =>
      dualize(
        programOf({
          sense,
          objective: ["1", "1", "1", "1"],
          rows: [],
          bounds: [
            ["0", "-"],
            ["-", "0"],
            ["-", "-"],
            ["1", "2"],
          ],
        }),
      ).dual.rowSense;
    expect(senses("maximize")).toEqual([">=", "<=", "=", "="]);
    expect(senses("minimize")).toEqual(["<=", ">=", "=", "="]);
  });

  it("are 3/4 for the capacity of the example, whichever way it is solved", async () => {
    const draft: Draft = { sense: "maximize", objective: ["3/4", "1/2"], rows: [{ entries: ["1", "1"], sense: "<=", rhs: "1" }] };
    const { dual } = dualize(programOf(draft));
    expect((await solveProgram(dual)).columns[0]).toBeCloseTo(3 / 4, 9);
    expect((await solveProgram(programOf(draft))).rowDuals[0]).toBeCloseTo(3 / 4, 9);
    expect(objectiveValue(dual, [q("3/4")]).toString()).toBe("3/4");
  });
});

describe("names", () => {
  it("say which row, bound or column a dual variable or row belongs to", () => {
    const builder = new ProgramBuilder("auction", "maximize");
    const win = { name: "win", role: "allocation" as const, indexNames: ["i"], sentence: "bidder {i} wins" };
    builder.addColumns(win, 2, Rational.zero, Rational.one, false, (i) => [String(i + 1)]);
    const incentives = {
      name: "incentives_bidder",
      role: "incentives" as const,
      indexNames: ["i", "value", "report"],
      sentence: "bidder {i}: {value} -> {report}",
    };
    builder.beginRowFamily(incentives, () => ["1", "2", "1"]);
    builder.beginRow(">=");
    builder.add(0, Rational.one);
    builder.endRow(Rational.zero);
    builder.endRowFamily();
    const { dual, map } = dualize(builder.build());
    expect(dual.sense).toBe("minimize");
    expect(columnName(dual, 0)).toBe("lambda_incentives_bidder[1, 2, 1]");
    expect(columnSentence(dual, 0)).toBe("weight on the deviation: bidder 1: 2 -> 1");
    expect([columnName(dual, 1), columnName(dual, 2)]).toEqual(["upper_win[1]", "upper_win[2]"]);
    expect(columnSentence(dual, 2)).toBe("shadow value of the upper bound on bidder 2 wins");
    expect([rowName(dual, 0), rowName(dual, 1)]).toEqual(["stationary_win[1]", "stationary_win[2]"]);
    expect([Array.from(map.lowerMultiplier), Array.from(map.upperMultiplier)]).toEqual([
      [-1, -1],
      [1, 2],
    ]);
    expect(() => dual.columnIndices(3)).toThrow(RangeError);
  });
});

it("a program with integer columns has no dual here", () => {
  const program = programOf({ sense: "maximize", objective: ["1", "1"], rows: [], integer: [1] });
  expect(() => dualize(program)).toThrow(IntegerProgramError);
  expect(() => dualize(program)).toThrow("1 integer columns");
});
