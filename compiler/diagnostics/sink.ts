/** Where the phases of the compiler put what they find. */
import type { Diagnostic } from "./diagnostic.ts";

/**
 * Collects diagnostics: keeps the first of several with the same code at the same place, and at most `limit` in all
 * (a file of garbage must not fill the memory or the terminal). Errors are counted even when they are no longer kept.
 *
 * @example
 * const sink = new Sink();
 * sink.add(diagnostic("unknown-name", { text, span }));
 * if (sink.hasErrors) return sink.diagnostics;
 */
export class Sink {
  readonly limit: number;
  private readonly kept: Diagnostic[] = [];
  private readonly seen = new Set<string>();
  private errors = 0;
  private overflow = 0;

  constructor(limit = 200) {
    this.limit = limit;
  }

  /** Adds one diagnostic. Returns false when it was a repeat or over the limit. */
  add(diagnostic: Diagnostic): boolean {
    if (diagnostic.severity === "error") this.errors += 1;
    const key = `${diagnostic.code}@${diagnostic.span.start}-${diagnostic.span.end}`;
    if (this.seen.has(key)) return false;
    if (this.kept.length >= this.limit) {
      this.overflow += 1;
      return false;
    }
    this.seen.add(key);
    this.kept.push(diagnostic);
    return true;
  }

  addAll(diagnostics: Iterable<Diagnostic>): void {
    for (const each of diagnostics) this.add(each);
  }

  /** Errors so far, including those over the limit: a phase compares it before and after to see whether it failed. */
  get errorCount(): number {
    return this.errors;
  }

  get hasErrors(): boolean {
    return this.errors > 0;
  }

  /** How many were dropped because of the limit. */
  get dropped(): number {
    return this.overflow;
  }

  /** In the order of the text; at one place in the order of arrival. */
  get diagnostics(): readonly Diagnostic[] {
    return this.kept
      .map((value, arrival) => ({ value, arrival }))
      .sort((a, b) => a.value.span.start - b.value.span.start || a.value.span.end - b.value.span.end || a.arrival - b.arrival)
      .map((each) => each.value);
  }
}
