/** `mech sweep FILE --set n=1..4`: a spec at every point of a grid of parameters, in parallel, resumable. */
import { availableParallelism } from "node:os";
import path from "node:path";
import manifest from "../package.json" with { type: "json" };
import { hasErrors, toJson, type Diagnostic, type Source } from "../compiler/diagnostics/index.ts";
import { compile } from "../compiler/driver.ts";
import type { Model } from "../compiler/model/model.generated.ts";
import { solverNames } from "../runtime/solvers/choose.ts";
import { csvOf, tableOf } from "../runtime/sweep/columns.ts";
import { writeSweep, type SweepFile } from "../runtime/sweep/file.ts";
import { defaultPointLimit, type Grid } from "../runtime/sweep/grid.ts";
import { Journal } from "../runtime/sweep/journal.ts";
import { isAnswered, type SweepRow } from "../runtime/sweep/row.ts";
import { sweep, type Progress } from "../runtime/sweep/sweep.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { cacheFolder, err, hasProgressLine, onInterrupt, out, readSource, writeText } from "./io.ts";
import { digest, JournalFile } from "./journal-file.ts";
import { limitsOf, type SolveOptions } from "./options.ts";
import { report } from "./report.ts";
import { gridOf } from "./sweep-grid.ts";
import { WorkerPool } from "./sweep-pool.ts";
import { table } from "./table.ts";

export interface SweepCommandOptions extends SolveOptions {
  readonly format?: SweepFormat;
  /** Write to this file instead of standard output. */
  readonly out?: string;
  readonly jobs?: number;
  /** Most points of a sweep. */
  readonly points?: number;
  /** Use the rows that an interrupted sweep has left. */
  readonly resume?: boolean;
  /** Keep the rows in this file, and use those that are in it. */
  readonly journal?: string;
  /** Draw the sweep into this file. */
  readonly plot?: string;
  /** What the table and the plot show, and along which parameter; see `PlotCommandOptions`. */
  readonly quantity?: readonly string[];
  readonly along?: string;
}

export const sweepFormats = ["table", "csv", "json"] as const;
export type SweepFormat = (typeof sweepFormats)[number];

/** Exit code 1 when a point has no answer or breaks a claim, 130 after Ctrl-C. */
export async function run(file: string, options: SweepCommandOptions, workerScript: URL): Promise<ExitCode> {
  if (options.solver !== undefined && !solverNames().includes(options.solver)) {
    throw new UsageError(`unknown solver ${options.solver}`, { hint: `--solver takes one of ${solverNames().join(", ")}`, diagnostic: "unknown-solver" });
  }
  const grid = gridOf(options.set, options.points ?? defaultPointLimit);
  const source = await readSource(file);
  const checked = check(source, grid, options);
  report(checked.diagnostics, source, options);
  if (checked.model === undefined) {
    if (formatOf(options) === "json") out(`${JSON.stringify({ diagnostics: toJson(checked.diagnostics, source) }, undefined, 2)}\n`);
    return 1;
  }
  const { name, title } = checked.model;
  const rows = await compute(source, grid, options, workerScript);
  if (rows === undefined) return 130;
  const result: SweepFile = { version: "1.0", kind: "sweep", model: name, ...(title === undefined ? {} : { title }), params: grid.axes.map((axis) => axis.name), rows };
  const text = print(result, formatOf(options), options.quantity);
  if (options.out === undefined) out(text);
  else await writeText(options.out, text);
  if (options.plot !== undefined) await writeText(options.plot, (await import("./plot.ts")).drawSweep(result, options));
  return rows.every((row) => isAnswered(row) && row.failed.length === 0) ? 0 : 1;
}

/** A spec that compiles neither at the first nor at the last point is at fault itself; then there is no model. */
function check(source: Source, grid: Grid, options: SweepCommandOptions): { readonly model?: Model; readonly diagnostics: readonly Diagnostic[] } {
  const at = (index: number): ReturnType<typeof compile> => compile(source.text, { set: grid.point(index).values, stopAfter: "model", limits: limitsOf(options) });
  const first = at(0);
  if (first.model && !hasErrors(first.diagnostics)) return { model: first.model, diagnostics: [] };
  const last = at(grid.size - 1);
  return last.model && !hasErrors(last.diagnostics) ? { model: last.model, diagnostics: [] } : { diagnostics: first.diagnostics };
}

/** All rows, or undefined after an interruption. */
async function compute(source: Source, grid: Grid, options: SweepCommandOptions, workerScript: URL): Promise<SweepRow[] | undefined> {
  const { timeLimit, solver, unique } = options;
  const settings = [solver ?? "", String(unique ?? ""), String(options.limit ?? "")];
  const automatic = path.join(cacheFolder(), "sweeps", `${digest(JSON.stringify([manifest.version, source.text, settings])).slice(0, 32)}.jsonl`);
  const store = options.journal === undefined ? await JournalFile.open(automatic).catch(() => undefined) : await JournalFile.open(options.journal);
  if (store === undefined && options.quiet !== true) err(`note: ${automatic} cannot be written, so this sweep cannot be resumed (--journal names another file)\n`);
  const limits = timeLimit === undefined ? {} : { timeLimitSeconds: timeLimit };
  const journal = store && (await Journal.open({ store, identity: { version: manifest.version, spec: source.text, settings }, digest, ...limits }));
  const reuse = options.journal !== undefined || options.resume === true;
  const memory = journal && { recall: reuse ? journal.recall.bind(journal) : () => undefined, record: journal.record.bind(journal) };

  const pool = new WorkerPool({ script: workerScript, data: { spec: source.text, limits: limitsOf(options), ...(solver === undefined ? {} : { solver }), ...(unique === undefined ? {} : { unique }) }, ...limits });
  const interruption = new AbortController();
  const forgetInterrupt = onInterrupt(() => interruption.abort());
  const progress = new ProgressLine(options.quiet === true);
  const rows: SweepRow[] = [];
  try {
    const jobs = Math.max(1, Math.min(options.jobs ?? availableParallelism(), grid.size));
    const points = sweep({ grid, jobs, evaluate: (point) => pool.evaluate(point), signal: interruption.signal, onProgress: (state) => progress.show(state), ...(memory ? { memory } : {}) });
    for await (const row of points) rows.push(row);
  } finally {
    forgetInterrupt();
    progress.end();
    await pool.close();
    // A finished sweep needs no journal, unless somebody asked for the file.
    if (options.journal === undefined && rows.length === grid.size) await store?.remove();
    else await store?.close();
  }
  if (rows.length === grid.size) return rows;
  err(`interrupted: ${progress.done} of ${grid.size} points are computed${store ? `; the same command${options.journal === undefined ? " with --resume" : ""} goes on from there` : ""}\n`);
  return undefined;
}

function formatOf(options: SweepCommandOptions): SweepFormat {
  if (options.format !== undefined) return options.format;
  if (options.json === true) return "json";
  const extension = options.out === undefined ? "" : path.extname(options.out);
  return extension === ".json" ? "json" : extension === ".csv" ? "csv" : "table";
}

function print(file: SweepFile, format: SweepFormat, wanted: readonly string[] | undefined): string {
  if (format === "json") return writeSweep(file);
  if (format === "csv") return csvOf(file);
  const { titles, numeric, rows } = tableOf(file, wanted);
  return table(
    titles.map((title, k) => ({ title, align: numeric[k] === true ? "right" : "left" })),
    rows,
  );
}

/** `12 of 24 points` on standard error: one line that is rewritten on a terminal, else now and then a line. */
class ProgressLine {
  done = 0;
  private shown = 0;
  private open = false;

  constructor(private readonly quiet: boolean) {}

  show({ done, total, recalled }: Progress): void {
    this.done = done;
    if (this.quiet) return;
    const text = `${done} of ${total} points${recalled === 0 ? "" : `, ${recalled} of them from the journal`}`;
    const now = performance.now();
    if (hasProgressLine()) {
      if (done < total && now - this.shown < 100) return;
      err(`\r\u001b[K${text}`);
      this.open = true;
    } else {
      if (done < total && now - this.shown < 5000) return;
      err(`${text}\n`);
    }
    this.shown = now;
  }

  end(): void {
    if (this.open) err("\n");
    this.open = false;
  }
}
