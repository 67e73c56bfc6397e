/** The errors that travel inside the parser; outside it there are only {@link SyntaxFault}s. */
import type { SyntaxFault } from "./ast.ts";
import type { Span } from "./span.ts";

/** Thrown by the tree builder where the tokens fit the grammar and the combination does not. */
export class FaultError extends Error {
  constructor(
    readonly code: string,
    readonly span: Span,
  ) {
    super(code);
  }
}

/** At most this many faults are reported; the rest of the file is then left alone. */
export const MAX_FAULTS = 50;

/** Faults in the order of the text, one per place, at most {@link MAX_FAULTS}. */
export function tidy(faults: readonly SyntaxFault[], length: number): SyntaxFault[] {
  const sorted = [...faults].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const kept: SyntaxFault[] = [];
  for (const fault of sorted) {
    if (kept.at(-1)?.span.start === fault.span.start) continue;
    const start = Math.min(fault.span.start, length);
    kept.push({ ...fault, span: { start, end: Math.min(Math.max(start, fault.span.end), length) } });
    if (kept.length === MAX_FAULTS) break;
  }
  return kept;
}
