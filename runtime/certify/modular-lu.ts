/**
 * Sparse LU factorisation modulo a prime, with the pivot order of Markowitz (1957): among a few short rows and columns
 * take the entry with the least (row count - 1)(column count - 1). Singletons are the case of cost zero. Over a finite
 * field any nonzero pivot is stable, so sparsity is the only concern.
 */
import { residues } from "./integer-matrix.ts";
import type { IntegerMatrix } from "./integer-matrix.ts";
import { invert, multiply } from "./prime.ts";
import { CountLists } from "./count-lists.ts";

/** Factors in elimination order: step k has a pivot row, a pivot column, multipliers (L) and the rest of the pivot row (U). */
export interface ModularLu {
  readonly prime: number;
  readonly rank: number;
  readonly pivotRow: Int32Array;
  readonly pivotColumn: Int32Array;
  readonly pivotInverse: Float64Array;
  readonly lowerStart: Int32Array;
  readonly lowerRow: Int32Array;
  readonly lowerValue: Float64Array;
  readonly upperStart: Int32Array;
  readonly upperColumn: Int32Array;
  readonly upperValue: Float64Array;
}

/** Lines examined per pivot once a candidate is known; more find little better. */
const searchWidth = 4;

/**
 * Factors a matrix, square or not, as far as its rank goes.
 *
 * @param preferredRows the first so many rows get pivots before any other row does, as far as they are independent.
 * @param deadline (milliseconds since the epoch) after which the elimination stops short of the full rank.
 */
export function factorise(matrix: IntegerMatrix, p: number, preferredRows = 0, deadline = Infinity): ModularLu {
  return new Elimination(matrix, p).run(preferredRows, deadline);
}

class Elimination {
  private readonly inverse: number;
  private readonly columnsOf: number[][] = [];
  private readonly valuesOf: number[][] = [];
  /** Rows with an entry in a column; may name rows that are done or whose entry has cancelled. */
  private readonly rowsOf: number[][] = [];
  private readonly rows: CountLists;
  private readonly columns: CountLists;
  private readonly work: Float64Array;
  private readonly stamp: Int32Array;
  private readonly pivots: { readonly row: number[]; readonly column: number[]; readonly inverse: number[] } = { row: [], column: [], inverse: [] };
  private readonly lower: { readonly start: number[]; readonly index: number[]; readonly value: number[] } = { start: [0], index: [], value: [] };
  private readonly upper: { readonly start: number[]; readonly index: number[]; readonly value: number[] } = { start: [0], index: [], value: [] };
  private stamps = 0;

  constructor(
    private readonly matrix: IntegerMatrix,
    private readonly p: number,
  ) {
    const { rowCount, columnCount, start, index } = matrix;
    this.inverse = 1 / p;
    this.work = new Float64Array(columnCount);
    this.stamp = new Int32Array(columnCount);
    this.rows = new CountLists(rowCount, columnCount);
    this.columns = new CountLists(columnCount, rowCount);
    const value = residues(matrix, p);
    for (let j = 0; j < columnCount; j++) this.rowsOf.push([]);
    for (let r = 0; r < rowCount; r++) {
      const columns: number[] = [];
      const values: number[] = [];
      for (let k = start[r] ?? 0; k < (start[r + 1] ?? 0); k++) {
        const entry = value[k] ?? 0;
        if (entry === 0) continue;
        const j = index[k] ?? 0;
        columns.push(j);
        values.push(entry);
        this.rowsOf[j]?.push(r);
      }
      this.columnsOf.push(columns);
      this.valuesOf.push(values);
    }
  }

  run(preferredRows: number, deadline: number): ModularLu {
    const { rowCount, columnCount } = this.matrix;
    for (let j = 0; j < columnCount; j++) this.columns.insert(j, this.rowsOf[j]?.length ?? 0);
    for (let r = 0; r < preferredRows; r++) this.rows.insert(r, this.columnsOf[r]?.length ?? 0);
    if (preferredRows > 0) while (Date.now() <= deadline && this.pivotInShortRow());
    for (let r = preferredRows; r < rowCount; r++) this.rows.insert(r, this.columnsOf[r]?.length ?? 0);
    while (Date.now() <= deadline && this.pivotAnywhere());
    return {
      prime: this.p,
      rank: this.pivots.row.length,
      pivotRow: Int32Array.from(this.pivots.row),
      pivotColumn: Int32Array.from(this.pivots.column),
      pivotInverse: Float64Array.from(this.pivots.inverse),
      lowerStart: Int32Array.from(this.lower.start),
      lowerRow: Int32Array.from(this.lower.index),
      lowerValue: Float64Array.from(this.lower.value),
      upperStart: Int32Array.from(this.upper.start),
      upperColumn: Int32Array.from(this.upper.index),
      upperValue: Float64Array.from(this.upper.value),
    };
  }

  /** Pivots in the shortest row on the list, in its shortest column. */
  private pivotInShortRow(): boolean {
    const row = this.rows.shortest();
    if (row < 0) return false;
    this.eliminate(row, this.shortestColumnIn(row));
    return true;
  }

  private pivotAnywhere(): boolean {
    let [bestRow, bestColumn, bestCost, examined] = [-1, -1, Infinity, 0];
    const limit = Math.max(this.rows.longestCount, this.columns.longestCount);
    for (let count = 1; count <= limit && examined < searchWidth && bestCost > (count - 1) * (count - 1); count++) {
      for (let j = this.columns.first(count); j >= 0 && examined < searchWidth; j = this.columns.next(j)) {
        const row = this.shortestRowIn(j);
        if (row < 0) continue;
        examined++;
        const cost = (count - 1) * (this.rows.count(row) - 1);
        if (cost < bestCost) [bestRow, bestColumn, bestCost] = [row, j, cost];
        if (bestCost === 0) break;
      }
      if (bestCost <= (count - 1) * (count - 1)) break;
      for (let r = this.rows.first(count); r >= 0 && examined < searchWidth; r = this.rows.next(r)) {
        const column = this.shortestColumnIn(r);
        examined++;
        const cost = (count - 1) * (this.columns.count(column) - 1);
        if (cost < bestCost) [bestRow, bestColumn, bestCost] = [r, column, cost];
        if (bestCost === 0) break;
      }
    }
    if (bestRow < 0) return false;
    this.eliminate(bestRow, bestColumn);
    return true;
  }

  private shortestColumnIn(row: number): number {
    let best = -1;
    for (const j of this.columnsOf[row] ?? []) if (best < 0 || this.columns.count(j) < this.columns.count(best)) best = j;
    return best;
  }

  /** Also drops the rows that no longer have an entry in the column from its list. */
  private shortestRowIn(column: number): number {
    const candidates = this.rowsOf[column] ?? [];
    let best = -1;
    let kept = 0;
    for (const r of candidates) {
      if (!this.rows.contains(r) || !(this.columnsOf[r] ?? []).includes(column)) continue;
      candidates[kept++] = r;
      if (best < 0 || this.rows.count(r) < this.rows.count(best)) best = r;
    }
    candidates.length = kept;
    return best;
  }

  private eliminate(pivotRow: number, pivotColumn: number): void {
    const { p, work } = this;
    const columns = this.columnsOf[pivotRow] ?? [];
    const values = this.valuesOf[pivotRow] ?? [];
    const inverse = invert(values[columns.indexOf(pivotColumn)] ?? 1, p);
    this.rows.remove(pivotRow);
    this.columns.remove(pivotColumn);
    for (const [k, j] of columns.entries()) {
      if (j === pivotColumn) continue;
      work[j] = values[k] ?? 0;
      this.columns.change(j, -1);
      this.upper.index.push(j);
      this.upper.value.push(values[k] ?? 0);
    }
    this.upper.start.push(this.upper.index.length);
    for (const r of this.rowsOf[pivotColumn] ?? []) {
      if (r !== pivotRow) this.subtract(r, pivotColumn, columns, inverse);
    }
    for (const j of columns) work[j] = 0;
    this.lower.start.push(this.lower.index.length);
    this.pivots.row.push(pivotRow);
    this.pivots.column.push(pivotColumn);
    this.pivots.inverse.push(inverse);
    this.columnsOf[pivotRow] = [];
    this.valuesOf[pivotRow] = [];
    this.rowsOf[pivotColumn] = [];
  }

  /** Takes the multiple of the pivot row (scattered in `work`) from row r that clears its entry in the pivot column. */
  private subtract(r: number, pivotColumn: number, pivotColumns: readonly number[], inverse: number): void {
    const { p, work, stamp } = this;
    const columns = this.columnsOf[r] ?? [];
    const values = this.valuesOf[r] ?? [];
    const at = columns.indexOf(pivotColumn);
    if (at < 0) return;
    const factor = multiply(values[at] ?? 0, inverse, p, this.inverse);
    this.lower.index.push(r);
    this.lower.value.push(factor);
    const mark = ++this.stamps;
    let kept = 0;
    for (let k = 0; k < columns.length; k++) {
      const j = columns[k] ?? 0;
      if (j === pivotColumn) continue;
      let value = values[k] ?? 0;
      const source = work[j] ?? 0;
      if (source !== 0) {
        stamp[j] = mark;
        value -= multiply(factor, source, p, this.inverse);
        if (value < 0) value += p;
        if (value === 0) {
          this.columns.change(j, -1);
          continue;
        }
      }
      columns[kept] = j;
      values[kept++] = value;
    }
    columns.length = kept;
    values.length = kept;
    for (const j of pivotColumns) {
      if (j === pivotColumn || stamp[j] === mark) continue;
      columns.push(j);
      values.push(p - multiply(factor, work[j] ?? 0, p, this.inverse));
      this.rowsOf[j]?.push(r);
      this.columns.change(j, 1);
    }
    this.rows.set(r, columns.length);
  }
}

/** Solves `A x = b` modulo p in place: `b` is indexed by rows and is spoilt, `x` is indexed by columns. */
export function solve(lu: ModularLu, b: Float64Array, x: Float64Array): void {
  const { prime: p, rank, pivotRow, pivotColumn, pivotInverse, lowerStart, lowerRow, lowerValue, upperStart, upperColumn, upperValue } = lu;
  const inverse = 1 / p;
  for (let k = 0; k < rank; k++) {
    const source = b[pivotRow[k] ?? 0] ?? 0;
    if (source === 0) continue;
    for (let l = lowerStart[k] ?? 0; l < (lowerStart[k + 1] ?? 0); l++) {
      const r = lowerRow[l] ?? 0;
      const value = (b[r] ?? 0) - multiply(lowerValue[l] ?? 0, source, p, inverse);
      b[r] = value < 0 ? value + p : value;
    }
  }
  for (let k = rank - 1; k >= 0; k--) {
    let value = b[pivotRow[k] ?? 0] ?? 0;
    for (let u = upperStart[k] ?? 0; u < (upperStart[k + 1] ?? 0); u++) {
      const factor = x[upperColumn[u] ?? 0] ?? 0;
      if (factor === 0) continue;
      value -= multiply(upperValue[u] ?? 0, factor, p, inverse);
      if (value < 0) value += p;
    }
    x[pivotColumn[k] ?? 0] = multiply(value, pivotInverse[k] ?? 0, p, inverse);
  }
}

/** Solves `A' y = c` modulo p: `c` is indexed by columns and is spoilt, `y` is indexed by rows. */
export function solveTransposed(lu: ModularLu, c: Float64Array, y: Float64Array): void {
  const { prime: p, rank, pivotRow, pivotColumn, pivotInverse, lowerStart, lowerRow, lowerValue, upperStart, upperColumn, upperValue } = lu;
  const inverse = 1 / p;
  for (let k = 0; k < rank; k++) {
    const value = multiply(c[pivotColumn[k] ?? 0] ?? 0, pivotInverse[k] ?? 0, p, inverse);
    y[pivotRow[k] ?? 0] = value;
    if (value === 0) continue;
    for (let u = upperStart[k] ?? 0; u < (upperStart[k + 1] ?? 0); u++) {
      const j = upperColumn[u] ?? 0;
      const rest = (c[j] ?? 0) - multiply(upperValue[u] ?? 0, value, p, inverse);
      c[j] = rest < 0 ? rest + p : rest;
    }
  }
  for (let k = rank - 1; k >= 0; k--) {
    const r = pivotRow[k] ?? 0;
    let value = y[r] ?? 0;
    for (let l = lowerStart[k] ?? 0; l < (lowerStart[k + 1] ?? 0); l++) {
      const factor = y[lowerRow[l] ?? 0] ?? 0;
      if (factor === 0) continue;
      value -= multiply(lowerValue[l] ?? 0, factor, p, inverse);
      if (value < 0) value += p;
    }
    y[r] = value;
  }
}
