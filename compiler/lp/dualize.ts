/**
 * The dual of a linear program, as a program of its own.
 *
 * Convention (docs/semantics/duality.md): the dual variable of a row or bound is the derivative of the optimum with
 * respect to its right-hand side, in the stated sense of the primal. Hence, for a maximisation, `<=` rows and upper
 * bounds have nonnegative duals, `>=` rows and lower bounds nonpositive ones; for a minimisation the signs swap.
 *
 *     sum_r y[r] a[r][j] + alpha[j] + beta[j]  sense[j]  c[j]     one dual row per primal column j
 *     optimise  sum_r b[r] y[r] + sum_j lower[j] alpha[j] + sum_j upper[j] beta[j] + offset
 *
 * A bound at zero whose side leaves the variable a sign is not given a multiplier: it is the sense of the dual row.
 * So the dual of the dual is the primal with its other bounds written as rows, number for number.
 */
import { Rational } from "../exact/rational.ts";
import type { Family, Fractions, Program, RowSense } from "./program.ts";
import { columnMajor } from "./inspect.ts";
import { fractionAt, FractionBuffer } from "./fractions.ts";

/** Duality theory as used here is that of linear programs. */
export class IntegerProgramError extends Error {
  override readonly name = "IntegerProgramError";
  /** The first column that must be an integer. */
  readonly column: number;
  constructor(program: Program) {
    super(`${program.name} has ${program.integer.length} integer columns; only a linear program has a dual`);
    this.column = program.integer[0] ?? 0;
  }
}

/** Dual column r belongs to primal row r, dual row j to primal column j; these are the other dual columns. */
export interface DualMap {
  /** How many dual columns belong to rows: `0 .. rowCount - 1`. */
  readonly rowCount: number;
  /** Per primal column: the dual column that multiplies its lower bound, or -1. */
  readonly lowerMultiplier: Int32Array;
  readonly upperMultiplier: Int32Array;
}

export interface Dual {
  readonly dual: Program;
  readonly map: DualMap;
}

/**
 * The dual program and the map between the two.
 *
 * @throws IntegerProgramError if some column must be an integer.
 */
export function dualize(program: Program): Dual {
  if (program.integer.length > 0) throw new IntegerProgramError(program);
  const maximising = program.sense === "maximize";
  const map = multipliers(program);
  const bounds = boundFamilies(program, map);
  const columnFamilies = [...program.rowFamilies.map(rowPriceFamily), ...bounds.families];
  const rowFamilies = program.columnFamilies.map(stationarityFamily);

  const lower: (Rational | undefined)[] = [];
  const upper: (Rational | undefined)[] = [];
  const restrict = (sense: RowSense): void => {
    const nonnegative = (sense === "<=") === maximising;
    lower.push(sense !== "=" && nonnegative ? Rational.zero : undefined);
    upper.push(sense !== "=" && !nonnegative ? Rational.zero : undefined);
  };
  for (const sense of program.rowSense) restrict(sense);
  for (const { side } of bounds.members) restrict(side === "lower" ? ">=" : "<=");

  const objective = appended(
    program.rhs,
    bounds.members.map(({ column, side }) => (side === "lower" ? program.lower[column] : program.upper[column]) ?? Rational.zero),
  );
  const dual: Program = {
    name: `${program.name}_dual`,
    sense: maximising ? "minimize" : "maximize",
    rowCount: program.columnCount,
    columnCount: lower.length,
    ...transposed(program, map),
    rowSense: Array.from({ length: program.columnCount }, (_, j) => stationaritySense(program, j)),
    rhs: program.objective,
    objective,
    offset: program.offset,
    lower,
    upper,
    integer: new Int32Array(0),
    rowFamilies,
    columnFamilies,
    rowIndices: (row) => program.columnIndices(row),
    columnIndices: (column) => {
      if (column < program.rowCount) return program.rowIndices(column);
      const member = bounds.members[column - program.rowCount];
      if (member === undefined) throw new RangeError(`no column ${column}`);
      return program.columnIndices(member.column);
    },
    inexact: program.inexact,
  };
  return { dual, map };
}

/** Prices of the primal's rows and, where they have multipliers, of its bounds, read off a point of the dual. */
export interface Prices {
  readonly rows: readonly Rational[];
  /** Derivative of the optimum with respect to a lower bound; undefined where the bound is infinite or a sign. */
  readonly lower: readonly (Rational | undefined)[];
  readonly upper: readonly (Rational | undefined)[];
}

/** Reads a point of the dual program in the primal's terms. */
export function pricesFromDual(map: DualMap, point: readonly Rational[]): Prices {
  const at = (column: number): Rational | undefined => (column < 0 ? undefined : point[column]);
  return {
    rows: point.slice(0, map.rowCount),
    lower: Array.from(map.lowerMultiplier, at),
    upper: Array.from(map.upperMultiplier, at),
  };
}

function hasLowerMultiplier(program: Program, j: number): boolean {
  const lower = program.lower[j];
  return lower !== undefined && !lower.isZero();
}

/** An upper bound of zero is a sign unless a lower bound of zero already is one. */
function hasUpperMultiplier(program: Program, j: number): boolean {
  const upper = program.upper[j];
  return upper !== undefined && (!upper.isZero() || (program.lower[j]?.isZero() ?? false));
}

/** Sense of the dual row of a column, from the sign that the column keeps. */
function stationaritySense(program: Program, j: number): RowSense {
  const maximising = program.sense === "maximize";
  if (program.lower[j]?.isZero()) return maximising ? ">=" : "<=";
  if (program.upper[j]?.isZero()) return maximising ? "<=" : ">=";
  return "=";
}

/** Numbers the bound multipliers family by family, lower bounds before upper ones, after the rows. */
function multipliers(program: Program): DualMap {
  const lowerMultiplier = new Int32Array(program.columnCount).fill(-1);
  const upperMultiplier = new Int32Array(program.columnCount).fill(-1);
  let next = program.rowCount;
  for (const { first, count } of program.columnFamilies) {
    for (let j = first; j < first + count; j++) if (hasLowerMultiplier(program, j)) lowerMultiplier[j] = next++;
    for (let j = first; j < first + count; j++) if (hasUpperMultiplier(program, j)) upperMultiplier[j] = next++;
  }
  return { rowCount: program.rowCount, lowerMultiplier, upperMultiplier };
}

interface BoundMember {
  readonly column: number;
  readonly side: "lower" | "upper";
}

function boundFamilies(program: Program, map: DualMap): { families: Family[]; members: BoundMember[] } {
  const families: Family[] = [];
  const members: BoundMember[] = [];
  for (const family of program.columnFamilies) {
    for (const side of ["lower", "upper"] as const) {
      const multiplier = side === "lower" ? map.lowerMultiplier : map.upperMultiplier;
      const before = members.length;
      for (let column = family.first; column < family.first + family.count; column++) {
        if ((multiplier[column] ?? -1) >= 0) members.push({ column, side });
      }
      const count = members.length - before;
      if (count === 0) continue;
      families.push({
        ...family,
        name: `${side}_${family.name}`,
        first: program.rowCount + before,
        count,
        sentence: `shadow value of the ${side} bound on ${family.sentence}`,
      });
    }
  }
  return { families, members };
}

function rowPriceFamily(family: Family): Family {
  const what = family.role === "incentives" ? "weight on the deviation" : family.role === "prior" ? "sensitivity to the prior" : "shadow value";
  return { ...family, name: `lambda_${family.name}`, sentence: `${what}: ${family.sentence}` };
}

function stationarityFamily(family: Family): Family {
  return { ...family, name: `stationary_${family.name}`, sentence: `the shadow values must account for the objective weight of ${family.sentence}` };
}

/** The transpose with a unit entry at the end of a row for every multiplier; these columns come after all others, so they ascend. */
function transposed(program: Program, map: DualMap): Pick<Program, "start" | "index" | "value"> {
  const byColumn = columnMajor(program);
  const extra = (j: number): readonly number[] => [map.lowerMultiplier[j] ?? -1, map.upperMultiplier[j] ?? -1].filter((column) => column >= 0);
  let size = program.index.length;
  for (let j = 0; j < program.columnCount; j++) size += extra(j).length;
  const start = new Int32Array(program.columnCount + 1);
  const index = new Int32Array(size);
  const num = new Float64Array(size);
  const den = new Float64Array(size);
  const big = new Map<number, Rational>();
  let k = 0;
  for (let j = 0; j < program.columnCount; j++) {
    for (let slot = byColumn.start[j] ?? 0; slot < (byColumn.start[j + 1] ?? 0); slot++, k++) {
      const position = byColumn.position[slot] ?? 0;
      index[k] = byColumn.row[slot] ?? 0;
      num[k] = program.value.num[position] ?? 0;
      den[k] = program.value.den[position] ?? 1;
      const exact = program.value.big.get(position);
      if (exact !== undefined) big.set(k, exact);
    }
    for (const column of extra(j)) {
      index[k] = column;
      num[k] = 1;
      den[k] = 1;
      k++;
    }
    start[j + 1] = k;
  }
  return { start, index, value: { num, den, big } };
}

function appended(head: Fractions, tail: readonly Rational[]): Fractions {
  if (tail.length === 0) return head;
  const buffer = new FractionBuffer(head.num.length + tail.length);
  for (let k = 0; k < head.num.length; k++) buffer.push(fractionAt(head, k));
  for (const value of tail) buffer.push(value);
  return buffer.freeze();
}
