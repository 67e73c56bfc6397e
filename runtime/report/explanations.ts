/** Explanations in the form of the result: conflicts, rays, labelled duals, ranges over the optimal face. */
import { compileLinear } from "../../compiler/evaluate/linear.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { noSlots } from "../../compiler/evaluate/evaluator.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionsOf } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Expr } from "../../compiler/model/model.generated.ts";
import type { MechanismTask, Task } from "../../compiler/programs/task.ts";
import { minimalConflict } from "../explain/conflict.ts";
import { dualText, labelledDuals } from "../explain/duals.ts";
import type { Infeasible, Optimal, Solve, Unbounded } from "../explain/proof.ts";
import { Ranging, type RhsRange } from "../explain/ranging.ts";
import { explainRay } from "../explain/ray.ts";
import { cheapestRelaxation } from "../explain/relaxation.ts";
import { virtualValues } from "../explain/virtual-values.ts";
import { quantityRanges, type LinearQuantity } from "../explain/uniqueness.ts";
import { quantityMembers } from "../verify/claims.ts";
import { amount, type LineOf } from "./amount.ts";
import type { Quantity, Result } from "./result.generated.ts";

/** Virtual values that the text lists. */
const shownVirtualValues = 40;

/** Members of a construct that the text names before it says "and more". */
const shownMembers = 4;

/** A minimal conflict in the spec's own words, with exact weights and the cheapest way out. */
export async function conflictOf(program: Program, certificate: Infeasible, solve: Solve, lineOf: LineOf): Promise<Result["conflict"]> {
  const conflict = await minimalConflict(program, solve, certificate);
  if (!conflict) return undefined;
  const relaxation = await cheapestRelaxation(program, solve);
  const text = conflict.families.flatMap((family) => {
    const line = family.span && family.span.end > 0 ? ` (line ${lineOf(family.span.start)})` : "";
    const head = family.kind === "rows" ? `${family.family}${line}: ${family.members.length} of its rows` : `the domain of ${family.family}${line}`;
    const more = family.members.length > shownMembers ? [`  and ${family.members.length - shownMembers} more`] : [];
    return [head, ...family.members.slice(0, shownMembers).map((member) => `  ${member.sentence}  [weight ${member.weight.abs()}]`), ...more];
  });
  return {
    families: conflict.families.map((family) => family.family),
    members: conflict.members.map((member) => ({
      name: member.family,
      index: [...member.indices],
      sentence: member.sentence,
      weight: member.weight.toString(),
      ...(member.span && member.span.end > 0 ? { line: lineOf(member.span.start) } : {}),
    })),
    text,
    ...(relaxation?.kind === "relaxed" ? { relaxation: relaxation.rows.map((row) => `${row.direction} the right-hand side of "${row.sentence}" by ${row.amount}`) } : {}),
  };
}

export function rayOf(program: Program, certificate: Unbounded, objective: string): string[] {
  return [explainRay(program, certificate, { objective }).text];
}

/** The multipliers in words, complementary slackness, and how far each price holds. */
export function dualTables(program: Program, certificate: Optimal): Record<string, string[]> {
  const labelled = labelledDuals(program, certificate);
  const tables: Record<string, string[]> = {};
  tables["duals"] = labelled.families.flatMap((family) => dualText(family, 20).split("\n"));
  const counts = (name: string, pairs: typeof labelled.rows): string => `${name}: ${pairs.strict} strictly complementary pairs, ${pairs.degenerate} degenerate ones, ${pairs.equalities} equalities`;
  tables["slackness"] = [counts("rows", labelled.rows), counts("columns", labelled.columns)];
  const priced = labelled.reducedCosts.filter((cost) => !cost.value.isZero());
  tables["reduced costs"] = priced.slice(0, 20).map((cost) => `${cost.value}  ${cost.sentence}, at its ${cost.at} bound`);
  if (priced.length > 20) tables["reduced costs"].push(`and ${priced.length - 20} more`);
  const ranging = Ranging.of(program, certificate);
  if (ranging) {
    const rows = labelled.families.flatMap((family) => (family.role === "incentives" ? [] : family.entries.filter((entry) => !entry.value.isZero()).map((entry) => entry.row)));
    tables["ranging"] = rows.slice(0, 20).map((row) => rangeText(ranging.rhs(row)));
    if (rows.length > 20) tables["ranging"].push(`and ${rows.length - 20} more`);
  }
  return tables;
}

/** Virtual values of all allocations, and the identity optimum = E[max(0, highest virtual value)] where it applies. */
export function virtualValueTable(task: MechanismTask, certificate: Optimal): string[] {
  const found = virtualValues(task, certificate);
  if (found.kind === "inapplicable") return [`not reconstructed: ${found.reason}`];
  const lines = found.entries.slice(0, shownVirtualValues).map((entry) => `${entry.value ?? "no probability"}  ${entry.sentence}`);
  if (found.entries.length > shownVirtualValues) lines.push(`and ${found.entries.length - shownVirtualValues} more`);
  const { check } = found;
  lines.push(check.applies ? `E[max(0, highest virtual value)] = ${check.value}, ${check.agrees ? "which is" : "WHICH IS NOT"} the optimum ${check.optimum}` : `the identity with the optimum does not apply: ${check.reason}`);
  return lines;
}

function rangeText(range: RhsRange): string {
  const side = range.sides === "both" ? "" : range.sides === "none" ? " (degenerate: the price says nothing beyond this value)" : ` (degenerate: the price holds ${range.sides} only)`;
  return `the price ${range.dual} of "${range.sentence}" holds for right-hand sides in [${range.low ?? "-infinity"}, ${range.high ?? "infinity"}], now ${range.current}${side}`;
}

/** Adds to the quantities their exact ranges over all optima; a quantity that is not linear gets none. */
export async function addRanges(task: Task, program: Program, certificate: Optimal, solve: Solve, quantities: Record<string, Quantity>): Promise<void> {
  const linear: LinearQuantity[] = [];
  for (const { label, expr } of quantityMembers(task.model)) {
    try {
      const form = task.kind === "information" ? task.linear(expr) : outcomeForm(task, program, expr);
      if (form) linear.push({ name: label, ...form });
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
  }
  for (const range of await quantityRanges(program, certificate, linear, solve)) {
    const entry = quantities[range.name];
    if (!entry || range.kind === "unknown") continue;
    if (range.kind === "determined") entry.range = [amount(range.value), amount(range.value)];
    else if (range.low && range.high) entry.range = [amount(range.low), amount(range.high)];
  }
}

/** An expression as an affine form in the chosen outcomes. @throws EvaluationError when it is none */
function outcomeForm(task: Task, program: Program, expr: Expr): Omit<LinearQuantity, "name"> {
  const coefficients = new Array<Rational>(program.columnCount).fill(Rational.zero);
  let offset = Rational.zero;
  compileLinear(task.evaluator, expr, noSlots)(task.evaluator.frame(), Rational.one, {
    column: (column, coefficient) => (coefficients[column] = (coefficients[column] as Rational).add(coefficient)),
    constant: (value) => (offset = offset.add(value)),
  });
  return { coefficients: fractionsOf(coefficients), offset };
}
