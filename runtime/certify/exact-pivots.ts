/**
 * Exact simplex pivots for programs too large for a tableau. Every iteration factors the nucleus of the basis anew and
 * solves with it exactly, which is slow per pivot and independent of how ill-conditioned the basis is: the last resort
 * where floating point cannot see the difference between two bases.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { columnMajor, reducedCosts } from "../../compiler/lp/inspect.ts";
import type { ColumnMajor } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, ExactCertificate } from "../solution.ts";
import { runSimplex } from "../solvers/exact-simplex.ts";
import type { SimplexState } from "../solvers/simplex-state.ts";
import { statuses } from "../solvers/exact-tableau.ts";
import { Nucleus, basicSolution } from "./nucleus.ts";

/** Runs the exact simplex method from a basis. @returns undefined if the basis is singular or the deadline passes. */
export function exactPivots(program: Program, basis: Basis, deadline: number): ExactCertificate | undefined {
  const solution = basicSolution(program, basis, deadline);
  if (solution === undefined) return undefined;
  try {
    const outcome = runSimplex(new FactoredState(program, basis, solution.columns, deadline), deadline);
    return outcome.kind === "solved" ? outcome.certificate : undefined;
  } catch (failure) {
    if (failure instanceof Interrupted) return undefined;
    throw failure;
  }
}

/** The deadline passed inside a linear solve. */
class Interrupted extends Error {}

/** A basis represented by its factors; see {@link SimplexState} for the numbering of variables. */
class FactoredState implements SimplexState {
  readonly total: number;
  readonly lower: (Rational | undefined)[];
  readonly upper: (Rational | undefined)[];
  readonly basic: number[] = [];
  private readonly value: Rational[];
  private readonly inBasis: Uint8Array;
  private readonly byColumn: ColumnMajor;
  private nucleus: Nucleus | undefined;

  constructor(
    readonly program: Program,
    basis: Basis,
    columns: readonly Rational[],
    private readonly deadline: number,
  ) {
    const n = program.columnCount;
    this.total = n + program.rowCount;
    this.byColumn = columnMajor(program);
    this.lower = [...program.lower, ...program.rowSense.map((sense) => (sense === ">=" ? undefined : Rational.zero))];
    this.upper = [...program.upper, ...program.rowSense.map((sense) => (sense === "<=" ? undefined : Rational.zero))];
    this.value = [...columns, ...program.rowSense.map((_, r) => fractionAt(program.rhs, r).sub(this.rowTimes(r, columns)))];
    this.inBasis = new Uint8Array(this.total);
    [...basis.columns, ...basis.rows].forEach((status, variable) => {
      if (status !== "basic") return;
      this.inBasis[variable] = 1;
      this.basic.push(variable);
    });
  }

  isBasic(variable: number): boolean {
    return this.inBasis[variable] === 1;
  }

  valueOf(variable: number): Rational {
    return this.value[variable] ?? Rational.zero;
  }

  reducedCosts(costs: readonly Rational[]): Rational[] {
    const n = this.program.columnCount;
    const nucleus = this.factors();
    // Basic slacks fix the prices of their rows; the tight rows are priced so that the basic columns break even.
    const prices = Array.from({ length: this.program.rowCount }, (_, r) => (this.isBasic(n + r) ? (costs[n + r] ?? Rational.zero) : Rational.zero));
    const rest = Array.from(nucleus.columns, (j) => (costs[j] ?? Rational.zero).sub(this.columnTimes(j, prices)));
    solved(nucleus.solveTransposed(rest)).forEach((y, i) => (prices[nucleus.rows[i] ?? 0] = y));
    const objective = reducedCosts(this.program, prices);
    // `reducedCosts` starts from the program's own objective; exchange it for the costs of this phase.
    const columns = objective.map((d, j) => (this.isBasic(j) ? Rational.zero : d.sub(fractionAt(this.program.objective, j)).add(costs[j] ?? Rational.zero)));
    return [...columns, ...prices.map((y, r) => (costs[n + r] ?? Rational.zero).sub(y))];
  }

  column(variable: number): Rational[] {
    const n = this.program.columnCount;
    const nucleus = this.factors();
    const entries = new Map<number, Rational>();
    if (variable >= n) entries.set(variable - n, Rational.one);
    else
      for (let k = this.byColumn.start[variable] ?? 0; k < (this.byColumn.start[variable + 1] ?? 0); k++)
        entries.set(this.byColumn.row[k] ?? 0, this.coefficient(k));
    const z = new Array<Rational>(n).fill(Rational.zero);
    solved(nucleus.solve(Array.from(nucleus.rows, (r) => entries.get(r) ?? Rational.zero))).forEach((x, i) => (z[nucleus.columns[i] ?? 0] = x));
    return this.basic.map((b) => (b < n ? (z[b] ?? Rational.zero) : (entries.get(b - n) ?? Rational.zero).sub(this.rowTimes(b - n, z))));
  }

  move(variable: number, step: Rational, column: readonly Rational[]): void {
    if (step.isZero()) return;
    this.value[variable] = this.valueOf(variable).add(step);
    column.forEach((entry, i) => {
      const b = this.basic[i] ?? 0;
      if (!entry.isZero()) this.value[b] = this.valueOf(b).sub(entry.mul(step));
    });
  }

  pivot(position: number, entering: number): void {
    this.inBasis[this.basic[position] ?? 0] = 0;
    this.inBasis[entering] = 1;
    this.basic[position] = entering;
    this.nucleus = undefined;
  }

  basis(): Basis {
    return statuses(this);
  }

  private factors(): Nucleus {
    this.nucleus ??= solved(Nucleus.of(this.program, this.basis(), this.deadline));
    return this.nucleus;
  }

  private coefficient(slot: number): Rational {
    return fractionAt(this.program.value, this.byColumn.position[slot] ?? 0);
  }

  private rowTimes(r: number, columns: readonly Rational[]): Rational {
    let sum = Rational.zero;
    for (let k = this.program.start[r] ?? 0; k < (this.program.start[r + 1] ?? 0); k++) {
      const x = columns[this.program.index[k] ?? 0] ?? Rational.zero;
      if (!x.isZero()) sum = sum.add(fractionAt(this.program.value, k).mul(x));
    }
    return sum;
  }

  private columnTimes(j: number, prices: readonly Rational[]): Rational {
    let sum = Rational.zero;
    for (let k = this.byColumn.start[j] ?? 0; k < (this.byColumn.start[j + 1] ?? 0); k++) {
      const y = prices[this.byColumn.row[k] ?? 0] ?? Rational.zero;
      if (!y.isZero()) sum = sum.add(this.coefficient(k).mul(y));
    }
    return sum;
  }
}

function solved<T>(result: T | undefined): T {
  if (result === undefined) throw new Interrupted();
  return result;
}
