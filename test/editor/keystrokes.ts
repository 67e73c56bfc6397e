/** Keys as they are pressed in the middle of a long spec, for the benchmark and for the test that guards it. */
import { completionsAt } from "../../editor/services/completion.ts";
import { toProtocol } from "../../editor/services/diagnostics.ts";
import { snapshotOf } from "../../editor/services/snapshot.ts";
import { longSpec } from "./long-spec.ts";

/** Milliseconds of every key. */
export interface Latencies {
  /** From the text to its diagnostics in the words of the protocol. */
  readonly diagnostics: readonly number[];
  /** From the text to the proposals behind the key. */
  readonly completion: readonly number[];
}

/** A declaration that is typed into the file at several places, and deleted again. */
const typed = "let extra[i in bidder] = max(value[i] - reserve_1, 0) * sum(g in good) weight_1[g]\n";

/**
 * Types a declaration into a spec of so many lines, at several places, one key at a time.
 *
 * @param clock milliseconds; on a machine with other work, those of this process alone
 */
export function typeInto(lines: number, clock: () => number, places = 4): Latencies {
  const text = longSpec(lines);
  const diagnostics: number[] = [];
  const completion: number[] = [];
  let snapshot = snapshotOf(text);
  snapshot.fastDiagnostics.map((each) => toProtocol(snapshot, each));
  for (let place = 0; place < places; place++) {
    const at = text.indexOf("\n\n/// Variant", Math.floor((text.length * (place + 0.5)) / places)) + 1;
    if (at === 0) continue;
    for (let length = 1; length <= typed.length; length += 2) {
      const next = text.slice(0, at) + typed.slice(0, length) + text.slice(at);
      // Completion is asked for by the same key as the diagnostics: each has the parsing to itself.
      const forCompletion = snapshotOf(next, snapshot);
      let started = clock();
      completionsAt(forCompletion, at + length);
      completion.push(clock() - started);
      const fresh = snapshotOf(next, snapshot);
      started = clock();
      fresh.fastDiagnostics.map((each) => toProtocol(fresh, each));
      diagnostics.push(clock() - started);
      snapshot = fresh;
    }
    snapshot = snapshotOf(text, snapshot);
    snapshot.fastDiagnostics.map((each) => toProtocol(snapshot, each));
  }
  return { diagnostics, completion };
}

/** The middle value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
