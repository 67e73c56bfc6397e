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

  /** Whatever happens to the thread, the point gets a row. @throws Error when the pool is closed meanwhile */
  async evaluate(point: Point): Promise<SweepRow> {
    const params = pointTexts(point);
    const worker = this.idle.pop() ?? this.start();
    const started = performance.now();
    const seconds = (): number => Math.round(performance.now() - started) / 1000;
    const limit = this.options.timeLimitSeconds;
    const reply = await ask(worker, { index: point.index, params }, limit);
    if (reply !== "late" && "row" in reply) {
      if (!this.closed) this.idle.push(worker);
      return reply.row;
    }
    if (this.closed) throw new Error("the pool was closed before the point had its row");
    await this.discard(worker);
    return reply === "late" ? failedRow(params, "time-limit", `stopped after ${limit} s`, limit ?? seconds()) : failedRow(params, "crashed", reply.error, seconds());
  }

  /** Ends all threads; points that are being evaluated get no row. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((worker) => this.discard(worker)));
  }

  private start(): Worker {
    const worker = new Worker(this.options.script, { workerData: this.options.data });
    // A thread that dies between two points must not be asked again; without a listener its error would end the process.
    worker.on("error", () => this.forget(worker));
    worker.on("exit", () => this.forget(worker));
    this.all.add(worker);
    return worker;
  }

  private forget(worker: Worker): void {
    this.all.delete(worker);
    const at = this.idle.indexOf(worker);
    if (at >= 0) this.idle.splice(at, 1);
  }

  private async discard(worker: Worker): Promise<void> {
    this.forget(worker);
    await worker.terminate();
  }
}

/** Timers count milliseconds in 32 bits; a longer one would ring at once. */
const longestTimer = 2 ** 31 - 1;

/** Sends a point and waits for its row, for the death of the thread, or for the end of its time. */
function ask(worker: Worker, request: WorkerRequest, limitSeconds: number | undefined): Promise<WorkerReply | "late"> {
  return new Promise((resolve) => {
    const end = (reply: WorkerReply | "late"): void => {
      clearTimeout(timer);
      worker.off("message", end);
      worker.off("error", failed);
      worker.off("exit", left);
      resolve(reply);
    };
    const failed = (error: unknown): void => end({ error: error instanceof Error ? error.message : String(error) });
    const left = (code: number): void => end({ error: `the thread ended with code ${code}` });
    const timer = limitSeconds === undefined ? undefined : setTimeout(() => end("late"), Math.min(limitSeconds * 1000, longestTimer));
    worker.on("message", end);
    worker.on("error", failed);
    worker.on("exit", left);
    worker.postMessage(request);
  });
}
