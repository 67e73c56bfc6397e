/**
 * Exact solution of a nonsingular integer system by modular LU, lifting and reconstruction.
 *
 * Acceptance needs no multiplication of large numbers: the candidate N / D satisfies `A N = D b (mod p^k)`, and when
 * `rowsum(A) max|N| + D max|b| < p^k` both sides are too small to differ by a multiple of p^k, so they are equal.
 */
import { rowMagnitude, transpose } from "./integer-matrix.ts";
import type { IntegerMatrix } from "./integer-matrix.ts";
import { Lifting } from "./lifting.ts";
import { factorise, solve, solveTransposed } from "./modular-lu.ts";
import type { ModularLu } from "./modular-lu.ts";
import { primes } from "./prime.ts";
import { magnitude, reconstruct } from "./reconstruction.ts";
import type { CommonFraction } from "./reconstruction.ts";

/** A square integer matrix with its factors, ready to solve both `A x = b` and `A' y = c`. */
export class LinearSystem {
  private constructor(
    private readonly matrix: IntegerMatrix,
    private readonly lu: ModularLu,
  ) {}

  /** Factors a square matrix. @returns undefined if the deadline passes, or if it is singular modulo each of a few primes, so almost surely singular. */
  static factor(matrix: IntegerMatrix, deadline = Infinity): LinearSystem | undefined {
    for (const p of primes) {
      const lu = factorise(matrix, p, 0, deadline);
      if (lu.rank === matrix.rowCount) return new LinearSystem(matrix, lu);
    }
    return undefined;
  }

  /** `A x = b`. @returns undefined if the deadline passes first. */
  solve(b: readonly bigint[], deadline: number): CommonFraction | undefined {
    return lift(this.matrix, this.lu, (residual, digit) => solve(this.lu, residual, digit), b, deadline);
  }

  /** `A' y = c`. @returns undefined if the deadline passes first. */
  solveTransposed(c: readonly bigint[], deadline: number): CommonFraction | undefined {
    return lift(transpose(this.matrix), this.lu, (residual, digit) => solveTransposed(this.lu, residual, digit), c, deadline);
  }
}

function lift(
  matrix: IntegerMatrix,
  lu: ModularLu,
  solveDigit: (residual: Float64Array, digit: Float64Array) => void,
  side: readonly bigint[],
  deadline: number,
): CommonFraction | undefined {
  const largestSide = side.reduce((largest, b) => (magnitude(b) > largest ? magnitude(b) : largest), 0n);
  if (largestSide === 0n) return { numerators: side, denominator: 1n };
  const lifting = new Lifting(matrix, lu.prime, solveDigit, side);
  const rowSum = largestRow(matrix);
  for (let count = 3; lifting.extend(count, deadline); count = Math.ceil(1.5 * count)) {
    const modulus = lifting.modulus(count);
    const candidate = reconstruct((i) => lifting.unknown(i, count), matrix.columnCount, modulus);
    if (candidate === undefined) continue;
    const largest = candidate.numerators.reduce((most, n) => (magnitude(n) > most ? magnitude(n) : most), 0n);
    if (rowSum * largest + candidate.denominator * largestSide < modulus) return candidate;
  }
  return undefined;
}

function largestRow(matrix: IntegerMatrix): bigint {
  let largest = 0;
  let exact = 0n;
  for (let r = 0; r < matrix.rowCount; r++) {
    const sum = rowMagnitude(matrix, r);
    if (Number.isSafeInteger(Math.ceil(sum))) {
      largest = Math.max(largest, sum);
      continue;
    }
    let total = 0n;
    for (let k = matrix.start[r] ?? 0; k < (matrix.start[r + 1] ?? 0); k++) total += magnitude(matrix.big.get(k) ?? BigInt(matrix.value[k] ?? 0));
    if (total > exact) exact = total;
  }
  return exact > BigInt(largest) ? exact : BigInt(largest);
}
