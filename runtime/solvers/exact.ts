/** The project's own exact solver behind the common interface: for small programs, and as the reference in tests. */
import type { Program } from "../../compiler/lp/program.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { ExactCertificate, SolveOptions, Solver, SolverAnswer } from "../solution.ts";
import { branchAndBound } from "./branch.ts";
import { derive } from "./derive.ts";
import { exactSimplex } from "./exact-simplex.ts";
import type { ExactOutcome } from "./exact-simplex.ts";
import { fractionsOf } from "../../compiler/lp/fractions.ts";

/** The solver; needs no loading. Programs above its size limit get status "error". */
export function exactSolver(): Solver {
  return {
    name: "exact",
    abilities: { basis: true, rays: true, integer: true, exact: true, comfortableNonzeros: 1_500 },
    solve: async (program, options = {}) => {
      const started = Date.now();
      const answer = program.integer.length === 0 ? fromOutcome(exactSimplex(program, options)) : await solveInteger(program, options);
      return { ...answer, seconds: (Date.now() - started) / 1000 };
    },
  };
}

/** An exact certificate as a float answer, rounded at the last moment. */
function fromCertificate(certificate: ExactCertificate, solver: string): Omit<SolverAnswer, "seconds"> {
  const round = (values: readonly Rational[]): Float64Array => Float64Array.from(values, (value) => value.toNumber());
  switch (certificate.kind) {
    case "optimal":
      return {
        solver,
        status: "optimal",
        objective: certificate.objective.toNumber(),
        columns: round(certificate.columns),
        rowDuals: round(certificate.rowDuals),
        ...(certificate.basis === undefined ? {} : { basis: certificate.basis }),
      };
    case "infeasible":
      return { solver, status: "infeasible", farkas: round(certificate.farkas) };
    case "unbounded":
      return { solver, status: "unbounded", ray: round(certificate.ray) };
  }
}

function fromOutcome(outcome: ExactOutcome): Omit<SolverAnswer, "seconds"> {
  if (outcome.kind === "solved") return { ...fromCertificate(outcome.certificate, "exact"), iterations: outcome.iterations };
  if (outcome.kind === "time-limit") return { solver: "exact", status: "time-limit", iterations: outcome.iterations };
  return { solver: "exact", status: "error", message: "the program is too large for the exact simplex method" };
}

async function solveInteger(program: Program, options: SolveOptions): Promise<Omit<SolverAnswer, "seconds">> {
  const deadline = Date.now() + 1000 * (options.timeLimitSeconds ?? Infinity);
  const solveNode = (relaxed: Program): ExactCertificate | undefined => {
    const outcome = exactSimplex(relaxed, { timeLimitSeconds: (deadline - Date.now()) / 1000 });
    return outcome.kind === "solved" ? outcome.certificate : undefined;
  };
  const search = (searched: Program) => branchAndBound(searched, solveNode, { timeLimitSeconds: (deadline - Date.now()) / 1000 });
  const result = await search(program);
  if (result.unbounded) {
    // With rational data an unbounded relaxation means unbounded or infeasible (Meyer 1974); any integer point decides.
    const anyPoint = await search(derive(program, { objective: fractionsOf(new Array<Rational>(program.columnCount).fill(Rational.zero)) }));
    if (anyPoint.incumbent !== undefined) return { solver: "exact", status: "unbounded" };
    return { solver: "exact", status: anyPoint.complete ? "infeasible" : "time-limit" };
  }
  if (!result.complete) return { solver: "exact", status: "time-limit", iterations: result.nodes };
  if (result.incumbent === undefined) return { solver: "exact", status: "infeasible", iterations: result.nodes };
  const columns = Float64Array.from(result.incumbent.columns, (x) => x.toNumber());
  return { solver: "exact", status: "optimal", objective: result.incumbent.objective.toNumber(), columns, iterations: result.nodes };
}
