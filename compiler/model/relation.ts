/** Relations of rows: `a <= b`, `a = b`, `a >= b`, or a condition that must hold. */
import type * as ast from "../../grammar/ast.ts";
import { needNumber, resolveExpression } from "../resolve/expression.ts";
import type { Scope } from "../resolve/scope.ts";
import { describeType, maybeBoolean } from "../resolve/types.ts";
import type { Builder } from "./builder.ts";
import type { Relation } from "./model.generated.ts";

/** Undefined (reported) when the expression states nothing. */
export function relationOf(builder: Builder, node: ast.Expression, scope: Scope): Relation | undefined {
  if (node.kind === "group") return relationOf(builder, node.body, scope);
  if (node.kind === "binary") {
    const { operator } = node;
    if (operator === "<=" || operator === ">=" || operator === "=") {
      if (operator === "=") {
        const left = resolveExpression(builder.resolver, node.left, scope);
        const right = resolveExpression(builder.resolver, node.right, scope);
        const numeric = [left, right].every(({ type }) => type.kind === "number" || (type.kind === "element" && type.numeric) || type.kind === "unknown");
        if (numeric) return { left: left.expr, operator, right: right.expr };
      } else return { left: needNumber(builder.resolver, node.left, scope), operator, right: needNumber(builder.resolver, node.right, scope) };
    }
    if (operator === "<" || operator === ">") {
      builder.report("relation-expected", node.operatorSpan, "A row cannot be strict: the set of solutions would have no edge to optimise on.", `Write \`${operator}=\`.`);
      return undefined;
    }
  }
  const typed = resolveExpression(builder.resolver, node, scope);
  if (!maybeBoolean(typed.type)) {
    builder.report("relation-expected", node.span, `A row states a relation, but this is ${describeType(typed.type)}.`, "Write `left <= right`, `left = right` or `left >= right`.");
    return undefined;
  }
  return { left: typed.expr, operator: "holds", right: { kind: "constant", value: true, span: node.span } };
}
