/** Solving with proof: a solver's answer, audited, then certified. */
import type { Program } from "../compiler/lp/program.ts";
import { certify } from "./certify/certify.ts";
import type { CertifyResult } from "./certify/result.ts";
import type { ExactCertificate, SolverAnswer } from "./solution.ts";
import { chooseSolver, loadSolver } from "./solvers/choose.ts";
import { audited } from "./solvers/recheck.ts";

export interface ProveOptions {
  /** Name of a solver; chosen by size when absent. */
  readonly solver?: string;
  /** Wall-clock limit on solving and on certifying, each. */
  readonly timeLimitSeconds?: number;
  readonly onProgress?: (line: string) => void;
}

export interface Proof {
  readonly answer: SolverAnswer;
  readonly certified: CertifyResult;
}

/**
 * Solves a program and proves the answer. @throws UnknownSolverError
 *
 * @example (await prove(program)).certified.kind // "exact"
 */
export async function prove(program: Program, options: ProveOptions = {}): Promise<Proof> {
  const limit = options.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: options.timeLimitSeconds };
  const solver = await loadSolver(options.solver ?? chooseSolver(program));
  options.onProgress?.(`solving ${program.rowCount} rows, ${program.columnCount} columns, ${program.index.length} nonzeros with ${solver.name}`);
  const answer = audited(program, await solver.solve(program, { ...limit, ...(options.onProgress ? { onProgress: options.onProgress } : {}) }));
  options.onProgress?.("certifying");
  return { answer, certified: await certify(program, answer, limit) };
}

/** As a callback for explanations: the exact certificate or nothing. */
export function prover(options: ProveOptions): (program: Program) => Promise<ExactCertificate | undefined> {
  return async (program) => {
    const { certified } = await prove(program, { ...options, onProgress: undefined });
    return certified.kind === "exact" ? certified.certificate : undefined;
  };
}
