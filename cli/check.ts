/** `mech check FILE...`: diagnostics only. */
import { fromFault, hasErrors, toJson, type JsonDiagnostic } from "../compiler/diagnostics/index.ts";
import { parse } from "../grammar/index.ts";
import type { ExitCode } from "./errors.ts";
import { err, out, readSource } from "./io.ts";
import type { OutputOptions } from "./options.ts";
import { report, summary } from "./report.ts";

/** Reports every file; exit code 1 when one of them has an error. */
export async function run(files: readonly string[], options: OutputOptions): Promise<ExitCode> {
  const sources = await Promise.all(files.map(readSource));
  const all: JsonDiagnostic[] = [];
  let failed = false;
  for (const source of sources) {
    const diagnostics = parse(source.text).faults.map(fromFault);
    failed ||= hasErrors(diagnostics);
    all.push(...toJson(diagnostics, source));
    report(diagnostics, source, options);
    if (options.json === true || options.quiet === true) continue;
    const counts = summary(diagnostics);
    if (counts === undefined) out(`${source.name}: ok\n`);
    else err(`${source.name}: ${counts}\n`);
  }
  if (options.json === true) out(`${JSON.stringify({ diagnostics: all }, undefined, 2)}\n`);
  return failed ? 1 : 0;
}
