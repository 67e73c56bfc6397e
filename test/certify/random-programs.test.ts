import { describe, expect, it } from "vitest";
import { certify } from "../../runtime/certify/certify.ts";
import { checkCertificate } from "../../runtime/certify/check.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import { loadSolver } from "../../runtime/solvers/choose.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { ExactCertificate } from "../../runtime/solution.ts";
import { families, randomProgram } from "./random.ts";

const seeds = Array.from({ length: 200 }, (_, seed) => seed);

function reference(program: Program): ExactCertificate {
  const outcome = exactSimplex(program);
  if (outcome.kind !== "solved") throw new Error("the reference must be solvable");
  return outcome.certificate;
}

describe.each(Object.keys(families))("200 random programs: %s", (family) => {
  it("exact simplex certificates pass the checker", () => {
    for (const seed of seeds) {
      const program = randomProgram(family, seed);
      expect(checkCertificate(program, reference(program)), `seed ${seed}`).toEqual({ holds: true });
    }
  });

  // With no exact pivots allowed, certification has to live on bases, repair by HiGHS and auxiliary programs.
  it.each(["highs", "glpk"])("%s answers are certified, and agree with the exact simplex as fractions", async (name) => {
    const solver = await loadSolver(name);
    for (const seed of seeds) {
      const program = randomProgram(family, seed);
      const expected = reference(program);
      const result = await certify(program, await solver.solve(program), { exactCells: 0 });
      expect(result.kind, `seed ${seed}`).toBe("exact");
      if (result.kind !== "exact") continue;
      expect(checkCertificate(program, result.certificate), `seed ${seed}`).toEqual({ holds: true });
      expect(result.certificate.kind, `seed ${seed}`).toBe(expected.kind);
      if (result.certificate.kind === "optimal" && expected.kind === "optimal") {
        expect(result.certificate.objective.toString(), `seed ${seed}`).toBe(expected.objective.toString());
      }
    }
  });
});

describe("the random families", () => {
  it("hold optimal, infeasible and unbounded programs in number", () => {
    const counts = { optimal: 0, infeasible: 0, unbounded: 0 };
    for (const family of Object.keys(families)) for (const seed of seeds) counts[reference(randomProgram(family, seed)).kind]++;
    expect(Math.min(counts.optimal, counts.infeasible, counts.unbounded)).toBeGreaterThan(100);
  });
});
