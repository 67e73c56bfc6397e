/** The formats of `mech compile --emit`, one line each. */
import { dualize } from "../lp/dualize.ts";
import type { Program } from "../lp/program.ts";
import type { Model } from "../model/model.generated.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Task } from "../programs/task.ts";
import { emitEvaluator } from "./evaluator.ts";
import { emitJson } from "./json.ts";
import { emitLatex } from "./latex.ts";
import { emitLp } from "./lp.ts";
import type { Emission } from "./emission.ts";
import { emitMps } from "./mps.ts";

interface Described {
  readonly name: string;
  /** Of the file, without the dot. */
  readonly extension: string;
  readonly description: string;
}

/** A rendering of one program; a spec that compiles to several is rendered several times. */
export interface ProgramFormat extends Described {
  readonly input: "program";
  emit(program: Program): Emission;
}

/** A rendering of the spec after names, index sets and moves are resolved, before any program is chosen. */
export interface ModelFormat extends Described {
  readonly input: "model";
  emit(model: Model): Emission;
}

/** A rendering of the mechanism itself, which for a chosen one needs a solution. */
export interface TaskFormat extends Described {
  readonly input: "task";
  /** @param evaluator over a world in which every outcome has its value: the task's own if it is given, that of the solved rules if it is chosen */
  emit(task: Task, evaluator: Evaluator): Emission;
}

/** Closed on what an emitter reads, so that a caller that cannot provide it fails to compile. */
export type Format = ProgramFormat | ModelFormat | TaskFormat;

export const formats: readonly Format[] = [
  model("ir", "ir.json", "the resolved model as JSON", (input) => lossless(`${JSON.stringify(input, undefined, 2)}\n`)),
  program("lp", "lp", "CPLEX LP text", emitLp),
  program("mps", "mps", "free MPS text", emitMps),
  program("json", "json", "the program as JSON", (input) => lossless(emitJson(input))),
  program("dual-lp", "dual.lp", "the dual program as CPLEX LP text", (input) => emitLp(dualize(input).dual)),
  program("dual-mps", "dual.mps", "the dual program as free MPS text", (input) => emitMps(dualize(input).dual)),
  program("dual-program", "dual.json", "the dual program as JSON", (input) => lossless(emitJson(dualize(input).dual))),
  model("latex", "tex", "the problem in mathematical notation, for LaTeX with amsmath", (input) => lossless(emitLatex(input))),
  { input: "task", name: "evaluator", extension: "mjs", description: "the given or solved mechanism as an ES module", emit: (task, evaluator) => emitEvaluator(task.model, evaluator) },
];

/** The format of a name, or undefined. @example formatNamed("lp")?.extension // "lp" */
export function formatNamed(name: string): Format | undefined {
  return formats.find((format) => format.name === name);
}

function program(name: string, extension: string, description: string, emit: ProgramFormat["emit"]): ProgramFormat {
  return { input: "program", name, extension, description, emit };
}

function model(name: string, extension: string, description: string, emit: ModelFormat["emit"]): ModelFormat {
  return { input: "model", name, extension, description, emit };
}

function lossless(text: string): Emission {
  return { text, exact: true };
}
