/** Compile and run one spec: what `mech solve` and `mech test` have in common. */
import { codes, diagnostic, hasErrors, toJson, type Diagnostic, type Source } from "../compiler/diagnostics/index.ts";
import { EvaluationError } from "../compiler/evaluate/error.ts";
import type { Evaluator } from "../compiler/evaluate/evaluator.ts";
import { compile, type Compilation } from "../compiler/driver.ts";
import { lineColumn, lineStarts } from "../grammar/span.ts";
import type { Result } from "../runtime/report/result.generated.ts";
import { run, type RunOptions } from "../runtime/run.ts";
import { closedFormResult } from "../runtime/theory/recognise/apply.ts";
import { expectedFailures } from "../runtime/verify/claims.ts";
import { preferQuickWasmStart, readSource } from "./io.ts";
import { limitsOf, parameters, type SolveOptions } from "./options.ts";
import { report } from "./report.ts";
import { checkSolver } from "./solver.ts";

export interface Execution {
  readonly source: Source;
  readonly compilation: Compilation;
  /** Absent when the spec does not compile; its diagnostics have been reported. */
  readonly result?: Result;
  /** Over the world in which outcomes have their values; absent when there is no mechanism. */
  readonly evaluator?: Evaluator;
}

/** @throws UsageError (exit code 2) for a missing file, an unreadable `--set`, or an unknown solver. */
export async function execute(file: string, options: SolveOptions, onProgress?: RunOptions["onProgress"]): Promise<Execution> {
  const set = parameters(options);
  checkSolver(options.solver);
  const source = await readSource(file);
  const clock = (): number => performance.now();
  const symmetry = options.symmetry !== false;
  const compilation = compile(source.text, { set, clock, symmetry, limits: limitsOf(options), ...(options.form === undefined ? {} : { form: options.form }) });
  const closed = closedForm(compilation);
  if (closed) {
    report(closed.diagnostics, source, options);
    return { source, compilation: { ...compilation, diagnostics: closed.diagnostics }, result: { ...closed.result, diagnostics: toJson(closed.diagnostics, source) } };
  }
  report(compilation.diagnostics, source, options);
  if (compilation.task === undefined || hasErrors(compilation.diagnostics)) return { source, compilation };
  preferQuickWasmStart();
  const starts = lineStarts(source.text);
  try {
    const { result, evaluator } = await run(compilation.task, {
      clock,
      symmetry,
      timings: compilation.timings,
      lineOf: (offset) => lineColumn(starts, offset).line,
      ...(options.timeLimit === undefined ? {} : { timeLimitSeconds: options.timeLimit }),
      ...(options.duals === undefined ? {} : { duals: options.duals }),
      ...(options.unique === undefined ? {} : { unique: options.unique }),
      ...(options.solver === undefined ? {} : { solver: options.solver }),
      ...(onProgress === undefined ? {} : { onProgress }),
    });
    return { source, compilation, ...(evaluator ? { evaluator } : {}), result: { ...result, diagnostics: [...toJson(compilation.diagnostics, source), ...result.diagnostics] } };
  } catch (error) {
    if (error instanceof EvaluationError) {
      // Rules and quantities are evaluated only now, so a division by zero in one of them shows up only now.
      report([error.diagnostic], source, options);
      return { source, compilation: { ...compilation, diagnostics: [...compilation.diagnostics, error.diagnostic] } };
    }
    throw error;
  }
}

/** A spec that fails only by its size may still have its value from a theorem; its errors then become one warning. */
function closedForm({ diagnostics, model }: Compilation): { readonly result: Result; readonly diagnostics: readonly Diagnostic[] } | undefined {
  const [first, ...more] = diagnostics.filter((each) => each.severity === "error");
  if (!model || !first || more.length > 0 || ![codes["program-too-large"].code, codes["state-space-too-large"].code].some((code) => code === first.code)) return undefined;
  const result = closedFormResult(model);
  if (!result) return undefined;
  const warning = diagnostic("closed-form-only", { span: first.span, text: `${first.text} A theorem gives the value without it; rules, checks and asserts are not evaluated.`, ...(first.hint ? { hint: first.hint } : {}) });
  return { result, diagnostics: diagnostics.map((each) => (each === first ? warning : each)) };
}

/** Whether the spec is solved, keeps what it requires (but for checks that an assert expects to fail), and every assert holds. */
export function succeeds({ compilation, result }: Execution): boolean {
  if (result === undefined) return false;
  const expected = compilation.model === undefined ? new Set<string>() : expectedFailures(compilation.model);
  const solved = result.status === "optimal" || result.status === "evaluated";
  // An assert may claim that a program is infeasible or unbounded; then that is the success.
  const claimed = result.asserts.length > 0 && result.status !== "error";
  return (solved || claimed) && result.asserts.every((each) => each.holds) && result.checks.every((each) => each.holds || expected.has(each.name));
}
