/** Outcome tables and multipliers in the form of the result. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import type { Task } from "../../compiler/programs/task.ts";
import { outcomeReader, reportingAgents, visitProfiles } from "../verify/outcomes.ts";
import type { Dual, Rule } from "./result.generated.ts";

/** Tables of a result hold at most this many entries per outcome; a larger one is left out, and says so by being empty. */
const entryLimit = 200_000;

export function ruleTables(model: Model, evaluator: Evaluator): Record<string, Rule> {
  const rules: Record<string, Rule> = {};
  const agents = reportingAgents(evaluator);
  for (const outcome of model.outcomes) {
    const read = outcomeReader(evaluator, outcome);
    const rule: Rule = { role: outcome.role, chosen: outcome.rule === undefined, indices: outcome.indices.map((index) => index.name), agents, entries: [] };
    rules[outcome.name] = rule;
    if (outcome.components.length * evaluator.space.profileCount > entryLimit) continue;
    const labels = outcome.components.map((component) => component.index.map((each) => formatValue(fromDatum(each))));
    visitProfiles(evaluator, (frame, at) => {
      labels.forEach((index, c) => {
        const value = read(c, frame);
        rule.entries.push({ index, at: [...at], value: value.inexact ? value.toNumber() : value.toString() });
      });
    });
  }
  return rules;
}

/** Nonzero multipliers of rows by family. */
export function multipliers(program: Program, values: readonly Rational[]): Record<string, Dual[]> {
  const result: Record<string, Dual[]> = {};
  for (const family of program.rowFamilies) {
    const entries: Dual[] = [];
    for (let row = family.first; row < family.first + family.count; row++) {
      const value = values[row];
      if (value && !value.isZero()) entries.push({ index: [...program.rowIndices(row)], value: value.toString() });
    }
    if (entries.length > 0) result[family.name] = entries;
  }
  return result;
}

/** The same for a task; of a program that was reduced by exchangeable agents, for all rows that were added up. */
export function taskMultipliers(task: Task, program: Program, values: readonly Rational[]): Record<string, Dual[]> {
  const all = task.kind === "information" ? task.fullMultipliers?.(values) : undefined;
  if (!all) return multipliers(program, values);
  const result: Record<string, Dual[]> = {};
  for (const { family, index, value } of all) (result[family] ??= []).push({ index: [...index], value: value.toString() });
  return result;
}
