/** Finds the row that a permutation of the columns makes of every row, by content: hashes to find it, an exact comparison to be sure. */
import { fractionAt } from "../lp/fractions.ts";
import type { Fractions, Program } from "../lp/program.ts";

/** Equal coefficients of a program under one number each, so that comparing rows compares integers. */
export class Coefficients {
  /** Number of the coefficient of every nonzero. */
  readonly entries: Int32Array;
  /** Number of sense and right-hand side together. */
  readonly sides: Int32Array;
  private readonly known = new Map<string, number>();
  private readonly quick = new Map<number, Map<number, number>>();

  constructor(program: Program) {
    this.entries = this.number(program.value);
    const rhs = this.number(program.rhs);
    this.sides = rhs.map((id, row) => id * 3 + ["<=", ">=", "="].indexOf(program.rowSense[row] ?? "="));
  }

  /** The number of every fraction; equal ones share it. */
  number(fractions: Fractions): Int32Array {
    const { num, den, big } = fractions;
    const ids = new Int32Array(num.length);
    for (let k = 0; k < ids.length; k++) {
      if (big.has(k)) {
        ids[k] = this.idOf(fractionAt(fractions, k).toString());
        continue;
      }
      const n = num[k] as number;
      const d = den[k] as number;
      let byNumerator = this.quick.get(d);
      if (!byNumerator) this.quick.set(d, (byNumerator = new Map<number, number>()));
      let id = byNumerator.get(n);
      if (id === undefined) byNumerator.set(n, (id = this.idOf(`${n}/${d}`)));
      ids[k] = id;
    }
    return ids;
  }

  private idOf(text: string): number {
    let id = this.known.get(text);
    if (id === undefined) this.known.set(text, (id = this.known.size));
    return id;
  }
}

/** The image of every row within its family, or undefined when some row has none. */
export function imagesOfRows(program: Program, { entries, sides }: Coefficients, image: Int32Array): Int32Array | undefined {
  const { start, index } = program;
  const identity = Int32Array.from({ length: image.length }, (_, k) => k);
  const hash = (row: number, map: Int32Array): number => {
    // A sum over entries does not depend on their order. Two 32-bit sums make one number below 2^53.
    let a = Math.imul((sides[row] as number) + 1, 0x9e3779b1);
    let b = sides[row] as number;
    for (let k = start[row] as number; k < (start[row + 1] as number); k++) {
      const mixed = Math.imul(Math.imul((map[index[k] as number] as number) + 1, 0x85ebca6b) ^ ((entries[k] as number) + 0x27d4eb2f), 0xc2b2ae35);
      a = (a + (mixed ^ (mixed >>> 15))) | 0;
      b = (b + Math.imul(mixed ^ (mixed >>> 13), 0x165667b1)) | 0;
    }
    return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
  };
  const result = new Int32Array(program.rowCount);
  const stamp = new Int32Array(program.columnCount).fill(-1);
  const wanted = new Int32Array(program.columnCount);
  for (const family of program.rowFamilies) {
    const byHash = new Map<number, number[]>();
    for (let row = family.first; row < family.first + family.count; row++) {
      const key = hash(row, identity);
      const bucket = byHash.get(key);
      if (bucket) bucket.push(row);
      else byHash.set(key, [row]);
    }
    for (let row = family.first; row < family.first + family.count; row++) {
      for (let k = start[row] as number; k < (start[row + 1] as number); k++) {
        const to = image[index[k] as number] as number;
        stamp[to] = row;
        wanted[to] = entries[k] as number;
      }
      const length = (start[row + 1] as number) - (start[row] as number);
      const found = byHash.get(hash(row, image))?.find((other) => {
        if (sides[other] !== sides[row] || (start[other + 1] as number) - (start[other] as number) !== length) return false;
        for (let k = start[other] as number; k < (start[other + 1] as number); k++) {
          const column = index[k] as number;
          if (stamp[column] !== row || wanted[column] !== entries[k]) return false;
        }
        return true;
      });
      if (found === undefined) return undefined;
      result[row] = found;
    }
  }
  return result;
}
