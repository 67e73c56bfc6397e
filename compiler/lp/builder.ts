/**
 * Builds a {@link Program} straight into growable typed arrays. A row is gathered in a scratch accumulator (one
 * slot per column, valid when its stamp is the current generation), so repeated columns add up and exact zeros
 * vanish without a map or an object per nonzero.
 */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../exact/rational.ts";
import { familyPosition } from "./families.ts";
import { exactValue, FractionBuffer } from "./fractions.ts";
import type { Family, Program, RowSense } from "./program.ts";
import { RowStore } from "./row-store.ts";

/** What a family of columns says about itself; `first` and `count` are the builder's business. */
export interface ColumnFamilySpec {
  readonly name: string;
  readonly role: Family["role"];
  readonly indexNames: readonly string[];
  readonly span?: Span;
  readonly sentence: string;
}

/** The same for rows, and what to do with rows that say nothing new. */
export interface RowFamilySpec extends ColumnFamilySpec {
  /** Drop a row without coefficients that always holds (`0 <= 1`). One that never holds (`0 >= 1`) stays: it is the reason of an infeasibility. Off by default. */
  readonly dropTrivial?: boolean;
  /** Merge a row into an earlier one of this family with the same entries, sense and right-hand side. Off by default. */
  readonly mergeDuplicates?: boolean;
}

/** Index values of a member of a family, as text. Called on demand, long after the build. */
export type MemberIndices = (member: number) => readonly string[];

/**
 * @example
 * const b = new ProgramBuilder("knapsack", "maximize");
 * const x = b.addColumns({ name: "x", role: "auxiliary", indexNames: ["k"], sentence: "amount {k}" }, 2, Rational.zero, undefined, false, (k) => [String(k)]);
 * b.addObjective(x, Rational.one);
 * b.beginRowFamily({ name: "limit", role: "feasible", indexNames: [], sentence: "capacity" }, () => []);
 * b.beginRow("<=");
 * b.add(x, Rational.one);
 * b.add(x + 1, Rational.one);
 * b.endRow(Rational.of(3, 2));
 * b.endRowFamily();
 * const program = b.build();
 */
export class ProgramBuilder {
  private readonly columnFamilies: Family[] = [];
  private readonly rowFamilies: Family[] = [];
  private readonly columnMembers: MemberIndices[] = [];
  private readonly rowMembers: MemberIndices[] = [];
  private readonly columnNames = new Set<string>();
  private readonly rowNames = new Set<string>();
  private readonly lower: (Rational | undefined)[] = [];
  private readonly upper: (Rational | undefined)[] = [];
  private readonly objective: Rational[] = [];
  private readonly integer: number[] = [];
  private readonly rows = new RowStore();
  private offset = Rational.zero;
  private inexact = false;
  private open: { spec: RowFamilySpec; indices: MemberIndices; first: number; begun: number; members: number[] } | undefined;

  constructor(
    private readonly name: string,
    private readonly sense: "maximize" | "minimize",
  ) {}

  get columnCount(): number {
    return this.lower.length;
  }

  get rowCount(): number {
    return this.rows.count;
  }

  get nonzeroCount(): number {
    return this.rows.nonzeros;
  }

  /**
   * Appends `count` columns with common bounds (`undefined`: unbounded on that side). Member m of the family is column
   * `first + m`.
   *
   * @returns the first of them.
   * @throws Error if the name is taken by another column family.
   */
  addColumns(
    family: ColumnFamilySpec,
    count: number,
    lower: Rational | undefined,
    upper: Rational | undefined,
    integer: boolean,
    indices: MemberIndices,
  ): number {
    claim(this.columnNames, family.name, "column");
    const first = this.lower.length;
    const low = this.exact(lower);
    const high = this.exact(upper);
    for (let column = first; column < first + count; column++) {
      this.lower.push(low);
      this.upper.push(high);
      this.objective.push(Rational.zero);
      if (integer) this.integer.push(column);
    }
    this.rows.reserveColumns(this.lower.length);
    if (count > 0) {
      this.columnFamilies.push(finished(family, first, count));
      this.columnMembers.push(indices);
    }
    return first;
  }

  /** Replaces the bounds of one column. */
  setBounds(column: number, lower: Rational | undefined, upper: Rational | undefined): void {
    this.checkColumn(column);
    this.lower[column] = this.exact(lower);
    this.upper[column] = this.exact(upper);
  }

  /**
   * Opens a family; the rows up to {@link endRowFamily} belong to it. `indices` receives the ordinal that the caller
   * gave to {@link beginRow}, or by default the number of `beginRow` calls of this family that came before, whether
   * or not their rows were kept.
   */
  beginRowFamily(family: RowFamilySpec, indices: MemberIndices): void {
    if (this.open) throw new Error(`row family ${this.open.spec.name} is still open`);
    claim(this.rowNames, family.name, "row");
    this.open = { spec: family, indices, first: this.rows.count, begun: 0, members: [] };
    this.rows.forgetDuplicates();
  }

  /** Starts a row. `member` is its ordinal for the `indices` function of the family, see {@link beginRowFamily}. */
  beginRow(sense: RowSense, member?: number): void {
    const open = this.family();
    this.rows.begin(sense, member ?? open.begun);
    open.begun++;
  }

  /** Adds `coefficient` to the entry of a column in the current row. */
  add(column: number, coefficient: Rational): void {
    this.rows.add(column, coefficient);
  }

  /**
   * Finishes the current row.
   *
   * @returns its number; that of the earlier row it was merged into; or -1 if it was dropped as trivially true.
   */
  endRow(rhs: Rational): number {
    const open = this.family();
    const row = this.rows.end(rhs, open.spec.dropTrivial ?? false, open.spec.mergeDuplicates ?? false);
    if (row === open.first + open.members.length) open.members.push(this.rows.member);
    return row;
  }

  /** Abandons the current row. */
  cancelRow(): void {
    this.rows.cancel();
  }

  endRowFamily(): void {
    const { spec, indices, first, members } = this.family();
    this.open = undefined;
    if (members.length === 0) return;
    this.rowFamilies.push(finished(spec, first, members.length));
    if (members.every((member, k) => member === k)) {
      this.rowMembers.push(indices);
    } else {
      const ordinals = Int32Array.from(members);
      this.rowMembers.push((k) => indices(ordinals[k] ?? -1));
    }
  }

  /** Replaces the objective coefficient of a column. */
  setObjective(column: number, coefficient: Rational): void {
    this.checkColumn(column);
    this.objective[column] = coefficient;
  }

  /** Adds to the objective coefficient of a column. */
  addObjective(column: number, coefficient: Rational): void {
    this.checkColumn(column);
    this.objective[column] = (this.objective[column] ?? Rational.zero).add(coefficient);
  }

  /** Adds to the constant of the objective. */
  addOffset(constant: Rational): void {
    this.offset = this.offset.add(constant);
  }

  /**
   * The program. The builder may go on growing; what was built does not change.
   *
   * @throws Error if a row or row family is still open.
   */
  build(): Program {
    if (this.open) throw new Error(`row family ${this.open.spec.name} is still open`);
    const matrix = this.rows.freeze();
    const objective = new FractionBuffer(this.objective.length);
    for (const coefficient of this.objective) objective.push(coefficient);
    const rowFamilies = this.rowFamilies.slice();
    const columnFamilies = this.columnFamilies.slice();
    const rowMembers = this.rowMembers.slice();
    const columnMembers = this.columnMembers.slice();
    return {
      name: this.name,
      sense: this.sense,
      rowCount: this.rows.count,
      columnCount: this.lower.length,
      ...matrix,
      objective: objective.freeze(),
      offset: exactValue(this.offset),
      lower: this.lower.slice(),
      upper: this.upper.slice(),
      integer: Int32Array.from(this.integer),
      rowFamilies,
      columnFamilies,
      rowIndices: (row) => memberIndices(rowFamilies, rowMembers, row),
      columnIndices: (column) => memberIndices(columnFamilies, columnMembers, column),
      inexact: this.inexact || this.rows.inexact || objective.inexact || this.offset.inexact,
    };
  }

  private family(): NonNullable<typeof this.open> {
    if (!this.open) throw new Error("no row family is open");
    return this.open;
  }

  private exact(bound: Rational | undefined): Rational | undefined {
    if (bound === undefined) return undefined;
    if (bound.inexact) this.inexact = true;
    return exactValue(bound);
  }

  private checkColumn(column: number): void {
    if (!(column >= 0 && column < this.lower.length)) throw new RangeError(`no column ${column}`);
  }
}

function memberIndices(families: readonly Family[], members: readonly MemberIndices[], k: number): readonly string[] {
  const position = familyPosition(families, k);
  return members[position]?.(k - (families[position]?.first ?? 0)) ?? [];
}

function finished(spec: ColumnFamilySpec, first: number, count: number): Family {
  const { name, role, indexNames, span, sentence } = spec;
  return span === undefined ? { name, role, first, count, indexNames, sentence } : { name, role, first, count, indexNames, span, sentence };
}

function claim(names: Set<string>, name: string, what: string): void {
  if (names.has(name)) throw new Error(`two ${what} families are called ${name}`);
  names.add(name);
}
