/** The two ways in which a command can end badly without being a bug. */
import type { DiagnosticName } from "../compiler/diagnostics/index.ts";

/** 0: fine; 1: the spec or a claim fails; 2: the command line is wrong; 3: a solution is neither proved nor refuted; 130: interrupted (as shells count Ctrl-C). */
export type ExitCode = 0 | 1 | 2 | 3 | 130;

/** The command cannot be carried out as given: unknown option, missing file, unreadable `--set`. Ends with exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly hint: string | undefined;
  /** The entry of the table of codes that says more, where there is one. */
  readonly diagnostic: DiagnosticName | undefined;

  constructor(message: string, details: { readonly hint?: string | undefined; readonly diagnostic?: DiagnosticName } = {}) {
    super(message);
    this.hint = details.hint;
    this.diagnostic = details.diagnostic;
  }
}
