/** Reading a {@link Program}: entries, activities, names and sentences, the column-major view, statistics. */
import { Rational } from "../exact/rational.ts";
import { familyOf, fillSentence, memberName } from "./families.ts";
import { fractionAt } from "./fractions.ts";
import type { Family, Program } from "./program.ts";

/** One coefficient of a row. */
export interface Entry {
  readonly column: number;
  readonly coefficient: Rational;
}

/** The entries of a row, columns ascending. @throws RangeError if there is no such row. */
export function* rowEntries(program: Program, row: number): IterableIterator<Entry> {
  const first = program.start[row];
  const end = program.start[row + 1];
  if (first === undefined || end === undefined) throw new RangeError(`no row ${row}`);
  for (let k = first; k < end; k++) yield { column: program.index[k] ?? 0, coefficient: fractionAt(program.value, k) };
}

/** `sum_j a[row][j] point[j]`, exactly. */
export function rowActivity(program: Program, row: number, point: readonly Rational[]): Rational {
  let sum = Rational.zero;
  for (const { column, coefficient } of rowEntries(program, row)) {
    const x = coordinate(point, column);
    if (!x.isZero()) sum = sum.add(coefficient.mul(x));
  }
  return sum;
}

/** Objective of a point, constant included. */
export function objectiveValue(program: Program, point: readonly Rational[]): Rational {
  let sum = program.offset;
  for (let j = 0; j < program.columnCount; j++) {
    if (program.objective.num[j] === 0) continue;
    sum = sum.add(fractionAt(program.objective, j).mul(coordinate(point, j)));
  }
  return sum;
}

/** `objective[j] - sum_r rowDuals[r] a[r][j]` for every column, exactly. */
export function reducedCosts(program: Program, rowDuals: readonly Rational[]): Rational[] {
  const costs: Rational[] = [];
  for (let j = 0; j < program.columnCount; j++) costs.push(fractionAt(program.objective, j));
  for (let r = 0; r < program.rowCount; r++) {
    const y = coordinate(rowDuals, r);
    if (y.isZero()) continue;
    for (const { column, coefficient } of rowEntries(program, r)) costs[column] = coordinate(costs, column).sub(y.mul(coefficient));
  }
  return costs;
}

/** The construct of the spec that a row came from. */
export function rowFamily(program: Program, row: number): Family {
  return familyOf(program.rowFamilies, row);
}

export function columnFamily(program: Program, column: number): Family {
  return familyOf(program.columnFamilies, column);
}

/** @example rowName(program, 3) // "incentives_bidder[1, 2, 1]" */
export function rowName(program: Program, row: number): string {
  return memberName(rowFamily(program, row).name, program.rowIndices(row));
}

/** @example columnName(program, 0) // "win[1, (1, 2)]" */
export function columnName(program: Program, column: number): string {
  return memberName(columnFamily(program, column).name, program.columnIndices(column));
}

/** What a row means, in the words of its family with the indices filled in. */
export function rowSentence(program: Program, row: number): string {
  const family = rowFamily(program, row);
  return fillSentence(family.sentence, family.indexNames, program.rowIndices(row));
}

export function columnSentence(program: Program, column: number): string {
  const family = columnFamily(program, column);
  return fillSentence(family.sentence, family.indexNames, program.columnIndices(column));
}

/**
 * The matrix by columns (CSC): the entries of column j are `start[j] .. start[j + 1] - 1`, rows ascending. Entry k
 * lies in `row[k]`, and its coefficient at `position[k]` of `program.value`, so that nothing is copied.
 */
export interface ColumnMajor {
  readonly start: Int32Array;
  readonly row: Int32Array;
  readonly position: Int32Array;
}

/** Transposes by counting, in time linear in rows, columns and nonzeros. */
export function columnMajor(program: Program): ColumnMajor {
  const { index, rowCount, columnCount } = program;
  const start = new Int32Array(columnCount + 1);
  for (const column of index) start[column + 1] = (start[column + 1] ?? 0) + 1;
  for (let j = 0; j < columnCount; j++) start[j + 1] = (start[j + 1] ?? 0) + (start[j] ?? 0);
  const next = start.slice();
  const row = new Int32Array(index.length);
  const position = new Int32Array(index.length);
  for (let r = 0; r < rowCount; r++) {
    const end = program.start[r + 1] ?? 0;
    for (let k = program.start[r] ?? 0; k < end; k++) {
      const column = index[k] ?? 0;
      const slot = next[column] ?? 0;
      next[column] = slot + 1;
      row[slot] = r;
      position[slot] = k;
    }
  }
  return { start, row, position };
}

export interface Statistics {
  readonly rows: number;
  readonly columns: number;
  readonly nonzeros: number;
  readonly integers: number;
  readonly equalities: number;
  readonly longestRow: number;
  /** Smallest and largest magnitude among the coefficients, rounded; zero if there are none. Far apart means a hard time for a float solver. */
  readonly smallest: number;
  readonly largest: number;
}

export function statistics(program: Program): Statistics {
  let longestRow = 0;
  for (let r = 0; r < program.rowCount; r++) longestRow = Math.max(longestRow, (program.start[r + 1] ?? 0) - (program.start[r] ?? 0));
  let smallest = Infinity;
  let largest = 0;
  for (let k = 0; k < program.index.length; k++) {
    const magnitude = Math.abs((program.value.num[k] ?? 0) / (program.value.den[k] ?? 1));
    smallest = Math.min(smallest, magnitude);
    largest = Math.max(largest, magnitude);
  }
  return {
    rows: program.rowCount,
    columns: program.columnCount,
    nonzeros: program.index.length,
    integers: program.integer.length,
    equalities: program.rowSense.filter((sense) => sense === "=").length,
    longestRow,
    smallest: program.index.length === 0 ? 0 : smallest,
    largest,
  };
}

function coordinate(point: readonly Rational[], k: number): Rational {
  const value = point[k];
  if (value === undefined) throw new RangeError(`the point has no coordinate ${k}`);
  return value;
}
