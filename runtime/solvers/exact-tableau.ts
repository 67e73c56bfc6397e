/**
 * A dense simplex tableau over the rationals with bounded variables.
 *
 * Row r of the program becomes `a_r x + s_r = b_r`, where the slack is nonnegative for `<=`, nonpositive for `>=` and
 * zero for `=`. Variables `0 .. n - 1` are the columns, `n + r` is the slack of row r. The tableau holds
 * `B^-1 [A I]`; the values of all variables are kept beside it, so that a bound flip touches one column only.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, BasisStatus } from "../solution.ts";
import type { SimplexState } from "./simplex-state.ts";

export class ExactTableau implements SimplexState {
  readonly total: number;
  readonly rows: Rational[][] = [];
  readonly value: Rational[] = [];
  readonly lower: (Rational | undefined)[] = [];
  readonly upper: (Rational | undefined)[] = [];
  /** The variable that is basic in row i. */
  readonly basic: number[] = [];
  /** The row a variable is basic in, or -1. */
  readonly place: number[] = [];

  /** The tableau of the slack basis. Columns start at a bound, the lower one unless `basis` says otherwise; free columns at zero. */
  constructor(
    readonly program: Program,
    basis?: Basis,
  ) {
    const n = program.columnCount;
    const m = program.rowCount;
    this.total = n + m;
    for (let j = 0; j < n; j++) {
      const low = program.lower[j];
      const high = program.upper[j];
      this.lower.push(low);
      this.upper.push(high);
      this.value.push((basis?.columns[j] === "upper" ? (high ?? low) : (low ?? high)) ?? Rational.zero);
      this.place.push(-1);
    }
    for (let r = 0; r < m; r++) {
      const row = new Array<Rational>(this.total).fill(Rational.zero);
      let slack = fractionAt(program.rhs, r);
      for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
        const j = program.index[k] ?? 0;
        const coefficient = fractionAt(program.value, k);
        row[j] = coefficient;
        slack = slack.sub(coefficient.mul(this.valueOf(j)));
      }
      row[n + r] = Rational.one;
      this.rows.push(row);
      this.lower.push(program.rowSense[r] === ">=" ? undefined : Rational.zero);
      this.upper.push(program.rowSense[r] === "<=" ? undefined : Rational.zero);
      this.value.push(slack);
      this.basic.push(n + r);
      this.place.push(r);
    }
    if (basis !== undefined) this.enterBasis(basis);
  }

  valueOf(variable: number): Rational {
    return this.value[variable] ?? Rational.zero;
  }

  /** Entry of `B^-1 [A I]`. */
  entry(row: number, variable: number): Rational {
    return this.rows[row]?.[variable] ?? Rational.zero;
  }

  /** `costs[j] - costs_B B^-1 A_j` for every variable. */
  reducedCosts(costs: readonly Rational[]): Rational[] {
    const result = costs.slice();
    for (const [i, row] of this.rows.entries()) {
      const price = costs[this.basic[i] ?? 0] ?? Rational.zero;
      if (price.isZero()) continue;
      for (let j = 0; j < this.total; j++) {
        const entry = row[j] ?? Rational.zero;
        if (!entry.isZero()) result[j] = (result[j] ?? Rational.zero).sub(price.mul(entry));
      }
    }
    return result;
  }

  column(variable: number): Rational[] {
    return this.rows.map((row) => row[variable] ?? Rational.zero);
  }

  isBasic(variable: number): boolean {
    return (this.place[variable] ?? -1) >= 0;
  }

  move(variable: number, step: Rational, column: readonly Rational[]): void {
    if (step.isZero()) return;
    this.value[variable] = this.valueOf(variable).add(step);
    for (const [i, entry] of column.entries()) {
      if (entry.isZero()) continue;
      const b = this.basic[i] ?? 0;
      this.value[b] = this.valueOf(b).sub(entry.mul(step));
    }
  }

  /** Exchanges the basic variable of a row for a nonbasic one; values do not change. */
  pivot(row: number, entering: number): void {
    const source = this.rows[row] ?? [];
    const inverse = Rational.one.div(this.entry(row, entering));
    const filled: number[] = [];
    for (let j = 0; j < this.total; j++) {
      const entry = source[j] ?? Rational.zero;
      if (entry.isZero()) continue;
      source[j] = entry.mul(inverse);
      filled.push(j);
    }
    for (const [i, target] of this.rows.entries()) {
      const factor = target[entering] ?? Rational.zero;
      if (i === row || factor.isZero()) continue;
      for (const j of filled) target[j] = (target[j] ?? Rational.zero).sub(factor.mul(source[j] ?? Rational.zero));
    }
    this.place[this.basic[row] ?? 0] = -1;
    this.basic[row] = entering;
    this.place[entering] = row;
  }

  basis(): Basis {
    return statuses(this);
  }

  /** Pivots towards a given basis as far as its columns are independent; slacks the basis calls nonbasic leave at zero. */
  private enterBasis(basis: Basis): void {
    const n = this.program.columnCount;
    for (let j = 0; j < n; j++) {
      if (basis.columns[j] !== "basic") continue;
      const row = this.rows.findIndex((_, i) => {
        const b = this.basic[i] ?? 0;
        return b >= n && basis.rows[b - n] !== "basic" && !this.entry(i, j).isZero();
      });
      if (row < 0) continue;
      const leaving = this.basic[row] ?? 0;
      this.move(j, this.valueOf(leaving).div(this.entry(row, j)), this.column(j));
      this.pivot(row, j);
    }
  }
}

/** Statuses of all rows and columns of a simplex state in the words of {@link Basis}. */
export function statuses(state: SimplexState): Basis {
  const { program } = state;
  const n = program.columnCount;
  const columns = program.lower.map((low, j): BasisStatus => {
    if (state.isBasic(j)) return "basic";
    if (low?.equals(state.valueOf(j)) === true) return "lower";
    return program.upper[j]?.equals(state.valueOf(j)) === true ? "upper" : "free";
  });
  const rows = program.rowSense.map((sense, r): BasisStatus => (state.isBasic(n + r) ? "basic" : sense === "<=" ? "upper" : "lower"));
  return { columns, rows };
}
