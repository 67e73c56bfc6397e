import type { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis } from "../solution.ts";

/**
 * What the simplex method needs to know about a basis: a dense tableau for small programs, factors of the basis for
 * larger ones. Variables `0 .. n - 1` are the columns, `n + r` is the slack of row r, see `exact-tableau.ts`.
 */
export interface SimplexState {
  readonly program: Program;
  /** Columns plus rows. */
  readonly total: number;
  readonly lower: readonly (Rational | undefined)[];
  readonly upper: readonly (Rational | undefined)[];
  /** The basic variables; positions in this list index {@link column}. */
  readonly basic: readonly number[];
  isBasic(variable: number): boolean;
  valueOf(variable: number): Rational;
  /** `costs[j] - costs_B B^-1 A_j` for every variable. */
  reducedCosts(costs: readonly Rational[]): Rational[];
  /** `B^-1 A_j`, one entry per position. */
  column(variable: number): readonly Rational[];
  /** Moves a nonbasic variable, and the basic ones with it along its column. */
  move(variable: number, step: Rational, column: readonly Rational[]): void;
  /** Exchanges the basic variable at a position for a nonbasic one; values do not change. */
  pivot(position: number, entering: number): void;
  basis(): Basis;
}
