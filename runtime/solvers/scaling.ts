/**
 * Scaling before a float solver sees the program. HiGHS drops coefficients of magnitude 1e-9 and below when a model is
 * loaded, and GLPK decides optimality at an absolute 1e-7: both are wrong on programs whose rows are weighted by small
 * probabilities unless the rows and the objective are brought to order one first.
 *
 * A row with modest denominators is scaled to coprime integers, so that the solver reads exact data and sees ties as
 * ties; other rows, columns and the objective are scaled by powers of two, which rounds nothing.
 */
import type { Program } from "../../compiler/lp/program.ts";
import type { FloatProgram } from "./arrays.ts";

export interface Scaling {
  /** Row r of the scaled program is `row[r]` times the stated row. */
  readonly row: Float64Array;
  /** Column j of the program is `column[j]` times the scaled column. */
  readonly column: Float64Array;
  /** The scaled objective is `objective` times the stated one. */
  readonly objective: number;
}

/** Integer entries above this stay as they are: the exactness is not worth a badly scaled row. */
const integerLimit = 2 ** 20;

/** Chooses a scaling for the program, of which `lp` is the float image. */
export function chooseScaling(program: Program, lp: FloatProgram): Scaling {
  const row = new Float64Array(lp.rowCount);
  for (let r = 0; r < lp.rowCount; r++) row[r] = integerFactor(program, r) ?? powerOfTwo(lp.value, lp.start[r] ?? 0, lp.start[r + 1] ?? 0);
  const column = columnFactors(lp, row);
  for (const j of program.integer) column[j] = 1;
  let largest = 0;
  for (let j = 0; j < lp.columnCount; j++) largest = Math.max(largest, Math.abs((lp.objective[j] ?? 0) * (column[j] ?? 1)));
  return { row, column, objective: largest > 0 && Number.isFinite(largest) ? 2 ** -Math.round(Math.log2(largest)) : 1 };
}

/** The scaled program; bounds and right-hand sides move along. */
export function applyScaling(lp: FloatProgram, scaling: Scaling): FloatProgram {
  const value = new Float64Array(lp.value.length);
  for (let r = 0; r < lp.rowCount; r++) {
    const factor = scaling.row[r] ?? 1;
    for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) {
      const scaled = (lp.value[k] ?? 0) * factor;
      const whole = Math.round(scaled);
      // Multiplying a rounded 1/3 by 3 may miss 1 by an ulp; the integer is what was meant.
      value[k] = (Math.abs(scaled - whole) <= 1e-12 * Math.abs(whole) ? whole : scaled) * (scaling.column[lp.index[k] ?? 0] ?? 1);
    }
  }
  return {
    ...lp,
    value,
    objective: lp.objective.map((c, j) => c * (scaling.column[j] ?? 1) * scaling.objective),
    offset: 0,
    rhs: lp.rhs.map((b, r) => b * (scaling.row[r] ?? 1)),
    rowLower: lp.rowLower.map((b, r) => b * (scaling.row[r] ?? 1)),
    rowUpper: lp.rowUpper.map((b, r) => b * (scaling.row[r] ?? 1)),
    lower: lp.lower.map((b, j) => b / (scaling.column[j] ?? 1)),
    upper: lp.upper.map((b, j) => b / (scaling.column[j] ?? 1)),
  };
}

/** Column values (or a ray) of the scaled program, read back in the stated one. */
export function unscaleColumns(columns: Float64Array, scaling: Scaling): Float64Array {
  return columns.map((x, j) => x * (scaling.column[j] ?? 1));
}

/** Row duals of the scaled program, read back in the stated one. */
export function unscaleDuals(duals: Float64Array, scaling: Scaling): Float64Array {
  return duals.map((y, r) => (y * (scaling.row[r] ?? 1)) / scaling.objective);
}

/** The factor that makes a row coprime integers, or undefined when an entry would be large. */
function integerFactor(program: Program, r: number): number | undefined {
  const { num, den, big } = program.value;
  let denominator = 1;
  let divisor = 0;
  const from = program.start[r] ?? 0;
  const to = program.start[r + 1] ?? 0;
  for (let k = from; k < to; k++) {
    if (big.size > 0 && big.has(k)) return undefined;
    const d = den[k] ?? 1;
    if (denominator % d !== 0) denominator *= d / gcd(denominator, d);
    if (denominator > 2 ** 40) return undefined;
  }
  for (let k = from; k < to; k++) {
    const whole = Math.abs((num[k] ?? 0) * (denominator / (den[k] ?? 1)));
    if (!Number.isSafeInteger(whole)) return undefined;
    if (divisor !== 1) divisor = gcd(divisor, whole);
  }
  if (divisor === 0) return undefined;
  for (let k = from; k < to; k++) if (Math.abs((num[k] ?? 0) * (denominator / (den[k] ?? 1))) > integerLimit * divisor) return undefined;
  return denominator / divisor;
}

/** 2^-e with e the geometric middle of the magnitudes; 1 for a row without entries. */
function powerOfTwo(values: Float64Array, from: number, to: number): number {
  let smallest = Infinity;
  let largest = 0;
  for (let k = from; k < to; k++) {
    const magnitude = Math.abs(values[k] ?? 0);
    if (magnitude > 0 && magnitude < smallest) smallest = magnitude;
    if (magnitude > largest) largest = magnitude;
  }
  return largest > 0 ? 2 ** -Math.round((Math.log2(smallest) + Math.log2(largest)) / 2) : 1;
}

/** Columns are scaled only when their scaled magnitudes all lie far from one; otherwise the data stay readable. */
function columnFactors(lp: FloatProgram, row: Float64Array): Float64Array {
  const smallest = new Float64Array(lp.columnCount).fill(Infinity);
  const largest = new Float64Array(lp.columnCount);
  for (let r = 0; r < lp.rowCount; r++) {
    for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) {
      const j = lp.index[k] ?? 0;
      const magnitude = Math.abs((lp.value[k] ?? 0) * (row[r] ?? 1));
      if (magnitude < (smallest[j] ?? Infinity)) smallest[j] = magnitude;
      if (magnitude > (largest[j] ?? 0)) largest[j] = magnitude;
    }
  }
  const factors = new Float64Array(lp.columnCount).fill(1);
  for (let j = 0; j < lp.columnCount; j++) {
    const low = smallest[j] ?? Infinity;
    const high = largest[j] ?? 0;
    if (high > 0 && (high < 2 ** -10 || low > 2 ** 20 || low < 2 ** -20)) factors[j] = 2 ** -Math.round((Math.log2(low) + Math.log2(high)) / 2);
  }
  return factors;
}

function gcd(a: number, b: number): number {
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}
