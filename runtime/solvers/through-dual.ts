/**
 * Solving a linear program through its dual. For rows > 2 columns the dual has the smaller basis; its optimal basis is
 * the complement of an optimal primal basis, and by duality the primal columns are the dual's row duals.
 */
import { dualize } from "../../compiler/lp/dualize.ts";
import type { DualMap } from "../../compiler/lp/dualize.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, BasisStatus, SolveOptions, SolverAnswer } from "../solution.ts";
import { objectiveAt, toFloatProgram } from "./arrays.ts";
import { audited } from "./recheck.ts";

/** Nonzeros below which a solve is quick either way. */
const worthwhileNonzeros = 20_000;

/** Whether passing the dual is expected to pay: an LP, tall, large, and no primal basis to start from. */
export function prefersDual(program: Program, options: SolveOptions): boolean {
  return program.integer.length === 0 && options.basis === undefined && program.rowCount > 2 * program.columnCount && program.index.length > worthwhileNonzeros;
}

/** The answer read back from the dual, or undefined unless the dual was solved to an optimum that passes the re-check. */
export async function solveThroughDual(
  program: Program,
  options: SolveOptions,
  solve: (dual: Program, options: SolveOptions) => SolverAnswer | Promise<SolverAnswer>,
): Promise<SolverAnswer | undefined> {
  const started = Date.now();
  const { dual, map } = dualize(program);
  const answer = await solve(dual, options);
  if (answer.status === "time-limit") return { ...answer, columns: undefined, rowDuals: undefined, basis: undefined };
  if (answer.status !== "optimal" || answer.columns === undefined || answer.rowDuals === undefined) return undefined;
  const lp = toFloatProgram(program);
  const columns = answer.rowDuals;
  const mapped: SolverAnswer = {
    solver: answer.solver,
    status: "optimal",
    objective: objectiveAt(lp, columns),
    columns,
    rowDuals: answer.columns.slice(0, program.rowCount),
    ...(answer.basis === undefined ? {} : { basis: complement(program, answer.basis, map) }),
    ...(answer.iterations === undefined ? {} : { iterations: answer.iterations }),
    seconds: (Date.now() - started) / 1000,
  };
  return audited(program, mapped).status === "optimal" ? mapped : undefined;
}

/**
 * A row is nonbasic exactly when its price is basic in the dual. A column is nonbasic exactly when its stationarity row
 * is slack (basic), or when the price of one of its bounds is basic; which one says at which bound it sits. Where a
 * redundant stationarity equation is basic the column sits at zero, which need not be a bound: the result is then only
 * a good start, as any basis is to certification.
 */
export function complement(program: Program, dual: Basis, map: DualMap): Basis {
  const rows = program.rowSense.map((sense, r): BasisStatus => (dual.columns[r] !== "basic" ? "basic" : sense === "<=" ? "upper" : "lower"));
  const columns = program.lower.map((low, j): BasisStatus => {
    const high = program.upper[j];
    if (dual.columns[map.lowerMultiplier[j] ?? -1] === "basic") return "lower";
    if (dual.columns[map.upperMultiplier[j] ?? -1] === "basic") return "upper";
    if (dual.rows[j] !== "basic") return "basic";
    return low !== undefined ? (map.lowerMultiplier[j] === -1 ? "lower" : "upper") : high !== undefined ? "upper" : "free";
  });
  return { columns, rows };
}
