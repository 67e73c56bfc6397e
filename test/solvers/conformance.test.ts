import { describe, expect, it } from "vitest";
import { activities, objectiveAt, reducedCosts, toFloatProgram } from "../../runtime/solvers/arrays.ts";
import { loadSolver, solverNames } from "../../runtime/solvers/choose.ts";
import { farkasGap } from "../../runtime/solvers/float-farkas.ts";
import { recheck } from "../../runtime/solvers/recheck.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { SolverAnswer } from "../../runtime/solution.ts";
import { integers } from "../certify/random.ts";
import { program } from "./helpers.ts";
import type { Dense } from "./helpers.ts";

/** Linear programs with a unique optimum value; every solver must find it and prove it by its duals. */
const optimal: Readonly<Record<string, { readonly lp: Dense; readonly objective: number; readonly columns?: readonly number[] }>> = {
  "a maximisation": {
    lp: {
      objective: [3, 2],
      rows: [
        [[1, 1], "<=", 4],
        [[1, 3], "<=", 6],
      ],
    },
    objective: 12,
    columns: [4, 0],
  },
  "a minimisation": {
    lp: {
      sense: "minimize",
      objective: [2, 3],
      rows: [
        [[1, 1], ">=", 4],
        [[1, 3], ">=", 6],
      ],
    },
    objective: 9,
    columns: [3, 1],
  },
  "a constant in the objective": {
    lp: { sense: "minimize", objective: [1], offset: "-7/2", rows: [[[2], ">=", 3]] },
    objective: -2,
  },
  "a constant alone": { lp: { objective: [0], offset: 5, rows: [[[1], "<=", 1]] }, objective: 5 },
  "no rows": { lp: { objective: [1, -1, 0], rows: [], upper: [2, 3, 4] }, objective: 2 },
  "no columns": {
    lp: {
      objective: [],
      offset: 3,
      rows: [
        [[], "<=", 1],
        [[], ">=", -1],
        [[], "=", 0],
      ],
    },
    objective: 3,
  },
  "neither rows nor columns": { lp: { objective: [], offset: "1/2", rows: [] }, objective: 0.5 },
  "an empty row": {
    lp: {
      objective: [1],
      rows: [
        [[0], "<=", 1],
        [[1], "<=", 2],
      ],
    },
    objective: 2,
  },
  "an empty column": { lp: { objective: [1, 0], rows: [[[1, 0], "<=", 2]] }, objective: 2 },
  "a degenerate vertex (Beale)": {
    lp: {
      objective: ["3/4", -150, "1/50", -6],
      rows: [
        [["1/4", -60, "-1/25", 9], "<=", 0],
        [["1/2", -90, "-1/50", 3], "<=", 0],
        [[0, 0, 1, 0], "<=", 1],
      ],
    },
    objective: 1 / 20,
  },
  "free columns": {
    lp: {
      sense: "minimize",
      objective: [1, 1],
      rows: [
        [[1, 2], ">=", -4],
        [[2, 1], ">=", -5],
      ],
      lower: [undefined, undefined],
    },
    objective: -3,
    columns: [-2, -1],
  },
  "a fixed column": { lp: { objective: [1, 1], rows: [[[1, 1], "<=", 5]], lower: [2, 0], upper: [2, 10] }, objective: 5, columns: [2, 3] },
  "equality rows": {
    lp: {
      objective: [1, 2, 3],
      rows: [
        [[1, 1, 1], "=", 1],
        [[1, -1, 0], "=", "1/3"],
      ],
    },
    objective: 7 / 3,
  },
  "negative lower bounds": { lp: { sense: "minimize", objective: [1, 1], rows: [[[1, 1], ">=", -3]], lower: [-2, -2] }, objective: -3 },
  "columns bounded above only": {
    lp: { objective: [1, 1], rows: [[[1, -1], "=", 1]], lower: [undefined, undefined], upper: [-1, -1] },
    objective: -3,
    columns: [-1, -2],
  },
  "tiny coefficients": {
    lp: {
      objective: ["1e-10", "2e-10"],
      rows: [
        [["1e-10", "1e-10"], "<=", "4e-10"],
        [["1e-10", "3e-10"], "<=", "6e-10"],
      ],
    },
    objective: 5e-10,
    columns: [3, 1],
  },
  "huge coefficients": {
    lp: {
      objective: [1000000000, 1000000000],
      rows: [
        [[1000000000, 2000000000], "<=", 3000000000],
        [[2000000000, 1000000000], "<=", 3000000000],
      ],
    },
    objective: 2e9,
    columns: [1, 1],
  },
  "tiny and huge coefficients in one program": {
    lp: {
      objective: [1, 1],
      rows: [
        [["1e-10", 0], "<=", "1e-10"],
        [[0, 1000000000], "<=", 1000000000],
      ],
    },
    objective: 2,
    columns: [1, 1],
  },
  "redundant rows": {
    lp: {
      objective: [1, 1],
      rows: [
        [[1, 1], "<=", 2],
        [[2, 2], "<=", 4],
        [[1, 1], "=", 2],
        [[1, 0], "<=", 9],
      ],
    },
    objective: 2,
  },
  "upper bounds that bind": { lp: { objective: [2, 1], rows: [[[1, 1], "<=", 3]], upper: [1, 1] }, objective: 3, columns: [1, 1] },
};

const infeasible: Readonly<Record<string, Dense>> = {
  "contradictory rows": {
    objective: [1],
    rows: [
      [[1], ">=", 2],
      [[1], "<=", 1],
    ],
  },
  "rows against bounds": { objective: [0, 0], rows: [[[1, 1], ">=", 3]], upper: [1, 1] },
  "contradictory equalities": {
    objective: [1, 1],
    rows: [
      [[1, 1], "=", 1],
      [[2, 2], "=", 3],
    ],
    lower: [undefined, undefined],
  },
  "infeasible with an infeasible dual": {
    objective: [1, 1],
    rows: [
      [[1, -1], "<=", -1],
      [[-1, 1], "<=", -1],
    ],
  },
  "an empty row that fails": { objective: [1], rows: [[[0], ">=", 1]] },
  "an empty row that fails, without columns": { objective: [], rows: [[[], ">=", 1]] },
  "crossing bounds": { objective: [1], rows: [[[1], "<=", 5]], lower: [3], upper: [2] },
};

const unbounded: Readonly<Record<string, Dense>> = {
  "an open direction": { objective: [1, 1], rows: [[[1, -1], "<=", 1]] },
  "a free column": { sense: "minimize", objective: [1], rows: [[[1], "<=", 5]], lower: [undefined] },
  "without rows": { objective: [0, 1], rows: [] },
  "along an equality": { objective: [1, 0], rows: [[[1, -1], "=", 0]] },
};

describe.each(solverNames())("solver %s", (name) => {
  const solve = async (lp: Program): Promise<SolverAnswer> => (await loadSolver(name)).solve(lp);

  it.each(Object.entries(optimal))("solves %s", async (_, { lp, objective, columns }) => {
    const stated = program(lp);
    const answer = await solve(stated);
    expect(answer.status).toBe("optimal");
    expect(answer.objective).toBeCloseTo(objective, 9);
    if (columns !== undefined) expect(Array.from(answer.columns ?? [])).toEqual(columns.map((x) => expect.closeTo(x, 6) as number));
    expectKarushKuhnTucker(stated, answer);
  });

  it.each(Object.entries(infeasible))("recognises %s as infeasible", async (_, dense) => {
    const stated = program(dense);
    const answer = await solve(stated);
    expect(answer.status).toBe("infeasible");
    const crossing = toFloatProgram(stated).lower.some((low, j) => low > (toFloatProgram(stated).upper[j] ?? Infinity));
    if (answer.farkas !== undefined && !crossing) expect(farkasGap(toFloatProgram(stated), answer.farkas)).toBeGreaterThan(0);
  });

  it.each(Object.entries(unbounded))("recognises a program unbounded %s", async (_, dense) => {
    const stated = program(dense);
    const answer = await solve(stated);
    expect(answer.status).toBe("unbounded");
    const ray = answer.ray;
    if (ray === undefined) return;
    const lp = toFloatProgram(stated);
    const growth = objectiveAt({ ...lp, offset: 0 }, ray);
    expect(stated.sense === "maximize" ? growth : -growth).toBeGreaterThan(0);
    activities(lp, ray).forEach((change, r) => {
      if (stated.rowSense[r] !== ">=") expect(change).toBeLessThanOrEqual(1e-9);
      if (stated.rowSense[r] !== "<=") expect(change).toBeGreaterThanOrEqual(-1e-9);
    });
  });

  it.each(["maximize", "minimize"] as const)("reports row duals as derivatives of the optimum by the right-hand side (%s)", async (sense) => {
    const rhs = [4, 6, -1];
    const variant = (shift: number, at: number): Program => {
      const senses = sense === "maximize" ? (["<=", "<=", ">="] as const) : ([">=", ">=", "="] as const);
      const coefficients = [
        [1, 1],
        [1, 3],
        [1, -1],
      ];
      return program({
        sense,
        objective: [3, 5],
        rows: coefficients.map((row, r) => [row, senses[r] ?? "=", r === at ? `${(rhs[r] ?? 0) * 1000 + shift}/1000` : (rhs[r] ?? 0)] as const),
      });
    };
    const base = await solve(variant(0, -1));
    for (let r = 0; r < rhs.length; r++) {
      const [up, down] = [await solve(variant(1, r)), await solve(variant(-1, r))];
      const slope = ((up.objective ?? NaN) - (down.objective ?? NaN)) / 0.002;
      expect(base.rowDuals?.[r]).toBeCloseTo(slope, 5);
    }
  });

  it("keeps to a time limit, and says so", async () => {
    const draw = integers(2);
    const weights = Array.from({ length: 45 }, () => draw(1000, 9999));
    // An equality knapsack with large weights: hard for branch and bound, and far beyond a twentieth of a second.
    const stated = program({
      objective: weights.map(() => draw(1000, 9999)),
      rows: [[weights, "=", 112233]],
      upper: weights.map(() => 1),
      integer: weights.map((_, k) => k),
    });
    const started = Date.now();
    const answer = await (await loadSolver(name)).solve(stated, { timeLimitSeconds: 0.05 });
    expect(Date.now() - started).toBeLessThan(5000);
    expect(["time-limit", "optimal"]).toContain(answer.status);
    if (answer.status === "optimal") expect(recheck(stated, answer).acceptable).toBe(true);
  });

  it("solves a knapsack with binary columns", async () => {
    const stated = program({ objective: [10, 13, 7, 8], rows: [[[3, 4, 2, 3], "<=", 7]], upper: [1, 1, 1, 1], integer: [0, 1, 2, 3] });
    const answer = await solve(stated);
    expect(answer.status).toBe("optimal");
    expect(answer.objective).toBeCloseTo(23, 9);
    expect(answer.rowDuals).toBeUndefined();
    expect(recheck(stated, answer)).toMatchObject({ integrality: 0, acceptable: true });
  });

  it("rounds fractional bounds of integer columns inwards", async () => {
    const answer = await solve(program({ objective: [1], rows: [[[1], "<=", 100]], lower: ["1/2"], upper: ["7/2"], integer: [0] }));
    expect(answer.objective).toBeCloseTo(3, 9);
  });

  it("tells an integer program without points from an unbounded one", async () => {
    const empty = await solve(program({ objective: [1, 0], rows: [[[2, -2], "=", 1]], upper: [3, 3], integer: [0, 1] }));
    expect(empty.status).toBe("infeasible");
    const open = await solve(program({ objective: [1, 1], rows: [[[1, -1], "<=", 1]], integer: [0] }));
    expect(open.status).toBe("unbounded");
  });
});

function expectKarushKuhnTucker(stated: Program, answer: SolverAnswer): void {
  const report = recheck(stated, answer);
  expect(report.acceptable).toBe(true);
  const lp = toFloatProgram(stated);
  const columns = answer.columns ?? new Float64Array(0);
  const duals = answer.rowDuals ?? new Float64Array(0);
  const sigma = stated.sense === "maximize" ? 1 : -1;
  activities(lp, columns).forEach((activity, r) => {
    const y = sigma * (duals[r] ?? NaN);
    if (stated.rowSense[r] === "<=") expect(y).toBeGreaterThanOrEqual(-1e-9);
    if (stated.rowSense[r] === ">=") expect(y).toBeLessThanOrEqual(1e-9);
    expect(Math.abs(y * (activity - (lp.rhs[r] ?? 0)))).toBeLessThan(1e-6);
  });
  const negligible = 1e-7 * Math.max(1, ...lp.objective.map(Math.abs));
  reducedCosts(lp, duals).forEach((reduced, j) => {
    const x = columns[j] ?? NaN;
    if (sigma * reduced > negligible) expect(x).toBeCloseTo(lp.upper[j] ?? NaN, 6);
    if (sigma * reduced < -negligible) expect(x).toBeCloseTo(lp.lower[j] ?? NaN, 6);
  });
}

describe("numbers beyond the range of doubles", () => {
  it.each(["highs", "glpk"])("are declined by %s", async (name) => {
    const answer = await (await loadSolver(name)).solve(program({ objective: [1], rows: [[["1e400"], "<=", 1]] }));
    expect(answer).toMatchObject({ status: "error", message: expect.stringContaining("range of doubles") as string });
  });

  it("are no obstacle to the exact simplex", async () => {
    const answer = await (await loadSolver("exact")).solve(program({ objective: ["1e400"], rows: [[["1e400"], "<=", 7]] }));
    expect(answer).toMatchObject({ status: "optimal", objective: 7 });
  });
});

describe("HiGHS", () => {
  it("starts from a basis, and reports its progress", async () => {
    const highs = await loadSolver("highs");
    const stated = program({
      objective: [3, 2],
      rows: [
        [[1, 1], "<=", 4],
        [[1, 3], "<=", 6],
      ],
    });
    const cold = await highs.solve(stated);
    expect(cold.basis).toEqual({ columns: ["basic", "lower"], rows: ["upper", "basic"] });
    const lines: string[] = [];
    const warm = await highs.solve(stated, { ...(cold.basis ? { basis: cold.basis } : {}), onProgress: (line) => lines.push(line) });
    expect(warm).toMatchObject({ status: "optimal", iterations: 0 });
    expect(lines.join("\n")).toContain("HiGHS");
  });

  it("survives a nonsensical basis", async () => {
    const stated = program({
      objective: [3, 2],
      rows: [
        [[1, 1], "<=", 4],
        [[1, 3], "<=", 6],
      ],
    });
    const answer = await (await loadSolver("highs")).solve(stated, { basis: { columns: ["basic", "basic"], rows: ["basic", "basic"] } });
    expect(["optimal", "error"]).toContain(answer.status);
  });
});
