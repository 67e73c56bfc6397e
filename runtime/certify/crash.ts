/**
 * A starting basis from float values alone, for solvers that report none. Columns strictly between their bounds must
 * be basic; rows that are not tight have basic slacks; a modular factorisation of the rest picks which of the tight
 * rows, those with a price first, hold the columns up.
 */
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, BasisStatus } from "../solution.ts";
import { activities, toFloatProgram } from "../solvers/arrays.ts";
import { factorise } from "./modular-lu.ts";
import { integerNucleus } from "./integer-nucleus.ts";
import { primes } from "./prime.ts";

/** Relative distance at which a value counts as being at its bound. */
const closeness = 1e-7;

/** A square nonsingular basis near the given point. It is a guess: often not optimal when the program is degenerate. */
export function crashBasis(program: Program, columns: Float64Array, rowDuals: Float64Array | undefined, deadline: number): Basis {
  const lp = toFloatProgram(program);
  const near = (a: number, b: number): boolean => Math.abs(a - b) <= closeness * Math.max(1, Math.abs(a), Math.abs(b));
  const statuses = Array.from(columns, (x, j): BasisStatus => {
    const [low, high] = [lp.lower[j] ?? -Infinity, lp.upper[j] ?? Infinity];
    if (near(x, low)) return "lower";
    if (near(x, high)) return "upper";
    return low === -Infinity && high === Infinity && near(x, 0) ? "free" : "basic";
  });
  const activity = activities(lp, columns);
  const tight = Array.from({ length: program.rowCount }, (_, r) => r).filter((r) => near(activity[r] ?? 0, lp.rhs[r] ?? 0));
  const largestDual = rowDuals?.reduce((most, y) => Math.max(most, Math.abs(y)), 0) ?? 0;
  const priced = (r: number): boolean => Math.abs(rowDuals?.[r] ?? 0) > 1e-9 * largestDual;
  const rows = [...tight.filter(priced), ...tight.filter((r) => !priced(r))];
  const preferred = tight.filter(priced).length;
  // Free columns at zero may be basic too: they are usually transfers that happen to vanish.
  const candidates = statuses.flatMap((status, j) => (status === "basic" || status === "free" ? [j] : []));
  return independent(program, statuses, rows, candidates, preferred, deadline);
}

/** A nonsingular basis as close as possible to one that may be singular or not square. */
export function completed(program: Program, basis: Basis, deadline: number): Basis {
  const rows = basis.rows.flatMap((status, r) => (status === "basic" ? [] : [r]));
  const candidates = basis.columns.flatMap((status, j) => (status === "basic" ? [j] : []));
  return independent(program, basis.columns, rows, candidates, 0, deadline);
}

/** Makes an independent set of the candidates basic against as many of the rows; everything else rests, or is slack. */
function independent(
  program: Program,
  statuses: readonly BasisStatus[],
  rows: readonly number[],
  candidates: readonly number[],
  preferredRows: number,
  deadline: number,
): Basis {
  const { matrix } = integerNucleus(program, Int32Array.from(rows), Int32Array.from(candidates));
  const lu = factorise(matrix, primes[0] ?? 2, preferredRows, deadline);
  const resultColumns = statuses.map((status, j): BasisStatus => {
    if (status !== "basic") return status;
    return program.lower[j] !== undefined ? "lower" : program.upper[j] !== undefined ? "upper" : "free";
  });
  const resultRows = new Array<BasisStatus>(program.rowCount).fill("basic");
  for (let k = 0; k < lu.rank; k++) {
    resultColumns[candidates[lu.pivotColumn[k] ?? 0] ?? 0] = "basic";
    const r = rows[lu.pivotRow[k] ?? 0] ?? 0;
    resultRows[r] = program.rowSense[r] === "<=" ? "upper" : "lower";
  }
  return { columns: resultColumns, rows: resultRows };
}
