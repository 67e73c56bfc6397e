import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { formatValue, valueKey } from "../../evaluate/keys.ts";
import type { Value } from "../../evaluate/value.ts";
import type { Expr } from "../../model/model.generated.ts";
import { closedValue, possibleValues, visitWritten } from "../expressions.ts";
import type { LintContext, Rule } from "../rule.ts";

/** Comparisons of a state or a message with values that it never has. */
export const incomparableValues: Rule = {
  name: "incomparable-values",
  check: (context) => {
    const found: Diagnostic[] = [];
    visitWritten(context, (expr) => {
      if (expr.kind === "apply" && ["=", "!=", "in", "not in"].includes(expr.operator)) found.push(...neverEqual(context, expr));
    });
    return found;
  },
};

function neverEqual(context: LintContext, expr: Extract<Expr, { kind: "apply" }>): Diagnostic[] {
  const [left, right] = expr.arguments;
  if (!left || !right || (isClosed(left) && isClosed(right))) return [];
  const values = possibleValues(context, left);
  const others = expr.operator === "=" || expr.operator === "!=" ? possibleValues(context, right) : entriesOf(closedValue(right));
  if (!values || !others || values.length * others.length === 0) return [];
  const keys = new Set(values.map(valueKey));
  if (others.some((value) => keys.has(valueKey(value)))) return [];
  const always = expr.operator === "=" || expr.operator === "in" ? "never" : "always";
  const [family, list] = isClosed(left) ? [others, values] : [values, others];
  return [
    diagnostic("incomparable-values", {
      span: expr.span,
      text: `This is ${always} so: ${listed(list)} ${list.length === 1 ? "is" : "are"} not among ${listed(family)}.`,
      hint: "Compare with a value of the declared set.",
    }),
  ];
}

function isClosed(expr: Expr): boolean {
  return closedValue(expr) !== undefined;
}

function entriesOf(value: Value | undefined): readonly Value[] | undefined {
  return typeof value === "object" && "kind" in value && (value.kind === "set" || value.kind === "list") ? value.entries : undefined;
}

function listed(values: readonly Value[]): string {
  const texts = [...new Set(values.map(formatValue))];
  return texts.length > 6 ? `${texts.slice(0, 5).join(", ")}, ...` : texts.join(", ");
}
