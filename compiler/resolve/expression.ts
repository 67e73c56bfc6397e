/** AST expressions to IR expressions: names, index sets as types, the meaning of a type name by place. */
import type * as ast from "../../grammar/ast.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import type { Expr, Given } from "../model/model.generated.ts";
import { resolveAgent } from "./agents.ts";
import { resolveReference } from "./reference.ts";
import { resolveCall } from "./call.ts";
import type { Resolver } from "./resolver.ts";
import { bind, type Scope } from "./scope.ts";
import { booleanType, describeType, elementType, joinTypes, maybeBoolean, maybeNumber, numberType, unknownType, type Type } from "./types.ts";
import { hole, type Typed } from "./typed.ts";
import { Rational } from "../exact/rational.ts";

export function resolveExpression(resolver: Resolver, node: ast.Expression, scope: Scope): Typed {
  const { span } = node;
  switch (node.kind) {
    case "number": {
      const value = Rational.parse(node.text);
      if (!value) return resolver.fail("number-too-large", span, `\`${node.text}\` is not a number that Mech can hold.`);
      return { expr: { kind: "constant", value: value.toString(), span }, type: numberType };
    }
    case "boolean":
      return { expr: { kind: "constant", value: node.value, span }, type: booleanType };
    case "string":
      return resolver.fail("wrong-kind", span, "A text has no value in an expression.", "Texts stand only behind `model` and `cite`; a symbol is written without quotes.");
    case "group":
      return resolveExpression(resolver, node.body, scope);
    case "reference":
      return resolveReference(resolver, node, scope);
    case "call":
      return resolveCall(resolver, node, scope);
    case "unary":
      return resolveUnary(resolver, node, scope);
    case "binary":
      return resolveBinary(resolver, node, scope);
    case "conditional": {
      const condition = needBoolean(resolver, node.condition, scope);
      const then = resolveExpression(resolver, node.then, scope);
      const otherwise = resolveExpression(resolver, node.otherwise, scope);
      return { expr: { kind: "conditional", condition, then: then.expr, otherwise: otherwise.expr, span }, type: joinTypes(then.type, otherwise.type) };
    }
    case "tuple":
    case "list":
    case "set": {
      const entries = node.entries.map((entry) => resolveExpression(resolver, entry, scope));
      const joined = entries.map((entry) => entry.type).reduce<Type | undefined>((a, b) => (a ? joinTypes(a, b) : b), undefined) ?? unknownType;
      const type: Type = node.kind === "tuple" ? { kind: "tuple", entries: entries.map((entry) => entry.type) } : { kind: node.kind, of: joined };
      return { expr: { kind: "collection", form: node.kind, entries: entries.map((entry) => entry.expr), span }, type };
    }
    case "table": {
      const entries = node.entries.map((entry) => ({ key: resolveExpression(resolver, entry.key, scope).expr, value: resolveExpression(resolver, entry.value, scope).expr }));
      return { expr: { kind: "table", entries, span }, type: unknownType };
    }
    case "range": {
      const from = needNumber(resolver, node.from, scope);
      const to = needNumber(resolver, node.to, scope);
      const step = node.step && needNumber(resolver, node.step, scope);
      return { expr: { kind: "range", from, to, ...(step ? { step } : {}), span }, type: { kind: "set", of: numberType } };
    }
    case "builder": {
      const inner = enterBinder(resolver, node.binder, scope);
      const condition = needBoolean(resolver, node.condition, inner.scope);
      return { expr: { kind: "builder", binder: inner.binder, condition, span }, type: { kind: "set", of: inner.type } };
    }
    case "aggregate":
      return resolveAggregate(resolver, node, scope);
    case "expectation":
      return resolveExpectation(resolver, node, scope);
    case "payoff": {
      const agent = resolveAgent(resolver, node.agent, scope);
      if (!agent) return hole(span);
      if (agent.others || agent.index === undefined) return resolver.fail("not-agents", span, "A payoff belongs to one agent.", "Write `payoff bidder[i]`.");
      return { expr: { kind: "payoff", agent, span }, type: numberType };
    }
    case "deviation": {
      const reports = node.reports.flatMap((report) => {
        const who = resolveAgent(resolver, report.who, scope);
        const what = resolveExpression(resolver, report.what, scope).expr;
        return who ? [{ who, what }] : [];
      });
      const body = resolveExpression(resolver, node.body, scope);
      return { expr: { kind: "deviation", body: body.expr, reports, span }, type: body.type };
    }
  }
}

/** Resolves and insists on a number. */
export function needNumber(resolver: Resolver, node: ast.Expression, scope: Scope): Expr {
  return insist(resolver, node, scope, maybeNumber, "not-a-number", "a number");
}

/** Resolves and insists on a truth value. */
export function needBoolean(resolver: Resolver, node: ast.Expression, scope: Scope): Expr {
  return insist(resolver, node, scope, maybeBoolean, "not-a-truth-value", "a truth value");
}

function insist(resolver: Resolver, node: ast.Expression, scope: Scope, accepts: (type: Type) => boolean, key: DiagnosticName, wanted: string): Expr {
  const { expr, type } = resolveExpression(resolver, node, scope);
  if (!accepts(type)) resolver.fail(key, node.span, `Expected ${wanted}, but this is ${describeType(type)}.`);
  return expr;
}

function resolveUnary(resolver: Resolver, node: ast.Unary, scope: Scope): Typed {
  const numeric = node.operator === "-";
  const operand = numeric ? needNumber(resolver, node.operand, scope) : needBoolean(resolver, node.operand, scope);
  return { expr: { kind: "apply", operator: numeric ? "negate" : "not", arguments: [operand], span: node.span }, type: numeric ? numberType : booleanType };
}

function resolveBinary(resolver: Resolver, node: ast.Binary, scope: Scope): Typed {
  const apply = (left: Expr, right: Expr, type: Type): Typed => ({ expr: { kind: "apply", operator: node.operator, arguments: [left, right], span: node.span }, type });
  switch (node.operator) {
    case "+":
    case "-":
    case "*":
    case "/":
    case "^":
      return apply(needNumber(resolver, node.left, scope), needNumber(resolver, node.right, scope), numberType);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return apply(needNumber(resolver, node.left, scope), needNumber(resolver, node.right, scope), booleanType);
    case "and":
    case "or":
      return apply(needBoolean(resolver, node.left, scope), needBoolean(resolver, node.right, scope), booleanType);
    case "=":
    case "!=": {
      const left = resolveExpression(resolver, node.left, scope);
      const right = resolveExpression(resolver, node.right, scope);
      if (left.type.kind === "element" && right.type.kind === "element" && left.type.set !== right.type.set && !(left.type.numeric && right.type.numeric)) {
        resolver.wrongSet(node.span, left.type.set, right.type.set, "These two are never equal");
      }
      return apply(left.expr, right.expr, booleanType);
    }
    case "in":
    case "not in": {
      const left = resolveExpression(resolver, node.left, scope);
      const right = resolveExpression(resolver, node.right, scope);
      if (!elementType(right.type)) resolver.fail("not-a-set", node.right.span, `Expected a set, but this is ${describeType(right.type)}.`);
      return apply(left.expr, right.expr, booleanType);
    }
  }
}

/** Opens the scope of `i in S`. */
export function enterBinder(resolver: Resolver, binder: ast.Binder, scope: Scope): { readonly scope: Scope; readonly binder: { name: string; set: Expr }; readonly type: Type } {
  const set = resolveExpression(resolver, binder.set, scope);
  const type = elementType(set.type);
  if (!type) resolver.fail("not-a-set", binder.set.span, `\`${binder.name.text}\` must range over a set, but this is ${describeType(set.type)}.`, "Write a declared set, a range `1..n` or a literal `{a, b}`.");
  const bound = bind(scope, binder.name, type ?? unknownType);
  return { scope: bound.scope, binder: { name: bound.irName, set: set.expr }, type: type ?? unknownType };
}

function resolveAggregate(resolver: Resolver, node: ast.Aggregate, scope: Scope): Typed {
  const rank = node.rank && needNumber(resolver, node.rank, scope);
  let inner = scope;
  const binders: { name: string; set: Expr }[] = [];
  let firstType: Type = unknownType;
  for (const binder of node.binders) {
    const entered = enterBinder(resolver, binder, inner);
    if (binders.length === 0) firstType = entered.type;
    binders.push(entered.binder);
    inner = entered.scope;
  }
  const condition = node.condition && needBoolean(resolver, node.condition, inner);
  const logical = node.operator === "all" || node.operator === "exists";
  const body = node.body && (logical ? needBoolean(resolver, node.body, inner) : needNumber(resolver, node.body, inner));
  if (!body && node.operator !== "count") return resolver.fail("wrong-argument-count", node.span, `\`${node.operator}\` needs something to range over behind its parenthesis.`, "For example `sum(i in bidder) pay[i]`.");
  if ((node.operator === "argmax" || node.operator === "argmin") && binders.length !== 1) {
    return resolver.fail("wrong-argument-count", node.span, `\`${node.operator}\` takes exactly one index.`);
  }
  const type: Type = logical ? booleanType : node.operator === "argmax" || node.operator === "argmin" ? { kind: "set", of: firstType } : numberType;
  const expr: Expr = { kind: "aggregate", operator: node.operator, binders, span: node.span, ...(rank ? { rank } : {}), ...(condition ? { condition } : {}), ...(body ? { body } : {}) };
  return { expr, type };
}

function resolveExpectation(resolver: Resolver, node: ast.Expectation, scope: Scope): Typed {
  if (scope.place === "rule" || scope.place === "constant" || scope.place === "strategy" || scope.place === "payoff") {
    return resolver.fail(
      "expectation-in-rule",
      node.span,
      scope.place === "constant" ? "A parameter or a set cannot depend on an expectation." : "A rule, a strategy and a payoff are evaluated at one profile; there is nothing to average over.",
      "Use `quantity`, `require` or a top-level `let` for expectations.",
    );
  }
  const given = node.given.flatMap((condition) => {
    const one = resolveGiven(resolver, condition, scope);
    return one ? [one] : [];
  });
  if (node.operator === "P") {
    const event = needBoolean(resolver, node.body, scope);
    const indicator: Expr = { kind: "conditional", condition: event, then: { kind: "constant", value: "1", span: node.span }, otherwise: { kind: "constant", value: "0", span: node.span }, span: node.span };
    return { expr: { kind: "expectation", body: indicator, given, span: node.span }, type: numberType };
  }
  return { expr: { kind: "expectation", body: needNumber(resolver, node.body, scope), given, span: node.span }, type: numberType };
}

/** What stands behind `|`: an agent (her information), an event, or an expression whose value is observed. */
function resolveGiven(resolver: Resolver, node: ast.Expression, scope: Scope): Given | undefined {
  if (isAgentTerm(resolver, node)) {
    const agent = resolveAgent(resolver, node, scope);
    return agent && { kind: "information", agent };
  }
  const condition = resolveExpression(resolver, node, scope);
  if (condition.type.kind === "distribution") {
    resolver.fail("condition-not-observable", node.span, "A distribution cannot be conditioned on.");
    return undefined;
  }
  return { kind: condition.type.kind === "boolean" ? "event" : "value", of: condition.expr };
}

function isAgentTerm(resolver: Resolver, node: ast.Expression): boolean {
  if (node.kind === "reference") return resolver.declarations.names.get(node.name.text)?.kind === "agents";
  return node.kind === "call" && node.name.text === "others";
}
