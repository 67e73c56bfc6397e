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
  const reason = malformed(program, certificate) ?? failure(program, certificate);
  return reason === undefined ? { holds: true } : { holds: false, reason };
}

function malformed(program: Program, certificate: ExactCertificate): string | undefined {
  const fits = (vector: readonly Rational[], length: number): boolean => vector.length === length && vector.every((x) => !x.inexact);
  const { rowCount, columnCount } = program;
  const { kind } = certificate;
  if (kind === "optimal" && fits(certificate.columns, columnCount) && fits(certificate.rowDuals, rowCount) && !certificate.objective.inexact) return undefined;
  if (kind === "infeasible" && fits(certificate.farkas, rowCount)) return undefined;
  if (kind === "unbounded" && fits(certificate.point, columnCount) && fits(certificate.ray, columnCount)) return undefined;
  return "a vector has the wrong length or is not exact";
}

function failure(program: Program, certificate: ExactCertificate): string | undefined {
  const sigma = program.sense === "maximize" ? 1 : -1;
  if (certificate.kind === "infeasible") return infeasibleFailure(program, certificate.farkas);
  if (certificate.kind === "unbounded") {
    const broken = primalFailure(program, certificate.point, false) ?? primalFailure(program, certificate.ray, true);
    const growth = dot(program.objective, certificate.ray);
    return broken ?? (sigma * growth.sign() > 0 ? undefined : "the ray does not improve the objective");
  }
  // A feasible point and feasible prices with equal objectives are both optimal (weak duality).
  const { objective, columns, rowDuals } = certificate;
  const broken = primalFailure(program, columns, false) ?? signFailure(program, rowDuals, sigma, "dual");
  if (broken !== undefined) return broken;
  if (dot(program.objective, columns).addProduct(1n, 1n, program.offset).compare(objective) !== 0) return "the objective of the point is not the stated one";
  const bound = dot(program.rhs, rowDuals).addProduct(1n, 1n, program.offset);
  for (const [j, reduced] of combination(program, rowDuals, -1n).entries()) {
    reduced.addTerm(program.objective, j, 1n, 1n);
    if (reduced.n === 0n) continue;
    const limit = sigma * reduced.sign() > 0 ? program.upper[j] : program.lower[j];
    if (limit === undefined) return `the reduced cost of column ${j} has the wrong sign`;
    bound.addProduct(reduced.n, reduced.d, limit);
  }
  return bound.compare(objective) === 0 ? undefined : "the objective of the duals is not that of the point";
}

/** y'Ax <= y'b for all feasible x, and y'Ax > y'b on the whole box. A column with crossing bounds needs no multipliers. */
function infeasibleFailure(program: Program, farkas: readonly Rational[]): string | undefined {
  if (program.lower.some((low, j) => low !== undefined && compare(low, program.upper[j]) > 0)) return undefined;
  const wrongSign = signFailure(program, farkas, 1, "multiplier");
  if (wrongSign !== undefined) return wrongSign;
  const rhs = dot(program.rhs, farkas);
  const excess = new Sum().add(-rhs.n, rhs.d);
  for (const [j, slope] of combination(program, farkas, 1n).entries()) {
    if (slope.n === 0n) continue;
    const limit = slope.n > 0n ? program.lower[j] : program.upper[j];
    if (limit === undefined) return `the combination of rows has no minimum in column ${j}`;
    excess.addProduct(slope.n, slope.d, limit);
  }
  return excess.n > 0n ? undefined : "the combination of rows does not contradict itself";
}

/** Multipliers of `<=` rows must be nonnegative and those of `>=` rows nonpositive, times sigma. */
function signFailure(program: Program, multipliers: readonly Rational[], sigma: number, what: string): string | undefined {
  const wrong = multipliers.findIndex(
    (y, r) => (program.rowSense[r] === "<=" && sigma * y.sign() < 0) || (program.rowSense[r] === ">=" && sigma * y.sign() > 0),
  );
  return wrong < 0 ? undefined : `the ${what} of row ${wrong} has the wrong sign`;
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
      if (x?.isZero() === false) slack.addTerm(program.value, k, x.numerator(), x.denominator());
    }
    if (!ray) slack.addTerm(program.rhs, r, -1n, 1n);
    if ((program.rowSense[r] !== ">=" && slack.n > 0n) || (program.rowSense[r] !== "<=" && slack.n < 0n)) return `row ${r} is violated`;
  }
  return undefined;
}

function dot(fractions: Fractions, vector: readonly Rational[]): Sum {
  const sum = new Sum();
  for (const [k, x] of vector.entries()) if (!x.isZero()) sum.addTerm(fractions, k, x.numerator(), x.denominator());
  return sum;
}

/** `factor y'A`, one sum per column. */
function combination(program: Program, y: readonly Rational[], factor: bigint): Sum[] {
  const sums = Array.from({ length: program.columnCount }, () => new Sum());
  for (const [r, multiplier] of y.entries()) {
    if (multiplier.isZero()) continue;
    const [n, d] = [factor * multiplier.numerator(), multiplier.denominator()];
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) sums[program.index[k] ?? 0]?.addTerm(program.value, k, n, d);
  }
  return sums;
}

/** A running sum of fractions over a common denominator (positive, not in lowest terms). */
class Sum {
  n = 0n;
  d = 1n;

  add(n: bigint, d: bigint): this {
    const factor = this.d % d === 0n ? 1n : d / greatestCommonDivisor(this.d, d);
    this.d *= factor;
    this.n = this.n * factor + n * (this.d / d);
    return this;
  }

  /** Adds `n / d` times a rational. */
  addProduct(n: bigint, d: bigint, x: Rational): this {
    return this.add(n * x.numerator(), d * x.denominator());
  }

  /** Adds `n / d` times the k-th fraction. */
  addTerm(fractions: Fractions, k: number, n: bigint, d: bigint): this {
    const big = fractions.big.size > 0 ? fractions.big.get(k) : undefined;
    if (big !== undefined) return this.addProduct(n, d, big);
    return this.add(n * BigInt(fractions.num[k] ?? 0), d * BigInt(fractions.den[k] ?? 1));
  }

  sign(): number {
    return this.n > 0n ? 1 : this.n < 0n ? -1 : 0;
  }

  compare(x: Rational): number {
    const difference = this.n * x.denominator() - x.numerator() * this.d;
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
  }
}

/** Sign of `a - b`; an absent b is never crossed. */
function compare(a: Rational, b: Rational | undefined): number {
  return b === undefined ? 0 : new Sum().addProduct(1n, 1n, a).compare(b);
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
