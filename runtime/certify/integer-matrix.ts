/**
 * Sparse matrices of integers, row by row. Entries are doubles; one beyond 2^53 is held in `big` under its position,
 * with zero in its place.
 */
import { residue } from "./prime.ts";

export interface IntegerMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
  readonly big: ReadonlyMap<number, bigint>;
}

/** The entry at a position, as a bigint. */
export function entryAt(matrix: IntegerMatrix, k: number): bigint {
  return matrix.big.get(k) ?? BigInt(matrix.value[k] ?? 0);
}

/** All entries modulo p. */
export function residues(matrix: IntegerMatrix, p: number): Float64Array {
  const result = new Float64Array(matrix.value.length);
  for (let k = 0; k < result.length; k++) result[k] = residue(matrix.value[k] ?? 0, p);
  for (const [k, value] of matrix.big) result[k] = residue(Number(value % BigInt(p)), p);
  return result;
}

/** The transpose, by counting. */
export function transpose(matrix: IntegerMatrix): IntegerMatrix {
  const { rowCount, columnCount, index } = matrix;
  const start = new Int32Array(columnCount + 1);
  for (const j of index) start[j + 1] = (start[j + 1] ?? 0) + 1;
  for (let j = 0; j < columnCount; j++) start[j + 1] = (start[j + 1] ?? 0) + (start[j] ?? 0);
  const next = start.slice();
  const rows = new Int32Array(index.length);
  const value = new Float64Array(index.length);
  const big = new Map<number, bigint>();
  for (let r = 0; r < rowCount; r++) {
    for (let k = matrix.start[r] ?? 0; k < (matrix.start[r + 1] ?? 0); k++) {
      const j = index[k] ?? 0;
      const slot = next[j] ?? 0;
      next[j] = slot + 1;
      rows[slot] = r;
      value[slot] = matrix.value[k] ?? 0;
      const large = matrix.big.size > 0 ? matrix.big.get(k) : undefined;
      if (large !== undefined) big.set(slot, large);
    }
  }
  return { rowCount: columnCount, columnCount: rowCount, start, index: rows, value, big };
}

/** Sum of magnitudes of a row, rounded up; infinite if an entry is beyond the doubles. */
export function rowMagnitude(matrix: IntegerMatrix, r: number): number {
  let sum = 0;
  for (let k = matrix.start[r] ?? 0; k < (matrix.start[r + 1] ?? 0); k++) {
    if (matrix.big.size > 0 && matrix.big.has(k)) return Infinity;
    sum += Math.abs(matrix.value[k] ?? 0);
  }
  return sum;
}
