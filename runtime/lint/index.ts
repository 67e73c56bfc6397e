/** Lint rules that solve the spec or evaluate it at every profile: for a save or the command line, not for a keystroke. */
import { codes } from "../../compiler/diagnostics/codes.ts";
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import { Sink } from "../../compiler/diagnostics/sink.ts";
import type { Compilation } from "../../compiler/driver.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import type { LintOptions } from "../../compiler/lint/index.ts";
import { idleSilences, silence, silencesOf } from "../../compiler/lint/silence.ts";
import type { ProveOptions } from "../prove.ts";
import { slowRules } from "./registry.ts";

export interface SlowLintOptions extends LintOptions, Pick<ProveOptions, "solver" | "timeLimitSeconds"> {}

/**
 * The warnings of the slow rules, in the order of the text; empty for a spec with errors. Between two rules other work
 * gets its turn, so an editor can go on; a rule that solves is bounded by the size of the program and by the time limit.
 *
 * @throws UnknownSolverError
 * @example const found = [...compilation.diagnostics, ...lint(source, compilation), ...(await lintSlowly(source, compilation))];
 */
export async function lintSlowly(source: string, compilation: Compilation, options: SlowLintOptions = {}): Promise<Diagnostic[]> {
  const { file, task } = compilation;
  if (!task) return [];
  const sink = new Sink();
  const judged = new Set<string>();
  for (const rule of slowRules) {
    const { code } = codes[rule.name];
    if (options.only?.includes(code) === false) continue;
    const found = await checked(() => rule.check(task, options));
    if (found === undefined) continue;
    judged.add(code);
    sink.addAll(found);
    if (rule.name === "large-for-solver" && found.length > 0) break;
  }
  const { kept } = silence(source, file.comments, sink.diagnostics);
  const idle = idleSilences(source, silencesOf(source, file.comments), sink.diagnostics, ({ code }) => judged.has(code));
  const all = new Sink();
  all.addAll([...kept, ...idle]);
  return [...all.diagnostics];
}

/** What cannot be evaluated is reported where it is evaluated; a linter has nothing to add. */
async function checked(check: () => Promise<readonly Diagnostic[] | undefined>): Promise<readonly Diagnostic[] | undefined> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof EvaluationError) return undefined;
    throw error;
  }
}
