/**
 * The sweep itself: points go out to whoever evaluates them, several at a time, and rows come back in order. Who
 * evaluates is the caller's choice (a function call, a pool of threads, machines elsewhere).
 */
import type { Grid, Point } from "./grid.ts";
import type { SweepRow } from "./row.ts";

/** Rows of earlier runs, and where new ones are kept; see {@link Journal}. */
export interface Memory {
  recall(point: Point): SweepRow | undefined;
  /** Resolves when the row is safe. */
  record(point: Point, row: SweepRow): Promise<void>;
}

export interface Progress {
  readonly total: number;
  /** Points with a row, recalled ones included. */
  readonly done: number;
  /** Points that an earlier run had computed. */
  readonly recalled: number;
}

export interface SweepOptions {
  readonly grid: Grid;
  /** A point that fails has a row that says so; a rejection ends the sweep. */
  readonly evaluate: (point: Point) => Promise<SweepRow>;
  /** Points that are evaluated at the same time. */
  readonly jobs: number;
  readonly memory?: Memory;
  /** Ends the sweep early: rows that were not yielded before stay out. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** Rows that may be finished ahead of a slow point, so that memory stays bounded. */
const lookAhead = 1024;

/**
 * Yields one row per point, in the order of the grid. A recalled point is not evaluated; an evaluated one is recorded
 * before its row is yielded. No new point is started once the consumer stops, the signal fires, or something rejects.
 *
 * @example for await (const row of sweep({ grid, evaluate, jobs: 2 })) rows.push(row);
 */
export async function* sweep(options: SweepOptions): AsyncGenerator<SweepRow, void, undefined> {
  const { grid, jobs, memory, signal } = options;
  const pending = new Map<number, Promise<SweepRow>>();
  const aborted = whenAborted(signal);
  let next = 0;
  let yielded = 0;
  let running = 0;
  let done = 0;
  let recalled = 0;
  let stopped = false;

  const report = (): void => options.onProgress?.({ total: grid.size, done, recalled });
  const evaluate = async (point: Point): Promise<SweepRow> => {
    running++;
    try {
      const row = await options.evaluate(point);
      await memory?.record(point, row);
      done++;
      report();
      return row;
    } catch (error) {
      stopped = true;
      throw error;
    } finally {
      running--;
      start();
    }
  };
  const start = (): void => {
    while (!stopped && signal?.aborted !== true && next < grid.size && running < jobs && next - yielded < lookAhead) {
      const point = grid.point(next++);
      const known = memory?.recall(point);
      if (known) {
        done++;
        recalled++;
        report();
      }
      const row = known ? Promise.resolve(known) : evaluate(point);
      // It may fail before its turn comes; the failure is thrown when it does.
      row.catch(() => undefined);
      pending.set(point.index, row);
    }
  };

  try {
    for (; yielded < grid.size; yielded++) {
      start();
      const row = await Promise.race([pending.get(yielded) as Promise<SweepRow>, aborted]);
      if (row === undefined) return;
      pending.delete(yielded);
      yield row;
    }
  } finally {
    stopped = true;
  }
}

/** Resolves to undefined when the signal fires; never without a signal. */
function whenAborted(signal: AbortSignal | undefined): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve(undefined);
    else signal?.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
