/** Solved outcomes as tables, and the world in which a spec is re-evaluated with them. */
import type { Task } from "../../compiler/programs/task.ts";
import { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { buildWorld } from "../../compiler/spaces/world.ts";
import type { Rational } from "../../compiler/exact/rational.ts";

/** Values of the chosen outcomes, by name, laid out as `component * profileCount + profile`. */
export type OutcomeTables = ReadonlyMap<string, readonly Rational[]>;

/** Reads the tables off a column vector. */
export function tablesFrom(task: Task, columns: readonly Rational[]): OutcomeTables {
  const tables = new Map<string, readonly Rational[]>();
  if (task.kind !== "mechanism") return tables;
  const { profileCount } = task.evaluator.space;
  for (const chosen of task.chosen) tables.set(chosen.outcome.name, columns.slice(chosen.first, chosen.first + chosen.componentCount * profileCount));
  return tables;
}

/**
 * An evaluator over the same spaces in which every outcome has its value: what the spec means is recomputed from the
 * solved rules, not from the rows of the program.
 */
export function solvedEvaluator(task: Task, tables: OutcomeTables): Evaluator {
  if (task.kind === "given") return task.evaluator;
  const world = buildWorld(task.model, (outcome) => ({ kind: "table", values: tables.get(outcome.name) ?? [] }));
  world.space = task.evaluator.space;
  return new Evaluator(world);
}
