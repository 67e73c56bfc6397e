/** Rows, columns and bounds of a program in the spec's own words, and vectors scaled to be read. */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { columnFamily, columnName, columnSentence, rowFamily, rowName, rowSentence } from "../../compiler/lp/inspect.ts";
import type { Family, Program } from "../../compiler/lp/program.ts";

/** A member of a family of rows or columns, as an explanation shows it. */
export interface Member {
  readonly family: string;
  readonly role: Family["role"];
  readonly indices: readonly string[];
  /** `incentives_bidder[1, 2, 1]`. */
  readonly name: string;
  readonly sentence: string;
  /** The construct of the spec that it came from, if one did. */
  readonly span?: Span;
}

/** @throws RangeError if there is no such row. */
export function describeRow(program: Program, row: number): Member {
  return member(rowFamily(program, row), program.rowIndices(row), rowName(program, row), rowSentence(program, row));
}

/** @throws RangeError if there is no such column. */
export function describeColumn(program: Program, column: number): Member {
  return member(columnFamily(program, column), program.columnIndices(column), columnName(program, column), columnSentence(program, column));
}

function member({ name: family, role, span }: Family, indices: readonly string[], name: string, sentence: string): Member {
  return { family, role, indices, name, sentence, ...(span === undefined ? {} : { span }) };
}

/**
 * The positive multiple of a vector whose entries are coprime integers.
 *
 * @example coprime([Rational.of(1, 2), Rational.of(-1, 3)]) // [3, -2]
 * @throws TypeError if an entry is inexact.
 */
export function coprime(vector: readonly Rational[]): Rational[] {
  let denominator = 1n;
  for (const x of vector) denominator *= x.denominator() / divisor(denominator, x.denominator());
  let common = 0n;
  for (const x of vector) common = divisor(common, x.numerator() * (denominator / x.denominator()));
  return common === 0n ? vector.slice() : vector.map((x) => x.mul(Rational.of(denominator, common)));
}

/** Greatest common divisor, nonnegative. */
function divisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

/** @example counted(2, "row") // "2 rows" */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
