/**
 * From a basis to the exact point and prices that belong to it. With C the basic columns and R the nonbasic (tight)
 * rows, both depend on the square nucleus A[R, C] only:
 *
 *     A[R, C] x_C = b_R - A[R, N] x_N      nonbasic columns at their bounds
 *     A[R, C]' y_R = c_C                   basic rows have price zero
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis } from "../solution.ts";
import { commonIntegers, integerNucleus } from "./integer-nucleus.ts";
import { LinearSystem } from "./linear-system.ts";

/** A basic solution: not necessarily feasible, not necessarily optimal. */
export interface BasicSolution {
  readonly columns: readonly Rational[];
  readonly rowDuals: readonly Rational[];
}

/** The square block of a basis, factored, with rational right-hand sides in and rational solutions out. */
export class Nucleus {
  private constructor(
    /** Nonbasic rows, ascending. */
    readonly rows: Int32Array,
    /** Basic columns, ascending. */
    readonly columns: Int32Array,
    private readonly scales: readonly Rational[],
    private readonly system: LinearSystem | undefined,
    private readonly deadline: number,
  ) {}

  /** @returns undefined if the basis is not square or is singular. Solving stops at the deadline (milliseconds since the epoch). */
  static of(program: Program, basis: Basis, deadline: number): Nucleus | undefined {
    const rows = positions(basis.rows, (status) => status !== "basic");
    const columns = positions(basis.columns, (status) => status === "basic");
    if (rows.length !== columns.length) return undefined;
    if (rows.length === 0) return new Nucleus(rows, columns, [], undefined, deadline);
    const { matrix, scales } = integerNucleus(program, rows, columns);
    const system = LinearSystem.factor(matrix, deadline);
    return system && new Nucleus(rows, columns, scales, system, deadline);
  }

  /** `A[R, C] x = side`, one entry of `side` per row of the nucleus. @returns undefined if the deadline passes. */
  solve(side: readonly Rational[]): Rational[] | undefined {
    if (this.system === undefined) return [];
    const { numerators, denominator } = commonIntegers(side.map((b, i) => b.mul(this.scale(i))));
    const x = this.system.solve(numerators, this.deadline);
    return x?.numerators.map((n) => Rational.of(n, x.denominator * denominator));
  }

  /** `A[R, C]' y = costs`, one entry of `costs` per column of the nucleus. @returns undefined if the deadline passes. */
  solveTransposed(costs: readonly Rational[]): Rational[] | undefined {
    if (this.system === undefined) return [];
    const { numerators, denominator } = commonIntegers(costs);
    const y = this.system.solveTransposed(numerators, this.deadline);
    return y?.numerators.map((n, i) => (n === 0n ? Rational.zero : Rational.of(n, y.denominator * denominator).mul(this.scale(i))));
  }

  private scale(i: number): Rational {
    return this.scales[i] ?? Rational.one;
  }
}

/**
 * The exact basic solution of a basis.
 *
 * @returns undefined if the basis is not square, is singular, or the deadline (milliseconds since the epoch) passes.
 */
export function basicSolution(program: Program, basis: Basis, deadline: number): BasicSolution | undefined {
  const nucleus = Nucleus.of(program, basis, deadline);
  if (nucleus === undefined) return undefined;
  const columns = nonbasicValues(program, basis);
  const primal = nucleus.solve(Array.from(nucleus.rows, (r) => restOfRow(program, r, columns)));
  const dual = primal && nucleus.solveTransposed(Array.from(nucleus.columns, (j) => fractionAt(program.objective, j)));
  if (primal === undefined || dual === undefined) return undefined;
  const rowDuals = new Array<Rational>(program.rowCount).fill(Rational.zero);
  nucleus.columns.forEach((j, i) => (columns[j] = primal[i] ?? Rational.zero));
  nucleus.rows.forEach((r, i) => (rowDuals[r] = dual[i] ?? Rational.zero));
  return { columns, rowDuals };
}

/** Every column at the bound its status names; basic ones at zero. */
function nonbasicValues(program: Program, basis: Basis): Rational[] {
  return program.lower.map((low, j) => {
    if (basis.columns[j] === "basic") return Rational.zero;
    const high = program.upper[j];
    return (basis.columns[j] === "upper" ? (high ?? low) : (low ?? high)) ?? Rational.zero;
  });
}

/** `b_r - sum over nonbasic j of a_rj x_j`; basic columns stand at zero in `values`. */
function restOfRow(program: Program, r: number, values: readonly Rational[]): Rational {
  let rest = fractionAt(program.rhs, r);
  for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
    const x = values[program.index[k] ?? 0] ?? Rational.zero;
    if (!x.isZero()) rest = rest.sub(fractionAt(program.value, k).mul(x));
  }
  return rest;
}

function positions<Status>(statuses: readonly Status[], chosen: (status: Status) => boolean): Int32Array {
  const result: number[] = [];
  for (const [k, status] of statuses.entries()) if (chosen(status)) result.push(k);
  return Int32Array.from(result);
}
