/**
 * The journal of a sweep: one line of JSON per computed point. A line holds everything that decides the row (the spec, the
 * parameters, the version and the settings) in its key, so rows can be recalled by any later sweep for which they are
 * right, and by no other.
 */
import { pointTexts, type Point } from "./grid.ts";
import { isSweepRow } from "./file.ts";
import type { Memory } from "./sweep.ts";
import type { SweepRow } from "./row.ts";

/** What decides a row besides its parameters. */
export interface Identity {
  readonly version: string;
  /** Text of the spec. */
  readonly spec: string;
  /** Options that change what is computed (solver, limits), as texts. Time limits do not belong here. */
  readonly settings: readonly string[];
}

/** Where the lines are kept. */
export interface JournalStore {
  /** Lines that are there already; the last may be cut off. */
  lines(): AsyncIterable<string> | Iterable<string>;
  /** Resolves when the line is on the disk and will survive a crash. */
  append(line: string): Promise<void>;
}

export interface JournalOptions {
  readonly store: JournalStore;
  readonly identity: Identity;
  /** A hash of a text; equal hashes are taken to mean equal texts. */
  readonly digest: (text: string) => string;
  /** Seconds that a point may take now: a row that ran out of less time is computed again. Default: no limit. */
  readonly timeLimitSeconds?: number;
}

/** Rows in memory, mirrored line by line in a {@link JournalStore}. */
export class Journal implements Memory {
  private readonly rows = new Map<string, SweepRow>();
  /** Lines that could not be read; a killed process leaves at most one. */
  damaged = 0;

  private readonly base: readonly unknown[];

  private constructor(private readonly options: JournalOptions) {
    const { version, spec, settings } = options.identity;
    this.base = [version, options.digest(spec), settings];
  }

  /**
   * Reads what is there. Lines that make no sense are skipped and counted: the points behind them are computed again.
   *
   * @example const journal = await Journal.open({ store, identity, digest });
   */
  static async open(options: JournalOptions): Promise<Journal> {
    const journal = new Journal(options);
    for await (const line of options.store.lines()) {
      if (line.trim() === "") continue;
      const entry = readLine(line);
      if (entry) journal.rows.set(entry.key, entry.row);
      else journal.damaged++;
    }
    return journal;
  }

  /** Identifies a point: two runs that would compute the same row have the same key. */
  key(point: Point): string {
    const params = Object.entries(pointTexts(point)).sort(([a], [b]) => (a < b ? -1 : 1));
    return this.options.digest(JSON.stringify([...this.base, params]));
  }

  recall(point: Point): SweepRow | undefined {
    const row = this.rows.get(this.key(point));
    return row !== undefined && this.stands(row) ? row : undefined;
  }

  async record(point: Point, row: SweepRow): Promise<void> {
    const key = this.key(point);
    await this.options.store.append(JSON.stringify({ key, row }));
    this.rows.set(key, row);
  }

  /** A crash says nothing about the point; running out of time says nothing about a run with more of it. */
  private stands({ status, seconds }: SweepRow): boolean {
    if (status === "crashed") return false;
    const limit = this.options.timeLimitSeconds;
    return status !== "time-limit" || (limit !== undefined && limit <= seconds);
  }
}

function readLine(line: string): { readonly key: string; readonly row: SweepRow } | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== "object" || entry === null || !("key" in entry) || !("row" in entry)) return undefined;
    return typeof entry.key === "string" && isSweepRow(entry.row) ? { key: entry.key, row: entry.row } : undefined;
  } catch {
    return undefined;
  }
}
