/**
 * Parts of a program: some of its rows and bounds, its rows with other senses, more rows. Provenance follows.
 *
 * The constraints of a program are numbered: row r is `r`, the lower bound of column j is `rowCount + j`, its upper
 * bound `rowCount + columnCount + j`.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { FractionBuffer, fractionAt, fractionsOf } from "../../compiler/lp/fractions.ts";
import { reducedCosts } from "../../compiler/lp/inspect.ts";
import type { Family, Fractions, Program, RowSense } from "../../compiler/lp/program.ts";
import { derive } from "../solvers/derive.ts";

/** What a constraint is. */
export type Constraint = { readonly kind: "row"; readonly row: number } | { readonly kind: "lower" | "upper"; readonly column: number };

export function constraintOf(program: Program, constraint: number): Constraint {
  const { rowCount, columnCount } = program;
  if (constraint < rowCount) return { kind: "row", row: constraint };
  const column = constraint - rowCount;
  return column < columnCount ? { kind: "lower", column } : { kind: "upper", column: column - columnCount };
}

export const lowerBound = (program: Program, column: number): number => program.rowCount + column;
export const upperBound = (program: Program, column: number): number => program.rowCount + program.columnCount + column;

/** The constraints alone, with nothing to optimise: rows and bounds that are not named are dropped, integrality too. */
export function subsystem(program: Program, constraints: Iterable<number>): Program {
  const kept = new Set(constraints);
  const rows = Array.from({ length: program.rowCount }, (_, r) => r).filter((r) => kept.has(r));
  const selected = selectRows(program, rows);
  return derive(selected, {
    objective: fractionsOf(new Array<Rational>(program.columnCount).fill(Rational.zero)),
    offset: Rational.zero,
    lower: program.lower.map((low, j) => (kept.has(lowerBound(program, j)) ? low : undefined)),
    upper: program.upper.map((high, j) => (kept.has(upperBound(program, j)) ? high : undefined)),
    integer: new Int32Array(0),
  });
}

/** The program with the given rows only, which must ascend. */
function selectRows(program: Program, rows: readonly number[]): Program {
  const start = new Int32Array(rows.length + 1);
  const index: number[] = [];
  const value = new FractionBuffer();
  rows.forEach((r, i) => {
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
      index.push(program.index[k] ?? 0);
      value.push(fractionAt(program.value, k));
    }
    start[i + 1] = index.length;
  });
  const rowFamilies: Family[] = [];
  let next = 0;
  for (const family of program.rowFamilies) {
    const first = next;
    while (next < rows.length && (rows[next] ?? 0) < family.first + family.count) next++;
    if (next > first) rowFamilies.push({ ...family, first, count: next - first });
  }
  return {
    ...derive(program, { rhs: fractionsOf(rows.map((r) => fractionAt(program.rhs, r))) }),
    rowCount: rows.length,
    start,
    index: Int32Array.from(index),
    value: value.freeze(),
    rowSense: rows.map((r) => program.rowSense[r] ?? "="),
    rowFamilies,
    rowIndices: (row) => program.rowIndices(rows[row] ?? -1),
  };
}

/** The program with other senses of its rows. */
export function withSenses(program: Program, rowSense: readonly RowSense[]): Program {
  return { ...derive(program, {}), rowSense };
}

/** The program with one more row, `coefficients x sense rhs`, in a family of its own. */
export function withRow(program: Program, coefficients: Fractions, sense: RowSense, rhs: Rational, sentence: string): Program {
  const start = new Int32Array(program.rowCount + 2);
  start.set(program.start);
  const index = Array.from(program.index);
  const value = new FractionBuffer(index.length + program.columnCount);
  for (let k = 0; k < index.length; k++) value.push(fractionAt(program.value, k));
  for (let j = 0; j < program.columnCount; j++) {
    const coefficient = fractionAt(coefficients, j);
    if (coefficient.isZero()) continue;
    index.push(j);
    value.push(coefficient);
  }
  start[program.rowCount + 1] = index.length;
  const taken = new Set(program.rowFamilies.map((family) => family.name));
  let name = "optimum";
  for (let k = 2; taken.has(name); k++) name = `optimum_${k}`;
  const family: Family = { name, role: "definition", first: program.rowCount, count: 1, indexNames: [], sentence };
  return {
    ...derive(program, { rhs: fractionsOf([...Array.from({ length: program.rowCount }, (_, r) => fractionAt(program.rhs, r)), rhs]) }),
    rowCount: program.rowCount + 1,
    start,
    index: Int32Array.from(index),
    value: value.freeze(),
    rowSense: [...program.rowSense, sense],
    rowFamilies: [...program.rowFamilies, family],
    rowIndices: (row) => (row < program.rowCount ? program.rowIndices(row) : []),
  };
}

/**
 * The multipliers of a Farkas certificate by constraint, bounds included, zeros left out. With the signs of
 * docs/semantics/infeasibility.md (`>=` rows and lower bounds nonpositive) they combine the constraints to
 * `0 <= negative`.
 */
export function farkasMultipliers(program: Program, farkas: readonly Rational[]): Map<number, Rational> {
  const crossing = program.lower.findIndex((low, j) => low !== undefined && program.upper[j] !== undefined && low.compare(program.upper[j]) > 0);
  const multipliers = new Map<number, Rational>();
  if (crossing >= 0) {
    multipliers.set(lowerBound(program, crossing), Rational.integer(-1));
    multipliers.set(upperBound(program, crossing), Rational.one);
    return multipliers;
  }
  farkas.forEach((y, r) => {
    if (!y.isZero()) multipliers.set(r, y);
  });
  const feasibility = derive(program, { objective: fractionsOf(new Array<Rational>(program.columnCount).fill(Rational.zero)) });
  reducedCosts(feasibility, farkas).forEach((minusSlope, j) => {
    // A positive slope is bounded below by the lower bound, times minus the slope in the form `x_j >= l_j`.
    if (!minusSlope.isZero()) multipliers.set(minusSlope.sign() < 0 ? lowerBound(program, j) : upperBound(program, j), minusSlope);
  });
  return multipliers;
}
