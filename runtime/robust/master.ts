/**
 * The coupling form on cells as a linear program in doubles.
 *
 * Cells in the tail have tiny weights m = orbit * rho, which solvers mistake for zeros. Every column and row of a cell is
 * scaled by the square root of m, so that both beliefs and allocations are resolved to the accuracy that the value needs.
 */
import type { FloatProgram } from "../solvers/arrays.ts";
import type { ApproximateAnswer } from "../solvers/interior-point.ts";
import type { Cells, Folding } from "./cells.ts";
import type { Dual, Primal } from "./certificate.ts";
import type { AxisTerm, Numbers } from "./numbers.ts";

export interface Master {
  readonly program: FloatProgram;
  read(answer: ApproximateAnswer): { readonly primal: Primal; readonly dual: Dual };
}

/** Rows as lists of columns and coefficients, gathered into CSR arrays. */
class Rows {
  readonly start: number[] = [0];
  readonly index: number[] = [];
  readonly value: number[] = [];
  readonly lower: number[] = [];
  readonly upper: number[] = [];
  private readonly open = new Map<number, number>();

  add(column: number, coefficient: number): void {
    this.open.set(column, (this.open.get(column) ?? 0) + coefficient);
  }

  end(lower: number, upper: number): number {
    for (const [column, coefficient] of this.open) {
      if (coefficient === 0) continue;
      this.index.push(column);
      this.value.push(coefficient);
    }
    this.open.clear();
    this.start.push(this.index.length);
    this.lower.push(lower);
    this.upper.push(upper);
    return this.lower.length - 1;
  }
}

export function masterProgram(numbers: Numbers, cells: Cells): Master {
  const { states, axes, numberCount, box } = numbers;
  const foldings = Array.from({ length: cells.count }, (_, cell) => cells.folding(cell));
  const mass = Float64Array.from({ length: cells.count }, (_, cell) => (cells.weight[cell] as number) * (cells.orbit[cell] as number));
  const root = mass.map(Math.sqrt);
  const lower: number[] = [];
  const upper: number[] = [];
  const cost: number[] = [];
  const column = (low: number, high: number, price: number): number => {
    lower.push(low);
    upper.push(high);
    cost.push(price);
    return lower.length - 1;
  };
  const beliefColumn: (readonly (readonly [state: number, column: number])[])[] = [];
  const interimColumn = new Int32Array(cells.count * axes).fill(-1);
  const priceColumn = new Int32Array(cells.count * numbers.rows.length).fill(-1);
  for (let cell = 0; cell < cells.count; cell++) {
    const folding = foldings[cell] as Folding;
    const c = root[cell] as number;
    const canonical = box ? [] : canonicalOf(folding.states);
    beliefColumn.push(canonical.map((state) => [state, column(0, Infinity, 0)]));
    for (const e of canonicalOf(folding.axes)) interimColumn[cell * axes + e] = box ? column((box.lower[e] as number) * c, (box.upper[e] as number) * c, 0) : column(-Infinity, Infinity, 0);
    for (const r of canonicalOf(folding.rows)) priceColumn[cell * numbers.rows.length + r] = column(0, Infinity, c * (numbers.rows[r]?.rhs as number) * sizeOf(folding.rows, r));
  }

  const rows = new Rows();
  if (!box) {
    for (let cell = 0; cell < cells.count; cell++) {
      const folding = foldings[cell] as Folding;
      const c = root[cell] as number;
      for (const [state, at] of beliefColumn[cell] ?? []) rows.add(at, sizeOf(folding.states, state));
      rows.end(c, c);
      for (const e of canonicalOf(folding.axes)) {
        rows.add(interimColumn[cell * axes + e] as number, 1);
        for (const [state, at] of beliefColumn[cell] ?? []) rows.add(at, -orbitSum(folding.states, state, (s) => numbers.axis[e * states + s] as number));
        rows.end(0, 0);
      }
    }
  }
  const lawRow = addLaw(rows, numbers, cells, { foldings, root, beliefColumn, interimColumn });
  const virtualRow = new Int32Array(cells.count * numberCount).fill(-1);
  for (let cell = 0; cell < cells.count; cell++) {
    const folding = foldings[cell] as Folding;
    const profile = cells.profile[cell] as number;
    for (const d of canonicalOf(folding.numbers)) {
      numbers.rows.forEach((row, r) => {
        const coefficient = row.coefficients[d] as number;
        if (coefficient !== 0) rows.add(priceColumn[cell * numbers.rows.length + (folding.rows[r] as number)] as number, coefficient);
      });
      let constant = 0;
      const subtract = (terms: readonly AxisTerm[], at: number, weight: number): void => {
        const other = cells.cellOf[at] as number;
        const axisFolding = (foldings[other] as Folding).axes;
        for (const term of terms) {
          if (term.axis < 0) constant += weight * term.weight;
          else rows.add(interimColumn[other * axes + (axisFolding[cells.axisAt(at, term.axis)] as number)] as number, (-weight * term.weight * (root[cell] as number)) / (root[other] as number));
        }
      };
      subtract(numbers.objective[d] ?? [], profile, 1);
      for (let i = 0; i < numbers.agents; i++) {
        for (const { by, coefficient } of numbers.adjoint[cells.rungOf(profile, i)] ?? []) subtract(numbers.payoffs[i]?.[d] ?? [], profile + by * (cells.stride[i] as number), coefficient);
      }
      virtualRow[cell * numberCount + d] = rows.end(constant * (root[cell] as number), Infinity);
    }
  }
  const program: FloatProgram = {
    maximize: false,
    rowCount: rows.lower.length,
    columnCount: lower.length,
    start: Int32Array.from(rows.start),
    index: Int32Array.from(rows.index),
    value: Float64Array.from(rows.value),
    objective: Float64Array.from(cost),
    offset: 0,
    rhs: Float64Array.from(rows.lower),
    rowLower: Float64Array.from(rows.lower),
    rowUpper: Float64Array.from(rows.upper),
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  };
  const read = ({ columns, rowDuals }: ApproximateAnswer): ReturnType<Master["read"]> => {
    const interim = new Float64Array(cells.count * axes);
    const belief = box ? undefined : new Float64Array(cells.count * states);
    const allocation = new Float64Array(cells.count * numberCount);
    for (let cell = 0; cell < cells.count; cell++) {
      const folding = foldings[cell] as Folding;
      const c = root[cell] as number;
      for (let e = 0; e < axes; e++) interim[cell * axes + e] = (columns[interimColumn[cell * axes + (folding.axes[e] as number)] as number] as number) / c;
      if (belief) {
        const byState = new Map(beliefColumn[cell]);
        for (let s = 0; s < states; s++) {
          const at = byState.get(folding.states[s] as number);
          belief[cell * states + s] = at === undefined ? 0 : (columns[at] as number) / c;
        }
      }
      for (let d = 0; d < numberCount; d++) {
        const canonical = folding.numbers[d] as number;
        allocation[cell * numberCount + d] = (rowDuals[virtualRow[cell * numberCount + canonical] as number] as number) / (c * sizeOf(folding.numbers, canonical));
      }
    }
    const lambda = lawRow.map((row) => (row < 0 ? 0 : (rowDuals[row] as number)));
    return { primal: belief ? { belief, interim } : { interim }, dual: { allocation, lambda: Float64Array.from(lambda) } };
  };
  return { program, read };
}

interface Layout {
  readonly foldings: readonly Folding[];
  readonly root: Float64Array;
  readonly beliefColumn: readonly (readonly (readonly [number, number])[])[];
  readonly interimColumn: Int32Array;
}

/** Rows of the law, by state or by condition; -1 for the last orbit of states, whose row follows from the others. */
function addLaw(rows: Rows, numbers: Numbers, cells: Cells, { foldings, root, beliefColumn, interimColumn }: Layout): number[] {
  const { prior, states, axes } = numbers;
  if (!prior) {
    return numbers.law.map((row) => {
      for (let profile = 0; profile < cells.profiles; profile++) {
        const cell = cells.cellOf[profile] as number;
        row.values.forEach((value, e) => {
          if (value === 0) return;
          const at = (foldings[cell] as Folding).axes[cells.axisAt(profile, e)] as number;
          rows.add(interimColumn[cell * axes + at] as number, (value * (cells.weight[cell] as number)) / (root[cell] as number));
        });
      }
      return rows.end(row.sense === "<=" ? -Infinity : row.rhs, row.sense === ">=" ? Infinity : row.rhs);
    });
  }
  const orbits = canonicalOf(cells.wholeStates);
  const columns = new Map<number, [number, number][]>(orbits.map((orbit) => [orbit, []]));
  for (let cell = 0; cell < cells.count; cell++) {
    for (const [state, at] of beliefColumn[cell] ?? []) columns.get(cells.wholeStates[state] as number)?.push([at, sizeOf((foldings[cell] as Folding).states, state) * (root[cell] as number)]);
  }
  const rowOf = new Map<number, number>();
  for (const orbit of orbits.slice(0, -1)) {
    const wanted = orbitSum(cells.wholeStates, orbit, (s) => prior[s] as number);
    for (const [at, coefficient] of columns.get(orbit) ?? []) rows.add(at, coefficient);
    rowOf.set(orbit, rows.end(wanted, wanted));
  }
  return Array.from({ length: states }, (_, s) => rowOf.get(cells.wholeStates[s] as number) ?? -1);
}

/** The members that stand for their orbits, ascending. */
export function canonicalOf(canonical: Int32Array): number[] {
  return [...canonical].flatMap((to, member) => (to === member ? [member] : []));
}

function sizeOf(canonical: Int32Array, orbit: number): number {
  return orbitSum(canonical, orbit, () => 1);
}

function orbitSum(canonical: Int32Array, orbit: number, value: (member: number) => number): number {
  let sum = 0;
  for (let member = 0; member < canonical.length; member++) if (canonical[member] === orbit) sum += value(member);
  return sum;
}
