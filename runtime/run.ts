/**
 * From a task to a result: solve, certify, re-evaluate the spec with the solved rules, check every claim. The solver is
 * never believed: what is reported as optimal has been proved or, failing that, is reported as an interval.
 */
import { Rational } from "../compiler/exact/rational.ts";
import type { Evaluator } from "../compiler/evaluate/evaluator.ts";
import type { Program } from "../compiler/lp/program.ts";
import { mergedColumns } from "../compiler/reduce/merged.ts";
import type { CorrelationTask, IntermediaryTask, RobustTask, SolvableTask, SplitTask, Task } from "../compiler/programs/task.ts";
import type { CertifyResult } from "./certify/result.ts";
import type { Optimal } from "./explain/proof.ts";
import { lexicographic } from "./explain/uniqueness.ts";
import { runIntermediary } from "./intermediary/run.ts";
import { prove, prover, type ProveOptions } from "./prove.ts";
import { proveReduced, type ReducedProof } from "./prove-reduced.ts";
import type { Result } from "./report/result.generated.ts";
import { addRanges, conflictOf, dualTables, rayOf, virtualValueTable } from "./report/explanations.ts";
import { lawTable } from "./report/law.ts";
import { ruleTables, taskMultipliers } from "./report/rules.ts";
import { runCorrelation } from "./robust/correlation.ts";
import { runRobust } from "./robust/run.ts";
import { selectionOf } from "./report/selection.ts";
import { shownTables } from "./report/shown.ts";
import { evaluateAsserts, quantityValues } from "./verify/claims.ts";
import { objectiveDisagreement } from "./verify/objective.ts";
import { checkDomains } from "./verify/outcomes.ts";
import { amount, type LineOf } from "./report/amount.ts";
import { checkRows } from "./verify/rows.ts";
import { runSplit } from "./split.ts";
import { solvedEvaluator, tablesFrom } from "./verify/tables.ts";
import type { Recogniser } from "./theory/recogniser.ts";
import { addTheory } from "./theory/recognise/apply.ts";

export interface RunOptions extends ProveOptions {
  /** Report for every quantity whether optimality determines it. Default: for programs of up to 2000 nonzeros. */
  readonly unique?: boolean;
  /** Explain the multipliers: labelled duals, slackness, ranging. Default: if the spec shows `duals`. */
  readonly duals?: boolean;
  /** Put rows and columns that cannot be told apart together before solving; on unless it is turned off. */
  readonly symmetry?: boolean;
  readonly clock?: () => number;
  /** Line of an offset in the source, for counterexamples; 1 without it. */
  readonly lineOf?: LineOf;
  readonly timings?: { readonly parse: number; readonly compile: number };
  /** Theorems that are held against the solution; all of them by default. */
  readonly recognisers?: readonly Recogniser[];
}

/** A result, with what later steps (explanations, evaluators) need to go on. */
export interface Run {
  readonly result: Result;
  readonly certified?: CertifyResult;
  /** Over the world in which outcomes have their values; absent when there is no mechanism. */
  readonly evaluator?: Evaluator;
}

export async function run(task: Task, options: RunOptions = {}): Promise<Run> {
  if (task.kind === "intermediary") {
    const found = await runIntermediary(task, options);
    if (found.result.status === "optimal") addTheory(task, found.result, options.recognisers);
    return found;
  }
  if (task.kind === "robust") {
    const found = await runRobust(task, options);
    if (found.result.status === "optimal") addTheory(task, found.result, options.recognisers);
    return found;
  }
  if (task.kind === "correlation") return runCorrelation(task, options);
  return task.kind === "split" ? runSplit(task, options, runAlone) : runAlone(task, options);
}

async function runAlone(task: Exclude<Task, SplitTask | IntermediaryTask | RobustTask | CorrelationTask>, options: RunOptions): Promise<Run> {
  const clock = options.clock ?? (() => 0);
  const started = clock();
  const solved = task.kind === "given" ? undefined : await solve(task, options);
  const solvedAt = clock();
  const evaluator = evaluatorOf(task, solved);
  const result = report(task, evaluator, solved, options);
  if (solved && task.kind !== "given") await explain(task, solved, result, options);
  if (result.status !== "error") addTheory(task, result, options.recognisers);
  const verifiedAt = clock();
  result.timings = { parse: options.timings?.parse ?? 0, compile: options.timings?.compile ?? 0, solve: solvedAt - started, verify: verifiedAt - solvedAt };
  return { result, ...(solved ? { certified: solved.certified } : {}), ...(evaluator ? { evaluator } : {}) };
}

/** Nonzeros up to which the ranges of all quantities cost next to nothing. */
const quickNonzeros = 2000;

/** A proof, and the program of which all optimal points are optimal for the earlier objectives too. */
interface Solved extends ReducedProof {
  readonly face?: { readonly program: Program; readonly certificate: Optimal };
  /** Why ties were not broken as the spec asks. */
  readonly ties?: string;
}

async function solve(task: SolvableTask, options: RunOptions): Promise<Solved> {
  // How far a price holds is read off a basis, which a lifted certificate does not have.
  const reduces = options.symmetry !== false && !explainsDuals(task, options);
  const proof = await (reduces ? proveReduced(task.program, options) : prove(task.program, options));
  const { certified } = proof;
  if (certified.kind !== "exact" || certified.certificate.kind !== "optimal") return proof;
  const first = certified.certificate;
  if (task.stages.length === 0) return { ...proof, face: { program: task.program, certificate: first } };
  // The first objective is solved already; the stages go on from its certificate.
  const later = prover(options);
  const isFirst = (program: Program): boolean => program.rowSense === task.program.rowSense && program.objective === task.program.objective;
  const result = await lexicographic(task.program, task.stages, (program) => (isFirst(program) ? Promise.resolve(first) : later(program)));
  if (result.kind === "unsolved") return { ...proof, ties: `Ties were not broken: "${task.stages[result.at - 1]?.text ?? "the next objective"}" is ${result.reason} among the optimal mechanisms.` };
  const last = result.stages.at(-1);
  return { ...proof, certified: { ...certified, certificate: result.certificate }, ...(last ? { face: { program: last.program, certificate: last.certificate } } : {}) };
}

function explainsDuals({ model }: SolvableTask, { duals }: RunOptions): boolean {
  return duals ?? model.shows.includes("duals");
}

async function explain(task: SolvableTask, { certified, face, ties }: Solved, result: Result, options: RunOptions): Promise<void> {
  if (ties !== undefined) result.selection = `${result.selection ?? ""} ${ties}`.trim();
  if (certified.kind !== "exact") return;
  const { certificate } = certified;
  const { program, model } = task;
  const lineOf = options.lineOf ?? (() => 1);
  const again = prover(options);
  if (certificate.kind === "infeasible") {
    options.onProgress?.("looking for a minimal conflict");
    const conflict = await conflictOf(program, certificate, again, lineOf);
    if (conflict) result.conflict = conflict;
  } else if (certificate.kind === "unbounded") {
    const objective = model.moves.find((move) => move.mover === task.mover)?.objectives[0]?.text;
    result.ray = rayOf(program, certificate, objective ?? "the objective");
  } else {
    if (program.integer.length === 0 && explainsDuals(task, options)) {
      result.explanation = { ...dualTables(program, certificate), ...(task.kind === "mechanism" ? { "virtual values": virtualValueTable(task, certificate) } : {}) };
    }
    if (face && (options.unique ?? (program.integer.length === 0 && program.index.length <= quickNonzeros))) {
      await addRanges(task, face.program, face.certificate, again, result.quantities);
    }
  }
}

/** The columns to evaluate with: exact ones where proved, else the solver's as inexact numbers. */
function columnsOf(solved: ReducedProof): readonly Rational[] | undefined {
  const { certified, answer } = solved;
  if (certified.kind === "exact") return certified.certificate.kind === "optimal" ? certified.certificate.columns : undefined;
  return answer.columns && (answer.status === "optimal" || answer.status === "time-limit") ? Array.from(answer.columns, (value) => Rational.float(value)) : undefined;
}

function evaluatorOf(task: Task, solved: ReducedProof | undefined): Evaluator | undefined {
  if (!solved) return task.evaluator;
  const columns = columnsOf(solved);
  return columns && (task.kind === "information" ? task.solved(columns) : solvedEvaluator(task, tablesFrom(task, columns)));
}

function statusOf(solved: ReducedProof | undefined): Result["status"] {
  if (!solved) return "evaluated";
  const { certified, answer } = solved;
  if (certified.kind === "exact") return certified.certificate.kind;
  return answer.status === "optimal" ? "optimal" : "error";
}

function sizes(task: Task, program: Program | undefined, quotient: ReducedProof["quotient"]): Result["program"] {
  if (!program) return { rows: 0, columns: 0, nonzeros: 0, integers: 0 };
  const sizeOf = ({ rowCount, columnCount, index }: Program): { rows: number; columns: number; nonzeros: number } => ({ rows: rowCount, columns: columnCount, nonzeros: index.length });
  const before = (task.kind === "information" ? task.reducedFrom : undefined) ?? (quotient && sizeOf(program));
  return {
    ...sizeOf(quotient?.program ?? program),
    integers: program.integer.length,
    ...(before ? { reducedFrom: { ...before } } : {}),
    ...(quotient ? { merged: mergedColumns(program, quotient).map(({ example, differ, ...each }) => ({ ...each, differ: [...differ], example: example.map((member) => [...member]) })) } : {}),
  };
}

function report(task: Exclude<Task, SplitTask | IntermediaryTask | RobustTask | CorrelationTask>, evaluator: Evaluator | undefined, solved: ReducedProof | undefined, options: RunOptions): Result {
  const { model } = task;
  const lineOf = options.lineOf ?? (() => 1);
  const program = task.kind === "given" ? undefined : task.program;
  const status = statusOf(solved);
  const domains = evaluator && checkDomains(model, evaluator, lineOf);
  const checks = evaluator ? [...(domains ? [domains] : []), ...checkRows(model, evaluator, lineOf, { onPath: task.kind === "information" })] : [];
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
    ...(evaluator && model.definitions.some(({ name }) => model.shows.includes(name)) ? { shown: shownTables(model, evaluator) } : {}),
    checks,
    asserts: evaluateAsserts(model, { status, checks, ...(evaluator ? { evaluator } : {}) }),
    program: sizes(task, program, solved?.quotient),
    solver: solved?.answer.solver ?? "none",
    timings: { parse: 0, compile: 0, solve: 0, verify: 0 },
    diagnostics: [],
  };
  if (task.kind === "information" && evaluator) result.information = lawTable(task, evaluator);
  if (certificate?.kind === "optimal") {
    result.objective = amount(certificate.objective);
    const disagreement = task.kind !== "given" && evaluator ? objectiveDisagreement(task, evaluator, certificate.objective) : undefined;
    if (disagreement) {
      result.status = "error";
      result.diagnostics.push(disagreement);
    }
    if (program && program.integer.length === 0) result.duals = taskMultipliers(task, program, certificate.rowDuals);
  } else if (certificate?.kind === "infeasible" && program) result.farkas = taskMultipliers(task, program, certificate.farkas);
  else if (solved?.certified.kind === "interval") {
    const { lower, upper } = solved.certified;
    const value = solved.answer.objective ?? NaN;
    result.objective = { value, ...(lower && upper ? { interval: [lower.toNumber(), upper.toNumber()] as [number, number] } : {}) };
  }
  if (program?.inexact || task.evaluator.space.law.inexact) markInexact(result);
  return result;
}

/** Fractions of rounded data are exact for these data only; printing their many digits would pretend more. */
function markInexact(result: Result): void {
  result.inexact = true;
  for (const quantity of [...Object.values(result.quantities), ...(result.objective ? [result.objective] : [])]) delete quantity.exact;
  for (const rule of Object.values(result.rules)) {
    for (const entry of rule.entries) if (typeof entry.value === "string") entry.value = Rational.parse(entry.value)?.toNumber() ?? entry.value;
  }
}
