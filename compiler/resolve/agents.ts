/** Agents in expressions: behind `|`, in reports, in payoffs. */
import type * as ast from "../../grammar/ast.ts";
import type { AgentTerm } from "../model/model.generated.ts";
import type { Resolver } from "./resolver.ts";
import type { Scope } from "./scope.ts";

/** `bidder[i]`, `bidder` or `others(bidder[i])`. Reports and returns undefined when it is none of these. */
export function resolveAgent(resolver: Resolver, node: ast.Expression, scope: Scope): AgentTerm | undefined {
  if (node.kind === "call" && node.name.text === "others" && node.arguments.length === 1 && node.arguments[0]) {
    const inner = resolveAgent(resolver, node.arguments[0], scope);
    if (inner?.index === undefined) {
      if (inner) resolver.fail("not-agents", node.span, "`others` needs one agent.", "Write `others(bidder[i])`.");
      return undefined;
    }
    return { ...inner, others: true };
  }
  if (node.kind === "reference") {
    const argument = scope.locals.get(node.name.text);
    if (argument?.kind === "argument" && argument.node.kind === "reference") {
      return resolveAgent(resolver, { ...argument.node, indices: [...argument.node.indices, ...node.indices] }, argument.scope);
    }
    if (resolver.declarations.names.get(node.name.text)?.kind === "agents") {
      const set = node.name.text;
      if (node.indices.length === 0) return { set, others: false };
      const index = node.indices[0];
      if (node.indices.length === 1 && index?.length === 1 && index[0]) {
        return { set, index: resolver.index(index[0], scope, set), others: false };
      }
    }
  }
  resolver.fail("not-agents", node.span, "This is not an agent.", "Write the agent set with an index, for example `bidder[i]`.");
  return undefined;
}
