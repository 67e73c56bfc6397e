/** `mech verify FILE SOLUTION.json`: a checker that shares no code with the compiler accepts or rejects a solution, or says that it cannot decide. */
import { hasErrors, toJson } from "../compiler/diagnostics/index.ts";
import { compile } from "../compiler/driver.ts";
import { lineColumn, lineStarts } from "../grammar/span.ts";
import { checkSolution, type CheckedSolution } from "../runtime/verify/checker/checker.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { out, readSource } from "./io.ts";
import { limitsOf, parameters, type SpecOptions } from "./options.ts";
import { report } from "./report.ts";

export interface VerifyOptions extends SpecOptions {
  readonly tolerance?: number;
}

/** Exit code 0 when the solution is accepted, 1 when it is rejected or the spec does not compile, 3 when nothing is proved either way. */
export async function run(file: string, solutionFile: string, options: VerifyOptions): Promise<ExitCode> {
  const set = parameters(options);
  const source = await readSource(file);
  const solution = parseSolution((await readSource(solutionFile)).text, solutionFile);
  const { diagnostics, model } = compile(source.text, { set, stopAfter: "model", limits: limitsOf(options) });
  report(diagnostics, source, options);
  if (model === undefined || hasErrors(diagnostics)) {
    if (options.json === true) out(`${JSON.stringify({ diagnostics: toJson(diagnostics, source) }, undefined, 2)}\n`);
    return 1;
  }
  const verdict = checkSolution(model, solution, options.tolerance === undefined ? {} : { tolerance: options.tolerance });
  const starts = lineStarts(source.text);
  const reasons = verdict.reasons.map(({ text, span }) => ({ text, ...(span && span.end > 0 ? { line: lineColumn(starts, span.start).line } : {}) }));
  if (options.json === true) out(`${JSON.stringify({ model: model.name, ...verdict, reasons }, undefined, 2)}\n`);
  else {
    out(`${model.name}: ${verdict.accepted ? `accepted, proved ${verdict.proved}` : verdict.conclusion}\n`);
    for (const { text, line } of reasons) out(`  ${text}${line === undefined ? "" : ` (line ${line})`}\n`);
  }
  return { accepted: 0, rejected: 1, "not proved": 3 }[verdict.conclusion] as ExitCode;
}

/** The checker refuses what has the wrong shape; here only the JSON itself is read. */
function parseSolution(text: string, file: string): CheckedSolution {
  try {
    return JSON.parse(text) as CheckedSolution;
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { hint: "write it with `mech solve FILE --json`" });
  }
}
