/** The points of a sweep: the product of its axes, the last one changing fastest. Points are made when they are asked for. */
import type { Value } from "../../compiler/evaluate/value.ts";
import { SweepError, valueText, type Axis } from "./range.ts";

/** One setting of all parameters of the sweep. */
export interface Point {
  /** Position in the sweep, from 0. */
  readonly index: number;
  readonly values: ReadonlyMap<string, Value>;
}

export interface Grid {
  readonly axes: readonly Axis[];
  readonly size: number;
  /** @throws RangeError outside 0..size-1 */
  point(index: number): Point;
}

/** Most points of a sweep unless the command line says otherwise. */
export const defaultPointLimit = 100_000;

/**
 * The cartesian product of the axes. Its size is computed, and compared with the limit, before any point is made.
 *
 * @throws SweepError when the product has more points than `limit`
 * @example makeGrid([{ name: "n", values: [1, 2] }, { name: "p", values: [a, b, c] }]).size // 6
 */
export function makeGrid(axes: readonly Axis[], limit: number = defaultPointLimit): Grid {
  const exact = axes.reduce((product, axis) => product * BigInt(axis.values.length), 1n);
  if (exact > BigInt(limit)) {
    const formula = axes.map((axis) => `${axis.values.length} (${axis.name})`).join(" x ");
    throw new SweepError(`the sweep has ${formula} = ${exact.toLocaleString("en")} points; the limit is ${limit.toLocaleString("en")}`, "size", "take fewer values, or raise --points");
  }
  const size = Number(exact);
  return {
    axes,
    size,
    point(index) {
      if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`the sweep has no point ${index}`);
      const values: [string, Value][] = [];
      let rest = index;
      for (const axis of [...axes].reverse()) {
        const value = axis.values[rest % axis.values.length] as Value;
        values.push([axis.name, value]);
        rest = Math.floor(rest / axis.values.length);
      }
      return { index, values: new Map(values.reverse()) };
    },
  };
}

/** The parameters of a point as texts that `--set` reads, in the order of the axes. */
export function pointTexts(point: Point): Record<string, string> {
  return Object.fromEntries([...point.values].map(([name, value]) => [name, valueText(value)]));
}
