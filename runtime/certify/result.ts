/** What certification returns, and what it may spend. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { ExactCertificate, Solver } from "../solution.ts";

export interface CertifyOptions {
  /** Wall-clock limit on the whole certification (default 60). */
  readonly timeLimitSeconds?: number;
  /** A solver that takes and returns bases, for repair and auxiliary programs. Default: HiGHS, loaded on demand. */
  readonly helper?: Solver;
  /** Tableau cells up to which the exact simplex method repairs a basis (default 10000). */
  readonly exactCells?: number;
  /** Nodes of the exact branch and bound for integer programs (default 2000). */
  readonly nodeLimit?: number;
}

/**
 * `exact`: the certificate is true over the rationals. With proof `duality` it passes `checkCertificate` as it stands.
 * With proof `branch-and-bound` its columns are an optimal integer point, but its duals are those of the relaxation,
 * whose optimum differs: optimality then rests on the search, every node of which was certified.
 *
 * `interval`: rigorous bounds on the optimum, undefined where none was proved.
 */
export type CertifyResult =
  | { readonly kind: "exact"; readonly certificate: ExactCertificate; readonly proof: "duality" | "branch-and-bound" }
  | { readonly kind: "interval"; readonly lower: Rational | undefined; readonly upper: Rational | undefined; readonly reason: string };

/** The same with defaults filled in and the time limit as a deadline. */
export interface Budget {
  readonly deadline: number;
  readonly helper: () => Promise<Solver>;
  readonly exactCells: number;
  readonly nodeLimit: number;
}

export function remainingSeconds(budget: Budget): number {
  return Math.max(0, (budget.deadline - Date.now()) / 1000);
}
