/** The coarsest equitable partition: what it is, and that the quotient by it has the optimum of the program. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program, RowSense } from "../../compiler/lp/program.ts";
import { quotientOf } from "../../compiler/reduce/quotient.ts";
import { equitablePartition } from "../../compiler/reduce/refinement.ts";
import { checkCertificate } from "../../runtime/certify/check.ts";
import { prove } from "../../runtime/prove.ts";
import { proveReduced } from "../../runtime/prove-reduced.ts";

interface Small {
  readonly objective: readonly number[];
  readonly upper: readonly (number | undefined)[];
  readonly rows: readonly { readonly entries: readonly number[]; readonly sense: RowSense; readonly rhs: number }[];
  readonly sense: "maximize" | "minimize";
  readonly integer?: boolean;
}

function build({ objective, upper, rows, sense, integer }: Small): Program {
  const builder = new ProgramBuilder("small", sense);
  const family = { name: "x", role: "auxiliary", indexNames: ["k"], sentence: "x {k}" } as const;
  builder.addColumns(family, objective.length, Rational.zero, undefined, integer ?? false, (k) => [String(k)]);
  objective.forEach((value, k) => {
    builder.setObjective(k, Rational.integer(value));
    const most = upper[k];
    builder.setBounds(k, Rational.zero, most === undefined ? undefined : Rational.integer(most));
  });
  builder.beginRowFamily({ name: "row", role: "require", indexNames: ["k"], sentence: "row {k}" }, (k) => [String(k)]);
  for (const row of rows) {
    builder.beginRow(row.sense);
    row.entries.forEach((value, k) => value !== 0 && builder.add(k, Rational.integer(value)));
    builder.endRow(Rational.integer(row.rhs));
  }
  builder.endRowFamily();
  return builder.build();
}

/** Few coefficients, and rows together with their images under rotations, so that much falls together. */
const programs: fc.Arbitrary<Small> = fc.integer({ min: 1, max: 6 }).chain((columns) =>
  fc
    .record({
      objective: fc.array(fc.constantFrom(1, 1, 1, 2), { minLength: columns, maxLength: columns }),
      upper: fc.array(fc.constantFrom(3, 3, undefined), { minLength: columns, maxLength: columns }),
      patterns: fc.array(
        fc.record({
          entries: fc.array(fc.constantFrom(0, 0, 1, 1, -1, 2), { minLength: columns, maxLength: columns }),
          sense: fc.constantFrom<RowSense>("<=", "<=", ">=", "="),
          rhs: fc.integer({ min: -1, max: 3 }),
          step: fc.constantFrom(0, 1, 1, 2),
        }),
        { maxLength: 3 },
      ),
      sense: fc.constantFrom("maximize" as const, "minimize" as const),
      alike: fc.boolean(),
    })
    .map(({ objective, upper, patterns, sense, alike }) => ({
      objective: alike ? objective.map(() => objective[0] ?? 1) : objective,
      upper: alike ? upper.map(() => upper[0]) : upper,
      rows: patterns.flatMap(({ entries, step, ...row }) =>
        Array.from({ length: step === 0 ? 1 : Math.ceil(columns / step) }, (_, turn) => ({ ...row, entries: entries.map((_, k) => entries[(k + turn * step) % columns] ?? 0) })),
      ),
      sense,
    })),
);

/** Colours by rounds of naming every node by the colours around it, until their number stays the same: the definition, slowly. */
function coarsest({ objective, upper, rows }: Small): { rows: number[]; columns: number[] } {
  const named = (keys: readonly string[]): number[] => keys.map((key) => keys.indexOf(key));
  let state = { rows: named(rows.map(({ sense, rhs }) => `${sense} ${rhs}`)), columns: named(objective.map((value, k) => `${value} ${upper[k] ?? "none"}`)) };
  for (;;) {
    const { rows: r, columns: c } = state;
    const around = (own: number, entries: readonly number[], colours: readonly number[]): string =>
      `${own}: ${entries.flatMap((value, k) => (value === 0 ? [] : [`${value} in ${colours[k]}`])).sort().join()}`;
    const next = {
      rows: named(rows.map(({ entries }, k) => around(r[k] ?? 0, entries, c))),
      columns: named(objective.map((_, k) => around(c[k] ?? 0, rows.map(({ entries }) => entries[k] ?? 0), r))),
    };
    if (JSON.stringify(next) === JSON.stringify(state)) return state;
    state = next;
  }
}

describe("the coarsest equitable partition", () => {
  it("is that of naive colour refinement", () => {
    fc.assert(
      fc.property(programs, (small) => {
        const expected = coarsest(small);
        const partition = equitablePartition(build(small));
        const classes = (all: readonly number[]): number => new Set(all).size;
        if (!partition) {
          expect([classes(expected.rows), classes(expected.columns)]).toEqual([small.rows.length, small.objective.length]);
          return;
        }
        const first = ({ of, representatives }: { of: Int32Array; representatives: Int32Array }): number[] => Array.from(of, (own) => representatives[own] ?? -1);
        expect({ rows: first(partition.rows.numbered()), columns: first(partition.columns.numbered()) }).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("is not used for integer programs, whose optima need not be constant on classes", () => {
    const small: Small = { sense: "maximize", objective: [1, 1], upper: [1, 1], rows: [{ entries: [1, 1], sense: "<=", rhs: 1 }] };
    expect(equitablePartition(build(small))?.columns.numbered().representatives).toEqual(Int32Array.of(0));
    expect(equitablePartition(build({ ...small, integer: true }))).toBeUndefined();
  });

  it("tells equal columns with different bounds apart", () => {
    const small: Small = { sense: "maximize", objective: [1, 1], upper: [1, 2], rows: [{ entries: [1, 1], sense: "<=", rhs: 5 }] };
    expect(equitablePartition(build(small))).toBeUndefined();
  });

  it("merges what no permutation exchanges: a circle of six and two circles of three", () => {
    // x_i + x_j <= 1 on the edges: every node has two neighbours, which is all that refinement sees.
    const edges = [...[0, 1, 2, 3, 4, 5].map((i) => [i, (i + 1) % 6]), [6, 7], [7, 8], [8, 6], [9, 10], [10, 11], [11, 9]];
    const rows = edges.map((edge) => ({ entries: Array.from({ length: 12 }, (_, k) => (edge.includes(k) ? 1 : 0)), sense: "<=" as const, rhs: 1 }));
    const quotient = quotientOf(build({ sense: "maximize", objective: Array.from({ length: 12 }, () => 1), upper: Array.from({ length: 12 }, () => undefined), rows }));
    expect([quotient?.program.rowCount, quotient?.program.columnCount]).toEqual([1, 1]);
    // Twelve rows added up: 2 z <= 12.
    expect(quotient && [fractionAt(quotient.program.value, 0).toString(), fractionAt(quotient.program.rhs, 0).toString()]).toEqual(["2", "12"]);
  });
});

describe("the quotient", () => {
  it("has the optimum of the program, and its certificates lift to it, whatever they prove", async () => {
    const seen = { reduced: 0, optimal: 0, infeasible: 0, unbounded: 0 };
    await fc.assert(
      fc.asyncProperty(programs, async (small) => {
        const program = build(small);
        const full = await prove(program, { solver: "exact" });
        const reduced = await proveReduced(program, { solver: "exact" });
        if (full.certified.kind !== "exact" || reduced.certified.kind !== "exact") throw new Error("not certified");
        const [a, b] = [full.certified.certificate, reduced.certified.certificate];
        expect(b.kind).toBe(a.kind);
        expect(checkCertificate(program, b)).toEqual({ holds: true });
        if (a.kind === "optimal" && b.kind === "optimal") expect(b.objective.toString()).toBe(a.objective.toString());
        if (reduced.quotient) {
          seen.reduced++;
          seen[b.kind]++;
        }
      }),
      { numRuns: 150 },
    );
    // The property is about quotients, so there must have been some of every kind.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });
});
