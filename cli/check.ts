/** `mech check FILE...`: diagnostics only; with `--pedantic` also what is allowed and yet probably not meant. */
import { hasErrors, Sink, toJson, type Diagnostic, type JsonDiagnostic } from "../compiler/diagnostics/index.ts";
import { compile, type Compilation } from "../compiler/driver.ts";
import type { ExitCode } from "./errors.ts";
import { err, out, preferQuickWasmStart, readSource } from "./io.ts";
import { limitsOf, parameters, type SpecOptions } from "./options.ts";
import { report, summary } from "./report.ts";

export interface CheckOptions extends SpecOptions {
  readonly pedantic?: boolean;
  readonly denyWarnings?: boolean;
  /** The solver that the spec is going to be solved with, for `--pedantic`. */
  readonly solver?: string;
}

/**
 * Reports every file; exit code 1 when one of them has an error, or a warning if warnings are denied.
 *
 * @throws UsageError (exit code 2) for a missing file, an unreadable `--set`, or an unknown solver
 */
export async function run(files: readonly string[], options: CheckOptions): Promise<ExitCode> {
  const set = parameters(options);
  if (options.solver !== undefined) (await import("./solver.ts")).checkSolver(options.solver);
  const sources = await Promise.all(files.map(readSource));
  const all: JsonDiagnostic[] = [];
  let failed = false;
  for (const source of sources) {
    const compilation = compile(source.text, { set, limits: limitsOf(options), ...(options.form === undefined ? {} : { form: options.form }) });
    const diagnostics = options.pedantic === true ? await pedantic(source.text, compilation, options) : compilation.diagnostics;
    failed ||= hasErrors(diagnostics) || (options.denyWarnings === true && diagnostics.some((each) => each.severity === "warning"));
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

/** With the warnings of the linter, in the order of the text. The modules are loaded only now: the slow rules bring a solver. */
async function pedantic(text: string, compilation: Compilation, { solver }: CheckOptions): Promise<readonly Diagnostic[]> {
  const sink = new Sink();
  sink.addAll(compilation.diagnostics);
  sink.addAll((await import("../compiler/lint/index.ts")).lint(text, compilation));
  if (!hasErrors(compilation.diagnostics)) {
    preferQuickWasmStart();
    sink.addAll(await (await import("../runtime/lint/index.ts")).lintSlowly(text, compilation, solver === undefined ? {} : { solver }));
  }
  return sink.diagnostics;
}
