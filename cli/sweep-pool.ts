/** Worker threads that evaluate points: started when they are first needed, replaced when they die or take too long. */
import { Worker } from "node:worker_threads";
import { pointTexts, type Point } from "../runtime/sweep/grid.ts";
import { failedRow, type SweepRow } from "../runtime/sweep/row.ts";
import type { WorkerData, WorkerReply, WorkerRequest } from "./sweep-worker.ts";

export interface PoolOptions {
  /** The built worker. */
  readonly script: URL;
  readonly data: WorkerData;
  /** Wall-clock seconds per point; the thread is stopped after them. */
  readonly timeLimitSeconds?: number;
}

/** At most as many threads as points are evaluated at the same time. */
export class WorkerPool {
  private readonly idle: Worker[] = [];
  private readonly all = new Set<Worker>();
  private closed = false;

  constructor(private readonly options: PoolOptions) {}

  /** Whatever happens to the thread, the point gets a row. */
  async evaluate(point: Point): Promise<SweepRow> {
    const params = pointTexts(point);
    const worker = this.idle.pop() ?? this.start();
    const started = performance.now();
    const seconds = (): number => Math.round(performance.now() - started) / 1000;
    const limit = this.options.timeLimitSeconds;
    let timer: NodeJS.Timeout | undefined;
    try {
      const reply = await new Promise<WorkerReply | "late">((resolve) => {
        worker.once("message", resolve);
        worker.once("error", (error: unknown) => resolve({ error: error instanceof Error ? error.message : String(error) }));
        worker.once("exit", (code) => resolve({ error: `the thread ended with code ${code}` }));
        if (limit !== undefined) timer = setTimeout(() => resolve("late"), limit * 1000);
        worker.postMessage({ index: point.index, params } satisfies WorkerRequest);
      });
      if (reply !== "late" && "row" in reply) {
        worker.removeAllListeners();
        this.release(worker);
        return reply.row;
      }
      await this.discard(worker);
      return reply === "late"
        ? failedRow(params, "time-limit", `stopped after ${limit} s`, limit ?? seconds())
        : failedRow(params, "crashed", reply.error, seconds());
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends all threads; points that are being evaluated get rows that nobody should read. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((worker) => this.discard(worker)));
  }

  private start(): Worker {
    const worker = new Worker(this.options.script, { workerData: this.options.data });
    this.all.add(worker);
    return worker;
  }

  private release(worker: Worker): void {
    // A thread that died between its answer and now must not be asked again.
    worker.once("error", () => this.forget(worker));
    worker.once("exit", () => this.forget(worker));
    if (!this.closed && this.all.has(worker)) this.idle.push(worker);
  }

  private forget(worker: Worker): void {
    this.all.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
  }

  private async discard(worker: Worker): Promise<void> {
    this.forget(worker);
    worker.removeAllListeners();
    // An error on the way out (a WASM trap, say) has nobody left to tell.
    worker.on("error", () => undefined);
    await worker.terminate();
  }
}
