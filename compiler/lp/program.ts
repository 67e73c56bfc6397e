/**
 * Program IR: a linear (or mixed-integer) program in typed arrays, exact to the last digit, every row and
 * column with its provenance.
 *
 *     optimise  sum_j objective[j] x[j] + offset
 *     subject   sum_j a[r][j] x[j]  sense[r]  rhs[r]        for every row r
 *               lower[j] <= x[j] <= upper[j]                for every column j
 *
 * Coefficients are fractions held as two parallel doubles (numerator, denominator), both safe integers; one
 * that does not fit is held in `big` under its position, and the doubles then hold the rounded quotient and 1.
 */
import type { Span } from "../../grammar/span.ts";
import type { Rational } from "../exact/rational.ts";

export type RowSense = "<=" | ">=" | "=";

/** A sequence of fractions in typed arrays. */
export interface Fractions {
  readonly num: Float64Array;
  readonly den: Float64Array;
  /** Values whose numerator or denominator is not a safe integer, by position. */
  readonly big: ReadonlyMap<number, Rational>;
}

/**
 * A family of rows or columns that one construct of the spec generated, e.g. `incentives bayesian` for bidder:
 * members `first .. first + count - 1`.
 */
export interface Family {
  /** Unique within rows (or columns) of the program; an identifier, e.g. `incentives_bidder`, `win`. */
  readonly name: string;
  /** What kind of thing it is, in the field's terms. */
  readonly role:
    | "allocation" | "transfer" | "probability" | "auxiliary"
    | "incentives" | "participation" | "feasible" | "require" | "prior" | "definition";
  readonly first: number;
  readonly count: number;
  /** Names of the indices of a member, e.g. `["i", "value", "report"]`. */
  readonly indexNames: readonly string[];
  /** The construct of the spec; absent for what no line of the text says. */
  readonly span?: Span;
  /** Sentence with `{i}` placeholders that says what a member means: "bidder {i} with {value} must not gain from reporting {report}". */
  readonly sentence: string;
}

export interface Program {
  readonly name: string;
  readonly sense: "maximize" | "minimize";
  readonly rowCount: number;
  readonly columnCount: number;

  /** Row-major (CSR): the entries of row r are `start[r] .. start[r + 1] - 1`; columns ascend within a row, none repeats, none is zero. */
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Fractions;

  readonly rowSense: readonly RowSense[];
  readonly rhs: Fractions;

  /** Dense, one per column. */
  readonly objective: Fractions;
  /** Constant of the objective. */
  readonly offset: Rational;

  /** `undefined` means unbounded on that side. */
  readonly lower: readonly (Rational | undefined)[];
  readonly upper: readonly (Rational | undefined)[];
  /** Columns that must take integer values, ascending. Empty for an LP. */
  readonly integer: Int32Array;

  readonly rowFamilies: readonly Family[];
  readonly columnFamilies: readonly Family[];
  /** Index values of a row, in the order of its family's `indexNames`, as text in the spec's own words. Built on demand. */
  rowIndices(row: number): readonly string[];
  columnIndices(column: number): readonly string[];

  /** True if some datum came through a transcendental function: then "exact" means exact for the rounded data. */
  readonly inexact: boolean;
}

/** The k-th fraction as a rational. */
export type FractionReader = (fractions: Fractions, k: number) => Rational;
