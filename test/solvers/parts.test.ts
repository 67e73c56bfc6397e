import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { toFloatProgram } from "../../runtime/solvers/arrays.ts";
import { branchAndBound, floor } from "../../runtime/solvers/branch.ts";
import { UnknownSolverError, chooseSolver, loadSolver, solverNames } from "../../runtime/solvers/choose.ts";
import { derive, relaxation, withBounds } from "../../runtime/solvers/derive.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import { farkasSign } from "../../runtime/solvers/float-farkas.ts";
import { audited, recheck } from "../../runtime/solvers/recheck.ts";
import { applyScaling, chooseScaling, unscaleColumns, unscaleDuals } from "../../runtime/solvers/scaling.ts";
import { prefersDual, solveThroughDual } from "../../runtime/solvers/through-dual.ts";
import type { SolverAnswer } from "../../runtime/solution.ts";
import { families, randomProgram } from "../certify/random.ts";
import { auction } from "../certify/auctions.ts";
import { program, rational } from "./helpers.ts";

const standard = program({
  objective: [3, 2],
  rows: [
    [[1, 1], "<=", 4],
    [[1, 3], "<=", 6],
  ],
});
const right: SolverAnswer = { solver: "t", status: "optimal", seconds: 0, columns: Float64Array.of(4, 0), rowDuals: Float64Array.of(3, 0) };

describe("the re-check", () => {
  it("passes a correct answer", () => {
    expect(recheck(standard, right)).toEqual({ primal: 0, dual: 0, gap: 0, integrality: 0, acceptable: true });
    expect(audited(standard, right)).toBe(right);
  });

  it.each<[string, Partial<SolverAnswer>, "primal" | "dual" | "gap"]>([
    ["a violated row", { columns: Float64Array.of(5, 0) }, "primal"],
    ["a violated bound", { columns: Float64Array.of(4, -1) }, "primal"],
    ["a wrong-signed row dual", { rowDuals: Float64Array.of(4, -1) }, "dual"],
    ["a wrong-signed reduced cost", { rowDuals: Float64Array.of(1, 0) }, "dual"],
    ["an objective gap", { columns: Float64Array.of(0, 0) }, "gap"],
    ["numbers that are none", { columns: Float64Array.of(NaN, 0) }, "primal"],
  ])("catches %s, and the answer is no longer called optimal", (_, mutation, measure) => {
    const wrong = { ...right, ...mutation };
    expect(recheck(standard, wrong)[measure]).toBeGreaterThan(1e-3);
    expect(audited(standard, wrong)).toMatchObject({ status: "error", message: expect.stringContaining("claimed optimal") as string });
  });

  it("catches fractional integers", () => {
    const whole = derive(standard, { integer: Int32Array.of(0) });
    expect(recheck(whole, { ...right, columns: Float64Array.of(3.5, 0), rowDuals: undefined })).toMatchObject({ integrality: 0.5, acceptable: false });
  });
});

describe("the choice of a solver", () => {
  it("lists the names when asked for one that does not exist", async () => {
    await expect(loadSolver("cplex")).rejects.toThrow(UnknownSolverError);
    await expect(loadSolver("cplex")).rejects.toThrow(/highs, glpk, exact/);
  });

  it("loads every solver under its own name, once", async () => {
    for (const name of solverNames()) {
      const solver = await loadSolver(name);
      expect(solver.name).toBe(name);
      expect(await loadSolver(name)).toBe(solver);
    }
  });

  it("takes the exact simplex for tiny programs or on demand, and HiGHS otherwise", () => {
    const setting = {
      values: [1, 2, 3, 4, 5].map((v) => Rational.integer(v)),
      prior: Array.from({ length: 5 }, () => new Array<Rational>(5).fill(Rational.of(1, 25))),
    };
    const larger = auction(setting, "ex_post");
    expect(chooseSolver(standard)).toBe("exact");
    expect(chooseSolver(larger)).toBe(larger.index.length > 3000 ? "highs" : "glpk");
    expect(chooseSolver(larger, { basis: true })).toBe("highs");
    expect(chooseSolver(larger, { exact: true })).toBe("exact");
    expect(chooseSolver(derive(standard, { integer: Int32Array.of(0) }))).toBe("highs");
  });

  it("declines, rather than hangs on, a program too large for the exact simplex", async () => {
    expect(exactSimplex(standard, { cellLimit: 7 })).toEqual({ kind: "too-large" });
    expect(exactSimplex(standard, { timeLimitSeconds: -1 })).toMatchObject({ kind: "time-limit" });
  });
});

describe("scaling", () => {
  it("brings fractions to coprime integers and tiny numbers to order one", () => {
    const stated = program({
      objective: ["1e-8"],
      rows: [
        [["1/6"], "<=", 1],
        [["1e-11"], "<=", "1e-11"],
      ],
    });
    const lp = toFloatProgram(stated);
    const scaling = chooseScaling(stated, lp);
    expect(scaling.row[0]).toBe(6);
    const scaled = applyScaling(lp, scaling);
    expect(scaled.value[0]).toBe(1);
    for (const value of [...scaled.value, ...scaled.objective]) expect(Math.abs(Math.log2(Math.abs(value)))).toBeLessThanOrEqual(1);
  });

  it("does not change the optimum, the point or the prices", () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(families)), fc.nat(199), (family, seed) => {
        const stated = randomProgram(family, seed);
        const outcome = exactSimplex(stated);
        fc.pre(outcome.kind === "solved" && outcome.certificate.kind === "optimal");
        if (outcome.kind !== "solved" || outcome.certificate.kind !== "optimal") return;
        const { certificate } = outcome;
        const scaling = chooseScaling(stated, toFloatProgram(stated));
        const columns = Float64Array.from(certificate.columns, (x, j) => x.toNumber() / (scaling.column[j] ?? 1));
        const rowDuals = Float64Array.from(certificate.rowDuals, (y, r) => (y.toNumber() * scaling.objective) / (scaling.row[r] ?? 1));
        const answer = { ...right, columns: unscaleColumns(columns, scaling), rowDuals: unscaleDuals(rowDuals, scaling) };
        expect(recheck(stated, answer).acceptable).toBe(true);
      }),
    );
  });
});

describe("passing the dual", () => {
  it("is preferred for tall large linear programs without a starting basis only", () => {
    expect(prefersDual(standard, {})).toBe(false);
    const tall = { ...standard, rowCount: 50_000, columnCount: 20_000, index: new Int32Array(100_000) };
    expect(prefersDual(tall, {})).toBe(true);
    expect(prefersDual({ ...tall, columnCount: 30_000 }, {})).toBe(false);
    expect(prefersDual({ ...tall, integer: Int32Array.of(1) }, {})).toBe(false);
    expect(prefersDual(tall, { basis: { columns: [], rows: [] } })).toBe(false);
  });

  it("gives the point, prices and a basis of the primal", async () => {
    const exact = await loadSolver("exact");
    let [optimal, immediate] = [0, 0];
    for (const family of Object.keys(families)) {
      for (let seed = 0; seed < 40; seed++) {
        const stated = randomProgram(family, seed);
        const direct = await exact.solve(stated);
        const mapped = await solveThroughDual(stated, {}, (dual, options) => exact.solve(dual, options));
        expect(mapped?.status === "optimal", `${family} ${seed}`).toBe(direct.status === "optimal");
        if (mapped === undefined) continue;
        expect(mapped.objective).toBeCloseTo(direct.objective ?? NaN, 9);
        expect(recheck(stated, mapped).acceptable).toBe(true);
        const basic = [...(mapped.basis?.columns ?? []), ...(mapped.basis?.rows ?? [])].filter((status) => status === "basic");
        expect(basic).toHaveLength(stated.rowCount);
        const restarted = exactSimplex(stated, mapped.basis === undefined ? {} : { basis: mapped.basis });
        expect(restarted).toMatchObject({ kind: "solved", certificate: { kind: "optimal" } });
        optimal++;
        immediate += Number(restarted.kind === "solved" && restarted.iterations === 0);
      }
    }
    // A redundant stationarity row may stay basic in the dual; then the complement is only close to an optimal basis.
    expect(immediate / optimal).toBeGreaterThan(0.95);
  });
});

describe("small parts", () => {
  it("floors rationals", () => {
    expect(["7/2", "-7/2", "4", "-4", "1/3", "-1/3"].map((x) => floor(rational(x)).toString())).toEqual(["3", "-4", "4", "-4", "0", "-1"]);
  });

  it("derives programs without touching the original", () => {
    const narrowed = withBounds(standard, 1, Rational.one, Rational.one);
    expect(narrowed.lower[1]?.toString()).toBe("1");
    expect(standard.lower[1]?.toString()).toBe("0");
    expect(narrowed.rowIndices(1)).toEqual(standard.rowIndices(1));
    expect(relaxation(standard)).toBe(standard);
  });

  it("gives a dual ray the sign that proves infeasibility", () => {
    const empty = toFloatProgram(
      program({
        objective: [1, 1],
        rows: [
          [[1, 1], "<=", 1],
          [[1, 0], ">=", 2],
        ],
      }),
    );
    expect(farkasSign(empty, Float64Array.of(-1, 1))).toEqual(Float64Array.of(1, -1));
    expect(farkasSign(empty, Float64Array.of(1, -1))).toEqual(Float64Array.of(1, -1));
    expect(farkasSign(empty, Float64Array.of(1, 1))).toBeUndefined();
  });

  it("bounds the optimum by the open nodes when branch and bound stops early", async () => {
    const whole = program({ objective: [1, 1], rows: [[[2, 2], "<=", 3]], integer: [0, 1] });
    const solve = (node: typeof whole) => {
      const outcome = exactSimplex(node);
      return outcome.kind === "solved" ? outcome.certificate : undefined;
    };
    const stopped = await branchAndBound(whole, solve, { nodeLimit: 1 });
    expect(stopped).toMatchObject({ complete: false, incumbent: undefined });
    expect(stopped.bound?.toString()).toBe("3/2");
    const finished = await branchAndBound(whole, solve);
    expect([finished.complete, finished.incumbent?.objective.toString()]).toEqual([true, "1"]);
  });
});
