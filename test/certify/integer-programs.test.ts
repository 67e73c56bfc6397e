import { describe, expect, it } from "vitest";
import { certify } from "../../runtime/certify/certify.ts";
import type { CertifyResult } from "../../runtime/certify/certify.ts";
import { checkCertificate } from "../../runtime/certify/check.ts";
import { loadSolver, solverNames } from "../../runtime/solvers/choose.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { program } from "../solvers/helpers.ts";
import { integers } from "./random.ts";

const objectiveOf = (result: CertifyResult): string | undefined =>
  result.kind === "exact" && result.certificate.kind === "optimal" ? result.certificate.objective.toString() : undefined;

function knapsack(seed: number, items: number): { stated: Program; best: number } {
  const draw = integers(seed);
  const weights = Array.from({ length: items }, () => draw(1, 9));
  const values = Array.from({ length: items }, () => draw(1, 15));
  const capacity = Math.floor(weights.reduce((a, b) => a + b, 0) / 2);
  let best = 0;
  for (let set = 0; set < 2 ** items; set++) {
    const inside = weights.map((_, k) => (set >> k) & 1);
    const weight = inside.reduce((sum, x, k) => sum + x * (weights[k] ?? 0), 0);
    if (weight <= capacity)
      best = Math.max(
        best,
        inside.reduce((sum, x, k) => sum + x * (values[k] ?? 0), 0),
      );
  }
  const stated = program({ objective: values, rows: [[weights, "<=", capacity]], upper: weights.map(() => 1), integer: weights.map((_, k) => k) });
  return { stated, best };
}

describe("integer programs", () => {
  it.each(solverNames())("knapsacks solved by %s are certified and agree with enumeration", async (name) => {
    const solver = await loadSolver(name);
    for (let seed = 0; seed < 20; seed++) {
      const { stated, best } = knapsack(seed, 7);
      const result = await certify(stated, await solver.solve(stated));
      expect(objectiveOf(result), `seed ${seed}`).toBe(String(best));
    }
  });

  it("are proved by duality when the relaxation is tight", async () => {
    const stated = program({
      objective: [1, 1],
      rows: [
        [[1, 0], "<=", 2],
        [[0, 1], "<=", 3],
      ],
      integer: [0, 1],
    });
    const result = await certify(stated, await (await loadSolver("highs")).solve(stated));
    expect(result).toMatchObject({ kind: "exact", proof: "duality" });
    if (result.kind === "exact") expect(checkCertificate(stated, result.certificate)).toEqual({ holds: true });
  });

  it("are proved by branch and bound when it is not", async () => {
    const stated = program({ objective: [1, 1], rows: [[[2, 2], "<=", 3]], integer: [0, 1] });
    const result = await certify(stated, await (await loadSolver("highs")).solve(stated));
    expect(result).toMatchObject({ kind: "exact", proof: "branch-and-bound" });
    expect(objectiveOf(result)).toBe("1");
  });

  it("give a rigorous interval when the node limit is reached", async () => {
    const { stated, best } = knapsack(4, 12);
    const result = await certify(stated, { solver: "none", status: "error", seconds: 0 }, { nodeLimit: 1 });
    expect(result.kind).toBe("interval");
    if (result.kind === "interval") expect(result.upper?.toNumber()).toBeGreaterThanOrEqual(best);
  });

  it("keep continuous columns exact beside integer ones", async () => {
    const stated = program({
      objective: [5, 3],
      rows: [
        [[3, 1], "<=", "13/3"],
        [[1, 3], "<=", 4],
      ],
      integer: [0],
    });
    const result = await certify(stated, await (await loadSolver("glpk")).solve(stated));
    expect(objectiveOf(result)).toBe("8");
  });

  it("certify infeasible and unbounded programs", async () => {
    const highs = await loadSolver("highs");
    const empty = program({
      objective: [1],
      rows: [
        [[1], ">=", 2],
        [[1], "<=", 1],
      ],
      integer: [0],
    });
    expect(await certify(empty, await highs.solve(empty))).toMatchObject({ kind: "exact", certificate: { kind: "infeasible" } });
    const open = program({ objective: [1, 1], rows: [[[1, -1], "<=", 1]], integer: [0] });
    expect(await certify(open, await highs.solve(open))).toMatchObject({ kind: "exact", certificate: { kind: "unbounded" } });
    // 2x - 2y = 1 has no integer point although its relaxation has.
    const parity = program({ objective: [1, 0], rows: [[[2, -2], "=", 1]], upper: [3, 3], integer: [0, 1] });
    expect(await certify(parity, await highs.solve(parity))).toMatchObject({ kind: "interval", reason: expect.stringContaining("no integer point") as string });
  });
});
