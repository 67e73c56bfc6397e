/** Which plots a solved spec has, and the one to draw when nobody asks for a particular one. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Model, Outcome } from "../../compiler/model/model.generated.ts";
import type { Task } from "../../compiler/programs/task.ts";
import type { Quantity, Result } from "../report/result.generated.ts";
import { allocationFigure } from "./allocation.ts";
import { distributionFigure } from "./distribution.ts";
import { environmentOf } from "./environment.ts";
import { PlotRefusal, type Figure } from "./figure.ts";
import { triangleFigure, type SharePoint } from "./triangle.ts";

/** A spec with what was found out about it. */
export interface Subject {
  /** What the spec is called in a legend. */
  readonly name: string;
  readonly model: Model;
  readonly task: Task;
  readonly result: Result;
  /** Over the world in which outcomes have their values; absent when there is no mechanism. */
  readonly evaluator?: Evaluator;
}

export interface FigureOptions {
  /** The outcome family to map; by default the first that the spec shows, else the first. */
  readonly outcome?: string;
}

/** Plots of one spec. `triangle` takes several, too. */
export const specKinds = ["triangle", "allocation", "transfer", "bids", "signals", "interim", "values"] as const;
export type SpecKind = (typeof specKinds)[number];

/**
 * The figure of a kind.
 *
 * @throws PlotRefusal when the specs do not have it; EvaluationError when a rule cannot be evaluated
 */
export function figureOf(kind: SpecKind, subjects: readonly Subject[], options: FigureOptions = {}): Figure {
  if (kind === "triangle") return triangleOf(subjects);
  const [subject] = subjects;
  if (!subject || subjects.length > 1) throw new PlotRefusal(`a plot of kind ${kind} is about one spec with one value for every parameter; there are ${subjects.length}`);
  const { model, evaluator } = subject;
  if (!evaluator) throw new PlotRefusal(`the spec is ${subject.result.status}, so there is no mechanism to draw`);
  if (kind !== "allocation" && kind !== "transfer") return distributionFigure(model, evaluator, kind);
  return allocationFigure(model, evaluator, outcomeOf(model, kind, options.outcome));
}

/**
 * The kinds that the specs have, the most telling first: what the spec shows; what was chosen; the triangle; the rest.
 */
export function possibleKinds(subjects: readonly Subject[]): SpecKind[] {
  const [subject] = subjects;
  if (!subject) return [];
  const shown = subject.model.outcomes.find((outcome) => subject.model.shows.includes(outcome.name));
  const chosenInformation: SpecKind[] = subject.task.kind === "information" ? ["bids", "signals"] : [];
  const preferred: SpecKind[] = [...(subjects.length > 1 || subject.task.kind === "intermediary" ? (["triangle"] as const) : []), ...chosenInformation, ...(shown ? [shown.role] : []), "allocation", ...specKinds];
  return [...new Set(preferred)].filter((kind) => {
    try {
      figureOf(kind, subjects);
      return true;
    } catch (error) {
      if (error instanceof PlotRefusal || error instanceof EvaluationError) return false;
      throw error;
    }
  });
}

function outcomeOf(model: Model, role: Outcome["role"], name: string | undefined): Outcome {
  const family = model.outcomes.filter((outcome) => outcome.role === role);
  if (name !== undefined) {
    const found = family.find((outcome) => outcome.name === name);
    if (!found) throw new PlotRefusal(`there is no ${role} called \`${name}\`; there ${family.length === 1 ? "is" : "are"} ${family.map((outcome) => outcome.name).join(", ") || "none"}`);
    return found;
  }
  const found = family.find((outcome) => model.shows.includes(outcome.name)) ?? family[0];
  if (!found) throw new PlotRefusal(`the mechanism has no ${role}`);
  return found;
}

function triangleOf(subjects: readonly Subject[]): Figure {
  const points = subjects.flatMap((subject) => {
    const point = sharesOf(subject);
    return point ? [point] : [];
  });
  const missing = subjects.find((subject) => !sharesOf(subject));
  const status = missing?.result.status;
  // Quantities have values only in a solution, so it is not their declaration that is missing.
  if (missing && (status === "infeasible" || status === "unbounded")) throw new PlotRefusal(`${missing.name} is ${status}, so there is no solution to draw`);
  if (missing) throw new PlotRefusal(`${missing.name} has no quantities called revenue and surplus (or welfare)`);
  const environments = subjects.map(({ model, task, evaluator }) => environmentOf(model, task.evaluator, evaluator));
  const [environment] = environments;
  // Benchmarks are drawn if they are the same for all specs: those of one environment say nothing about another.
  const same = environment && environments.every((each) => each && each.firstBest.equals(environment.firstBest) && each.second.equals(environment.second) && Boolean(each.marginals) === Boolean(environment.marginals));
  const titles = new Set(subjects.map(({ model }) => model.title ?? model.name));
  return triangleFigure({
    title: titles.size === 1 ? ([...titles][0] ?? "") : "Revenue and surplus",
    words: { surplus: "surplus", revenue: "revenue" },
    points,
    ...(same ? { environment } : {}),
  });
}

/** What seller and bidders get; surplus is what welfare leaves after revenue where the spec has no quantity for it. */
function sharesOf({ name, result }: Subject): SharePoint | undefined {
  const { revenue, surplus, welfare } = result.quantities;
  if (!revenue) return undefined;
  if (surplus) return { name, revenue: share(revenue), surplus: share(surplus) };
  if (!welfare) return undefined;
  const exact = revenue.exact !== undefined && welfare.exact !== undefined ? difference(welfare.exact, revenue.exact) : undefined;
  return { name, revenue: share(revenue), surplus: { value: welfare.value - revenue.value, ...(exact === undefined ? {} : { exact }) } };
}

function share({ value, exact }: Quantity): SharePoint["revenue"] {
  return { value, ...(exact === undefined ? {} : { exact }) };
}

function difference(a: string, b: string): string | undefined {
  const [left, right] = [Rational.parse(a), Rational.parse(b)];
  return left && right ? left.sub(right).toString() : undefined;
}
