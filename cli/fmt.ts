/** `mech fmt FILE...`: the formatter, which is the prettier plugin. */
import { fromFault, toJson, type JsonDiagnostic, type Source } from "../compiler/diagnostics/index.ts";
import { format } from "../grammar/format.ts";
import { parse } from "../grammar/index.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { err, out, readSource, readStandardInput, writeText } from "./io.ts";
import type { OutputOptions } from "./options.ts";
import { report } from "./report.ts";

export interface FormatOptions extends OutputOptions {
  readonly check?: boolean;
  readonly stdin?: boolean;
}

/** A file with syntax errors is reported and left as it is; the others are still formatted. */
export async function run(files: readonly string[], options: FormatOptions): Promise<ExitCode> {
  // `-` names standard input everywhere; there is no file to write the result to.
  const dash = files.length === 1 && files[0] === "-";
  if (options.stdin === true || dash) {
    if (files.length > 0 && !dash) throw new UsageError("--stdin takes no files");
    return standardInput(options);
  }
  if (files.includes("-")) throw new UsageError("- (standard input) is formatted alone, without files");
  if (files.length === 0) throw new UsageError("there is no file to format", { hint: "name files, or use --stdin" });
  // All files are read before the first is written: a wrong name must not leave half of them changed.
  const sources = await Promise.all(files.map(readSource));
  const changed: string[] = [];
  const problems: JsonDiagnostic[] = [];
  for (const source of sources) {
    const formatted = await formatUnlessBroken(source, options, problems);
    if (formatted === undefined || formatted === source.text) continue;
    changed.push(source.name);
    if (options.check !== true) await writeText(source.name, formatted);
  }
  if (options.json === true) out(`${JSON.stringify({ changed, diagnostics: problems }, undefined, 2)}\n`);
  else for (const file of changed) out(`${file}\n`);
  if (options.check === true && changed.length > 0 && options.quiet !== true && options.json !== true) {
    err(`${changed.length} ${changed.length === 1 ? "file is" : "files are"} not formatted; mech fmt formats ${changed.length === 1 ? "it" : "them"}\n`);
  }
  return problems.length > 0 || (options.check === true && changed.length > 0) ? 1 : 0;
}

async function standardInput(options: FormatOptions): Promise<ExitCode> {
  const source = await readStandardInput();
  const problems: JsonDiagnostic[] = [];
  const formatted = await formatUnlessBroken(source, options, problems);
  if (options.json === true) out(`${JSON.stringify({ formatted, diagnostics: problems }, undefined, 2)}\n`);
  else if (formatted !== undefined && options.check !== true) out(formatted);
  return formatted === undefined || (options.check === true && formatted !== source.text) ? 1 : 0;
}

/** The formatted text, or undefined after reporting why there is none. */
async function formatUnlessBroken(source: Source, options: FormatOptions, problems: JsonDiagnostic[]): Promise<string | undefined> {
  const { faults } = parse(source.text);
  if (faults.length === 0) return format(source.text);
  const diagnostics = faults.map(fromFault);
  report(diagnostics, source, options);
  problems.push(...toJson(diagnostics, source));
  return undefined;
}
