/**
 * Dense Cholesky factorisation of the leading columns of a symmetric matrix, in place: the kernel of the sparse one
 * (multifrontal.ts) and of the Schur complement of an interior-point method. Matrices are rows of doubles, lower triangle.
 */

/** Columns that are eliminated together before the rest of the matrix is touched. */
const panel = 32;

/**
 * A pivot below this share of what stood on the diagonal at the start is rounding error of a dependent row: its step is
 * forced to zero, the usual treatment in interior-point methods (Wright 1999, Modified Cholesky factorizations).
 */
const dependent = 1e-15;

const forced = 1e64;

/**
 * Eliminates the first `pivots` of `size` rows of a symmetric matrix: afterwards its first columns hold those of the
 * Cholesky factor, and the rest the Schur complement.
 *
 * @param matrix `size * size` numbers by rows, of which the lower triangle counts; what is above it may be overwritten
 * @example eliminate(Float64Array.of(4, 0, 2, 5), 2, 1) // [2, 0, 1, 4]
 */
export function eliminate(matrix: Float64Array, size: number, pivots: number): void {
  const diagonal = new Float64Array(pivots);
  for (let j = 0; j < pivots; j++) diagonal[j] = matrix[j * size + j] as number;
  for (let first = 0; first < pivots; first += panel) {
    const end = Math.min(pivots, first + panel);
    factorPanel(matrix, size, first, end, diagonal);
    updateRest(matrix, size, first, end);
  }
}

/** Columns first .. end of the factor, from a matrix of which all earlier columns have been subtracted. */
function factorPanel(matrix: Float64Array, size: number, first: number, end: number, diagonal: Float64Array): void {
  for (let j = first; j < end; j++) {
    const rowJ = j * size;
    let pivot = matrix[rowJ + j] as number;
    for (let k = first; k < j; k++) pivot -= (matrix[rowJ + k] as number) ** 2;
    const root = pivot > dependent * (diagonal[j] as number) ? Math.sqrt(pivot) : forced;
    const inverse = 1 / root;
    matrix[rowJ + j] = root;
    for (let i = j + 1; i < size; i++) {
      const rowI = i * size;
      let value = matrix[rowI + j] as number;
      for (let k = first; k < j; k++) value -= (matrix[rowI + k] as number) * (matrix[rowJ + k] as number);
      matrix[rowI + j] = value * inverse;
    }
  }
}

/** Subtracts the columns first .. end from the lower triangle after them, two rows by four columns at a time. */
function updateRest(matrix: Float64Array, size: number, first: number, end: number): void {
  for (let i = end; i < size; i += 2) {
    const r0 = i * size;
    // The last of an odd number of rows stands alone.
    const r1 = i + 1 < size ? r0 + size : r0;
    const lastColumn = Math.min(size - 1, i + 1);
    let c = end;
    for (; c + 3 <= lastColumn; c += 4) {
      const c0 = c * size;
      const c1 = c0 + size;
      const c2 = c1 + size;
      const c3 = c2 + size;
      let a0 = 0;
      let a1 = 0;
      let a2 = 0;
      let a3 = 0;
      let b0 = 0;
      let b1 = 0;
      let b2 = 0;
      let b3 = 0;
      for (let k = first; k < end; k++) {
        const x = matrix[r0 + k] as number;
        const y = matrix[r1 + k] as number;
        const u0 = matrix[c0 + k] as number;
        const u1 = matrix[c1 + k] as number;
        const u2 = matrix[c2 + k] as number;
        const u3 = matrix[c3 + k] as number;
        a0 += x * u0;
        a1 += x * u1;
        a2 += x * u2;
        a3 += x * u3;
        b0 += y * u0;
        b1 += y * u1;
        b2 += y * u2;
        b3 += y * u3;
      }
      matrix[r0 + c] = (matrix[r0 + c] as number) - a0;
      matrix[r0 + c + 1] = (matrix[r0 + c + 1] as number) - a1;
      matrix[r0 + c + 2] = (matrix[r0 + c + 2] as number) - a2;
      matrix[r0 + c + 3] = (matrix[r0 + c + 3] as number) - a3;
      if (r1 === r0) continue;
      matrix[r1 + c] = (matrix[r1 + c] as number) - b0;
      matrix[r1 + c + 1] = (matrix[r1 + c + 1] as number) - b1;
      matrix[r1 + c + 2] = (matrix[r1 + c + 2] as number) - b2;
      matrix[r1 + c + 3] = (matrix[r1 + c + 3] as number) - b3;
    }
    for (; c <= lastColumn; c++) {
      const column = c * size;
      let a = 0;
      let b = 0;
      for (let k = first; k < end; k++) {
        a += (matrix[r0 + k] as number) * (matrix[column + k] as number);
        b += (matrix[r1 + k] as number) * (matrix[column + k] as number);
      }
      matrix[r0 + c] = (matrix[r0 + c] as number) - a;
      if (r1 !== r0) matrix[r1 + c] = (matrix[r1 + c] as number) - b;
    }
  }
}

/** Solves L L' x = b in place, for a matrix that has been eliminated completely. */
export function solveDense(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let value = b[i] as number;
    for (let k = 0; k < i; k++) value -= (factor[i * size + k] as number) * (b[k] as number);
    b[i] = value / (factor[i * size + i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = (b[i] as number) / (factor[i * size + i] as number);
    b[i] = value;
    for (let k = 0; k < i; k++) b[k] = (b[k] as number) - (factor[i * size + k] as number) * value;
  }
}
