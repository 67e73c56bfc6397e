/** `mech compile FILE --emit FORMAT`: what a spec compiles to, as text. */
import { hasErrors, toJson } from "../compiler/diagnostics/index.ts";
import { compile, type Compilation } from "../compiler/driver.ts";
import { EvaluationError } from "../compiler/evaluate/error.ts";
import { IntegerProgramError } from "../compiler/lp/dualize.ts";
import type { Emission } from "../compiler/emit/emission.ts";
import { formatNamed, formats, type Format } from "../compiler/emit/registry.ts";
import { run as solve } from "../runtime/run.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { err, out, readSource, writeText } from "./io.ts";
import { limitsOf, parameters, type SpecOptions } from "./options.ts";
import { report } from "./report.ts";

export interface CompileCommandOptions extends SpecOptions {
  readonly emit: string;
  /** Write to this file instead of standard output. */
  readonly output?: string;
}

/** The names of the formats, for the help of `--emit`. */
export const formatNames: readonly string[] = formats.map((each) => each.name);

/** The text goes to standard output or to `--output`; the diagnostics of a spec that does not compile go to standard error. */
export async function run(file: string, options: CompileCommandOptions): Promise<ExitCode> {
  const format = formatNamed(options.emit);
  if (format === undefined) throw new UsageError(`unknown format ${options.emit}`, { hint: `--emit takes one of ${formatNames.join(", ")}` });
  const set = parameters(options);
  const source = await readSource(file);
  const compilation = compile(source.text, { set, limits: limitsOf(options), ...(options.form === undefined ? {} : { form: options.form }), ...(format.input === "model" ? { stopAfter: "model" } : {}) });
  report(compilation.diagnostics, source, options);
  if (hasErrors(compilation.diagnostics)) {
    if (options.json === true) out(`${JSON.stringify({ diagnostics: toJson(compilation.diagnostics, source) }, undefined, 2)}\n`);
    return 1;
  }
  if (format.input !== "model" && compilation.task?.kind === "split") {
    throw new UsageError(`${file} has a public signal and so one program per posterior, not one that could be printed as ${format.name}`, { hint: "mech solve --json has all of them; --emit ir prints the resolved model" });
  }
  if (compilation.task?.kind === "intermediary" && (format.input === "task" || (format.input !== "model" && !compilation.task.price))) {
    throw new UsageError(`${file} has an auction after every public signal, not one program or mechanism that could be printed as ${format.name}`, { hint: "mech solve --json has all of them; --emit ir prints the resolved model" });
  }
  const emission = await emit(format, compilation).catch((error: unknown) => {
    if (error instanceof IntegerProgramError) throw new UsageError(error.message, { hint: "drop the finite set behind `in`, or print the program itself with --emit lp" });
    if (!(error instanceof EvaluationError)) throw error;
    report([error.diagnostic], source, options);
    return null;
  });
  if (emission === null) return 1;
  if (emission === undefined) {
    if (format.input === "task") throw new UsageError(`${file} has no solution, so there is no mechanism to print as ${format.name}`, { hint: "mech solve says why" });
    throw new UsageError(`${file} has no move, so there is no program to print as ${format.name}`, { hint: "--emit ir prints the resolved model" });
  }
  if (!emission.exact && options.quiet !== true) err(`note: ${format.name} holds decimal numbers; some values were rounded (--emit json is exact)\n`);
  if (options.output === undefined) out(emission.text);
  else await writeText(options.output, emission.text);
  return 0;
}

/** Undefined when the format needs a program and the spec is evaluated and not solved, or needs a solution and there is none. */
async function emit(format: Format, { model, task }: Compilation): Promise<Emission | undefined> {
  if (format.input === "model") return model && format.emit(model);
  if (format.input === "task") {
    if (task === undefined) return undefined;
    const { evaluator } = await solve(task);
    return evaluator && format.emit(task, evaluator);
  }
  if (task?.kind === "intermediary") return task.price && format.emit(task.price.program);
  return task !== undefined && "program" in task ? format.emit(task.program) : undefined;
}
