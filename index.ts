/** The library: what `import ... from "mech-lang"` gives. The formatter is `mech-lang/prettier-plugin`. */
export * from "./compiler/diagnostics/index.ts";
export { compile, type Compilation, type CompileOptions } from "./compiler/driver.ts";
export { Rational } from "./compiler/exact/rational.ts";
export type { Value } from "./compiler/evaluate/value.ts";
export { formats, formatNamed } from "./compiler/emit/registry.ts";
export { dualize } from "./compiler/lp/dualize.ts";
export type { Program } from "./compiler/lp/program.ts";
export type { Model } from "./compiler/model/model.generated.ts";
export type { Task } from "./compiler/programs/task.ts";
export { parse } from "./grammar/index.ts";
export type { ParseResult, SourceFile, Span, SyntaxFault } from "./grammar/index.ts";
export { certify } from "./runtime/certify/certify.ts";
export { makeEvaluator, type Outcomes, type Profile } from "./runtime/report/evaluator.ts";
export type { Result } from "./runtime/report/result.generated.ts";
export { run, type Run, type RunOptions } from "./runtime/run.ts";
export type { Solver, SolverAnswer } from "./runtime/solution.ts";
export { loadSolver, solverNames } from "./runtime/solvers/choose.ts";
