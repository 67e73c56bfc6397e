/** A lint rule that solves a spec, or visits all of its profiles. */
import type { Diagnostic } from "../../compiler/diagnostics/diagnostic.ts";
import type { LintName } from "../../compiler/lint/rule.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Task } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";

export interface SlowRule {
  /** The code that it raises. */
  readonly name: LintName;
  /**
   * What is wrong; undefined when the rule did not look, because the spec is too large for it.
   *
   * @throws EvaluationError where the spec cannot be evaluated; solving reports that, the linter stays silent
   */
  check(task: Task, options: ProveOptions): Promise<readonly Diagnostic[] | undefined>;
}

/** Nonzeros up to which a rule may solve the program a few times over. */
const solvableNonzeros = 5000;

/** Whether a program is small enough for a rule that solves it repeatedly, and continuous, so that optima have multipliers. */
export function isSolvable(program: Program): boolean {
  return program.integer.length === 0 && program.index.length <= solvableNonzeros;
}
