/** What a name with indices means. */
import type * as ast from "../../grammar/ast.ts";
import { distributions, findDistribution } from "../priors/registry.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import type { Typed } from "./typed.ts";
import type { Declared } from "./declarations.ts";
import type { Resolver } from "./resolver.ts";
import type { Scope } from "./scope.ts";
import { distributionType, elementType, numberType, unknownType, type Type } from "./types.ts";
import type { Expr } from "../model/model.generated.ts";

export function resolveReference(resolver: Resolver, node: ast.Reference, scope: Scope): Typed {
  const local = scope.locals.get(node.name.text);
  if (local?.kind === "argument") {
    const { node: argument } = local;
    if (node.indices.length === 0) return resolver.resolve(argument, { ...local.scope, place: scope.place });
    if (argument.kind === "reference") {
      // A family handed to a function: `f(bid)` with `b[i]` in the body. The indices belong to the body's scope.
      return resolveFamilyArgument(resolver, argument, local.scope, node, scope);
    }
    return select(resolver, resolver.resolve(argument, { ...local.scope, place: scope.place }), node.indices, scope);
  }
  if (local) return select(resolver, { expr: { kind: "local", name: local.irName, span: node.span }, type: local.type }, node.indices, scope);

  const declared = resolver.declarations.names.get(node.name.text);
  if (declared) return resolveDeclared(resolver, node, declared, scope);

  const law = findDistribution(node.name.text);
  if (law && node.indices.length === 0) return { expr: { kind: "distribution", name: law.name, arguments: [], span: node.span }, type: distributionType };
  if (scope.place === "claim" && (node.name.text === "infeasible" || node.name.text === "unbounded")) {
    return { expr: { kind: "apply", operator: "status", arguments: [{ kind: "constant", value: { symbol: node.name.text }, span: node.span }], span: node.span }, type: { kind: "boolean" } };
  }
  const candidates = [...scope.locals.keys(), ...resolver.declarations.names.keys(), ...distributions.map((each) => each.name)];
  const near = didYouMean(node.name.text, candidates);
  return resolver.fail("unknown-name", node.name.span, `\`${node.name.text}\` is not declared.`, near ? `Did you mean \`${near}\`?` : undefined);
}

function resolveFamilyArgument(resolver: Resolver, argument: ast.Reference, argumentScope: Scope, node: ast.Reference, scope: Scope): Typed {
  const inner = argumentScope.locals.get(argument.name.text);
  if (inner?.kind === "argument" && inner.node.kind === "reference") return resolveFamilyArgument(resolver, inner.node, inner.scope, node, scope);
  if (argument.indices.length > 0 || inner) return select(resolver, resolver.resolve(argument, { ...argumentScope, place: scope.place }), node.indices, scope);
  const declared = resolver.declarations.names.get(argument.name.text);
  if (!declared) return resolver.resolve(argument, argumentScope);
  return resolveDeclared(resolver, { ...argument, indices: node.indices, span: node.span }, declared, scope);
}

/** Applies the brackets that are left: positions of a list, entries of a tuple, keys of a table. */
export function select(resolver: Resolver, base: Typed, groups: readonly (readonly ast.Expression[])[], scope: Scope): Typed {
  let { expr, type } = base;
  for (const group of groups) {
    if (type.kind === "number" || type.kind === "boolean" || type.kind === "element") {
      return resolver.fail("not-indexable", expr.span, "This has no indices.", "Drop the brackets.");
    }
    const key = group.map((index) => resolver.resolve(index, scope).expr);
    const first = key[0];
    if (!first) return resolver.fail("wrong-index-count", expr.span, "Empty brackets.", "Write an index inside.");
    const at: Expr = key.length === 1 ? first : { kind: "collection", form: "tuple", entries: key, span: expr.span };
    expr = { kind: "apply", operator: "at", arguments: [expr, at], span: expr.span };
    type = type.kind === "list" ? (elementType(type) ?? unknownType) : unknownType;
  }
  return { expr, type };
}

/** The index sets that a declaration asks for, by name ("" for an anonymous set). */
function indexSets(head: ast.Head): readonly string[] {
  return head.indices.map((index) => (index.set.kind === "reference" && index.set.indices.length === 0 ? index.set.name.text : ""));
}

function resolveDeclared(resolver: Resolver, node: ast.Reference, declared: Declared, scope: Scope): Typed {
  const { span } = node;
  const name = node.name.text;
  switch (declared.kind) {
    case "symbol": {
      const expr: Expr = { kind: "constant", value: { symbol: name }, span };
      return select(resolver, { expr, type: declared.set ? { kind: "element", set: declared.set, numeric: false } : unknownType }, node.indices, scope);
    }
    case "set":
    case "agents": {
      if (node.indices.length > 0) {
        return resolver.fail("wrong-kind", span, `\`${name}\` is a set; it has no value at an index.`, declared.kind === "agents" ? "An agent stands only in `payoff`, behind `|`, and in `when ... reports`." : undefined);
      }
      return { expr: { kind: "set", of: name, span }, type: { kind: "set", of: resolver.elementOf(name) } };
    }
    case "function":
      return resolver.fail("wrong-argument-count", span, `\`${name}\` is a function.`, `Call it: \`${name}(${declared.node.parameters.map((parameter) => parameter.text).join(", ")})\`.`);
    case "param": {
      const base: Expr = { kind: "param", of: name, span };
      const [first, ...rest] = node.indices;
      const { head } = declared.node;
      if (head.indices.length === 0) return select(resolver, { expr: base, type: paramType(resolver, name) }, node.indices, scope);
      const index = familyIndex(resolver, node, first, head, scope);
      if (!index) return { expr: base, type: unknownType };
      const key: Expr = index.length === 1 && index[0] ? index[0] : { kind: "collection", form: "tuple", entries: [...index], span };
      return select(resolver, { expr: { kind: "apply", operator: "at", arguments: [base, key], span }, type: unknownType }, rest, scope);
    }
    case "variable":
    case "definition":
    case "message":
    case "outcome":
    case "quantity":
      return resolveFamily(resolver, node, declared, scope);
  }
}

function paramType(resolver: Resolver, name: string): Type {
  const value = resolver.constants.param(name);
  if (value === undefined) return unknownType;
  if (typeof value === "boolean") return { kind: "boolean" };
  if (typeof value === "string") return unknownType;
  if (!("kind" in value)) return numberType;
  if (value.kind === "list") return { kind: "list", of: unknownType };
  if (value.kind === "set") return { kind: "set", of: value.entries.every((entry) => typeof entry === "object" && !("kind" in entry)) ? numberType : unknownType };
  return value.kind === "pmf" || value.kind === "continuous" ? distributionType : unknownType;
}

function resolveFamily(resolver: Resolver, node: ast.Reference, declared: Exclude<Declared, { kind: "symbol" | "set" | "agents" | "function" | "param" }>, scope: Scope): Typed {
  const { span } = node;
  const of = node.name.text;
  const [first, ...rest] = node.indices;
  if (scope.place === "constant") {
    return resolver.fail("out-of-scope", span, `\`${of}\` is not known when params and sets are computed.`, "Only params, sets and functions of them can stand here.");
  }
  const index = familyIndex(resolver, node, first, declared.node.head, scope);
  if (!index) return { expr: { kind: "constant", value: "0", span }, type: unknownType };
  const finish = (expr: Expr, type: Type): Typed => select(resolver, { expr, type }, rest, scope);
  switch (declared.kind) {
    case "variable": {
      const observed = declared.node.kind === "state" ? declared.node.observed : declared.node.kind === "signal";
      if (scope.place === "rule") {
        if (!resolver.direct) {
          return resolver.fail("type-in-indirect-rule", span, `A rule of this mechanism cannot see \`${of}\`; it sees only messages.`, "Write the rule in terms of the declared messages, or drop the messages to make the mechanism direct.");
        }
        if (!observed) {
          return resolver.fail("unobserved-in-rule", span, `Nobody observes \`${of}\`, so no rule can depend on it.`, "Declare it as a `type`, or put it into the payoff.");
        }
      }
      if (scope.place === "strategy" && !observed) {
        return resolver.fail("out-of-scope", span, `Nobody observes \`${of}\`, so no strategy can depend on it.`, "A strategy depends on the sender's types and signals.");
      }
      return finish({ kind: "component", of, index: [...index], view: scope.place === "rule" ? "reported" : "true", span }, variableType(resolver, declared.node));
    }
    case "definition":
      if (declared.within === "mechanism" && scope.place === "strategy") {
        return resolver.fail("out-of-scope", span, `\`${of}\` depends on the messages; a strategy cannot.`);
      }
      return finish({ kind: "definition", of, index: [...index], span }, resolver.definitionType(of));
    case "message":
      if (scope.place === "strategy") return resolver.fail("out-of-scope", span, "A strategy depends on what the sender knows, not on messages.");
      return finish({ kind: "message", of, index: [...index], span }, domainElementType(resolver, declared.node.domain));
    case "outcome":
      if (scope.place === "environment" || scope.place === "strategy") {
        return resolver.fail("out-of-scope", span, `\`${of}\` is decided by the mechanism; the environment cannot depend on it.`);
      }
      return finish({ kind: "outcome", of, index: [...index], span }, numberType);
    case "quantity":
      return finish({ kind: "quantity", of, index: [...index], span }, numberType);
  }
}

/** The indices of the first bracket, checked against the declared sets; undefined (reported) when their number is wrong. */
function familyIndex(resolver: Resolver, node: ast.Reference, group: readonly ast.Expression[] | undefined, head: ast.Head, scope: Scope): readonly Expr[] | undefined {
  const sets = indexSets(head);
  const given = group ?? [];
  if (given.length !== sets.length) {
    const shape = sets.length === 0 ? "no index" : `${sets.length} ${sets.length === 1 ? "index" : "indices"}`;
    resolver.fail(
      "wrong-index-count",
      node.span,
      `\`${node.name.text}\` takes ${shape}, but ${given.length === 0 ? "none is" : `${given.length} ${given.length === 1 ? "is" : "are"}`} given.`,
      sets.length > 0 ? `Write \`${node.name.text}[${head.indices.map((index) => index.name?.text ?? "i").join(", ")}]\`.` : "Drop the brackets.",
      [{ span: head.span, text: "declared here" }],
    );
    return undefined;
  }
  return given.map((index, position) => resolver.index(index, scope, sets[position] ?? ""));
}

function variableType(resolver: Resolver, node: Extract<Declared, { kind: "variable" }>["node"]): Type {
  return node.domain ? domainElementType(resolver, node.domain) : unknownType;
}

function domainElementType(resolver: Resolver, domain: ast.Domain | undefined): Type {
  if (!domain || domain.kind === "bound") return domain ? numberType : unknownType;
  const { set } = domain;
  if (set.kind === "list") return numberType;
  if (set.kind === "reference" && set.indices.length === 0) {
    const declared = resolver.declarations.names.get(set.name.text);
    if (declared?.kind === "set" || declared?.kind === "agents") return resolver.elementOf(set.name.text);
  }
  if (set.kind === "set") return set.entries.every((entry) => entry.kind !== "reference" && entry.kind !== "tuple") ? numberType : unknownType;
  return set.kind === "range" || (set.kind === "call" && (set.name.text === "grid" || set.name.text === "ladder")) ? numberType : unknownType;
}
