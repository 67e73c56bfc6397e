/**
 * The small exact checker: does a certificate prove what it claims about a program? It knows weak duality and Farkas'
 * lemma, computes in integers, and shares no code with the search for certificates.
 * Conventions: docs/semantics/certification.md, docs/semantics/infeasibility.md.
 */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Fractions, Program } from "../../compiler/lp/program.ts";
import type { ExactCertificate } from "../solution.ts";

export interface CheckResult {
  readonly holds: boolean;
  /** Why not; absent when it holds. */
  readonly reason?: string;
}

/**
 * Checks a certificate over the rationals, without tolerance.
 *
 * @example checkCertificate(program, certificate) // { holds: false, reason: "row 3 is violated" }
 */
export function checkCertificate(program: Program, certificate: ExactCertificate): CheckResult {
  const reason = failure(program, certificate);
  return reason === undefined ? { holds: true } : { holds: false, reason };
}

function failure(program: Program, certificate: ExactCertificate): string | undefined {
  const lengths: readonly (readonly [readonly Rational[], number])[] =
    certificate.kind === "optimal"
      ? [[certificate.columns, program.columnCount], [certificate.rowDuals, program.rowCount]]
      : certificate.kind === "infeasible"
        ? [[certificate.farkas, program.rowCount]]
        : [[certificate.point, program.columnCount], [certificate.ray, program.columnCount]];
  if (lengths.some(([vector, length]) => vector.length !== length || vector.some((x) => x.inexact))) return "a vector has the wrong length or is not exact";
  switch (certificate.kind) {
    case "optimal":
      return optimalFailure(program, certificate.objective, certificate.columns, certificate.rowDuals);
    case "infeasible":
      return infeasibleFailure(program, certificate.farkas);
    case "unbounded":
      return primalFailure(program, certificate.point, false) ?? primalFailure(program, certificate.ray, true) ?? growthFailure(program, certificate.ray);
  }
}

/** A feasible point and feasible prices with equal objectives are both optimal (weak duality). */
function optimalFailure(program: Program, objective: Rational, columns: readonly Rational[], rowDuals: readonly Rational[]): string | undefined {
  const broken = primalFailure(program, columns, false);
  if (broken !== undefined) return broken;
  const value = new Sum().addRational(program.offset);
  for (let j = 0; j < program.columnCount; j++) value.addProduct(...at(program.objective, j), columns[j]);
  if (value.compare(objective) !== 0) return "the objective of the point is not the stated one";

  const sigma = program.sense === "maximize" ? 1 : -1;
  const reduced = combination(program, rowDuals, -1n);
  const bound = new Sum().addRational(program.offset);
  for (let r = 0; r < program.rowCount; r++) {
    const sign = sigma * (rowDuals[r]?.sign() ?? 0);
    if ((program.rowSense[r] === "<=" && sign < 0) || (program.rowSense[r] === ">=" && sign > 0)) return `the dual of row ${r} has the wrong sign`;
    bound.addProduct(...at(program.rhs, r), rowDuals[r]);
  }
  for (const [j, sum] of reduced.entries()) {
    sum.add(...at(program.objective, j));
    if (sum.n === 0n) continue;
    const limit = sigma * sum.sign() > 0 ? program.upper[j] : program.lower[j];
    if (limit === undefined) return `the reduced cost of column ${j} has the wrong sign`;
    bound.addProduct(sum.n, sum.d, limit);
  }
  return bound.compare(objective) === 0 ? undefined : "the objective of the duals is not that of the point";
}

/** y'Ax <= y'b for all feasible x, and y'Ax > y'b on the whole box. A column with crossing bounds needs no multipliers. */
function infeasibleFailure(program: Program, farkas: readonly Rational[]): string | undefined {
  if (program.lower.some((low, j) => low !== undefined && program.upper[j] !== undefined && compare(low, program.upper[j]) > 0)) return undefined;
  const least = new Sum();
  for (let r = 0; r < program.rowCount; r++) {
    const sign = farkas[r]?.sign() ?? 0;
    if ((program.rowSense[r] === "<=" && sign < 0) || (program.rowSense[r] === ">=" && sign > 0)) return `the multiplier of row ${r} has the wrong sign`;
    const [n, d] = at(program.rhs, r);
    least.addProduct(-n, d, farkas[r]);
  }
  for (const [j, sum] of combination(program, farkas, 1n).entries()) {
    if (sum.n === 0n) continue;
    const limit = sum.n > 0n ? program.lower[j] : program.upper[j];
    if (limit === undefined) return `the combination of rows has no minimum in column ${j}`;
    least.addProduct(sum.n, sum.d, limit);
  }
  return least.n > 0n ? undefined : "the combination of rows does not contradict itself";
}

function growthFailure(program: Program, ray: readonly Rational[]): string | undefined {
  const growth = new Sum();
  for (let j = 0; j < program.columnCount; j++) growth.addProduct(...at(program.objective, j), ray[j]);
  return growth.sign() * (program.sense === "maximize" ? 1 : -1) > 0 ? undefined : "the ray does not improve the objective";
}

/** First violated row, bound or integrality; for a ray, right-hand sides and bounds count as zero. */
function primalFailure(program: Program, columns: readonly Rational[], ray: boolean): string | undefined {
  const fractional = ray ? undefined : program.integer.find((j) => columns[j]?.isInteger() !== true);
  if (fractional !== undefined) return `column ${fractional} is not an integer`;
  for (const [j, x] of columns.entries()) {
    const [low, high] = [program.lower[j], program.upper[j]];
    if (low !== undefined && (ray ? x.sign() < 0 : compare(x, low) < 0)) return `column ${j} is below its lower bound`;
    if (high !== undefined && (ray ? x.sign() > 0 : compare(x, high) > 0)) return `column ${j} is above its upper bound`;
  }
  for (let r = 0; r < program.rowCount; r++) {
    const slack = new Sum();
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
      const x = columns[program.index[k] ?? 0];
      if (x?.isZero() === false) slack.addProduct(...at(program.value, k), x);
    }
    const [n, d] = at(program.rhs, r);
    if (!ray) slack.add(-n, d);
    if ((program.rowSense[r] !== ">=" && slack.n > 0n) || (program.rowSense[r] !== "<=" && slack.n < 0n)) return `row ${r} is violated`;
  }
  return undefined;
}

/** `factor y'A`, one sum per column. */
function combination(program: Program, y: readonly Rational[], factor: bigint): Sum[] {
  const sums = Array.from({ length: program.columnCount }, () => new Sum());
  for (let r = 0; r < program.rowCount; r++) {
    const multiplier = y[r];
    if (multiplier === undefined || multiplier.isZero()) continue;
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
      const [n, d] = at(program.value, k);
      sums[program.index[k] ?? 0]?.addProduct(factor * n, d, multiplier);
    }
  }
  return sums;
}

/** A running sum of fractions over a common denominator (positive, not in lowest terms). */
class Sum {
  n = 0n;
  d = 1n;

  add(n: bigint, d: bigint): void {
    if (d === this.d) this.n += n;
    else if (this.d % d === 0n) this.n += n * (this.d / d);
    else {
      const factor = d / greatestCommonDivisor(this.d, d);
      this.n = this.n * factor + n * ((this.d * factor) / d);
      this.d *= factor;
    }
  }

  addRational(x: Rational): this {
    this.add(x.numerator(), x.denominator());
    return this;
  }

  /** Adds `n / d` times a rational, which must be there: lengths are checked first. */
  addProduct(n: bigint, d: bigint, x: Rational | undefined): void {
    if (x !== undefined) this.add(n * x.numerator(), d * x.denominator());
  }

  sign(): number {
    return this.n > 0n ? 1 : this.n < 0n ? -1 : 0;
  }

  compare(x: Rational): number {
    const difference = this.n * x.denominator() - x.numerator() * this.d;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }
}

function compare(a: Rational, b: Rational | undefined): number {
  return b === undefined ? 0 : new Sum().addRational(a).compare(b);
}

/** Numerator and denominator of the k-th fraction. */
function at(fractions: Fractions, k: number): readonly [bigint, bigint] {
  const big = fractions.big.size > 0 ? fractions.big.get(k) : undefined;
  if (big !== undefined) return [big.numerator(), big.denominator()];
  return [BigInt(fractions.num[k] ?? 0), BigInt(fractions.den[k] ?? 1)];
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
