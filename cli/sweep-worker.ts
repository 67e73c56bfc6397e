/** The thread behind `mech sweep`: loads the compiler and the solvers once, then evaluates one point per message. */
import { parentPort, workerData } from "node:worker_threads";
import type { Limits } from "../compiler/programs/limits.ts";
import { evaluatePoint } from "../runtime/sweep/evaluate.ts";
import type { SweepRow } from "../runtime/sweep/row.ts";
import { preferQuickWasmStart } from "./io.ts";
import { parseSetValue } from "./set-value.ts";

/** What every point of a sweep has in common. */
export interface WorkerData {
  readonly spec: string;
  readonly limits: Partial<Limits>;
  readonly solver?: string;
  readonly unique?: boolean;
}

/** A point; numbers travel as texts, since a copy between threads would lose their class. */
export interface WorkerRequest {
  readonly index: number;
  readonly params: Readonly<Record<string, string>>;
}

/** A row, or an error that is no result of the point. */
export type WorkerReply = { readonly row: SweepRow } | { readonly error: string };

const { spec, limits, solver, unique } = workerData as WorkerData;

async function answer({ index, params }: WorkerRequest): Promise<WorkerReply> {
  const values = new Map(Object.entries(params).map(([name, text]) => [name, parseSetValue(text)]));
  try {
    const row = await evaluatePoint(
      spec,
      { index, values },
      {
        compile: { limits },
        run: { ...(solver === undefined ? {} : { solver }), ...(unique === undefined ? {} : { unique }) },
        clock: () => performance.now(),
      },
    );
    return { row };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

preferQuickWasmStart();
parentPort?.on("message", (request: WorkerRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply));
});
