/** Grids, rows and journals for the tests of sweeps. */
import type { Axis } from "../../runtime/sweep/range.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { makeGrid, pointTexts, type Grid, type Point } from "../../runtime/sweep/grid.ts";
import type { JournalStore } from "../../runtime/sweep/journal.ts";
import type { SweepRow } from "../../runtime/sweep/row.ts";

/** `x` from 0 to size - 1. */
export function line(size: number): Grid {
  const axis: Axis = { name: "x", values: Array.from({ length: size }, (_, k) => Rational.integer(k)) };
  return makeGrid([axis]);
}

/** The row of a spec whose only quantity is x squared. */
export function squared(point: Point): SweepRow {
  const x = point.values.get("x");
  const value = x instanceof Rational ? x.mul(x) : Rational.zero;
  return { params: pointTexts(point), status: "evaluated", certificate: "none", quantities: { square: { value: value.toNumber(), exact: value.toString() } }, theory: {}, failed: [], seconds: 0.001 };
}

/** A journal in memory. */
export class MemoryStore implements JournalStore {
  text = "";

  lines(): string[] {
    return this.text.split("\n");
  }

  append(line: string): Promise<void> {
    this.text += `${line}\n`;
    return Promise.resolve();
  }
}

/** Collects an async iterable. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of iterable) all.push(each);
  return all;
}
