/**
 * From a task to a result: solve, certify, re-evaluate the spec with the solved rules, check every claim. The solver is
 * never believed: what is reported as optimal has been proved or, failing that, is reported as an interval.
 */
import { Rational } from "../compiler/exact/rational.ts";
import type { Evaluator } from "../compiler/evaluate/evaluator.ts";
import type { Program } from "../compiler/lp/program.ts";
import type { MechanismTask, Task } from "../compiler/programs/task.ts";
import { certify } from "./certify/certify.ts";
import type { CertifyResult } from "./certify/result.ts";
import type { Result } from "./report/result.generated.ts";
import { multipliers, ruleTables } from "./report/rules.ts";
import { chooseSolver, loadSolver } from "./solvers/choose.ts";
import { audited } from "./solvers/recheck.ts";
import type { SolverAnswer } from "./solution.ts";
import { evaluateAsserts, quantityValues } from "./verify/claims.ts";
import { checkDomains } from "./verify/outcomes.ts";
import { amount, type LineOf } from "./report/amount.ts";
import { checkRows } from "./verify/rows.ts";
import { solvedEvaluator, tablesFrom } from "./verify/tables.ts";

export interface RunOptions {
  /** Name of a solver; chosen by size when absent. */
  readonly solver?: string;
  /** Wall-clock limit on solving and on certifying, each. */
  readonly timeLimitSeconds?: number;
  readonly onProgress?: (line: string) => void;
  readonly clock?: () => number;
  /** Line of an offset in the source, for counterexamples; 1 without it. */
  readonly lineOf?: LineOf;
  readonly timings?: { readonly parse: number; readonly compile: number };
}

/** A result, with what later steps (explanations, evaluators) need to go on. */
export interface Run {
  readonly result: Result;
  readonly certified?: CertifyResult;
  /** Over the world in which outcomes have their values; absent when there is no mechanism. */
  readonly evaluator?: Evaluator;
}

export async function run(task: Task, options: RunOptions = {}): Promise<Run> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const solved = task.kind === "given" ? undefined : await solve(task, options);
  const solvedAt = clock();
  const evaluator = evaluatorOf(task, solved);
  const result = report(task, evaluator, solved, options);
  const verifiedAt = clock();
  result.timings = { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: solvedAt - started, verify: verifiedAt - solvedAt };
  return { result, ...(solved ? { certified: solved.certified } : {}), ...(evaluator ? { evaluator } : {}) };
}

interface Solved {
  readonly answer: SolverAnswer;
  readonly certified: CertifyResult;
}

async function solve(task: MechanismTask, options: RunOptions): Promise<Solved> {
  const { program } = task;
  const solver = await loadSolver(options.solver ?? chooseSolver(program));
  options.onProgress?.(`solving ${program.rowCount} rows, ${program.columnCount} columns, ${program.index.length} nonzeros with ${solver.name}`);
  const answer = audited(program, await solver.solve(program, { ...(options.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: options.timeLimitSeconds }), ...(options.onProgress ? { onProgress: options.onProgress } : {}) }));
  options.onProgress?.("certifying");
  const certified = await certify(program, answer, options.timeLimitSeconds === undefined ? {} : { timeLimitSeconds: options.timeLimitSeconds });
  return { answer, certified };
}

/** The columns to evaluate with: exact ones where proved, else the solver's as inexact numbers. */
function columnsOf(solved: Solved): readonly Rational[] | undefined {
  const { certified, answer } = solved;
  if (certified.kind === "exact") return certified.certificate.kind === "optimal" ? certified.certificate.columns : undefined;
  return answer.columns && (answer.status === "optimal" || answer.status === "time-limit") ? Array.from(answer.columns, (value) => Rational.float(value)) : undefined;
}

function evaluatorOf(task: Task, solved: Solved | undefined): Evaluator | undefined {
  if (!solved) return task.evaluator;
  const columns = columnsOf(solved);
  return columns && solvedEvaluator(task, tablesFrom(task, columns));
}

function statusOf(solved: Solved | undefined): Result["status"] {
  if (!solved) return "evaluated";
  const { certified, answer } = solved;
  if (certified.kind === "exact") return certified.certificate.kind;
  return answer.status === "optimal" ? "optimal" : "error";
}

function sizes(program: Program | undefined): Result["program"] {
  return { rows: program?.rowCount ?? 0, columns: program?.columnCount ?? 0, nonzeros: program?.index.length ?? 0, integers: program?.integer.length ?? 0 };
}

function report(task: Task, evaluator: Evaluator | undefined, solved: Solved | undefined, options: RunOptions): Result {
  const { model } = task;
  const lineOf = options.lineOf ?? (() => 1);
  const program = task.kind === "mechanism" ? task.program : undefined;
  const status = statusOf(solved);
  const domains = evaluator && checkDomains(model, evaluator, lineOf);
  const checks = evaluator ? [...(domains ? [domains] : []), ...checkRows(model, evaluator, lineOf)] : [];
  const quantities = evaluator ? quantityValues(model, evaluator) : new Map<string, Rational>();
  const certificate = solved?.certified.kind === "exact" ? solved.certified.certificate : undefined;
  const result: Result = {
    version: "1.0",
    model: model.name,
    status,
    selection: selectionOf(task),
    certificate: solved ? solved.certified.kind : "none",
    quantities: Object.fromEntries([...quantities].map(([name, value]) => [name, amount(value)])),
    rules: evaluator ? ruleTables(model, evaluator) : {},
    checks,
    asserts: evaluateAsserts(model, { status, checks, ...(evaluator ? { evaluator } : {}) }),
    program: sizes(program),
    solver: solved?.answer.solver ?? "none",
    timings: { parse: 0, compile: 0, solve: 0, verify: 0 },
    diagnostics: [],
  };
  if (program?.inexact) result.inexact = true;
  if (certificate?.kind === "optimal") {
    result.objective = amount(certificate.objective);
    if (program && program.integer.length === 0) result.duals = multipliers(program, certificate.rowDuals);
  } else if (certificate?.kind === "infeasible" && program) result.farkas = multipliers(program, certificate.farkas);
  else if (solved?.certified.kind === "interval") {
    const { lower, upper } = solved.certified;
    const value = solved.answer.objective ?? NaN;
    result.objective = { value, ...(lower && upper ? { interval: [lower.toNumber(), upper.toNumber()] as [number, number] } : {}) };
  }
  return result;
}

/** Who chooses, which equilibrium is meant, and how ties are broken. */
function selectionOf(task: Task): string {
  const play = task.model.direct ? "agents report truthfully" : "agents follow the given strategies";
  if (task.kind === "given") return `Everything is given; ${play}.`;
  const ties = task.stages.length > 0 ? `ties are broken ${task.stages.map((stage) => `to ${stage.sense} ${stage.text}`).join(", then ")}` : "ties are not broken: quantities other than the objective may not be determined";
  return `${task.mover} chooses the mechanism, ${play}; ${ties}.`;
}
