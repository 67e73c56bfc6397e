/** A program in doubles: what float solvers read, and what the float re-check measures against. */
import { toDoubles } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";

/** The program of {@link Program} with every fraction rounded to the nearest double; missing bounds are infinite. */
export interface FloatProgram {
  readonly maximize: boolean;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
  readonly objective: Float64Array;
  readonly offset: number;
  readonly rhs: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The program in doubles. Integer columns get their bounds rounded inwards, which removes no integer point. */
export function toFloatProgram(program: Program): FloatProgram {
  const { rowCount, columnCount } = program;
  const rhs = toDoubles(program.rhs);
  const rowLower = new Float64Array(rowCount);
  const rowUpper = new Float64Array(rowCount);
  for (let r = 0; r < rowCount; r++) {
    const b = rhs[r] ?? 0;
    rowLower[r] = program.rowSense[r] === "<=" ? -Infinity : b;
    rowUpper[r] = program.rowSense[r] === ">=" ? Infinity : b;
  }
  const lower = new Float64Array(columnCount);
  const upper = new Float64Array(columnCount);
  for (let j = 0; j < columnCount; j++) {
    lower[j] = program.lower[j]?.toNumber() ?? -Infinity;
    upper[j] = program.upper[j]?.toNumber() ?? Infinity;
  }
  for (const j of program.integer) {
    lower[j] = Math.ceil(lower[j] ?? -Infinity);
    upper[j] = Math.floor(upper[j] ?? Infinity);
  }
  return {
    maximize: program.sense === "maximize",
    rowCount,
    columnCount,
    start: program.start,
    index: program.index,
    value: toDoubles(program.value),
    objective: toDoubles(program.objective),
    offset: program.offset.toNumber(),
    rhs,
    rowLower,
    rowUpper,
    lower,
    upper,
  };
}

/** `objective - A' y`, one entry per column: the reduced costs that belong to row multipliers `y`. */
export function reducedCosts(lp: FloatProgram, rowDuals: Float64Array): Float64Array {
  const result = Float64Array.from(lp.objective);
  for (let r = 0; r < lp.rowCount; r++) {
    const y = rowDuals[r] ?? 0;
    if (y === 0) continue;
    for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) {
      const j = lp.index[k] ?? 0;
      result[j] = (result[j] ?? 0) - y * (lp.value[k] ?? 0);
    }
  }
  return result;
}

/** `A x`, one entry per row. */
export function activities(lp: FloatProgram, columns: Float64Array): Float64Array {
  const result = new Float64Array(lp.rowCount);
  for (let r = 0; r < lp.rowCount; r++) {
    let sum = 0;
    for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) sum += (lp.value[k] ?? 0) * (columns[lp.index[k] ?? 0] ?? 0);
    result[r] = sum;
  }
  return result;
}

/** Objective value of a point, constant included. */
export function objectiveAt(lp: FloatProgram, columns: Float64Array): number {
  let sum = lp.offset;
  for (let j = 0; j < lp.columnCount; j++) sum += (lp.objective[j] ?? 0) * (columns[j] ?? 0);
  return sum;
}

/** True if some column has crossing bounds, so that the program is infeasible before any row is read. */
export function hasCrossingBounds(lp: FloatProgram): boolean {
  return lp.lower.some((bound, j) => bound > (lp.upper[j] ?? Infinity));
}
