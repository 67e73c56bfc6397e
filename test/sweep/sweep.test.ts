import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Journal, type Identity } from "../../runtime/sweep/journal.ts";
import { isAnswered, failedRow, type SweepRow } from "../../runtime/sweep/row.ts";
import { pointTexts, type Point } from "../../runtime/sweep/grid.ts";
import { sweep, type Progress } from "../../runtime/sweep/sweep.ts";
import { collect, line, MemoryStore, squared } from "./support.ts";

const identity: Identity = { version: "1", spec: "model m", settings: [] };
const digest = (text: string): string => text;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("a sweep", () => {
  it("yields rows in order, however long points take, and never runs more than the allowed number at once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 24 }), fc.integer({ min: 1, max: 5 }), async (delays, jobs) => {
        let running = 0;
        let most = 0;
        const evaluate = async (point: Point): Promise<SweepRow> => {
          most = Math.max(most, ++running);
          await pause(delays[point.index] ?? 0);
          running--;
          return squared(point);
        };
        const rows = await collect(sweep({ grid: line(delays.length), evaluate, jobs }));
        expect(rows.map((row) => row.params["x"])).toEqual(delays.map((_, k) => String(k)));
        expect(most).toBeLessThanOrEqual(jobs);
        expect(most).toBe(Math.min(jobs, delays.length));
      }),
      { numRuns: 25 },
    );
  });

  it("does not run ahead of a slow point without bound", async () => {
    let started = 0;
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const evaluate = async (point: Point): Promise<SweepRow> => {
      started++;
      if (point.index === 0) await gate;
      return squared(point);
    };
    const rows = collect(sweep({ grid: line(5000), evaluate, jobs: 2 }));
    await pause(50);
    expect(started).toBeLessThanOrEqual(1024);
    open();
    expect(await rows).toHaveLength(5000);
    expect(started).toBe(5000);
  });

  it("stops when the signal fires: no further point is started", async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const evaluate = async (point: Point): Promise<SweepRow> => {
      seen.push(point.index);
      if (point.index === 5) controller.abort();
      await pause(1);
      return squared(point);
    };
    const rows = await collect(sweep({ grid: line(100), evaluate, jobs: 1, signal: controller.signal }));
    expect(rows.length).toBeLessThanOrEqual(6);
    await pause(20);
    expect(Math.max(...seen)).toBe(5);
  });

  it("starts nothing after the consumer has left, or the evaluation has broken down", async () => {
    let started = 0;
    const evaluate = (point: Point): Promise<SweepRow> => {
      started++;
      return Promise.resolve(squared(point));
    };
    for await (const row of sweep({ grid: line(1000), evaluate, jobs: 1 })) if (row.params["x"] === "3") break;
    const after = started;
    await pause(10);
    expect(started).toBe(after);
    const broken = (): Promise<SweepRow> => Promise.reject(new Error("no machine left"));
    await expect(collect(sweep({ grid: line(3), evaluate: broken, jobs: 2 }))).rejects.toThrow("no machine left");
  });

  it("reports progress up to the last point", async () => {
    const states: Progress[] = [];
    await collect(sweep({ grid: line(7), evaluate: (point) => Promise.resolve(squared(point)), jobs: 3, onProgress: (state) => states.push(state) }));
    expect(states.map((state) => state.done)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(states.at(-1)).toEqual({ total: 7, done: 7, recalled: 0 });
  });
});

describe("the journal", () => {
  const open = (store: MemoryStore, changes: Partial<Identity> = {}, timeLimitSeconds?: number): Promise<Journal> =>
    Journal.open({ store, identity: { ...identity, ...changes }, digest, ...(timeLimitSeconds === undefined ? {} : { timeLimitSeconds }) });

  it("resumes wherever the text was cut off: nothing is lost, nothing is computed twice", async () => {
    const grid = line(12);
    const whole = new MemoryStore();
    const expected = await collect(sweep({ grid, evaluate: (point) => Promise.resolve(squared(point)), jobs: 1, memory: await open(whole) }));
    const { text } = whole;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.length }), async (cut) => {
        const store = new MemoryStore();
        store.text = text.slice(0, cut);
        // A store begins a new line behind half a line; see JournalFile.
        if (!store.text.endsWith("\n") && store.text !== "") store.text += "\n";
        const complete = [...text].filter((character, k) => character === "\n" && k < cut + 1).length;
        let computed = 0;
        const evaluate = (point: Point): Promise<SweepRow> => {
          computed++;
          return Promise.resolve(squared(point));
        };
        const journal = await open(store);
        expect(journal.damaged).toBeLessThanOrEqual(1);
        expect(await collect(sweep({ grid, evaluate, jobs: 2, memory: journal }))).toEqual(expected);
        expect(computed).toBe(12 - complete);
        const again = await open(store);
        await collect(sweep({ grid, evaluate: () => Promise.reject(new Error("computed twice")), jobs: 2, memory: again }));
      }),
    );
  });

  it("serves a larger sweep of the same spec, and no other spec, version or setting", async () => {
    const store = new MemoryStore();
    await collect(sweep({ grid: line(5), evaluate: (point) => Promise.resolve(squared(point)), jobs: 1, memory: await open(store) }));
    const recalled = async (changes: Partial<Identity>): Promise<number> => {
      const journal = await open(store, changes);
      const grid = line(8);
      return Array.from({ length: 8 }, (_, k) => journal.recall(grid.point(k))).filter((row) => row !== undefined).length;
    };
    expect(await recalled({})).toBe(5);
    expect(await recalled({ spec: "model other" })).toBe(0);
    expect(await recalled({ version: "2" })).toBe(0);
    expect(await recalled({ settings: ["glpk"] })).toBe(0);
  });

  it("forgets crashes, and points that had less time than there is now", async () => {
    const store = new MemoryStore();
    const grid = line(2);
    const journal = await open(store);
    await journal.record(grid.point(0), failedRow(pointTexts(grid.point(0)), "crashed", "out of memory", 1));
    await journal.record(grid.point(1), failedRow(pointTexts(grid.point(1)), "time-limit", "stopped after 2 s", 2));
    expect((await open(store)).recall(grid.point(0))).toBeUndefined();
    expect((await open(store)).recall(grid.point(1))).toBeUndefined();
    expect((await open(store, {}, 3)).recall(grid.point(1))).toBeUndefined();
    expect((await open(store, {}, 2)).recall(grid.point(1))?.status).toBe("time-limit");
  });

  it("skips lines that make no sense", async () => {
    const store = new MemoryStore();
    store.text = ['{"key": 1, "row": {}}', "null", "[]", '{"key": "k", "row": {"params": {}, "status": "fine"}}', '"', "\u0000"].join("\n");
    expect((await open(store)).damaged).toBe(6);
  });
});

it("infeasible is an answer, an error is none", () => {
  expect(isAnswered({ ...squared(line(1).point(0)), status: "infeasible" })).toBe(true);
  expect(isAnswered(failedRow({}, "invalid", "", 0))).toBe(false);
});
