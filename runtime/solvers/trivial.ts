/**
 * Programs that no solver should be asked about, because the WASM builds abort on them or answer "empty": crossing
 * bounds, no columns, no rows, numbers that are infinite as doubles. Every float solver passes through here first.
 */
import type { Program } from "../../compiler/lp/program.ts";
import type { BasisStatus, SolverAnswer } from "../solution.ts";
import { hasCrossingBounds, objectiveAt, toFloatProgram } from "./arrays.ts";

/** The answer if the program is trivial, otherwise undefined. */
export function solveTrivial(program: Program, solver: string): SolverAnswer | undefined {
  const lp = toFloatProgram(program);
  const base = { solver, seconds: 0, iterations: 0 };
  if (![lp.value, lp.objective, lp.rhs].every((numbers) => numbers.every(Number.isFinite))) {
    return { ...base, status: "error", message: "a number of the program is beyond the range of doubles" };
  }
  if (hasCrossingBounds(lp)) return { ...base, status: "infeasible", message: "a column has crossing bounds", farkas: new Float64Array(lp.rowCount) };
  if (lp.columnCount > 0 && lp.rowCount > 0) return undefined;
  const farkas = new Float64Array(lp.rowCount);
  for (let r = 0; r < lp.rowCount; r++) {
    const violated = (lp.rowLower[r] ?? 0) > 0 ? -1 : (lp.rowUpper[r] ?? 0) < 0 ? 1 : 0;
    if (violated === 0) continue;
    farkas[r] = violated;
    return { ...base, status: "infeasible", farkas };
  }
  const columns = new Float64Array(lp.columnCount);
  const statuses: BasisStatus[] = [];
  for (let j = 0; j < lp.columnCount; j++) {
    const slope = (lp.objective[j] ?? 0) * (lp.maximize ? 1 : -1);
    const low = lp.lower[j] ?? -Infinity;
    const high = lp.upper[j] ?? Infinity;
    if ((slope > 0 && high === Infinity) || (slope < 0 && low === -Infinity)) {
      const ray = new Float64Array(lp.columnCount);
      ray[j] = Math.sign(slope);
      return { ...base, status: "unbounded", ray };
    }
    const status: BasisStatus = slope > 0 ? "upper" : slope < 0 || low > -Infinity ? "lower" : high < Infinity ? "upper" : "free";
    statuses.push(status);
    columns[j] = status === "upper" ? high : status === "lower" ? low : 0;
  }
  return {
    ...base,
    status: "optimal",
    objective: objectiveAt(lp, columns),
    columns,
    ...(program.integer.length === 0 ? { rowDuals: new Float64Array(lp.rowCount) } : {}),
    basis: { columns: statuses, rows: new Array<BasisStatus>(lp.rowCount).fill("basic") },
  };
}
