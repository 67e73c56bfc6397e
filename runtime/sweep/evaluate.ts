/** Evaluating one point: compile the spec with its parameters, solve, keep the numbers. */
import { codes } from "../../compiler/diagnostics/codes.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { compile, type CompileOptions } from "../../compiler/driver.ts";
import { run, type RunOptions } from "../run.ts";
import { closedFormResult } from "../theory/recognise/apply.ts";
import { expectedFailures } from "../verify/claims.ts";
import { pointTexts, type Point } from "./grid.ts";
import { failedRow, rowOf, type SweepRow } from "./row.ts";

const sizeCodes: ReadonlySet<string> = new Set([codes["program-too-large"].code, codes["state-space-too-large"].code]);

export interface EvaluateOptions {
  readonly compile?: Pick<CompileOptions, "limits">;
  readonly run?: Pick<RunOptions, "solver" | "unique">;
  /** Milliseconds on any clock; without it rows take no time. */
  readonly clock?: () => number;
}

/**
 * A spec that does not compile at the point, or whose rules cannot be evaluated there, gives a row that says why.
 *
 * @throws UnknownSolverError, which is not the point's fault
 */
export async function evaluatePoint(spec: string, point: Point, options: EvaluateOptions = {}): Promise<SweepRow> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const seconds = (): number => Math.round(clock() - started) / 1000;
  const params = pointTexts(point);
  const { diagnostics, model, task } = compile(spec, { set: point.values, ...options.compile });
  if (!model || !task) {
    const [first, ...more] = diagnostics.filter((each) => each.severity === "error");
    // A spec that fails by its size alone may still have its value from a theorem.
    const closed = model && first && more.length === 0 && sizeCodes.has(first.code) ? closedFormResult(model) : undefined;
    if (model && closed) return rowOf(params, closed, expectedFailures(model), seconds());
    return failedRow(params, "invalid", first ? `${first.code} ${first.title}: ${first.text}` : "there is nothing to solve", seconds());
  }
  try {
    const { result } = await run(task, { ...options.run });
    return rowOf(params, result, expectedFailures(model), seconds());
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    const { code, title, text } = error.diagnostic;
    return failedRow(params, "invalid", `${code} ${title}: ${text}`, seconds());
  }
}
