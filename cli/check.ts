/** `mech check FILE...`: diagnostics only. */
import { hasErrors, toJson, type JsonDiagnostic } from "../compiler/diagnostics/index.ts";
import { compile } from "../compiler/driver.ts";
import type { ExitCode } from "./errors.ts";
import { err, out, readSource } from "./io.ts";
import { limitsOf, parameters, type SpecOptions } from "./options.ts";
import { report, summary } from "./report.ts";

/** Reports every file; exit code 1 when one of them has an error. */
export async function run(files: readonly string[], options: SpecOptions): Promise<ExitCode> {
  const set = parameters(options);
  const sources = await Promise.all(files.map(readSource));
  const all: JsonDiagnostic[] = [];
  let failed = false;
  for (const source of sources) {
    const { diagnostics } = compile(source.text, { set, limits: limitsOf(options) });
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
