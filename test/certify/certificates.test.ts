import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { dualBound, primalBound } from "../../runtime/certify/bounds.ts";
import { certify } from "../../runtime/certify/certify.ts";
import type { CertifyResult } from "../../runtime/certify/certify.ts";
import { checkCertificate } from "../../runtime/certify/check.ts";
import { completed } from "../../runtime/certify/crash.ts";
import { exactPivots } from "../../runtime/certify/exact-pivots.ts";
import { magnified } from "../../runtime/certify/refine.ts";
import type { Basis, ExactCertificate, SolverAnswer } from "../../runtime/solution.ts";
import { loadSolver } from "../../runtime/solvers/choose.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import { program, rational } from "../solvers/helpers.ts";
import { auction } from "./auctions.ts";
import { families, integers, randomProgram } from "./random.ts";

const rationals = (...values: (number | string)[]): Rational[] => values.map(rational);
const nothing: SolverAnswer = { solver: "none", status: "error", seconds: 0 };

const objectiveOf = (result: CertifyResult): string | undefined =>
  result.kind === "exact" && result.certificate.kind === "optimal" ? result.certificate.objective.toString() : undefined;

function reference(stated: Program): ExactCertificate {
  const outcome = exactSimplex(stated);
  if (outcome.kind !== "solved") throw new Error("the reference must be solvable");
  return outcome.certificate;
}

describe("the checker", () => {
  const stated = program({
    objective: [3, 2],
    rows: [
      [[1, 1], "<=", 4],
      [[1, 3], "<=", 6],
    ],
    offset: "1/3",
  });
  const certificate: ExactCertificate = { kind: "optimal", objective: rational("37/3"), columns: rationals(4, 0), rowDuals: rationals(3, 0) };

  it("accepts an optimal point with optimal prices", () => {
    expect(checkCertificate(stated, certificate)).toEqual({ holds: true });
  });

  it.each<[string, Partial<Extract<ExactCertificate, { kind: "optimal" }>>]>([
    ["row 0 is violated", { columns: rationals("4000000000000000001/1000000000000000000", 0) }],
    ["column 1 is below its lower bound", { columns: rationals(4, "-1/1000000000000000000000") }],
    ["the objective of the point is not the stated one", { objective: rational(12) }],
    ["the dual of row 1 has the wrong sign", { rowDuals: rationals("37/12", "-1/12") }],
    ["the reduced cost of column 0 has the wrong sign", { rowDuals: rationals("2999999999999/1000000000000", 0) }],
    ["the objective of the duals is not that of the point", { rowDuals: rationals("3000000000001/1000000000000", 0) }],
    ["a vector has the wrong length or is not exact", { columns: rationals(4) }],
    ["a vector has the wrong length or is not exact", { rowDuals: [Rational.float(3), Rational.zero] }],
  ])("says why: %s", (reason, mutation) => {
    expect(checkCertificate(stated, { ...certificate, ...mutation })).toEqual({ holds: false, reason });
  });

  it("checks Farkas multipliers", () => {
    const empty = program({
      objective: [1, 1],
      rows: [
        [[1, 1], "<=", 1],
        [[1, 0], ">=", 2],
      ],
    });
    const proof = (...y: number[]): ExactCertificate => ({ kind: "infeasible", farkas: rationals(...y) });
    expect(checkCertificate(empty, proof(1, -1)).holds).toBe(true);
    expect(checkCertificate(empty, proof(1, 1)).reason).toBe("the multiplier of row 1 has the wrong sign");
    expect(checkCertificate(empty, proof(1, -2)).reason).toBe("the combination of rows has no minimum in column 0");
    expect(checkCertificate(empty, proof(2, -1)).reason).toBe("the combination of rows does not contradict itself");
    expect(checkCertificate(empty, proof(0, 0)).holds).toBe(false);
  });

  it("takes crossing bounds as their own proof of infeasibility", () => {
    const crossed = program({ objective: [1], rows: [], lower: [2], upper: [1] });
    expect(checkCertificate(crossed, { kind: "infeasible", farkas: [] }).holds).toBe(true);
  });

  it("checks rays", () => {
    const open = program({ objective: [1, 1], rows: [[[1, -1], "<=", 1]], upper: [undefined, undefined] });
    const proof = (point: number[], ray: number[]): ExactCertificate => ({ kind: "unbounded", point: rationals(...point), ray: rationals(...ray) });
    expect(checkCertificate(open, proof([0, 0], [1, 1])).holds).toBe(true);
    expect(checkCertificate(open, proof([2, 0], [1, 1])).reason).toBe("row 0 is violated");
    expect(checkCertificate(open, proof([0, 0], [1, 0])).reason).toBe("row 0 is violated");
    expect(checkCertificate(open, proof([0, 0], [0, 0])).reason).toBe("the ray does not improve the objective");
    expect(checkCertificate(open, proof([0, 0], [-1, 3])).reason).toBe("column 0 is below its lower bound");
  });

  it("insists on integers where the program does", () => {
    const whole = program({ objective: [2], rows: [[[2], "<=", 3]], integer: [0] });
    const relaxed: ExactCertificate = { kind: "optimal", objective: rational(3), columns: rationals("3/2"), rowDuals: rationals(1) };
    expect(checkCertificate(whole, relaxed).reason).toBe("column 0 is not an integer");
  });

  it("rejects perturbed certificates, unless the perturbed one is as good a proof", () => {
    let rejected = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(families)),
        fc.nat(199),
        fc.nat(),
        fc.constantFrom("1/1000000007", "-1/1000000007", "1", "-1"),
        (family, seed, position, shift) => {
          const random = randomProgram(family, seed);
          const original = reference(random);
          fc.pre(original.kind === "optimal");
          if (original.kind !== "optimal") return;
          const shifted = (values: readonly Rational[]): Rational[] => values.map((x, k) => (k === position % values.length ? x.add(rational(shift)) : x));
          expect(checkCertificate(random, { ...original, objective: original.objective.add(rational(shift)) }).holds).toBe(false);
          // Degenerate programs have many optimal points and prices; only those that attain the optimum may pass.
          const columns = shifted(original.columns);
          const attains = primalBound(random, columns)?.equals(original.objective) === true;
          expect(checkCertificate(random, { ...original, columns }).holds).toBe(attains);
          const rowDuals = shifted(original.rowDuals);
          const proves = dualBound(random, rowDuals)?.equals(original.objective) === true;
          expect(checkCertificate(random, { ...original, rowDuals }).holds).toBe(proves);
          rejected += Number(!attains) + Number(!proves);
        },
      ),
      { numRuns: 400 },
    );
    expect(rejected).toBeGreaterThan(200);
  });
});

describe("certification", () => {
  it("corrects a solver that claims anything", async () => {
    const stated = program({
      objective: [1, 1],
      rows: [
        [[1, 2], "<=", "1/3"],
        [[2, 1], "<=", "1/3"],
      ],
    });
    const claims: SolverAnswer[] = [
      nothing,
      { ...nothing, status: "infeasible", farkas: Float64Array.of(1, 1) },
      { ...nothing, status: "unbounded", ray: Float64Array.of(1, 1) },
      { ...nothing, status: "optimal", columns: Float64Array.of(5, 5), rowDuals: Float64Array.of(0, 0) },
      { ...nothing, status: "optimal", basis: { columns: ["basic", "basic"], rows: ["basic", "basic"] } },
    ];
    for (const exactCells of [0, 1000]) {
      for (const claim of claims) {
        const result = await certify(stated, claim, { exactCells });
        expect(objectiveOf(result)).toBe("2/9");
      }
    }
  });

  it("proves infeasibility and unboundedness of auctions", async () => {
    const draw = integers(3);
    const weights = Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => draw(1, 9)));
    const total = weights.flat().reduce((a, b) => a + b, 0);
    const setting = { values: [1, 2, 3, 4, 5].map((v) => Rational.integer(v)), prior: weights.map((row) => row.map((w) => Rational.of(w, total))) };
    const good = auction(setting, "ex_post");
    const highs = await loadSolver("highs");
    // Demanding payments of bidder 1 above any value breaks participation; forgoing feasibility lets the seller charge for ever.
    const broken: Program = { ...good, lower: good.lower.map((low, j) => (j === 50 ? Rational.integer(6) : low)) };
    const open: Program = { ...good, rowSense: good.rowSense.map((sense, r) => (r >= good.rowCount - 25 ? ">=" : sense)) };
    for (const [variant, kind] of [
      [broken, "infeasible"],
      [open, "unbounded"],
    ] as const) {
      const result = await certify(variant, await highs.solve(variant), { exactCells: 0 });
      expect(result).toMatchObject({ kind: "exact", certificate: { kind } });
      if (result.kind === "exact") expect(checkCertificate(variant, result.certificate)).toEqual({ holds: true });
    }
  });

  it("agrees on a tall auction whether it was solved through its dual or not", async () => {
    const draw = integers(9);
    const m = 14;
    const weights = Array.from({ length: m }, () => Array.from({ length: m }, () => draw(1, 20)));
    const total = weights.flat().reduce((a, b) => a + b, 0);
    const values = Array.from({ length: m }, (_, k) => Rational.integer(k + 1));
    const stated = auction({ values, prior: weights.map((row) => row.map((w) => Rational.of(w, total))) }, "ex_post");
    const highs = await loadSolver("highs");
    const throughDual = await certify(stated, await highs.solve(stated));
    const slack = {
      columns: stated.lower.map((low) => (low === undefined ? ("free" as const) : ("lower" as const))),
      rows: stated.rowSense.map(() => "basic" as const),
    };
    const direct = await certify(stated, await highs.solve(stated, { basis: slack }));
    expect(objectiveOf(throughDual)).toBe(objectiveOf(direct));
    const glpk = await (await loadSolver("glpk")).solve(stated);
    expect(rational(objectiveOf(direct) ?? "0").toNumber()).toBeCloseTo(glpk.objective ?? NaN, 7);
  });

  it("completes a singular or crooked basis instead of giving up", async () => {
    const stated = program({
      objective: [1, 1, 0],
      rows: [
        [[1, 1, 1], "<=", 1],
        [[2, 2, 2], "<=", 2],
        [[1, 0, 0], "<=", "1/3"],
      ],
    });
    const crooked: Basis[] = [
      { columns: ["basic", "basic", "lower"], rows: ["upper", "upper", "basic"] },
      { columns: ["basic", "basic", "basic"], rows: ["basic", "basic", "basic"] },
      { columns: ["lower", "lower", "lower"], rows: ["upper", "upper", "upper"] },
    ];
    for (const basis of crooked) {
      const square = completed(stated, basis, Infinity);
      expect([...square.columns, ...square.rows].filter((status) => status === "basic")).toHaveLength(3);
      expect(objectiveOf(await certify(stated, { ...nothing, status: "optimal", basis }, { exactCells: 0 }))).toBe("1");
    }
  });

  it("reaches the optimum by factored pivots alone", () => {
    for (const family of Object.keys(families)) {
      for (let seed = 0; seed < 25; seed++) {
        const random = randomProgram(family, seed);
        const expected = reference(random);
        const start: Basis = {
          columns: random.lower.map((low, j) => (low !== undefined ? "lower" : random.upper[j] !== undefined ? "upper" : "free")),
          rows: random.rowSense.map(() => "basic"),
        };
        const found = exactPivots(random, start, Infinity);
        expect(found?.kind, `${family} ${seed}`).toBe(expected.kind);
        if (found !== undefined) expect(checkCertificate(random, found), `${family} ${seed}`).toEqual({ holds: true });
        if (found?.kind === "optimal" && expected.kind === "optimal") expect(found.objective.toString()).toBe(expected.objective.toString());
      }
    }
  });

  it("magnifies violations that a float solver cannot see", () => {
    const stated = program({ objective: [1], rows: [[[1], "<=", 1]] });
    const nearly = { columns: rationals("1000000000001/1000000000000"), rowDuals: rationals("999999999999/1000000000000") };
    const shifted = magnified(stated, nearly);
    const slack = fractionAt(shifted.rhs, 0).toNumber();
    expect(slack).toBeLessThan(-0.5);
    expect(slack).toBeGreaterThan(-2.5);
    expect(Math.abs(fractionAt(shifted.objective, 0).toNumber())).toBeGreaterThan(0.5);
  });

  it("reports a rigorous interval when it runs out of time", async () => {
    const stated = program({
      objective: [3, 2],
      rows: [
        [[1, 1], "<=", 4],
        [[1, 3], "<=", 6],
      ],
    });
    const answer: SolverAnswer = { ...nothing, status: "optimal", columns: Float64Array.of(3.5, 0.25), rowDuals: Float64Array.of(3.5, 0) };
    const result = await certify(stated, answer, { timeLimitSeconds: -1, exactCells: 0 });
    expect(result.kind).toBe("interval");
    if (result.kind !== "interval") return;
    expect([result.lower?.toString(), result.upper?.toString()]).toEqual(["11", "14"]);
    expect(result.reason).toContain("time limit");
  });
});
