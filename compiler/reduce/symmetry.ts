/**
 * Reduces a linear program by permutations of its columns that leave it as it is. If a group maps a program onto itself,
 * averaging an optimum over the group gives an optimum that is constant on orbits (Gatermann and Parrilo 2004, section 3),
 * so one column per orbit of columns (its total) and one row per orbit of rows (their sum) have the same value.
 * Nothing is taken on trust: a permutation is used only if the image of every row is a row.
 */
import { Rational } from "../exact/rational.ts";
import { fractionAt, fractionsOf } from "../lp/fractions.ts";
import type { Fractions, Program } from "../lp/program.ts";
import { Coefficients, imagesOfRows } from "./row-images.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import { quotientProgram } from "./quotient.ts";

export interface Reduction {
  readonly program: Program;
  /** The other objectives, over the columns of the reduced program. */
  readonly objectives: readonly Fractions[];
  /** The reduced column that stands for a column, and how many it stands for. */
  readonly orbitOf: Int32Array;
  readonly sizes: Int32Array;
  /** The row of the reduced program that a row was added up in. A multiplier of it is one of each of its rows. */
  readonly rowOrbitOf: Int32Array;
  /** Positions of the permutations that were used. */
  readonly used: readonly number[];
  /** A vector over the columns as one over the orbits; undefined when it is not constant on them. */
  totals(values: readonly Rational[]): Rational[] | undefined;
}

/**
 * @param candidates permutations of the columns: column j goes to `candidate[j]`
 * @param objectives further objectives that must be invariant too
 * @returns undefined when no candidate is a symmetry
 * @example
 * // maximize x + y, x + y <= 1: exchanging x and y gives one column z = x + y and one row z <= 1
 * reduceBySymmetry(program, [Int32Array.of(1, 0)], [])?.program.columnCount // 1
 */
export function reduceBySymmetry(program: Program, candidates: readonly Int32Array[], objectives: readonly Fractions[]): Reduction | undefined {
  if (program.integer.length > 0 || !isConic(program)) return undefined;
  const columns = new DisjointSets(program.columnCount);
  const rows = new DisjointSets(program.rowCount);
  const coefficients = new Coefficients(program);
  const used = candidates.flatMap((image, k) => {
    // A permutation that stays within the orbits found so far cannot merge any of them.
    if (image.every((to, from) => columns.find(to) === columns.find(from))) return [];
    if (![program.objective, ...objectives].every((objective) => isInvariant(objective, image))) return [];
    const rowImage = imagesOfRows(program, coefficients, image);
    if (!rowImage) return [];
    image.forEach((to, from) => columns.join(from, to));
    rowImage.forEach((to, from) => rows.join(from, to));
    return [k];
  });
  if (used.length === 0) return undefined;
  const orbits = columns.numbered();
  const rowOrbits = rows.numbered();
  const { of: orbitOf, representatives, sizes } = orbits;
  return {
    program: quotientProgram(program, orbits, rowOrbits, "and whatever exchanging agents makes of it"),
    objectives: objectives.map((objective) => fractionsOf([...representatives].map((column) => fractionAt(objective, column)))),
    orbitOf,
    sizes,
    rowOrbitOf: rowOrbits.of,
    used,
    totals(values) {
      const constant = values.every((value, column) => value.equals(values[representatives[orbitOf[column] as number] as number] as Rational));
      return constant ? [...representatives].map((column) => values[column] as Rational) : undefined;
    },
  };
}

/** The value of every column of the full program: an orbit's total is spread evenly. */
export function spread({ orbitOf, sizes }: Reduction, reduced: readonly Rational[]): (column: number) => Rational {
  const shares = reduced.map((value, orbit) => (value.isZero() ? value : value.div(Rational.integer(sizes[orbit] as number))));
  return (column) => shares[orbitOf[column] as number] as Rational;
}

/** All columns range over [0, infinity): then the sum of an orbit does so too. */
function isConic({ lower, upper }: Program): boolean {
  return lower.every((low, j) => low !== undefined && low.isZero() && upper[j] === undefined);
}

function isInvariant(objective: Fractions, image: Int32Array): boolean {
  const { num, den, big } = objective;
  return image.every((to, from) =>
    big.size > 0 && (big.has(from) || big.has(to))
      ? fractionAt(objective, from).equals(fractionAt(objective, to))
      : num[from] === num[to] && den[from] === den[to],
  );
}
