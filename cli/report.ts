/** Diagnostics on standard error, errors of the command line included. */
import { codes, render, type Diagnostic, type Source } from "../compiler/diagnostics/index.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { err } from "./io.ts";
import type { OutputOptions } from "./options.ts";
import { painterFor } from "./painter.ts";

/** Prints diagnostics with code frames. With `--quiet` only errors are printed; with `--json` the caller prints them as data. */
export function report(diagnostics: readonly Diagnostic[], source: Source, options: OutputOptions): void {
  if (options.json === true) return;
  const shown = options.quiet === true ? diagnostics.filter((each) => each.severity === "error") : diagnostics;
  if (shown.length > 0) err(`${render(shown, source, { painter: painterFor("stderr", options) })}\n`);
}

/** `2 errors and 1 warning`, or undefined when there is nothing to count. */
export function summary(diagnostics: readonly Diagnostic[]): string | undefined {
  const count = (severity: Diagnostic["severity"], word: string): string[] => {
    const found = diagnostics.filter((each) => each.severity === severity).length;
    return found === 0 ? [] : [`${found} ${word}${found === 1 ? "" : "s"}`];
  };
  const parts = [...count("error", "error"), ...count("warning", "warning")];
  return parts.length === 0 ? undefined : parts.join(" and ");
}

/** Says what ended a command, and with which exit code: 2 for a wrong command line, 1 for a bug. */
export function reportFailure(error: unknown, debug: boolean): ExitCode {
  if (error instanceof UsageError) {
    const code = error.diagnostic === undefined ? "" : `[${codes[error.diagnostic].code}]`;
    err(`error${code}: ${error.message}\n${error.hint === undefined ? "" : `  hint: ${error.hint}\n`}`);
    return 2;
  }
  const { code, title } = codes["internal-error"];
  err(`error[${code}]: ${title}\n  ${error instanceof Error ? error.message : String(error)}\n`);
  if (debug && error instanceof Error && error.stack !== undefined) err(`${error.stack}\n`);
  else err("  hint: run the command again with --debug for a stack trace\n");
  return 1;
}
