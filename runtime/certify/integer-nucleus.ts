/** Cutting a submatrix out of a program and scaling its rows to coprime integers, in doubles wherever they suffice. */
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { IntegerMatrix } from "./integer-matrix.ts";
import type { CommonFraction } from "./reconstruction.ts";

/** The submatrix of given rows and columns with every row scaled to coprime integers, and the scales. */
export function integerNucleus(program: Program, rows: Int32Array, columns: Int32Array): { matrix: IntegerMatrix; scales: Rational[] } {
  const place = new Int32Array(program.columnCount).fill(-1);
  columns.forEach((j, i) => (place[j] = i));
  const start = new Int32Array(rows.length + 1);
  const index: number[] = [];
  const source: number[] = [];
  rows.forEach((r, i) => {
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
      const at = place[program.index[k] ?? 0] ?? -1;
      if (at < 0) continue;
      index.push(at);
      source.push(k);
    }
    start[i + 1] = index.length;
  });
  const value = new Float64Array(index.length);
  const big = new Map<number, bigint>();
  const scales = Array.from(rows, (_, i) => {
    const from = start[i] ?? 0;
    const to = start[i + 1] ?? 0;
    return scaleInDoubles(program, source, from, to, value) ?? scaleInBigints(program, source, from, to, value, big);
  });
  return { matrix: { rowCount: rows.length, columnCount: columns.length, start, index: Int32Array.from(index), value, big }, scales };
}

/** Scales one row in double arithmetic, or returns undefined when a number would not be a safe integer. */
function scaleInDoubles(program: Program, source: readonly number[], from: number, to: number, value: Float64Array): Rational | undefined {
  const { num, den, big } = program.value;
  let denominator = 1;
  for (let at = from; at < to; at++) {
    const k = source[at] ?? 0;
    if (big.size > 0 && big.has(k)) return undefined;
    const d = den[k] ?? 1;
    if (denominator % d !== 0) denominator *= d / gcd(denominator, d);
    if (!Number.isSafeInteger(denominator)) return undefined;
  }
  let divisor = 0;
  for (let at = from; at < to; at++) {
    const k = source[at] ?? 0;
    const whole = (num[k] ?? 0) * (denominator / (den[k] ?? 1));
    if (!Number.isSafeInteger(whole)) return undefined;
    value[at] = whole;
    if (divisor !== 1) divisor = gcd(divisor, Math.abs(whole));
  }
  if (divisor > 1) for (let at = from; at < to; at++) value[at] = (value[at] ?? 0) / divisor;
  return Rational.of(denominator, divisor || 1);
}

function scaleInBigints(program: Program, source: readonly number[], from: number, to: number, value: Float64Array, big: Map<number, bigint>): Rational {
  const { numerators, denominator } = commonIntegers(source.slice(from, to).map((k) => fractionAt(program.value, k)));
  const divisor = numerators.reduce((g, n) => bigGcd(g, n < 0n ? -n : n), 0n) || 1n;
  numerators.forEach((n, i) => {
    const whole = n / divisor;
    const double = Number(whole);
    if (Number.isSafeInteger(double)) value[from + i] = double;
    else {
      value[from + i] = 0;
      big.set(from + i, whole);
    }
  });
  return Rational.of(denominator, divisor);
}

/** Rationals over their least common denominator. */
export function commonIntegers(values: readonly Rational[]): CommonFraction {
  let denominator = 1n;
  for (const value of values) {
    if (value.isInteger()) continue;
    const d = value.denominator();
    if (denominator % d !== 0n) denominator *= d / bigGcd(denominator, d);
  }
  return { numerators: values.map((value) => value.numerator() * (denominator / value.denominator())), denominator };
}

function gcd(a: number, b: number): number {
  while (b !== 0) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

function bigGcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}
