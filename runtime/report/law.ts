/** The chosen information in the form of a result: the joint law of states and signals. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import type { Rational } from "../../compiler/exact/rational.ts";
import type { InformationTask } from "../../compiler/programs/task.ts";
import type { Result } from "./result.generated.ts";

/** A larger law is left out, and says so by having no entries. */
const entryLimit = 200_000;

/**
 * @param evaluator over the world of the solved law, in which a state of the law is a state with its signals
 * @returns one entry per combination of positive probability
 */
export function lawTable({ points }: InformationTask, evaluator: Evaluator): NonNullable<Result["information"]> {
  const { components, law } = evaluator.space;
  const chosen = new Set(points.chosen);
  const given = components.map((_, c) => c).filter((c) => !chosen.has(c));
  const labels = (numbers: readonly number[]): string[] => numbers.map((c) => components[c]?.label ?? "");
  const values = (numbers: readonly number[], state: number): string[] =>
    numbers.map((c) => formatValue(components[c]?.domain[law.digits[state * components.length + c] as number] as Value));
  const table: NonNullable<Result["information"]> = { states: labels(given), signals: labels(points.chosen), entries: [] };
  if (law.count > entryLimit) return table;
  for (let state = 0; state < law.count; state++) {
    const probability = law.probability[state] as Rational;
    table.entries.push({
      state: values(given, state),
      signals: values(points.chosen, state),
      probability: probability.inexact ? probability.toNumber() : probability.toString(),
    });
  }
  return table;
}
