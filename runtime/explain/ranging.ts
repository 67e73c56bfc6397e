/**
 * Sensitivity ranges at an optimal basis, exactly: how far one right-hand side, or one objective coefficient, can move
 * alone until the basis stops being optimal. Inside the range the multipliers (the optimal point) do not change.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { columnMajor, objectiveValue, reducedCosts, rowActivity } from "../../compiler/lp/inspect.ts";
import type { ColumnMajor } from "../../compiler/lp/inspect.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { checkCertificate } from "../certify/check.ts";
import { Nucleus, basicSolution } from "../certify/nucleus.ts";
import type { Basis } from "../solution.ts";
import { describeColumn, describeRow } from "./member.ts";
import type { Member } from "./member.ts";
import type { Optimal } from "./proof.ts";

/** An interval around the current value, undefined ends being infinite. */
export interface Range {
  readonly current: Rational;
  readonly low: Rational | undefined;
  readonly high: Rational | undefined;
  /**
   * Which directions the range is open in. At a degenerate basis one end may be the current value itself: then the basis,
   * and with it the slope, says something about one side only (`above`, `below`), or about neither (`none`).
   */
  readonly sides: "both" | "above" | "below" | "none";
}

export interface RhsRange extends Member, Range {
  readonly row: number;
  /** The optimum is `optimum + dual (rhs - current)` on the range. */
  readonly dual: Rational;
}

export interface CostRange extends Member, Range {
  readonly column: number;
  /** The optimum is `optimum + value (coefficient - current)` on the range. */
  readonly value: Rational;
}

/** The ranges at one optimal basis. */
export class Ranging {
  private readonly isBasicRow: Uint8Array;
  private readonly byColumn: ColumnMajor;
  private readonly costs: readonly Rational[];

  private constructor(
    private readonly program: Program,
    private readonly basis: Basis,
    private readonly nucleus: Nucleus,
    private readonly columns: readonly Rational[],
    private readonly rowDuals: readonly Rational[],
    private readonly activities: readonly Rational[],
  ) {
    this.isBasicRow = Uint8Array.from(basis.rows, (status) => (status === "basic" ? 1 : 0));
    this.byColumn = columnMajor(program);
    this.costs = reducedCosts(program, rowDuals);
  }

  /**
   * Prepares the ranges of a certificate.
   *
   * @returns undefined for integer programs, and if the certificate has no basis or its basis is not optimal.
   * @example
   * Ranging.of(program, certificate)?.rhs(0); // { current: 1, low: 0, high: undefined, sides: "both", dual: 3/4, ... }
   */
  static of(program: Program, { basis }: Optimal): Ranging | undefined {
    if (basis === undefined || program.integer.length > 0) return undefined;
    const nucleus = Nucleus.of(program, basis, Infinity);
    const basic = nucleus && basicSolution(program, basis, Infinity);
    if (nucleus === undefined || basic === undefined) return undefined;
    const { columns, rowDuals } = basic;
    if (!checkCertificate(program, { kind: "optimal", objective: objectiveValue(program, columns), columns, rowDuals }).holds) return undefined;
    const activities = Array.from({ length: program.rowCount }, (_, r) => rowActivity(program, r, columns));
    return new Ranging(program, basis, nucleus, columns, rowDuals, activities);
  }

  /** Range of the right-hand side of a row. @throws RangeError if there is no such row. */
  rhs(row: number): RhsRange {
    const current = fractionAt(this.program.rhs, row);
    const shift = new Shift();
    if (this.isBasicRow[row] === 1) this.limitRow(shift, row, Rational.zero, Rational.one);
    else {
      const unit = Array.from(this.nucleus.rows, (r) => (r === row ? Rational.one : Rational.zero));
      const rates = new Map<number, Rational>();
      solution(this.nucleus.solve(unit)).forEach((rate, i) => {
        const j = this.nucleus.columns[i] as number;
        if (rate.isZero()) return;
        rates.set(j, rate);
        shift.keep(this.columns[j] as Rational, rate, this.program.lower[j], this.program.upper[j]);
      });
      for (const [r, rate] of this.rowRates(rates)) if (this.isBasicRow[r] === 1) this.limitRow(shift, r, rate, Rational.zero);
    }
    return { ...describeRow(this.program, row), row, dual: this.rowDuals[row] as Rational, ...shift.around(current) };
  }

  /** Range of the objective coefficient of a column. @throws RangeError if there is no such column. */
  cost(column: number): CostRange {
    const { program, nucleus } = this;
    const shift = new Shift();
    const position = nucleus.columns.indexOf(column);
    if (position < 0) this.limitCost(shift, column, Rational.one);
    else {
      const unit = Array.from(nucleus.columns, (j) => (j === column ? Rational.one : Rational.zero));
      const priceRates = new Array<Rational>(program.rowCount).fill(Rational.zero);
      solution(nucleus.solveTransposed(unit)).forEach((rate, i) => (priceRates[nucleus.rows[i] as number] = rate));
      for (const r of nucleus.rows) this.limitPrice(shift, r, priceRates[r] as Rational);
      for (let j = 0; j < program.columnCount; j++) if (this.basis.columns[j] !== "basic") this.limitCost(shift, j, this.columnTimes(j, priceRates).neg());
    }
    return { ...describeColumn(program, column), column, value: this.columns[column] as Rational, ...shift.around(fractionAt(program.objective, column)) };
  }

  /** Keeps row r satisfied while its activity moves at one rate and its right-hand side at another. */
  private limitRow(shift: Shift, r: number, activityRate: Rational, rhsRate: Rational): void {
    const slack = fractionAt(this.program.rhs, r).sub(this.activities[r] as Rational);
    const sense = this.program.rowSense[r];
    shift.keep(slack, rhsRate.sub(activityRate), sense === ">=" ? undefined : Rational.zero, sense === "<=" ? undefined : Rational.zero);
  }

  /** Keeps the multiplier of a tight row on its side. */
  private limitPrice(shift: Shift, r: number, rate: Rational): void {
    const sense = this.program.rowSense[r];
    if (sense === "=") return;
    const nonnegative = (sense === "<=") === (this.program.sense === "maximize");
    shift.keep(this.rowDuals[r] as Rational, rate, nonnegative ? Rational.zero : undefined, nonnegative ? undefined : Rational.zero);
  }

  /** Keeps the reduced cost of a nonbasic column on the side that its bound allows; a free one must stay at zero. */
  private limitCost(shift: Shift, j: number, rate: Rational): void {
    const x = this.columns[j] as Rational;
    const atLower = this.program.lower[j]?.equals(x) === true;
    const atUpper = this.program.upper[j]?.equals(x) === true;
    if (atLower && atUpper) return;
    const maximising = this.program.sense === "maximize";
    const nonpositive = atLower ? maximising : atUpper ? !maximising : true;
    const nonnegative = atLower ? !maximising : atUpper ? maximising : true;
    shift.keep(this.costs[j] as Rational, rate, nonnegative ? Rational.zero : undefined, nonpositive ? Rational.zero : undefined);
  }

  /** How fast the activities of rows move when columns move at the given rates. */
  private rowRates(columns: ReadonlyMap<number, Rational>): Map<number, Rational> {
    const rates = new Map<number, Rational>();
    for (const [j, rate] of columns) {
      this.visitColumn(j, (r, coefficient) => rates.set(r, (rates.get(r) ?? Rational.zero).add(coefficient.mul(rate))));
    }
    return rates;
  }

  private columnTimes(j: number, prices: readonly Rational[]): Rational {
    let sum = Rational.zero;
    this.visitColumn(j, (r, coefficient) => {
      const price = prices[r] as Rational;
      if (!price.isZero()) sum = sum.add(coefficient.mul(price));
    });
    return sum;
  }

  private visitColumn(j: number, visit: (row: number, coefficient: Rational) => void): void {
    const { start, row, position } = this.byColumn;
    for (let k = start[j] ?? 0; k < (start[j + 1] ?? 0); k++) visit(row[k] as number, fractionAt(this.program.value, position[k] as number));
  }
}

/** Without a deadline the factors always answer. */
function solution(vector: Rational[] | undefined): Rational[] {
  if (vector === undefined) throw new RangeError("the basis cannot be solved with");
  return vector;
}

/** The interval of steps for which everything that was asked to keep its bounds does. Zero is always in it. */
class Shift {
  private low: Rational | undefined;
  private high: Rational | undefined;

  /** `low <= value + step rate <= high` must go on to hold. */
  keep(value: Rational, rate: Rational, low: Rational | undefined, high: Rational | undefined): void {
    if (rate.isZero()) return;
    const toLow = low?.sub(value).div(rate);
    const toHigh = high?.sub(value).div(rate);
    const [least, most] = rate.sign() > 0 ? [toLow, toHigh] : [toHigh, toLow];
    if (least !== undefined && (this.low === undefined || least.compare(this.low) > 0)) this.low = least;
    if (most !== undefined && (this.high === undefined || most.compare(this.high) < 0)) this.high = most;
  }

  around(current: Rational): Range {
    const below = this.low === undefined || this.low.sign() < 0;
    const above = this.high === undefined || this.high.sign() > 0;
    const sides = below ? (above ? "both" : "below") : above ? "above" : "none";
    return { current, low: this.low?.add(current), high: this.high?.add(current), sides };
  }
}
