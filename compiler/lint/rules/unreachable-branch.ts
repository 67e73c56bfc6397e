import { diagnostic, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { Rational } from "../../exact/rational.ts";
import type { Expr } from "../../model/model.generated.ts";
import { closedValue, possibleValues, shapeOf, visitWritten } from "../expressions.ts";
import type { LintContext, Rule } from "../rule.ts";

/** Branches of `if` that are never taken: the condition is constant, or it has been decided by an `if` around. */
export const unreachableBranch: Rule = {
  name: "unreachable-branch",
  check: (context) => {
    const found: Diagnostic[] = [];
    const report = (conditional: Conditional, truth: boolean, reason: string): void => {
      const [live, dead] = truth ? [conditional.then, conditional.otherwise] : [conditional.otherwise, conditional.then];
      found.push(
        diagnostic("unreachable-branch", {
          span: dead.span,
          text: `This branch is never taken: ${reason}.`,
          labels: [{ span: conditional.condition.span, text: truth ? "always holds" : "never holds" }],
          hint: "Remove the `if`, or mend its condition.",
          fix: { title: "Keep the other branch only", edits: [{ span: conditional.span, newText: asOperand(context.source.slice(live.span.start, live.span.end)) }] },
        }),
      );
    };
    visitWritten(context, (expr) => {
      if (!isWritten(expr)) return;
      const truth = constantTruth(context, expr.condition);
      if (truth !== undefined) report(expr, truth, truth ? "the condition holds for all values" : "the condition holds for no value");
      else decidedInside(expr, report);
    });
    return found;
  },
};

/** An `if` may be the operand of anything; what replaces it gets parentheses unless it is a name or a number. */
function asOperand(text: string): string {
  return /^[\w.]+(?:\[[\w, ]*\])*$/.test(text) ? text : `(${text})`;
}

type Conditional = Extract<Expr, { kind: "conditional" }>;

/** `P[event]` is a conditional of the model too, without branches in the text. */
function isWritten(expr: Expr): expr is Conditional {
  return expr.kind === "conditional" && expr.then.span.start !== expr.span.start;
}

/** The same condition again on the way down the branches, where nothing is bound in between. */
function decidedInside({ condition, then, otherwise }: Conditional, report: (conditional: Conditional, truth: boolean, reason: string) => void): void {
  const shape = shapeOf(condition);
  const descend = (branch: Expr, truth: boolean): void => {
    if (!isWritten(branch)) return;
    if (shapeOf(branch.condition) === shape) report(branch, truth, "the same condition has been asked before");
    descend(branch.then, truth);
    descend(branch.otherwise, truth);
  };
  descend(then, true);
  descend(otherwise, false);
}

/** The truth value of a condition that has only one, whatever the params are. Equalities are another rule's subject. */
function constantTruth(context: LintContext, condition: Expr): boolean | undefined {
  const value = closedValue(condition);
  if (typeof value === "boolean") return value;
  if (condition.kind !== "apply") return undefined;
  const [left, right] = condition.arguments;
  if (!left || !right) return undefined;
  const a = range(context, left);
  const b = range(context, right);
  if (!a || !b) return undefined;
  switch (condition.operator) {
    case "<":
      return a.high.compare(b.low) < 0 ? true : a.low.compare(b.high) >= 0 ? false : undefined;
    case "<=":
      return a.high.compare(b.low) <= 0 ? true : a.low.compare(b.high) > 0 ? false : undefined;
    case ">":
      return a.low.compare(b.high) > 0 ? true : a.high.compare(b.low) <= 0 ? false : undefined;
    case ">=":
      return a.low.compare(b.high) >= 0 ? true : a.high.compare(b.low) < 0 ? false : undefined;
    default:
      return undefined;
  }
}

function range(context: LintContext, expr: Expr): { readonly low: Rational; readonly high: Rational } | undefined {
  const values = possibleValues(context, expr);
  const numbers = (values ?? []).filter((value) => value instanceof Rational);
  const [first] = numbers;
  if (!values || !first || numbers.length !== values.length) return undefined;
  return numbers.reduce((so, value) => ({ low: value.compare(so.low) < 0 ? value : so.low, high: value.compare(so.high) > 0 ? value : so.high }), { low: first, high: first });
}
