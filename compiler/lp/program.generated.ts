/* Generated from program.schema.json by scripts/generate-types.ts. Do not edit. */

export type Position = number;
/**
 * An integer that a double holds exactly, or any fraction as text: "3/5", "-12345678901234567890".
 */
export type Fraction = number | string;
/**
 * null means unbounded on that side.
 */
export type Bound = Fraction | null;

/**
 * Program IR: a linear or mixed-integer program, exact to the last digit, every row and column with its provenance.
 */
export interface ProgramJson {
  version: "1.0";
  name: string;
  sense: "maximize" | "minimize";
  rowCount: number;
  columnCount: number;
  /**
   * Row-major matrix: the entries of row r are start[r] .. start[r + 1] - 1.
   */
  start: Position[];
  /**
   * The column of every entry, ascending within a row.
   */
  index: Position[];
  /**
   * The coefficient of every entry, never zero.
   */
  value: Fraction[];
  rowSense: ("<=" | ">=" | "=")[];
  rhs: Fraction[];
  objective: Fraction[];
  offset: Fraction;
  lower: Bound[];
  upper: Bound[];
  /**
   * Columns that must take integer values, ascending.
   */
  integer: Position[];
  rowFamilies: Family[];
  columnFamilies: Family[];
  /**
   * True if some datum came through a transcendental function, so that exact means exact for the rounded data.
   */
  inexact: boolean;
}
/**
 * A family of rows or columns that one construct of the spec generated: members first .. first + count - 1.
 */
export interface Family {
  name: string;
  role: "allocation" | "transfer" | "probability" | "auxiliary" | "incentives" | "participation" | "feasible" | "require" | "prior" | "definition";
  first: Position;
  count: Position;
  indexNames: string[];
  span?: {
    start: Position;
    end: Position;
  };
  sentence: string;
  /**
   * Index values of every member, in the order of indexNames.
   */
  members: string[][];
}
