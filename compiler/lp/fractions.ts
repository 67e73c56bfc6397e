/**
 * Sequences of exact fractions in typed arrays: reading them, their float view, and a buffer that grows.
 *
 * A value whose numerator or denominator is not a safe integer lives in `big` under its position; the doubles
 * then hold its rounded quotient and 1, so the float view never has to look at `big`.
 */
import { Rational } from "../exact/rational.ts";
import type { Fractions } from "./program.ts";

/**
 * The k-th fraction as a rational.
 *
 * @example fractionAt(fractionsOf([Rational.of(1, 2)]), 0).toString() // "1/2"
 * @throws RangeError if there is no such position.
 */
export function fractionAt(fractions: Fractions, k: number): Rational {
  const n = fractions.num[k];
  const d = fractions.den[k];
  if (n === undefined || d === undefined) throw new RangeError(`no fraction at position ${k}`);
  if (fractions.big.size > 0) {
    const exact = fractions.big.get(k);
    if (exact !== undefined) return exact;
  }
  return d === 1 ? Rational.integer(n) : Rational.of(n, d);
}

/**
 * All fractions as nearest doubles, for solvers that work in floating point.
 *
 * @example toDoubles(fractionsOf([Rational.of(1, 4)])) // Float64Array [0.25]
 */
export function toDoubles(fractions: Fractions): Float64Array {
  const { num, den } = fractions;
  const doubles = new Float64Array(num.length);
  for (let k = 0; k < doubles.length; k++) doubles[k] = (num[k] ?? 0) / (den[k] ?? 1);
  return doubles;
}

/** The given rationals as {@link Fractions}; inexact ones as the dyadic fraction they stand for. */
export function fractionsOf(values: readonly Rational[]): Fractions {
  const buffer = new FractionBuffer(values.length);
  for (const value of values) buffer.push(value);
  return buffer.freeze();
}

/**
 * The exact value of a rational that may be inexact: a float stands for the dyadic fraction it is, so that
 * exact arithmetic over a program is exact for the rounded data.
 *
 * @throws RangeError if the value is infinite or not a number.
 */
export function exactValue(value: Rational): Rational {
  return value.inexact ? Rational.fromDouble(value.toNumber()) : value;
}

/** A growable sequence of fractions. */
export class FractionBuffer {
  length = 0;
  /** True once an inexact value was pushed. */
  inexact = false;
  private num: Float64Array;
  private den: Float64Array;
  private readonly big = new Map<number, Rational>();

  constructor(capacity = 16) {
    this.num = new Float64Array(Math.max(capacity, 1));
    this.den = new Float64Array(Math.max(capacity, 1));
  }

  /** Appends a value. @throws RangeError if it is inexact and not finite. */
  push(value: Rational): void {
    const k = this.length;
    if (k === this.num.length) this.grow();
    const exact = value.inexact ? this.rounded(value) : value;
    const { n, d } = exact;
    if (typeof n === "number" && typeof d === "number") {
      this.num[k] = n;
      this.den[k] = d;
    } else {
      this.num[k] = exact.toNumber();
      this.den[k] = 1;
      this.big.set(k, exact);
    }
    this.length = k + 1;
  }

  /** Forgets everything from position `length` on. */
  truncate(length: number): void {
    if (this.big.size > 0) for (let k = length; k < this.length; k++) this.big.delete(k);
    this.length = length;
  }

  /** Whether the values at two positions are equal; both are in lowest terms. */
  same(i: number, j: number): boolean {
    const x = this.big.get(i);
    const y = this.big.get(j);
    if (x !== undefined || y !== undefined) return x !== undefined && y !== undefined && x.equals(y);
    return this.num[i] === this.num[j] && this.den[i] === this.den[j];
  }

  /** A number that equal values share, for hashing. */
  hash(k: number): number {
    return Math.imul((this.num[k] ?? 0) | 0, 0x9e3779b1) ^ ((this.den[k] ?? 0) | 0);
  }

  /** A copy of the contents, trimmed to its length. */
  freeze(): Fractions {
    return { num: this.num.slice(0, this.length), den: this.den.slice(0, this.length), big: new Map(this.big) };
  }

  private rounded(value: Rational): Rational {
    this.inexact = true;
    return exactValue(value);
  }

  private grow(): void {
    const num = new Float64Array(2 * this.num.length);
    const den = new Float64Array(2 * this.den.length);
    num.set(this.num);
    den.set(this.den);
    this.num = num;
    this.den = den;
  }
}
