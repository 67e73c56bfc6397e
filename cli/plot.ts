/** `mech plot FILE...`: pictures of solved specs and of sweeps, as SVG. */
import { EvaluationError } from "../compiler/evaluate/error.ts";
import { sweepFigure, type CurveOptions } from "../runtime/plot/curves.ts";
import { PlotRefusal, type Figure } from "../runtime/plot/figure.ts";
import { figureOf, possibleKinds, specKinds, type SpecKind, type Subject } from "../runtime/plot/kinds.ts";
import { render } from "../runtime/plot/render.ts";
import { expectedFailures } from "../runtime/verify/claims.ts";
import { readSweep, type SweepFile } from "../runtime/sweep/file.ts";
import { pointTexts, type Grid } from "../runtime/sweep/grid.ts";
import { failedRow, rowOf } from "../runtime/sweep/row.ts";
import { UsageError, type ExitCode } from "./errors.ts";
import { execute } from "./execute.ts";
import { out, readSource, writeText } from "./io.ts";
import type { SolveOptions } from "./options.ts";
import { report } from "./report.ts";
import { svgDocument } from "./svg-document.ts";
import { gridOf } from "./sweep-grid.ts";

export interface PlotCommandOptions extends SolveOptions {
  readonly kind: PlotKind;
  /** Write to this file instead of standard output. */
  readonly out?: string;
  /** What curves show: quantities, `objective`, `theory.NAME`. */
  readonly quantity?: readonly string[];
  /** The parameter on the horizontal axis of curves. */
  readonly along?: string;
  /** The outcome family that a map shows. */
  readonly outcome?: string;
}

export const plotKinds = ["auto", ...specKinds, "sweep"] as const;
export type PlotKind = (typeof plotKinds)[number];

/** Specs and points of one picture; a larger sweep is computed by `mech sweep`, which also draws it. */
const mostSubjects = 200;

/** Exit code 1 when a spec does not compile or is not solved, 2 when it has no plot of that kind. */
export async function run(files: readonly string[], options: PlotCommandOptions): Promise<ExitCode> {
  const sweeps = files.filter((file) => file.endsWith(".json"));
  const [saved] = sweeps;
  if (saved !== undefined) {
    if (files.length > 1) throw new UsageError("a sweep is plotted alone", { hint: "name one .json file, or only specs" });
    const file = readSweep((await readSource(saved)).text);
    if (!file) throw new UsageError(`${saved} is not a sweep`, { hint: "write it with `mech sweep FILE --format json --out FILE.json`", diagnostic: "cannot-read-file" });
    await deliver(drawSweep(file, options), options);
    return 0;
  }
  const subjects = await solveAll(files, gridOf(options.set, mostSubjects), options);
  if (subjects === undefined) return 1;
  let figure: Figure;
  try {
    figure = choose(subjects, options);
  } catch (error) {
    if (error instanceof PlotRefusal) throw refusal(error, possibleKinds(subjects.map((each) => each.subject)));
    if (!(error instanceof EvaluationError)) throw error;
    report([error.diagnostic], await readSource(files[0] ?? ""), options);
    return 1;
  }
  await deliver(render(figure, svgDocument()), options);
  return 0;
}

/** The picture of a sweep. @throws UsageError (exit code 2) when it cannot be drawn */
export function drawSweep(file: SweepFile, options: Pick<PlotCommandOptions, "quantity" | "along">): string {
  try {
    return render(sweepFigure(file, curveOptions(options)), svgDocument());
  } catch (error) {
    throw error instanceof PlotRefusal ? refusal(error, []) : error;
  }
}

function curveOptions({ quantity, along }: Pick<PlotCommandOptions, "quantity" | "along">): CurveOptions {
  return { ...(quantity ? { quantities: quantity } : {}), ...(along === undefined ? {} : { along }) };
}

interface SolvedPoint {
  readonly params: Readonly<Record<string, string>>;
  readonly subject: Subject;
}

/** Every file at every point; undefined after reporting a spec that does not compile. */
async function solveAll(files: readonly string[], grid: Grid, options: PlotCommandOptions): Promise<SolvedPoint[] | undefined> {
  const solved: SolvedPoint[] = [];
  for (const file of files) {
    for (let index = 0; index < grid.size; index++) {
      const params = pointTexts(grid.point(index));
      const { compilation, result, evaluator } = await execute(file, { ...options, set: Object.entries(params).map(([name, text]) => `${name}=${text}`) });
      const { model, task } = compilation;
      if (!model || !task || !result) return undefined;
      solved.push({ params, subject: { name: nameOf(file, files, params, grid), model, task, result, ...(evaluator ? { evaluator } : {}) } });
    }
  }
  return solved;
}

/** The parameters that tell the points apart, the title that tells the specs apart. */
function nameOf(file: string, files: readonly string[], params: Readonly<Record<string, string>>, grid: Grid): string {
  const varying = grid.axes.filter((axis) => axis.values.length > 1).map((axis) => `${axis.name} = ${params[axis.name] ?? ""}`);
  const base = file.replace(/^.*[\\/]/, "").replace(/\.mech$/, "");
  return [...(files.length > 1 || varying.length === 0 ? [base] : []), ...varying].join(", ");
}

function choose(points: readonly SolvedPoint[], options: PlotCommandOptions): Figure {
  const subjects = points.map((each) => each.subject);
  const models = new Set(subjects.map((subject) => subject.model.name));
  const kind = options.kind === "auto" ? (points.length > 1 && models.size === 1 ? "sweep" : (possibleKinds(subjects)[0] ?? "triangle")) : options.kind;
  if (kind !== "sweep") return figureOf(kind, subjects, options.outcome === undefined ? {} : { outcome: options.outcome });
  if (models.size > 1) throw new PlotRefusal("a sweep is about one spec");
  const [first] = points;
  if (!first) throw new PlotRefusal("there is no spec");
  const { name, title } = first.subject.model;
  const rows = points.map(({ params, subject: { result, model } }) => (result.status === "error" ? failedRow(params, "error", "not solved", 0) : rowOf(params, result, expectedFailures(model), 0)));
  return sweepFigure({ version: "1.0", kind: "sweep", model: name, ...(title === undefined ? {} : { title }), params: Object.keys(first.params), rows }, curveOptions(options));
}

function refusal(error: PlotRefusal, possible: readonly SpecKind[]): UsageError {
  const hint = possible.length > 0 ? `this spec can be plotted as ${possible.join(", ")} (--kind)` : undefined;
  return new UsageError(`nothing to plot: ${error.message}`, { hint, diagnostic: "not-plottable" });
}

async function deliver(svg: string, options: Pick<PlotCommandOptions, "out">): Promise<void> {
  if (options.out === undefined) out(svg);
  else await writeText(options.out, svg);
}
