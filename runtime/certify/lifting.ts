/**
 * Dixon's p-adic lifting (1982) for a nonsingular integer system `A x = b`: with x_0, x_1, ... the digits and r_0 = b,
 *
 *     x_k = A^-1 r_k  (mod p),     r_{k+1} = (r_k - A x_k) / p,     A (x_0 + x_1 p + ...) = b  (mod p^k).
 *
 * Digits are balanced, |x_k| < p / 2, so a row whose magnitudes sum to less than 2^27 keeps its residual in exact
 * doubles; the other rows use bigints.
 */
import { entryAt, rowMagnitude } from "./integer-matrix.ts";
import type { IntegerMatrix } from "./integer-matrix.ts";
import { residue } from "./prime.ts";

/** Rows with a sum of magnitudes, or a right-hand side, beyond these limits are lifted in bigints. */
const doubleRowLimit = 2 ** 27;
const doubleSideLimit = 2 ** 51;

/** One p-adic digit of every unknown, from a residual modulo p (which may be spoilt). */
export type DigitSolver = (residual: Float64Array, digit: Float64Array) => void;

export class Lifting {
  readonly digits: Float64Array[] = [];
  private readonly small: Float64Array;
  /** Residuals of the rows lifted in bigints. */
  private readonly large = new Map<number, bigint>();
  private readonly powers: bigint[];

  constructor(
    private readonly matrix: IntegerMatrix,
    private readonly prime: number,
    private readonly solveDigit: DigitSolver,
    side: readonly bigint[],
  ) {
    this.powers = [BigInt(prime)];
    this.small = new Float64Array(matrix.rowCount);
    for (const [r, b] of side.entries()) {
      const value = Number(b);
      if (rowMagnitude(matrix, r) < doubleRowLimit && Math.abs(value) < doubleSideLimit) this.small[r] = value;
      else this.large.set(r, b);
    }
  }

  /** Lifts until there are `count` digits, or the deadline (in milliseconds since the epoch) has passed. @returns false if it has. */
  extend(count: number, deadline: number): boolean {
    while (this.digits.length < count) {
      if (Date.now() > deadline) return false;
      this.step();
    }
    return true;
  }

  /** `p^count`. */
  modulus(count: number): bigint {
    let result = 1n;
    for (let bit = 0; 2 ** bit <= count; bit++) if ((count >> bit) & 1) result *= this.power(bit);
    return result;
  }

  /** The i-th unknown modulo `p^count`, of magnitude below `p^count / 2`. */
  unknown(i: number, count: number): bigint {
    const combine = (from: number, to: number): bigint => {
      if (to - from === 1) return BigInt(this.digits[from]?.[i] ?? 0);
      // Split at a power of two, so that every multiplier is one of the cached powers p^(2^t).
      const bit = 31 - Math.clz32(to - from - 1);
      const middle = from + 2 ** bit;
      return combine(from, middle) + combine(middle, to) * this.power(bit);
    };
    return count === 0 ? 0n : combine(0, count);
  }

  private power(bit: number): bigint {
    for (let k = this.powers.length; k <= bit; k++) {
      const previous = this.powers[k - 1] ?? 1n;
      this.powers.push(previous * previous);
    }
    return this.powers[bit] ?? 1n;
  }

  private step(): void {
    const { matrix, prime: p, small, large } = this;
    const { start, index, value } = matrix;
    const residual = new Float64Array(matrix.rowCount);
    for (let r = 0; r < residual.length; r++) residual[r] = residue(small[r] ?? 0, p);
    for (const [r, b] of large) residual[r] = residue(Number(b % BigInt(p)), p);
    const digit = new Float64Array(matrix.columnCount);
    this.solveDigit(residual, digit);
    for (let j = 0; j < digit.length; j++) if ((digit[j] ?? 0) > p / 2) digit[j] = (digit[j] ?? 0) - p;
    for (let r = 0; r < matrix.rowCount; r++) {
      if (large.size > 0 && large.has(r)) continue;
      let rest = small[r] ?? 0;
      for (let k = start[r] ?? 0; k < (start[r + 1] ?? 0); k++) rest -= (value[k] ?? 0) * (digit[index[k] ?? 0] ?? 0);
      small[r] = rest / p;
    }
    for (const [r, b] of large) {
      let rest = b;
      for (let k = start[r] ?? 0; k < (start[r + 1] ?? 0); k++) {
        const x = digit[index[k] ?? 0] ?? 0;
        if (x !== 0) rest -= entryAt(matrix, k) * BigInt(x);
      }
      large.set(r, rest / BigInt(p));
    }
    this.digits.push(digit);
  }
}
