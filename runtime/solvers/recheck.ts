/**
 * Independent float re-check of an answer: nothing is called optimal because a solver said so. Violations are
 * relative to the size of the numbers they are differences of.
 */
import type { Program } from "../../compiler/lp/program.ts";
import type { SolverAnswer } from "../solution.ts";
import { objectiveAt, reducedCosts, toFloatProgram } from "./arrays.ts";
import type { FloatProgram } from "./arrays.ts";

export interface Recheck {
  /** Largest violation of a row or bound by the columns. */
  readonly primal: number;
  /** Largest wrong-signed row dual or reduced cost; zero when the answer has no duals (integer programs). */
  readonly dual: number;
  /** |primal objective - dual objective|, zero when there are no duals. */
  readonly gap: number;
  /** Largest distance of an integer column from an integer. */
  readonly integrality: number;
  readonly acceptable: boolean;
}

/** Relative violation up to which a float answer passes for a solution. */
const acceptableViolation = 1e-6;

/**
 * Measures an answer against the program as stated, not as scaled for the solver.
 *
 * @example recheck(program, answer).acceptable // false if the solver was wrong
 * @throws RangeError if the answer has no columns.
 */
export function recheck(program: Program, answer: SolverAnswer): Recheck {
  const { columns, rowDuals } = answer;
  if (columns === undefined) throw new RangeError("the answer has no columns to check");
  const lp = toFloatProgram(program);
  const primal = primalViolation(lp, columns);
  const integrality = program.integer.reduce((worst, j) => Math.max(worst, Math.abs((columns[j] ?? 0) - Math.round(columns[j] ?? 0))), 0);
  const audit = rowDuals === undefined ? { dual: 0, gap: 0 } : dualViolation(lp, columns, rowDuals);
  const acceptable = [primal, integrality, audit.dual, audit.gap].every((violation) => violation <= acceptableViolation);
  return { primal, ...audit, integrality, acceptable };
}

/** An optimal answer that fails the re-check is reported as an error; its values stay, as a start for others. */
export function audited(program: Program, answer: SolverAnswer): SolverAnswer {
  if (answer.status !== "optimal") return answer;
  const report = recheck(program, answer);
  if (report.acceptable) return answer;
  const { primal, dual, gap } = report;
  const message = `claimed optimal, but violations are ${primal.toExponential(1)} (primal), ${dual.toExponential(1)} (dual), gap ${gap.toExponential(1)}`;
  return { ...answer, status: "error", message };
}

function primalViolation(lp: FloatProgram, columns: Float64Array): number {
  let worst = 0;
  for (let r = 0; r < lp.rowCount; r++) {
    let sum = 0;
    let scale = Math.max(1, Math.abs(lp.rhs[r] ?? 0));
    for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) {
      const term = (lp.value[k] ?? 0) * (columns[lp.index[k] ?? 0] ?? 0);
      sum += term;
      scale = Math.max(scale, Math.abs(term));
    }
    worst = Math.max(worst, ((lp.rowLower[r] ?? 0) - sum) / scale, (sum - (lp.rowUpper[r] ?? 0)) / scale);
  }
  for (let j = 0; j < lp.columnCount; j++) {
    const x = columns[j] ?? 0;
    const scale = Math.max(1, Math.abs(x));
    worst = Math.max(worst, ((lp.lower[j] ?? 0) - x) / scale, (x - (lp.upper[j] ?? 0)) / scale);
  }
  return Number.isNaN(worst) ? Infinity : worst;
}

/**
 * Signs as in docs/semantics/certification.md: with sigma = 1 for a maximisation and -1 for a minimisation, `<=` rows
 * have sigma y >= 0, `>=` rows sigma y <= 0, and a reduced cost with sigma d > 0 (< 0) needs a finite upper (lower) bound.
 */
function dualViolation(lp: FloatProgram, columns: Float64Array, rowDuals: Float64Array): { dual: number; gap: number } {
  const sigma = lp.maximize ? 1 : -1;
  const reduced = reducedCosts(lp, rowDuals);
  let costScale = 0;
  for (const c of lp.objective) costScale = Math.max(costScale, Math.abs(c));
  let dual = 0;
  let bound = lp.offset;
  let magnitude = Math.abs(lp.offset);
  for (let r = 0; r < lp.rowCount; r++) {
    const y = sigma * (rowDuals[r] ?? 0);
    const rowScale = Math.max(rowMagnitude(lp, r), Number.MIN_VALUE);
    if (lp.rowLower[r] === -Infinity) dual = Math.max(dual, (-y * rowScale) / (costScale || 1));
    if (lp.rowUpper[r] === Infinity) dual = Math.max(dual, (y * rowScale) / (costScale || 1));
    const term = (rowDuals[r] ?? 0) * (lp.rhs[r] ?? 0);
    bound += term;
    magnitude = Math.max(magnitude, Math.abs(term));
  }
  for (let j = 0; j < lp.columnCount; j++) {
    const d = sigma * (reduced[j] ?? 0);
    const at = d > 0 ? (lp.upper[j] ?? 0) : (lp.lower[j] ?? 0);
    if (Number.isFinite(at)) {
      const term = (reduced[j] ?? 0) * at;
      bound += term;
      magnitude = Math.max(magnitude, Math.abs(term));
    } else {
      dual = Math.max(dual, Math.abs(d) / (costScale || 1));
    }
  }
  const objective = objectiveAt(lp, columns);
  const gap = Math.abs(objective - bound) / Math.max(1, magnitude, Math.abs(objective));
  return { dual: Number.isNaN(dual) ? Infinity : dual, gap: Number.isNaN(gap) ? Infinity : gap };
}

function rowMagnitude(lp: FloatProgram, r: number): number {
  let largest = 0;
  for (let k = lp.start[r] ?? 0; k < (lp.start[r + 1] ?? 0); k++) largest = Math.max(largest, Math.abs(lp.value[k] ?? 0));
  return largest;
}
