/** `--set name=from..to:step` of `mech sweep` and `mech plot`, as a grid of points. */
import { makeGrid, type Grid } from "../runtime/sweep/grid.ts";
import { parseAxis, SweepError } from "../runtime/sweep/range.ts";
import { UsageError } from "./errors.ts";
import { parseSetValue, splitSetOption } from "./set-value.ts";

/**
 * The product of all `--set` options; one point without any.
 *
 * @throws UsageError (exit code 2) for an option that cannot be read, and for more than `limit` points
 */
export function gridOf(set: readonly string[], limit: number): Grid {
  try {
    const axes = set.map((option) => {
      const { name, text } = splitSetOption(option);
      return parseAxis(name, text, (value) => parseSetValue(value, option), limit);
    });
    const repeated = axes.find((axis, k) => axes.findIndex((other) => other.name === axis.name) !== k);
    if (repeated) throw new SweepError(`--set ${repeated.name}: \`${repeated.name}\` is given twice`);
    return makeGrid(axes, limit);
  } catch (error) {
    if (!(error instanceof SweepError)) throw error;
    throw new UsageError(error.message, { hint: error.hint, diagnostic: error.kind === "size" ? "sweep-too-large" : "bad-set-option" });
  }
}
