/** What a solver answers, and what Mech makes of it. */
import type { Rational } from "../compiler/exact/rational.ts";
import type { Program } from "../compiler/lp/program.ts";

/**
 * Status of a basic or nonbasic variable: `basic`, at its `lower` or `upper` bound, or `free` (nonbasic at zero).
 * Rows use the same words for their activity: a row at its right-hand side is `lower` for `>=` and `upper` for `<=`; equality rows are `lower`.
 */
export type BasisStatus = "basic" | "lower" | "upper" | "free";
export interface Basis {
  readonly columns: readonly BasisStatus[];
  readonly rows: readonly BasisStatus[];
}

/**
 * A float answer of one solver, before any check.
 *
 * Signs: `rowDuals[r]` is d objective / d rhs[r] in the stated sense of the program (a `<=` row of a maximisation has a
 * nonnegative dual); `reducedCosts[j] = objective[j] - sum_r rowDuals[r] a[r][j]`.
 */
export interface SolverAnswer {
  readonly solver: string;
  readonly status: "optimal" | "infeasible" | "unbounded" | "time-limit" | "error";
  readonly message?: string;
  readonly objective?: number;
  readonly columns?: Float64Array;
  readonly rowDuals?: Float64Array;
  readonly basis?: Basis;
  /** Infeasible: multipliers y of the rows with y'A x > y'b impossible (see docs/semantics/duality.md). */
  readonly farkas?: Float64Array;
  /** Unbounded: a direction d that keeps feasibility and improves the objective. */
  readonly ray?: Float64Array;
  readonly iterations?: number;
  readonly seconds: number;
}

export interface SolveOptions {
  /** Feasibility and optimality tolerance asked of the solver (default 1e-9 where it can be set). */
  readonly tolerance?: number;
  readonly timeLimitSeconds?: number;
  /** A starting basis, for solvers that take one. */
  readonly basis?: Basis;
  readonly wantRay?: boolean;
  readonly onProgress?: (line: string) => void;
}

/** What a solver can do, so that the choice among them is data and not code. */
export interface SolverAbilities {
  readonly basis: boolean;
  readonly rays: boolean;
  readonly integer: boolean;
  readonly exact: boolean;
  /** Rough nonzero count up to which it is a good choice. */
  readonly comfortableNonzeros: number;
}

/** One solver behind the common interface. Loading (WASM and the like) happens in its factory, once. */
export interface Solver {
  readonly name: string;
  readonly abilities: SolverAbilities;
  solve(program: Program, options?: SolveOptions): Promise<SolverAnswer>;
  dispose?(): void;
}

/** An exact primal-dual pair, or an exact proof that there is none. */
export type ExactCertificate =
  | { readonly kind: "optimal"; readonly objective: Rational; readonly columns: readonly Rational[]; readonly rowDuals: readonly Rational[]; readonly basis?: Basis }
  | { readonly kind: "infeasible"; readonly farkas: readonly Rational[] }
  | { readonly kind: "unbounded"; readonly point: readonly Rational[]; readonly ray: readonly Rational[] };
