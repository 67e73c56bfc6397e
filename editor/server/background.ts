/** Where the slow work is done. The host decides: a thread that can be stopped, or the same thread between two messages. */
import { perform, type Job, type JobResult } from "./jobs.ts";

/** A job on its way. */
export interface Running {
  /** Undefined when it was cancelled. @throws whatever went wrong in the program, never in the spec */
  readonly result: Promise<JobResult | undefined>;
  cancel(): void;
}

export interface Background {
  start(job: Job): Running;
  /** Ends all work. */
  dispose(): Promise<void>;
}

/** For a host without threads: the job begins when the messages that wait are read, and a cancelled one is not begun. */
export function inlineBackground(): Background {
  return {
    start(job) {
      let cancelled = false;
      const begin = async (): Promise<JobResult | undefined> => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (cancelled) return undefined;
        const result = await perform(job);
        return cancelled ? undefined : result;
      };
      return { result: begin(), cancel: () => (cancelled = true) };
    },
    dispose: () => Promise.resolve(),
  };
}
