/** Certification: from a float answer to an exact one, or to a rigorous interval. See docs/semantics/certification.md. */
import type { Program } from "../../compiler/lp/program.ts";
import type { ExactCertificate, SolverAnswer } from "../solution.ts";
import { loadSolver } from "../solvers/choose.ts";
import { Interval } from "./bounds.ts";
import { certifyInteger } from "./integer.ts";
import { certifyLinear } from "./linear.ts";
import type { Budget, CertifyOptions, CertifyResult } from "./result.ts";

export type { CertifyOptions, CertifyResult } from "./result.ts";

/**
 * Proves or corrects a solver's answer in exact arithmetic. The answer is only a hint: if it is wrong, the result is
 * what is true of the program, whatever the solver said.
 *
 * @example
 * const result = await certify(program, await solver.solve(program));
 * if (result.kind === "exact" && result.certificate.kind === "optimal") result.certificate.objective.toString(); // "8/5"
 */
export async function certify(program: Program, answer: SolverAnswer, options: CertifyOptions = {}): Promise<CertifyResult> {
  const budget: Budget = {
    deadline: Date.now() + 1000 * (options.timeLimitSeconds ?? 60),
    helper: async () => options.helper ?? loadSolver("highs"),
    exactCells: options.exactCells ?? 10_000,
    nodeLimit: options.nodeLimit ?? 2_000,
  };
  if (program.integer.length > 0) return certifyInteger(program, answer, budget);
  const interval = new Interval(program);
  const certificate: ExactCertificate | undefined = await certifyLinear(program, answer, interval, budget);
  if (certificate !== undefined) return { kind: "exact", certificate, proof: "duality" };
  const reason = Date.now() > budget.deadline ? "the time limit of the certification was reached" : "no basis could be proved optimal";
  return { kind: "interval", lower: interval.lower, upper: interval.upper, reason };
}
