/** The whole pipeline in one screen: text, tree, model, task. Pure: no files, no console. */
import type { SourceFile } from "../grammar/ast.ts";
import { parse, type ParseResult } from "../grammar/index.ts";
import { codes } from "./diagnostics/codes.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { fromFault } from "./diagnostics/faults.ts";
import { Sink } from "./diagnostics/sink.ts";
import { EvaluationError } from "./evaluate/error.ts";
import type { Value } from "./evaluate/value.ts";
import { silence } from "./lint/silence.ts";
import { buildModel } from "./model/build.ts";
import type { Model } from "./model/model.generated.ts";
import { cellOf } from "./programs/cell.ts";
import { compileGivenCell } from "./programs/given.ts";
import { defaultLimits, type Limits } from "./programs/limits.ts";
import { compileInformationCell, type InformationOptions } from "./programs/information.ts";
import { compileIntermediaryCell } from "./programs/intermediary/compile.ts";
import { compileMechanismCell } from "./programs/mechanism.ts";
import { compileCorrelationCell } from "./programs/robust/correlation.ts";
import { compileRobustCell, type RobustForm, type RobustOptions } from "./programs/robust/compile.ts";
import { reviewTask } from "./programs/review.ts";
import { compileSplitCell } from "./programs/split/split.ts";
import type { SingleTask, Task } from "./programs/task.ts";

export interface CompileOptions {
  /** Values of params from outside (`--set`), also `incentives` and `participation`. */
  readonly set?: ReadonlyMap<string, Value>;
  readonly limits?: Partial<Limits>;
  /** Stop after the model: names, index sets, kinds and priors are checked, but no program is built. */
  readonly stopAfter?: "model";
  /** The tree of this very text, for a caller that has parsed it already (an editor parses on every key). */
  readonly parsed?: ParseResult;
  /** Reduce programs by exchangeable agents; on unless it is turned off. */
  readonly symmetry?: boolean;
  /** Points from which on a program of exchangeable agents is built up to permutations at once; see `InformationOptions`. */
  readonly orbitsFrom?: number;
  /** Form of the bounds of a robust mechanism; see docs/semantics/robust.md. */
  readonly form?: RobustForm;
  /** Milliseconds on any clock, for the timings; without it they are zero. */
  readonly clock?: () => number;
}

export interface Compilation {
  readonly diagnostics: readonly Diagnostic[];
  /** Warnings that a comment of the spec silences. */
  readonly silenced: readonly Diagnostic[];
  /** The tree; with syntax errors it has holes. */
  readonly file: SourceFile;
  /** Absent when there were errors before it. */
  readonly model?: Model;
  readonly task?: Task;
  readonly timings: { readonly parse: number; readonly compile: number };
}

/**
 * Compiles a spec.
 *
 * @example
 * const { task, diagnostics } = compile(text, { set: new Map([["n", Rational.integer(3)]]) });
 */
export function compile(source: string, options: CompileOptions = {}): Compilation {
  const clock = options.clock ?? (() => 0);
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const sink = new Sink();
  const started = clock();
  const { file, faults } = options.parsed ?? parse(source);
  sink.addAll(faults.map(fromFault));
  const parsed = clock();
  const finish = (model?: Model, task?: Task): Compilation => {
    const { kept, silenced } = silence(source, file.comments, sink.diagnostics);
    return { diagnostics: kept, silenced, file, ...(model ? { model } : {}), ...(task ? { task } : {}), timings: { parse: parsed - started, compile: clock() - parsed } };
  };
  if (sink.hasErrors && file.items.length === 0) return finish();
  const meaning = new Sink();
  const model = reporting(meaning, () => buildModel(file, source, meaning, options));
  sink.addAll(faults.length > 0 ? meaning.diagnostics.filter((each) => !mayFollowFromSyntax.has(each.code)) : meaning.diagnostics);
  if (!model || sink.hasErrors || options.stopAfter === "model") return finish(sink.hasErrors ? undefined : model);
  const task = reporting(sink, () => compileTask(model, sink, limits, options));
  if (task) reviewTask(task, sink);
  return finish(model, sink.hasErrors ? undefined : task);
}

/** What a declaration that could not be read leaves behind elsewhere; said again when the syntax is mended. */
const mayFollowFromSyntax: ReadonlySet<string> = new Set((["unknown-name", "prior-missing", "payoff-missing", "not-agents", "no-model", "spec-incomplete"] as const).map((name) => codes[name].code));

function compileTask(model: Model, sink: Sink, limits: Limits, options: InformationOptions & RobustOptions): Task | undefined {
  const mechanismMove = model.moves.find((each) => each.chooses.includes("mechanism"));
  const alone = (part: Model): SingleTask => (mechanismMove ? compileMechanismCell(part, part.moves.find((each) => each.chooses.includes("mechanism")) ?? mechanismMove, limits) : compileGivenCell(part, limits));
  switch (cellOf(model, sink)) {
    case undefined:
      return undefined;
    case "given":
      return compileGivenCell(model, limits);
    case "intermediary":
      return compileIntermediaryCell(model, limits);
    case "robust":
      return compileRobustCell(model, limits, options);
    case "correlation":
      return compileCorrelationCell(model, limits);
    case "mechanism":
      return alone(model);
    case "split":
      return compileSplitCell(model, limits, alone);
    case "information": {
      const move = model.moves.find((each) => each.chooses.includes("information") || each.chooses.includes("prior"));
      return move && compileInformationCell(model, move, limits, options);
    }
  }
}

/** Evaluation errors carry their diagnostic; anything else is a bug and goes on. */
function reporting<T>(sink: Sink, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    sink.add(error.diagnostic);
    return undefined;
  }
}
