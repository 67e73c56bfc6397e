/** Lines (rows or columns) bucketed by how many entries they have left: doubly linked lists in typed arrays. */
export class CountLists {
  private readonly head: Int32Array;
  private readonly following: Int32Array;
  private readonly preceding: Int32Array;
  private readonly counts: Int32Array;
  private readonly present: Uint8Array;
  /** An upper bound on the counts of the lines present. */
  readonly longestCount: number;

  constructor(lines: number, longestCount: number) {
    this.longestCount = longestCount;
    this.head = new Int32Array(longestCount + 1).fill(-1);
    this.following = new Int32Array(lines).fill(-1);
    this.preceding = new Int32Array(lines).fill(-1);
    this.counts = new Int32Array(lines);
    this.present = new Uint8Array(lines);
  }

  /** Puts a line on the list of its count. */
  insert(line: number, count: number): void {
    const first = this.head[count] ?? -1;
    this.counts[line] = count;
    this.present[line] = 1;
    this.following[line] = first;
    this.preceding[line] = -1;
    if (first >= 0) this.preceding[first] = line;
    this.head[count] = line;
  }

  /** Takes a line off for good. */
  remove(line: number): void {
    if (this.present[line] !== 1) return;
    const before = this.preceding[line] ?? -1;
    const after = this.following[line] ?? -1;
    if (before >= 0) this.following[before] = after;
    else this.head[this.counts[line] ?? 0] = after;
    if (after >= 0) this.preceding[after] = before;
    this.present[line] = 0;
  }

  /** Changes the count of a line; one that is not on a list stays off. */
  set(line: number, count: number): void {
    if (this.present[line] !== 1) return;
    this.remove(line);
    this.insert(line, count);
  }

  change(line: number, by: number): void {
    this.set(line, this.count(line) + by);
  }

  contains(line: number): boolean {
    return this.present[line] === 1;
  }

  count(line: number): number {
    return this.counts[line] ?? 0;
  }

  /** First line with this count, or -1. */
  first(count: number): number {
    return this.head[count] ?? -1;
  }

  /** The line after this one on the same list, or -1. */
  next(line: number): number {
    return this.following[line] ?? -1;
  }

  /** A line with the least positive count, or -1. */
  shortest(): number {
    for (let count = 1; count <= this.longestCount; count++) {
      const line = this.first(count);
      if (line >= 0) return line;
    }
    return -1;
  }
}
