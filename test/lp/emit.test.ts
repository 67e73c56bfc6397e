import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { emitLp } from "../../compiler/emit/lp.ts";
import type { EmittedText } from "../../compiler/emit/lp.ts";
import { emitMps } from "../../compiler/emit/mps.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { solveProgram, solveText } from "./highs.ts";
import { programOf, solvableDraft } from "./programs.ts";
import type { Draft } from "./programs.ts";

const formats = [
  { format: "lp" as const, emit: emitLp },
  { format: "mps" as const, emit: emitMps },
];

/** Reads the text back and checks that it means the program: optimum, an optimal point, and duals of rows through the map. */
async function expectSameProgram(program: Program, format: "lp" | "mps", emitted: EmittedText): Promise<void> {
  const direct = await solveProgram(program);
  const read = await solveText(format, emitted.text);
  expect(read.optimal).toBe(direct.optimal);
  if (!direct.optimal) return;
  expect(read.objective).toBeCloseTo(direct.objective, 6);
  const columns = new Set(read.columnNames.map((name) => emitted.map.columns.get(name)));
  const rows = new Set(read.rowNames.map((name) => emitted.map.rows.get(name)));
  for (let j = 0; j < program.columnCount; j++) expect(columns).toContain(j);
  for (let r = 0; r < program.rowCount; r++) expect(rows).toContain(r);
}

const tricky: readonly (Draft & { readonly title: string })[] = [
  {
    title: "free and negative columns",
    sense: "minimize",
    objective: ["1", "-1", "1"],
    bounds: [
      ["-", "-"],
      ["-", "3/2"],
      ["-5", "-2"],
    ],
    rows: [{ entries: ["1", "0", "0"], sense: ">=", rhs: "-7" }],
  },
  {
    title: "fixed columns",
    sense: "maximize",
    objective: ["1", "2"],
    bounds: [
      ["2", "2"],
      ["0", "0"],
    ],
    rows: [],
  },
  { title: "a column of no row and no weight", sense: "maximize", objective: ["1", "0"], rows: [{ entries: ["1", "0"], sense: "<=", rhs: "1" }] },
  { title: "no objective", sense: "minimize", objective: ["0", "0"], rows: [{ entries: ["1", "1"], sense: "=", rhs: "1" }] },
  { title: "a constant", sense: "maximize", objective: ["1"], offset: "-5/2", bounds: [["0", "1"]], rows: [] },
  { title: "a constant that no decimal writes", sense: "minimize", objective: ["1"], offset: "1/3", bounds: [["1/7", "1"]], rows: [] },
  { title: "empty rows that hold", sense: "maximize", objective: ["1"], bounds: [["0", "1"]], rows: [{ entries: ["0"], sense: "<=", rhs: "1" }] },
  { title: "empty rows that do not hold", sense: "maximize", objective: ["1"], bounds: [["0", "1"]], rows: [{ entries: ["0"], sense: ">=", rhs: "1" }] },
  {
    title: "bounds that cross",
    sense: "maximize",
    objective: ["1", "1"],
    bounds: [
      ["2", "1"],
      ["0", "-1"],
    ],
    rows: [{ entries: ["1", "1"], sense: "<=", rhs: "9" }],
  },
  {
    title: "integer columns",
    sense: "maximize",
    objective: ["5", "4", "3"],
    bounds: [
      ["0", "1"],
      ["0", "-"],
      ["-1", "7/2"],
    ],
    integer: [0, 1, 2],
    rows: [{ entries: ["2", "3", "1"], sense: "<=", rhs: "15/2" }],
  },
  {
    title: "integer columns among others",
    sense: "maximize",
    objective: ["1", "1", "1"],
    bounds: [
      ["0", "5/2"],
      ["0", "5/2"],
      ["0", "5/2"],
    ],
    integer: [1],
    rows: [],
  },
  {
    title: "an unbounded integer column",
    sense: "minimize",
    objective: ["1"],
    bounds: [["-", "-"]],
    integer: [0],
    rows: [{ entries: ["2"], sense: ">=", rhs: "-7" }],
  },
  {
    title: "names that are keywords",
    sense: "maximize",
    objective: ["1", "1"],
    columnName: "e",
    rowName: "end",
    rows: [{ entries: ["1", "2"], sense: "<=", rhs: "4" }],
  },
  {
    title: "odd characters in names",
    sense: "maximize",
    objective: ["1", "1"],
    columnName: "ä -> {β}\n\\",
    rowName: "1: a + b <= ",
    rows: [{ entries: ["1", "2"], sense: "<=", rhs: "4" }],
  },
  {
    title: "long names",
    sense: "maximize",
    objective: ["1", "1"],
    columnName: "x".repeat(400),
    rowName: "r".repeat(400),
    rows: [
      { entries: ["1", "2"], sense: "<=", rhs: "4" },
      { entries: ["2", "1"], sense: "<=", rhs: "4" },
    ],
  },
];

for (const { format, emit } of formats) {
  describe(`${format} text read back`, () => {
    for (const { title, ...draft } of tricky) {
      it(`means the same program: ${title}`, async () => {
        const program = programOf(draft);
        await expectSameProgram(program, format, emit(program));
      });
    }

    it("means the same program, for random programs", async () => {
      await fc.assert(
        fc.asyncProperty(solvableDraft, async (draft) => {
          const program = programOf(draft);
          const emitted = emit(program);
          expect(emitted.exact).toBe(true);
          await expectSameProgram(program, format, emitted);
        }),
        { numRuns: 60 },
      );
    });

    it("gives shadow values of scaled rows through the map", async () => {
      const program = programOf({ sense: "maximize", objective: ["1"], rows: [{ entries: ["1/3"], sense: "<=", rhs: "1/7" }] });
      const { text, map } = emit(program);
      const read = await solveText(format, text);
      const row = map.rows.get(read.rowNames[0] ?? "") ?? -1;
      expect(row).toBe(0);
      expect((read.rowDuals[0] ?? 0) * Number(map.scales.get(row) ?? 1n)).toBeCloseTo(3, 9);
    });

    it("explains every family", () => {
      const builder = new ProgramBuilder("two\nlines", "maximize");
      builder.addColumns({ name: "win", role: "allocation", indexNames: ["i"], sentence: "bidder {i}\nwins" }, 1, Rational.zero, undefined, false, () => ["1"]);
      builder.beginRowFamily({ name: "limit", role: "feasible", indexNames: [], sentence: "one good ".repeat(40) }, () => []);
      builder.beginRow("<=");
      builder.add(0, Rational.one);
      builder.endRow(Rational.one);
      builder.endRowFamily();
      const lines = emit(builder.build()).text.split("\n");
      const comment = format === "lp" ? "\\" : "*";
      expect(lines).toContain(`${comment} two lines`);
      expect(lines).toContain(`${comment} win (allocation): bidder {i} wins`);
      expect(lines.filter((line) => line.includes("one good")).length).toBe(2);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(255);
    });

    it("handles a program without columns", async () => {
      const program = programOf({ sense: "maximize", objective: [], offset: "1/2", rows: [{ entries: [], sense: "<=", rhs: "1" }] });
      const read = await solveText(format, emit(program).text);
      expect(read.objective).toBeCloseTo(0.5, 9);
    });

    it("says so when a number had to be rounded", async () => {
      const program = programOf({ sense: "maximize", objective: ["1"], rows: [{ entries: ["1/9007199254740997"], sense: "<=", rhs: "1/9007199254740881" }] });
      const emitted = emit(program);
      expect(emitted.exact).toBe(false);
      expect(emitted.text).toContain("rounded to 17 digits");
    });
  });
}

describe("LP text", () => {
  it("reads like the program", () => {
    const { text } = emitLp(
      programOf({
        sense: "maximize",
        objective: ["1/2", "-1", "0"],
        offset: "3",
        bounds: [
          ["0", "1"],
          ["-", "-"],
          ["0", "1/3"],
        ],
        rows: [
          { entries: ["1", "-1", "0"], sense: "<=", rhs: "1/4" },
          { entries: ["1/3", "1/2", "1"], sense: "=", rhs: "0" },
        ],
        integer: [0],
      }),
    );
    expect(text).toBe(
      `\\ draft
\\ x0 (auxiliary): column {j}
\\ x1 (auxiliary): column {j}
\\ x2 (auxiliary): column {j}
Maximize
 obj: 0.5 x0_0 - x1_1 + 3
Subject To
\\ c (require): row {r}
 c_0: x0_0 - x1_1 <= 0.25
\\ multiplied by 6
 c_1: 2 x0_0 + 3 x1_1 + 6 x2_2 = 0
\\ multiplied by 3
 upper_bound_of_x2_2: 3 x2_2 <= 1
Bounds
 0 <= x0_0 <= 1
 x1_1 free
General
 x0_0
End
`,
    );
  });

  it("defines the objective by a row when its weights are no decimals", () => {
    const { text, map } = emitLp(programOf({ sense: "minimize", objective: ["1/3", "1/2"], offset: "1/6", rows: [] }));
    expect(text).toContain(" obj: objective_value\n");
    expect(text).toContain(" definition_of_objective_value: - 2 x0_0 - 3 x1_1 + 6 objective_value = 1\n");
    expect(map.columns.has("objective_value")).toBe(false);
    expect(map.rows.size).toBe(0);
  });
});
