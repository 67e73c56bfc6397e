/** Quantities and asserts of a spec, evaluated with the solved rules. */
import { Evaluator, noSlots } from "../../compiler/evaluate/evaluator.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { childrenOf } from "../../compiler/model/children.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import type { Assert as AssertModel, Expr, Model } from "../../compiler/model/model.generated.ts";
import type { Assert, Check, Result } from "../report/result.generated.ts";
import { inexactTolerance } from "./rows.ts";

/** Values of all quantities; an indexed one has an entry per member (`utility[1]`). @throws EvaluationError */
export function quantityValues(model: Model, evaluator: Evaluator): Map<string, Rational> {
  return new Map(quantityMembers(model).map(({ label, expr }) => [label, evaluator.compileNumber(expr, noSlots)(evaluator.frame())]));
}

/** Every member of every quantity, with the expression that denotes it. */
export function quantityMembers(model: Model): { readonly label: string; readonly expr: Expr }[] {
  return model.quantities.flatMap(({ name, indices, span }) => {
    let members: { parts: string[]; index: Expr[] }[] = [{ parts: [], index: [] }];
    for (const set of indices) {
      members = members.flatMap((member) =>
        set.elements.map((element) => ({ parts: [...member.parts, formatValue(fromDatum(element))], index: [...member.index, { kind: "constant" as const, value: element, span }] })),
      );
    }
    return members.map(({ parts, index }) => ({ label: parts.length > 0 ? `${name}[${parts.join(", ")}]` : name, expr: { kind: "quantity" as const, of: name, index, span } }));
  });
}

export interface ClaimContext {
  readonly status: Result["status"];
  readonly checks: readonly Check[];
  /** Absent when there is no mechanism to evaluate (infeasible, unbounded). */
  readonly evaluator?: Evaluator;
}

/** Evaluates every assert. A claim about quantities fails when there is nothing to evaluate. */
export function evaluateAsserts(model: Model, context: ClaimContext): Assert[] {
  return model.asserts.map((assert) => {
    try {
      return { text: assert.text, ...evaluateAssert(assert, context) };
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      return { text: assert.text, holds: false, detail: error.diagnostic.text };
    }
  });
}

/** Names of the checks that some assert expects to fail. */
export function expectedFailures(model: Model): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === "apply" && expr.operator === "fails") names.add(symbolOf(expr));
    childrenOf(expr).forEach(visit);
  };
  for (const assert of model.asserts) visit(assert.claim);
  return names;
}

function symbolOf(expr: Extract<Expr, { kind: "apply" }>): string {
  const [argument] = expr.arguments;
  const value = argument?.kind === "constant" ? fromDatum(argument.value) : undefined;
  return typeof value === "string" ? value : "";
}

function evaluateAssert(assert: AssertModel, context: ClaimContext): { holds: boolean; detail?: string } {
  const claim = withStatus(assert.claim, context);
  if (!context.evaluator) {
    if (!needsMechanism(claim)) return { holds: new Evaluator({ params: new Map(), sets: new Map(), definitions: new Map(), quantities: new Map(), outcomes: new Map(), payoffs: new Map(), outsides: new Map() }).constant(claim) === true };
    return { holds: false, detail: `the program is ${context.status}, so there is no mechanism to evaluate` };
  }
  const { evaluator } = context;
  const number = (expr: Expr): Rational => evaluator.compileNumber(expr, noSlots)(evaluator.frame());
  if (assert.within) {
    const value = number(claim);
    const low = number(assert.within.low);
    const high = number(assert.within.high);
    const holds = value.compare(low) >= 0 && value.compare(high) <= 0;
    return holds ? { holds } : { holds, detail: `the value is ${describe(value)}` };
  }
  if (claim.kind === "apply" && ["=", "<=", ">="].includes(claim.operator)) {
    const [left, right] = claim.arguments.map((side) => evaluator.compile(side, noSlots)(evaluator.frame()));
    if (left instanceof Rational && right instanceof Rational) {
      const slack = left.inexact || right.inexact ? inexactTolerance * Math.max(1, Math.abs(right.toNumber())) : 0;
      const difference = left.sub(right).toNumber();
      const exactly = claim.operator === "=" ? left.equals(right) : claim.operator === "<=" ? left.compare(right) <= 0 : left.compare(right) >= 0;
      const nearly = claim.operator === "=" ? Math.abs(difference) <= slack : claim.operator === "<=" ? difference <= slack : difference >= -slack;
      const holds = exactly || (slack > 0 && nearly);
      return holds ? { holds } : { holds, detail: `${describe(left)} against ${describe(right)}` };
    }
  }
  return { holds: evaluator.compileBoolean(claim, noSlots)(evaluator.frame()) };
}

function describe(value: Rational): string {
  return value.inexact || value.isInteger() ? value.toString() : `${value} (${Number(value.toNumber().toPrecision(8))})`;
}

/** Replaces `infeasible`, `unbounded`, `holds(check)` and `fails(check)` by their truth values. */
function withStatus(expr: Expr, context: ClaimContext): Expr {
  if (expr.kind !== "apply") return expr;
  const truth = (value: boolean): Expr => ({ kind: "constant", value, span: expr.span });
  if (expr.operator === "status") return truth(symbolOf(expr) === context.status);
  if (expr.operator === "holds" || expr.operator === "fails") {
    const check = context.checks.find((each) => each.name === symbolOf(expr));
    return truth(check !== undefined && check.holds === (expr.operator === "holds"));
  }
  return { ...expr, arguments: expr.arguments.map((argument) => withStatus(argument, context)) };
}

function needsMechanism(expr: Expr): boolean {
  return expr.kind === "quantity" || expr.kind === "outcome" || expr.kind === "payoff" || expr.kind === "expectation" || expr.kind === "definition" || expr.kind === "param" || expr.kind === "set" || childrenOf(expr).some(needsMechanism);
}
