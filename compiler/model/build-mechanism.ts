/** Messages, outcomes, feasibility and definitions of the Model IR. */
import type * as ast from "../../grammar/ast.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { needBoolean, needNumber } from "../resolve/expression.ts";
import { bind, emptyScope } from "../resolve/scope.ts";
import { unknownType } from "../resolve/types.ts";
import { buildComponents, intervalOf } from "./build-environment.ts";
import type { Builder, Family } from "./builder.ts";
import { toDatum } from "./datum.ts";
import { relationOf } from "./relation.ts";
import type { Bound, Message, NamedDefinition, Outcome, Row } from "./model.generated.ts";

export function buildDefinitions(builder: Builder): NamedDefinition[] {
  const definitions: NamedDefinition[] = [];
  for (const declared of builder.declarations.names.values()) {
    if (declared.kind !== "definition") continue;
    const { node, within } = declared;
    const family = builder.open(node.head, within === "mechanism" ? "rule" : "environment");
    if (!family) continue;
    const { value } = builder.definition(family, node.value);
    const parameters = family.parameters.map((name, k) => ({ name, elements: family.indices[k]?.elements ?? [] }));
    definitions.push({ name: family.name, parameters, value, within, span: node.span });
  }
  return definitions;
}

export function buildMessages(builder: Builder): Message[] {
  const messages: Message[] = [];
  for (const item of builder.declarations.mechanism) {
    if (item.kind !== "message") continue;
    const family = builder.open(item.head, "constant");
    if (!family) continue;
    const set = family.indices[0]?.set ?? "";
    if (builder.declarations.names.get(set)?.kind !== "agents") {
      builder.report("not-agents", item.head.span, `A message is sent by an agent, so the first index of \`${family.name}\` must range over an agent set.`, "Write `message bid[i in bidder] in ...`.");
      continue;
    }
    const members = builder.members(family);
    const components = buildComponents(builder, family, members, item.domain);
    if (!components) continue;
    if (!item.domain && !item.strategy) builder.report("not-a-set", item.head.span, `\`${family.name}\` needs a set of messages.`, "Write `in grid(0, 1, 1/10)` or another finite set.");
    const strategyFamily = item.strategy && builder.open(item.head, "strategy");
    messages.push({
      name: family.name,
      indices: family.indices,
      components,
      senders: members.map((member) => ({ set, element: toDatum(member[0] as Value) })),
      ...(item.strategy && strategyFamily ? { strategy: builder.definition(strategyFamily, item.strategy) } : {}),
      span: item.head.span,
    });
  }
  return messages;
}

export function buildOutcomes(builder: Builder): Outcome[] {
  const outcomes: Outcome[] = [];
  for (const item of builder.declarations.mechanism) {
    if (item.kind !== "allocation" && item.kind !== "transfer") continue;
    const family = builder.open(item.head, "constant");
    if (!family) continue;
    const components = builder.members(family).map((member) => ({ index: member.map(toDatum), bound: boundOf(builder, family, member, item.domain) }));
    const ruleFamily = item.rule && builder.open(item.head, "rule");
    outcomes.push({
      name: family.name,
      role: item.kind,
      indices: family.indices,
      components,
      ...(item.rule && ruleFamily ? { rule: { parameters: ruleFamily.parameters, value: needNumber(builder.resolver, item.rule, ruleFamily.scope) } } : {}),
      ...(item.doc === undefined ? {} : { doc: item.doc }),
      span: item.head.span,
    });
  }
  return outcomes;
}

/** Bounds of one member. A finite set of choices makes it discrete. */
function boundOf(builder: Builder, family: Family, member: readonly Value[], domain: ast.Domain | undefined): Bound {
  if (!domain) return {};
  const bindings = builder.bindings(family, member);
  if (domain.kind === "bound") {
    const bound = builder.constants.evaluate(domain.bound, family.scope, bindings);
    if (bound === undefined) return {};
    if (!(bound instanceof Rational)) {
      builder.report("not-a-number", domain.bound.span, `A bound is a number, but this is ${formatValue(bound)}.`);
      return {};
    }
    return domain.operator === ">=" ? { lower: toDatum(bound) } : { upper: toDatum(bound) };
  }
  const value = builder.constants.evaluate(domain.set, family.scope, bindings);
  if (value === undefined) return {};
  if (typeof value !== "object" || !("kind" in value) || (value.kind !== "set" && value.kind !== "list")) {
    builder.report("not-a-set", domain.set.span, `An outcome lies in an interval or a set, but this is ${formatValue(value)}.`, "Write `in [0, 1]` or `in {0, 1}`.");
    return {};
  }
  if (domain.set.kind === "list") {
    const bounds = intervalOf(builder, value.entries, domain.set.span);
    return bounds ? { lower: toDatum(bounds.lower), upper: toDatum(bounds.upper) } : {};
  }
  const numbers = value.entries.filter((entry) => entry instanceof Rational);
  if (numbers.length === 0 || numbers.length < value.entries.length) {
    builder.report("not-a-number", domain.set.span, "The choices of an outcome are numbers.", "Code alternatives by a family of 0/1 outcomes that sum to one.");
    return {};
  }
  const sorted = [...numbers].sort((a, b) => a.compare(b));
  return { lower: toDatum(sorted[0] as Rational), upper: toDatum(sorted[sorted.length - 1] as Rational), choices: sorted.map(toDatum) };
}

export function buildFeasible(builder: Builder): Row[] {
  const rows: Row[] = [];
  const names = new Set<string>();
  for (const item of builder.declarations.mechanism) {
    if (item.kind !== "feasible") continue;
    const row = rowOf(builder, item.head, item.relation, item.condition, "rule", item.span, "feasible", `feasible${rows.length === 0 ? "" : `_${rows.length + 1}`}`);
    if (!row) continue;
    if (names.has(row.name)) builder.report("duplicate-declaration", item.span, `There are two rows named \`${row.name}\`.`);
    names.add(row.name);
    rows.push(row);
  }
  return rows;
}

/** A family of rows with its binders; the index sets of a row may depend on earlier indices. */
export function rowOf(
  builder: Builder,
  head: ast.Head | undefined,
  relationNode: ast.Expression,
  conditionNode: ast.Expression | undefined,
  place: "rule" | "row",
  span: Row["span"],
  source: Row["source"],
  fallback: string,
): Row | undefined {
  let scope = emptyScope(place);
  const binders: Row["binders"] = [];
  const indexNames: string[] = [];
  for (const index of head?.indices ?? []) {
    const set = builder.resolve(index.set, scope);
    const name = index.name ?? (index.set.kind === "reference" ? index.set.name : { text: "index", span: index.span });
    if (set.type.kind !== "set" && set.type.kind !== "list" && set.type.kind !== "unknown") builder.report("not-a-set", index.set.span, "An index ranges over a set.");
    const bound = bind(scope, name, set.type.kind === "set" || set.type.kind === "list" ? set.type.of : unknownType);
    scope = bound.scope;
    binders.push({ name: bound.irName, set: set.expr });
    indexNames.push(name.text);
  }
  const relation = relationOf(builder, relationNode, scope);
  const condition = conditionNode && needBoolean(builder.resolver, conditionNode, scope);
  if (!relation) return undefined;
  const where = indexNames.length > 0 ? ` at ${indexNames.map((name) => `${name} = {${name}}`).join(", ")}` : "";
  return {
    name: head && head.name.text !== "" ? head.name.text : fallback,
    source,
    binders,
    relation,
    ...(condition ? { condition } : {}),
    sentence: `${builder.text(relationNode.span)}${where}`,
    span,
  };
}
