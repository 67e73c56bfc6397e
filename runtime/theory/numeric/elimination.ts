/** Exact linear algebra for small systems: fraction-free elimination (Bareiss 1968), rank, and one solution. */
import { Rational } from "../../../compiler/exact/rational.ts";
import { exactValue } from "../../../compiler/lp/fractions.ts";

/** Rows in echelon form; row k has its pivot in column `pivots[k]`, all other rows were zero. */
interface Echelon {
  readonly rows: readonly (readonly bigint[])[];
  readonly pivots: readonly number[];
}

/**
 * The rank of a matrix, exactly.
 *
 * @example rank([[Rational.of(1, 3), Rational.of(2, 3)], [Rational.one, Rational.integer(2)]]) // 1
 */
export function rank(matrix: readonly (readonly Rational[])[]): number {
  return echelon(matrix.map(integers)).pivots.length;
}

/**
 * One solution of `A x = b`, with the variables that the equations leave open at zero.
 *
 * @returns undefined if there is none.
 */
export function solve(matrix: readonly (readonly Rational[])[], right: readonly Rational[]): Rational[] | undefined {
  const columns = matrix[0]?.length ?? 0;
  const { rows, pivots } = echelon(matrix.map((row, r) => integers([...row, right[r] ?? Rational.zero])));
  if (pivots.includes(columns)) return undefined;
  const x = new Array<Rational>(columns).fill(Rational.zero);
  for (let k = rows.length - 1; k >= 0; k--) {
    const row = rows[k] as readonly bigint[];
    const pivot = pivots[k] as number;
    let rest = Rational.of(row[columns] as bigint);
    for (let j = pivot + 1; j < columns; j++) rest = rest.sub(Rational.of(row[j] as bigint).mul(x[j] as Rational));
    x[pivot] = rest.div(Rational.of(row[pivot] as bigint));
  }
  return x;
}

/** Bareiss: after each step the previous pivot divides every entry, so entries stay as short as subdeterminants. */
function echelon(matrix: readonly (readonly bigint[])[]): Echelon {
  const rows = matrix.map((row) => [...row]);
  const width = rows[0]?.length ?? 0;
  const pivots: number[] = [];
  let previous = 1n;
  for (let column = 0; column < width && pivots.length < rows.length; column++) {
    const k = pivots.length;
    const found = rows.findIndex((row, r) => r >= k && row[column] !== 0n);
    if (found < 0) continue;
    const pivotRow = rows[found] as bigint[];
    rows[found] = rows[k] as bigint[];
    rows[k] = pivotRow;
    const pivot = pivotRow[column] as bigint;
    for (const row of rows.slice(k + 1)) {
      const factor = row[column] as bigint;
      for (let j = column; j < width; j++) row[j] = (pivot * (row[j] as bigint) - factor * (pivotRow[j] as bigint)) / previous;
    }
    previous = pivot;
    pivots.push(column);
  }
  return { rows: rows.slice(0, pivots.length), pivots };
}

/** A row times the least common denominator of its entries. */
function integers(row: readonly Rational[]): bigint[] {
  const exact = row.map(exactValue);
  const common = exact.reduce((lcm, x) => (lcm / gcd(lcm, x.denominator())) * x.denominator(), 1n);
  return exact.map((x) => (x.numerator() * common) / x.denominator());
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
