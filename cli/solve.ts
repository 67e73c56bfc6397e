/** `mech solve FILE`: compile, solve, certify, verify, print. */
import { toJson } from "../compiler/diagnostics/index.ts";
import type { ExitCode } from "./errors.ts";
import { execute, succeeds } from "./execute.ts";
import { err, out } from "./io.ts";
import type { SolveOptions } from "./options.ts";
import { present } from "./present.ts";

export interface SolveCommandOptions extends SolveOptions {
  /** Say on standard error what is being done. */
  readonly progress?: boolean;
}

/** Exit code 1 when the spec does not compile, has no solution, breaks a requirement, or an assert fails. */
export async function run(file: string, options: SolveCommandOptions): Promise<ExitCode> {
  const execution = await execute(file, options, options.progress === true ? (line) => err(`${line}\n`) : undefined);
  const { compilation, result, source } = execution;
  if (options.json === true) out(`${JSON.stringify(result ?? { diagnostics: toJson(compilation.diagnostics, source) }, undefined, 2)}\n`);
  else if (result !== undefined) out(present(result, compilation.model?.shows ?? []));
  // A closed form answers the question that was asked; that the program was not solved is a warning.
  return succeeds(execution) || result?.status === "closed-form" ? 0 : 1;
}
