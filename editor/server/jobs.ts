/**
 * The slow work of the language server: compiling whole programs, linting, solving, plotting. A job is plain data and so is
 * its answer, so that it can be done in another thread, which can be stopped.
 */
import { hasErrors } from "../../compiler/diagnostics/diagnostic.ts";
import { Sink } from "../../compiler/diagnostics/sink.ts";
import { compile, type Compilation } from "../../compiler/driver.ts";
import { expand } from "../../compiler/emit/expand.ts";
import { emitLp } from "../../compiler/emit/lp.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { lint } from "../../compiler/lint/index.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Task } from "../../compiler/programs/task.ts";
import { lineColumn, lineStarts } from "../../grammar/index.ts";
import { lintSlowly } from "../../runtime/lint/index.ts";
import { run, type Run } from "../../runtime/run.ts";
import { chooseSolver } from "../../runtime/solvers/choose.ts";
import type { ProgramSize, SlowResult } from "../services/snapshot.ts";
import { claimDiagnostics } from "./claims.ts";
import { resultText } from "./result-text.ts";
import { defaultSettings, type Settings } from "./settings.ts";

export type JobKind = "check" | "solve" | "show" | "expand" | "program" | "plot";

export interface Job {
  /**
   * `check`: compile and lint. `solve`: also solve, and judge every claim. `show`: the same as a text. `expand`, `program`
   * and `plot`: the spec written out, the program as LP text, a picture as SVG.
   */
  readonly kind: JobKind;
  readonly text: string;
  /** The solver, the time that it may take, and whether to lint; the defaults without it. */
  readonly settings?: Settings;
}

export interface JobResult extends SlowResult {
  /** What a command shows. */
  readonly text?: string;
}

/** Longer texts are cut: an editor cannot show them. */
const LONGEST_TEXT = 2_000_000;

/** Does a job. Never throws for what a spec can do wrong: that is in the diagnostics. */
export async function perform(job: Job): Promise<JobResult> {
  const settings = job.settings ?? defaultSettings;
  const compilation = compile(job.text);
  const sink = new Sink();
  sink.addAll(compilation.diagnostics);
  try {
    if (job.kind === "expand" && compilation.model) return { diagnostics: sink.diagnostics, text: await formatted(expand(job.text, compilation.model)) };
    if (settings.pedantic) sink.addAll(lint(job.text, compilation));
    const size = sizeOf(compilation.task);
    const result = (text?: string): JobResult => ({
      diagnostics: sink.diagnostics,
      ...(size ? { size } : {}),
      ...(text === undefined ? {} : { text: text.slice(0, LONGEST_TEXT) }),
    });
    if (job.kind === "check" || !compilation.task || hasErrors(compilation.diagnostics)) return result();
    if (job.kind === "program") return result(programText(compilation.task));
    const solved = await solve(compilation.task, job.text, settings);
    sink.addAll(claimDiagnostics(solved.result, compilation));
    if (job.kind === "plot") return result(await picture(compilation.task, solved));
    if (job.kind === "show") return result(resultText(solved.result));
    if (settings.pedantic) sink.addAll(await lintSlowly(job.text, compilation, { timeLimitSeconds: settings.timeLimitSeconds }));
    return result();
  } catch (error) {
    // Rules and quantities are evaluated only after the solution is known.
    if (!(error instanceof EvaluationError)) throw error;
    sink.add(error.diagnostic);
    return { diagnostics: sink.diagnostics };
  }
}

/** The numbers of a program, by construct of the spec. */
export function sizeOf(task: Compilation["task"]): ProgramSize | undefined {
  const program = task && programOf(task);
  if (!program) return undefined;
  return {
    rows: program.rowCount,
    columns: program.columnCount,
    nonzeros: program.index.length,
    integers: program.integer.length,
    families: program.rowFamilies.flatMap(({ name, span, count }) => (span ? [{ name, span, rows: count }] : [])),
  };
}

function programOf(task: Task): Program | undefined {
  return "program" in task ? task.program : undefined;
}

function programText(task: Task): string {
  const program = programOf(task);
  if (program) return emitLp(program).text;
  return task.kind === "given"
    ? "Nothing is chosen, so there is no program: the spec is evaluated.\n"
    : "This spec is solved as several programs; there is not one that could be shown.\n";
}

/** What is bundled for an editor has HiGHS and the exact simplex only. */
async function solve(task: Task, text: string, { solver: wanted, timeLimitSeconds }: Settings): Promise<Run> {
  const starts = lineStarts(text);
  const program = programOf(task);
  const fitting = program ? chooseSolver(program) : "highs";
  const solver = wanted ?? (fitting === "glpk" ? "highs" : fitting);
  return run(task, { solver, timeLimitSeconds, lineOf: (offset) => lineColumn(starts, offset).line });
}

/** @returns the picture, or a sentence why there is none */
async function picture(task: Task, { result, evaluator }: Run): Promise<string> {
  if (result.status === "infeasible" || result.status === "unbounded" || result.status === "error")
    return `There is no solution to draw: the spec is ${result.status === "error" ? "not solved" : result.status}.\n`;
  const { figureOf, possibleKinds } = await import("../../runtime/plot/kinds.ts");
  const subject = { name: task.model.name, model: task.model, task, result, ...(evaluator ? { evaluator } : {}) };
  const [kind] = possibleKinds([subject]);
  if (kind === undefined)
    return "This spec has no picture: nothing in it depends on one or two reports, and it has no quantities called revenue and surplus.\n";
  const { render } = await import("../../runtime/plot/render.ts");
  const { svgDocument } = await import("./svg-document.ts");
  return render(figureOf(kind, [subject]), svgDocument());
}

/** The expansion in the canonical layout; as it is where the layout cannot be made. */
async function formatted(text: string): Promise<string> {
  const { format, FormatError } = await import("../../grammar/format.ts");
  try {
    return await format(text);
  } catch (error) {
    if (error instanceof FormatError) return text;
    throw error;
  }
}
