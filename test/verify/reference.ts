/**
 * Whether a solution is right, decided without the checker: through the program that the compiler builds, the checker of
 * its certificates, and the evaluator of the solved rules.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Task } from "../../compiler/programs/task.ts";
import { checkCertificate } from "../../runtime/certify/check.ts";
import { ruleTables } from "../../runtime/report/rules.ts";
import { quantityValues } from "../../runtime/verify/claims.ts";
import { solvedEvaluator, tablesFrom } from "../../runtime/verify/tables.ts";
import type { Draft } from "./specs.ts";

/** Values in the order of `labels`; undefined when one is missing, unknown or given twice. */
function ordered(labels: readonly string[], given: readonly (readonly [string, Rational])[], absent?: Rational): Rational[] | undefined {
  const values = new Map(given);
  const known = new Set(labels);
  if (values.size < given.length || given.some(([label]) => !known.has(label))) return undefined;
  const found = labels.map((label) => values.get(label) ?? absent);
  return found.some((each) => each === undefined) ? undefined : (found as Rational[]);
}

const number = (value: string | number | undefined): Rational => Rational.parse(String(value)) ?? Rational.float(NaN);
const labels = (families: readonly { readonly name: string; readonly first: number; readonly count: number }[], indices: (member: number) => readonly string[]): string[] =>
  families.flatMap((family) => Array.from({ length: family.count }, (_, k) => JSON.stringify([family.name, ...indices(family.first + k)])));

function multipliersOf(program: Program, families: Draft["duals"]): Rational[] | undefined {
  const given = Object.entries(families).flatMap(([name, list]) => list.map((each) => [JSON.stringify([name, ...each.index]), number(each.value)] as const));
  return ordered(labels(program.rowFamilies, (row) => program.rowIndices(row)), given, Rational.zero);
}

export function provesInfeasible(task: Task, draft: Draft): boolean {
  const farkas = task.kind === "mechanism" ? multipliersOf(task.program, draft.farkas) : undefined;
  return task.kind === "mechanism" && farkas !== undefined && checkCertificate(task.program, { kind: "infeasible", farkas }).holds;
}

export function isCorrect(task: Task, draft: Draft): boolean {
  if (task.kind !== "mechanism") return false;
  const { program } = task;
  const ruled = new Set(task.model.outcomes.filter((each) => each.rule).map((each) => each.name));
  const entries = Object.entries(draft.rules).flatMap(([name, rule]) =>
    (ruled.has(name) ? [] : rule.entries).map((each) => [JSON.stringify([name, ...each.index, each.at.length === 1 ? each.at[0] : `(${each.at.join(", ")})`]), number(each.value)] as const),
  );
  const columns = ordered(labels(program.columnFamilies, (column) => program.columnIndices(column)), entries);
  const rowDuals = multipliersOf(program, draft.duals);
  if (!columns || !rowDuals) return false;
  if (!checkCertificate(program, { kind: "optimal", objective: number(draft.objective.exact), columns, rowDuals }).holds) return false;
  const evaluator = solvedEvaluator(task, tablesFrom(task, columns));
  const sorted = (rules: Draft["rules"], name: string): string[] => (rules[name]?.entries ?? []).map(({ index, at, value }) => JSON.stringify([index, at, number(value).toString()])).sort();
  const expected = ruleTables(task.model, evaluator);
  if ([...ruled].some((name) => sorted(draft.rules, name).join() !== sorted(expected, name).join())) return false;
  const quantities = [...quantityValues(task.model, evaluator)];
  return quantities.length === Object.keys(draft.quantities).length && quantities.every(([name, value]) => value.equals(number(draft.quantities[name]?.exact)));
}
