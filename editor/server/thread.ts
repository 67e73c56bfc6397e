/** The slow work of the language server in a thread of its own, which is stopped when its answer is no longer wanted. */
import { parentPort, Worker } from "node:worker_threads";
import type { Background, Running } from "./background.ts";
import { perform, type Job, type JobResult } from "./jobs.ts";

/** An answer, or an error that no spec can cause. */
type ThreadReply = { readonly result: JobResult } | { readonly error: string };

/** The other end: in the thread, does one job per message. */
export function answerJobs(): void {
  parentPort?.on("message", (job: Job) => {
    perform(job).then(
      (result) => parentPort?.postMessage({ result } satisfies ThreadReply),
      (error: unknown) => parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies ThreadReply),
    );
  });
}

interface Waiting {
  readonly job: Job;
  readonly done: (result: JobResult | undefined) => void;
  readonly failed: (error: Error) => void;
}

/** One thread, started when it is first needed and kept for the next job; jobs wait for each other. */
export class ThreadBackground implements Background {
  private worker: Worker | undefined;
  private current: Waiting | undefined;
  private readonly queue: Waiting[] = [];
  private closed = false;

  /** @param script a built module that calls {@link answerJobs} */
  constructor(private readonly script: URL) {}

  start(job: Job): Running {
    let waiting: Waiting | undefined;
    const result = new Promise<JobResult | undefined>((done, failed) => {
      waiting = { job, done, failed };
      this.queue.push(waiting);
    });
    this.next();
    return { result, cancel: () => waiting && this.cancel(waiting) };
  }

  async dispose(): Promise<void> {
    this.closed = true;
    for (const waiting of this.queue.splice(0)) waiting.done(undefined);
    this.finish()?.done(undefined);
    await this.stop();
  }

  private cancel(waiting: Waiting): void {
    const at = this.queue.indexOf(waiting);
    if (at >= 0) this.queue.splice(at, 1);
    else if (this.current === waiting) {
      this.current = undefined;
      // A solver does not listen while it works.
      void this.stop();
      this.next();
    } else return;
    waiting.done(undefined);
  }

  private next(): void {
    if (this.closed || this.current || this.queue.length === 0) return;
    this.current = this.queue.shift();
    this.worker ??= this.startWorker();
    this.worker.ref();
    this.worker.postMessage(this.current?.job);
  }

  private startWorker(): Worker {
    const worker = new Worker(this.script);
    const mine = (): boolean => this.worker === worker;
    worker.on("message", (reply: ThreadReply) => {
      if (!mine()) return;
      // An idle thread must not keep the process alive when the editor is gone.
      worker.unref();
      const finished = this.finish();
      if ("result" in reply) finished?.done(reply.result);
      else finished?.failed(new Error(reply.error));
      this.next();
    });
    const died = (reason: string): void => {
      if (!mine()) return;
      this.worker = undefined;
      this.finish()?.failed(new Error(reason));
      this.next();
    };
    worker.on("error", (error: unknown) => died(error instanceof Error ? error.message : String(error)));
    worker.on("exit", (code) => died(`the thread ended with code ${code}`));
    return worker;
  }

  private finish(): Waiting | undefined {
    const { current } = this;
    this.current = undefined;
    return current;
  }

  private async stop(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }
}
