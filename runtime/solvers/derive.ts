/** Programs made from a program by exchanging some of its data; names and provenance stay. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";

/** What may be exchanged without touching the matrix. */
export type ProgramChanges = Partial<Pick<Program, "sense" | "objective" | "offset" | "rhs" | "lower" | "upper" | "integer">>;

/**
 * The program with some data replaced.
 *
 * @example derive(program, { integer: new Int32Array(0) }) // the linear relaxation
 */
export function derive(program: Program, changes: ProgramChanges): Program {
  return {
    ...program,
    ...changes,
    rowIndices: (row) => program.rowIndices(row),
    columnIndices: (column) => program.columnIndices(column),
  };
}

/** The linear relaxation: the same program without integrality. */
export function relaxation(program: Program): Program {
  return program.integer.length === 0 ? program : derive(program, { integer: new Int32Array(0) });
}

/** The program with the bounds of one column replaced. */
export function withBounds(program: Program, column: number, lower: Rational | undefined, upper: Rational | undefined): Program {
  const low = program.lower.slice();
  const high = program.upper.slice();
  low[column] = lower;
  high[column] = upper;
  return derive(program, { lower: low, upper: high });
}
