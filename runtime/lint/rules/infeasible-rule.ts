import { diagnostic, type Diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import { readsOf } from "../../../compiler/evaluate/reads.ts";
import type { Evaluator } from "../../../compiler/evaluate/evaluator.ts";
import { childrenOf } from "../../../compiler/model/children.ts";
import type { Expr, Model, Outcome, Row } from "../../../compiler/model/model.generated.ts";
import type { Check } from "../../report/result.generated.ts";
import { expectedFailures } from "../../verify/claims.ts";
import { checkDomains } from "../../verify/outcomes.ts";
import { checkRows } from "../../verify/rows.ts";
import type { SlowRule } from "../rule.ts";

/** Profiles times rows up to which every profile is visited. */
const mostVisits = 300_000;

/**
 * Given rules that violate a `feasible` row or a domain at some profile, possible or not: whoever writes a rule writes it
 * for every message. What is chosen obeys by construction and is left out.
 */
export const infeasibleRule: SlowRule = {
  name: "infeasible-rule",
  check: ({ kind, model, evaluator }) => Promise.resolve(kind === "given" || kind === "mechanism" || kind === "information" ? infeasible(model, evaluator) : []),
};

function infeasible(model: Model, evaluator: Evaluator): Diagnostic[] | undefined {
  const expected = expectedFailures(model);
  const rows = model.rows.filter((row) => row.source === "feasible" && !expected.has(row.name) && isRuled(evaluator, row));
  const given = expected.has("domains") ? [] : model.outcomes.filter((outcome) => outcome.rule && !readsOf(evaluator, outcome.rule.value).chosen);
  if (evaluator.space.profileCount * (rows.length + given.reduce((count, outcome) => count + outcome.components.length, 0)) > mostVisits) return undefined;
  return [...rows.flatMap((row) => failedRow(model, evaluator, row)), ...given.flatMap((outcome) => failedDomain(model, evaluator, outcome))];
}

/** Whether the row is about rules alone. */
function isRuled(evaluator: Evaluator, { relation, condition }: Row): boolean {
  const sides = [relation.left, relation.right, ...(condition ? [condition] : [])];
  return sides.every((side) => !readsOf(evaluator, side).chosen && !averages(side));
}

function averages(expr: Expr): boolean {
  return expr.kind === "expectation" || childrenOf(expr).some(averages);
}

function failedRow(model: Model, evaluator: Evaluator, row: Row): Diagnostic[] {
  const [check] = checkRows({ ...model, rows: [row] }, evaluator, () => 1);
  const found = check?.counterexample;
  if (!found) return [];
  const at = found.at === undefined ? "" : ` at ${found.at}`;
  const rules = found.rule && found.rule.length > 0 ? ` There ${found.rule.join(", ")}.` : "";
  return [diagnostic("infeasible-rule", { span: row.span, text: `The rules violate this${at}: ${sides(found)}.${rules}`, hint: `Mend the rule for this profile, or expect it: \`assert fails(${row.name})\`.` })];
}

function failedDomain(model: Model, evaluator: Evaluator, outcome: Outcome): Diagnostic[] {
  const found = checkDomains({ ...model, outcomes: [outcome] }, evaluator, () => 1)?.counterexample;
  if (!found) return [];
  const text = `The rule of \`${outcome.name}\` leaves its domain at ${found.at ?? "some profile"}: ${found.sentence.split(" lies in")[0] ?? outcome.name} is ${number(found.left)}, and the bound is ${number(found.right)}.`;
  return [diagnostic("infeasible-rule", { span: outcome.span, text, hint: "Mend the rule for this profile, or widen the domain." })];
}

type Found = NonNullable<Check["counterexample"]>;

function sides({ left, right }: Found): string {
  return `${number(left)} against ${number(right)}`;
}

function number({ exact, value }: Found["left"]): string {
  return exact ?? String(value);
}
