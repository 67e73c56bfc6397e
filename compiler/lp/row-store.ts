/** Sparse rows (CSR) under construction: the accumulator of the row at hand and the rows finished so far. */
import type { Rational } from "../exact/rational.ts";
import { FractionBuffer } from "./fractions.ts";
import type { Program, RowSense } from "./program.ts";

/** Up to this many columns an insertion sort beats the call into the native sort. */
const INSERTION_LIMIT = 24;

export class RowStore {
  /** Number of finished rows. */
  count = 0;
  /** Ordinal of the row begun last, as {@link begin} was told. */
  member = 0;

  private start = new Int32Array(64);
  private index = new Int32Array(256);
  private readonly value = new FractionBuffer(256);
  private readonly senses: RowSense[] = [];
  private readonly rhs = new FractionBuffer(64);

  /** Sense of the row at hand; undefined between rows. */
  private sense: RowSense | undefined;
  private generation = 0;
  /** Per column: the generation that touched it last, and its place among the touched. */
  private stamp = new Int32Array(64);
  private place = new Int32Array(64);
  private columns = 0;
  private touched = new Int32Array(64);
  private touchedCount = 0;
  private ascending = true;
  /** Sums in order of first touch. */
  private readonly sums: Rational[] = [];
  private readonly seen = new Map<number, number[]>();

  get nonzeros(): number {
    return this.value.length;
  }

  get inexact(): boolean {
    return this.value.inexact || this.rhs.inexact;
  }

  reserveColumns(count: number): void {
    this.columns = count;
    if (count <= this.stamp.length) return;
    const capacity = Math.max(count, 2 * this.stamp.length);
    this.stamp = grown(this.stamp, capacity);
    this.place = grown(this.place, capacity);
    this.touched = grown(this.touched, capacity);
  }

  /** Rows to come are not compared with those that are there. */
  forgetDuplicates(): void {
    this.seen.clear();
  }

  begin(sense: RowSense, member: number): void {
    if (this.sense !== undefined) throw new Error("the previous row is still open");
    this.sense = sense;
    this.member = member;
    this.generation++;
    this.touchedCount = 0;
    this.ascending = true;
  }

  add(column: number, coefficient: Rational): void {
    if (this.sense === undefined) throw new Error("no row is open");
    if (!(column >= 0 && column < this.columns)) throw new RangeError(`no column ${column}`);
    if (this.stamp[column] === this.generation) {
      const k = this.place[column] ?? 0;
      this.sums[k] = (this.sums[k] ?? coefficient).add(coefficient);
      return;
    }
    const k = this.touchedCount++;
    this.stamp[column] = this.generation;
    this.place[column] = k;
    if (k > 0 && column < (this.touched[k - 1] ?? 0)) this.ascending = false;
    this.touched[k] = column;
    this.sums[k] = coefficient;
  }

  cancel(): void {
    this.sense = undefined;
  }

  end(rhs: Rational, dropTrivial: boolean, mergeDuplicates: boolean): number {
    const sense = this.sense;
    if (sense === undefined) throw new Error("no row is open");
    this.sense = undefined;
    const first = this.value.length;
    try {
      this.appendEntries();
      if (dropTrivial && this.value.length === first && holdsAtZero(sense, rhs)) return -1;
      this.rhs.push(rhs);
    } catch (error) {
      // A number that is not finite spoils its own row only.
      this.value.truncate(first);
      throw error;
    }
    this.senses.push(sense);
    const row = this.count;
    if (row + 1 === this.start.length) this.start = grown(this.start, 2 * this.start.length);
    this.start[row + 1] = this.value.length;
    if (mergeDuplicates) {
      const earlier = this.earlierEqual(row);
      if (earlier !== undefined) {
        this.value.truncate(first);
        this.rhs.truncate(row);
        this.senses.pop();
        return earlier;
      }
    }
    this.count = row + 1;
    return row;
  }

  /** @throws Error if a row is still open. */
  freeze(): Pick<Program, "start" | "index" | "value" | "rowSense" | "rhs"> {
    if (this.sense !== undefined) throw new Error("a row is still open");
    return {
      start: this.start.slice(0, this.count + 1),
      index: this.index.slice(0, this.value.length),
      value: this.value.freeze(),
      rowSense: this.senses.slice(),
      rhs: this.rhs.freeze(),
    };
  }

  private appendEntries(): void {
    if (!this.ascending) sortPrefix(this.touched, this.touchedCount);
    const needed = this.value.length + this.touchedCount;
    if (needed > this.index.length) this.index = grown(this.index, Math.max(needed, 2 * this.index.length));
    for (let k = 0; k < this.touchedCount; k++) {
      const column = this.touched[k] ?? 0;
      const sum = this.sums[this.place[column] ?? 0];
      if (sum === undefined || sum.isZero()) continue;
      this.index[this.value.length] = column;
      this.value.push(sum);
    }
  }

  /** The row equal to the last one among those offered since {@link forgetDuplicates}; otherwise files the last one. */
  private earlierEqual(row: number): number | undefined {
    const hash = this.hash(row);
    const bucket = this.seen.get(hash);
    if (bucket === undefined) {
      this.seen.set(hash, [row]);
      return undefined;
    }
    const earlier = bucket.find((other) => this.equal(other, row));
    if (earlier === undefined) bucket.push(row);
    return earlier;
  }

  private hash(row: number): number {
    let hash = this.rhs.hash(row);
    const end = this.start[row + 1] ?? 0;
    for (let k = this.start[row] ?? 0; k < end; k++) {
      hash = Math.imul(hash ^ (this.index[k] ?? 0), 0x01000193);
      hash = Math.imul(hash ^ this.value.hash(k), 0x01000193) ^ (hash >>> 15);
    }
    return hash;
  }

  private equal(a: number, b: number): boolean {
    const i = this.start[a] ?? 0;
    const j = this.start[b] ?? 0;
    const length = (this.start[a + 1] ?? 0) - i;
    if (length !== (this.start[b + 1] ?? 0) - j || this.senses[a] !== this.senses[b] || !this.rhs.same(a, b)) return false;
    for (let k = 0; k < length; k++) {
      if (this.index[i + k] !== this.index[j + k] || !this.value.same(i + k, j + k)) return false;
    }
    return true;
  }
}

/** Whether `0 sense rhs` is true. */
function holdsAtZero(sense: RowSense, rhs: Rational): boolean {
  const sign = rhs.sign();
  return sense === "<=" ? sign >= 0 : sense === ">=" ? sign <= 0 : sign === 0;
}

function sortPrefix(array: Int32Array, length: number): void {
  if (length > INSERTION_LIMIT) {
    array.subarray(0, length).sort();
    return;
  }
  for (let i = 1; i < length; i++) {
    const item = array[i] ?? 0;
    let j = i - 1;
    while (j >= 0 && (array[j] ?? 0) > item) {
      array[j + 1] = array[j] ?? 0;
      j--;
    }
    array[j + 1] = item;
  }
}

function grown(array: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(capacity);
  larger.set(array);
  return larger;
}
