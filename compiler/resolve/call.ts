/** Calls: user functions (expanded by name), functions of the language, distributions. */
import type * as ast from "../../grammar/ast.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { distributions, findDistribution } from "../priors/registry.ts";
import { resolveAgent } from "./agents.ts";
import { hole, type Typed } from "./typed.ts";
import { builtinFunctions } from "./functions.ts";
import type { Resolver } from "./resolver.ts";
import type { Local, Scope } from "./scope.ts";
import { booleanType, describeType, distributionType, unknownType } from "./types.ts";

/** Nested expansions of user functions; more is recursion or abuse. */
const expansionLimit = 64;

export function resolveCall(resolver: Resolver, node: ast.Call, scope: Scope): Typed {
  const name = node.name.text;
  const declared = resolver.declarations.names.get(name);
  if (declared?.kind === "function") return expand(resolver, node, declared.node, scope);
  if (declared && !builtinFunctions.has(name) && !findDistribution(name)) {
    return resolver.fail("not-a-function", node.span, `\`${name}\` is not a function.`, "Indices stand in square brackets: `value[i]`.");
  }
  if (name === "messages") return resolveMessages(resolver, node, scope);
  if (name === "holds" || name === "fails") return resolveStatus(resolver, node, scope);
  const builtin = builtinFunctions.get(name);
  const law = findDistribution(name);
  // `product(list)` multiplies numbers; `product(d, e)` is a joint law. The number of arguments tells them apart.
  const isLaw = law !== undefined && (node.given !== undefined || !builtin || node.arguments.length > builtin.arity.max);
  if (builtin && !isLaw) {
    if (!checkArity(resolver, node, builtin.arity, builtin.signature)) return hole(node.span);
    const args = node.arguments.map((argument) => resolver.resolve(argument, scope));
    const type = builtin.result(args.map((argument) => argument.type));
    if (!type) {
      return resolver.fail("wrong-kind", node.span, `\`${builtin.signature}\` cannot be applied to ${args.map((argument) => describeType(argument.type)).join(" and ")}.`);
    }
    return { expr: { kind: "apply", operator: name, arguments: args.map((argument) => argument.expr), span: node.span }, type };
  }
  if (law) {
    const args = node.arguments.map((argument) => resolver.resolve(argument, scope).expr);
    const given = node.given && resolver.resolve(node.given, scope).expr;
    return { expr: { kind: "distribution", name, arguments: args, ...(given ? { given } : {}), span: node.span }, type: distributionType };
  }
  const functions = [...resolver.declarations.names].filter(([, each]) => each.kind === "function").map(([each]) => each);
  const near = didYouMean(name, [...functions, ...builtinFunctions.keys(), ...distributions.map((each) => each.name)]);
  if (near !== undefined && findDistribution(near)) return resolver.fail("unknown-distribution", node.name.span, `There is no distribution \`${name}\`.`, `Did you mean \`${near}\`?`);
  return resolver.fail("unknown-name", node.name.span, `There is no function \`${name}\`.`, near ? `Did you mean \`${near}\`?` : undefined);
}

function checkArity(resolver: Resolver, node: ast.Call, arity: { readonly min: number; readonly max: number }, signature: string): boolean {
  const count = node.arguments.length;
  if (count >= arity.min && count <= arity.max) return true;
  resolver.fail("wrong-argument-count", node.span, `\`${node.name.text}\` is given ${count} ${count === 1 ? "argument" : "arguments"}.`, `Its form is \`${signature}\`.`);
  return false;
}

function expand(resolver: Resolver, node: ast.Call, definition: ast.FunctionDeclaration, scope: Scope): Typed {
  const { parameters } = definition;
  const signature = `${definition.name.text}(${parameters.map((parameter) => parameter.text).join(", ")})`;
  if (!checkArity(resolver, node, { min: parameters.length, max: parameters.length }, signature)) return hole(node.span);
  if (scope.expanding.includes(definition.name.text) || scope.expanding.length >= expansionLimit) {
    return resolver.fail("cyclic-definition", node.span, `\`${definition.name.text}\` calls itself.`, "Functions are expanded in place, so they cannot be recursive.");
  }
  if (!resolver.spend(node.span)) return hole(node.span);
  const locals = new Map<string, Local>();
  parameters.forEach((parameter, position) => {
    const argument = node.arguments[position];
    if (argument) locals.set(parameter.text, { kind: "argument", node: argument, scope });
  });
  const inner: Scope = { place: scope.place, locals, expanding: [...scope.expanding, definition.name.text], depth: scope.depth + 1 };
  return resolver.resolve(definition.value, inner);
}

function resolveMessages(resolver: Resolver, node: ast.Call, scope: Scope): Typed {
  const [who] = node.arguments;
  if (!who || node.arguments.length !== 1) return resolver.fail("wrong-argument-count", node.span, "`messages` takes one agent.", "Write `messages(bidder[i])` or `messages(others(bidder[i]))`.");
  const agent = resolveAgent(resolver, who, scope);
  if (!agent) return hole(node.span);
  return { expr: { kind: "messages", agent, span: node.span }, type: { kind: "set", of: unknownType } };
}

function resolveStatus(resolver: Resolver, node: ast.Call, scope: Scope): Typed {
  const [check] = node.arguments;
  if (scope.place !== "claim") return resolver.fail("out-of-scope", node.span, `\`${node.name.text}\` can be used only in an assert.`);
  if (!check || node.arguments.length !== 1 || check.kind !== "reference" || check.indices.length > 0) {
    return resolver.fail("wrong-argument-count", node.span, `\`${node.name.text}\` takes the name of a check.`, "For example `fails(incentives_bidder)` or `holds(feasible)`.");
  }
  resolver.checkNames.push({ name: check.name.text, span: check.span });
  return {
    expr: { kind: "apply", operator: node.name.text, arguments: [{ kind: "constant", value: { symbol: check.name.text }, span: check.span }], span: node.span },
    type: booleanType,
  };
}
