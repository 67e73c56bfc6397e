/** The prior: factors of the joint law of states, draws and given signals; or constraints when it is unknown. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { fromDatum, toDatum } from "./datum.ts";
import { formatValue } from "../evaluate/keys.ts";
import { childrenOf } from "./children.ts";
import type { Pmf, Value } from "../evaluate/value.ts";
import type { Rational } from "../exact/rational.ts";
import { bind, emptyScope, type Scope } from "../resolve/scope.ts";
import { unknownType } from "../resolve/types.ts";
import { maximalOutcomes } from "../priors/pmf.ts";
import type { Builder } from "./builder.ts";
import { relationOf } from "./relation.ts";
import type { ComponentRef, Datum, Expr, Factor, Moment, NamedDefinition, Variable } from "./model.generated.ts";

type Bindings = readonly (readonly [string, Value])[];

export function buildPrior(builder: Builder, variables: readonly Variable[], definitions: readonly NamedDefinition[]): { readonly prior: Factor[]; readonly ambiguity: Moment[] } {
  const context: Context = { builder, variables, definitions, domains: domainsOf(variables) };
  const prior: Factor[] = [];
  const ambiguity: Moment[] = [];
  const covered = new Map<string, Span>();
  const cover = (target: ComponentRef, span: Span): void => {
    const key = JSON.stringify([target.of, target.index]);
    const earlier = covered.get(key);
    if (earlier) builder.report("prior-twice", span, `\`${label(target)}\` gets a prior twice.`, undefined, [{ span: earlier, text: "first here" }]);
    else covered.set(key, span);
  };
  for (const item of builder.declarations.items) {
    if (item.kind !== "prior") continue;
    const unknown = item.distribution.kind === "reference" && item.distribution.name.text === "any" && item.distribution.indices.length === 0;
    for (const group of targetGroups(builder, item, variables)) {
      for (const target of group.targets) cover(target, item.span);
      if (!unknown) prior.push(...factors(context, item.distribution, item.span, group));
    }
    if (!unknown && item.constraints[0]) builder.report("prior-constraint-not-linear", item.constraints[0].span, "A prior that is given cannot be constrained as well.", "Constraints belong to `~ any with ...`.");
    if (unknown) ambiguity.push(...item.constraints.flatMap((constraint) => momentOf(builder, constraint)));
  }
  for (const item of builder.declarations.information) {
    if (item.kind !== "draw" && item.kind !== "signal") continue;
    const { head } = item;
    const rule = item.kind === "draw" ? item.distribution : (item.distribution ?? item.value);
    const family = head && builder.open(head, "environment");
    if (!family || !rule) continue;
    for (const member of builder.members(family)) {
      const group: Group = { targets: [{ of: family.name, index: member.map(toDatum) }], scope: family.scope, bindings: builder.bindings(family, member), joint: false };
      if (item.kind === "signal" && item.value) {
        const expr = inline(builder.resolve(item.value, family.scope).expr, group.bindings);
        if (readsResult(context, expr)) continue;
        prior.push({ targets: group.targets, law: "value", parents: parentsOf(expr, context), rule: expr, span: item.span });
      } else prior.push(...factors(context, rule, item.span, group));
    }
  }
  for (const variable of variables) {
    if (variable.role !== "type" && variable.role !== "state") continue;
    const missing = variable.components.find((component) => !covered.has(JSON.stringify([variable.name, component.index])));
    if (missing) {
      builder.report("prior-missing", variable.span, `\`${label({ of: variable.name, index: missing.index })}\` has no prior.`, `For example \`prior ${variable.name}${variable.indices.length > 0 ? `[${variable.indices.map((index) => index.name).join(", ")}]` : ""} ~ uniform\`.`);
    }
  }
  return { prior, ambiguity };
}

/** Components that one law draws together, with the index variables of the law. */
interface Group {
  readonly targets: ComponentRef[];
  readonly scope: Scope;
  readonly bindings: Bindings;
  /** True if the whole family was named without indices: the law may be joint, or the law of each member. */
  readonly joint: boolean;
}

function label(target: ComponentRef): string {
  return target.index.length === 0 ? target.of : `${target.of}[${target.index.map((each) => formatValue(fromDatum(each))).join(", ")}]`;
}

/** `prior value[i] ~ d` is one group per i; `prior value ~ d` and `prior (a, b) ~ d` are one group. */
function targetGroups(builder: Builder, item: ast.PriorDeclaration, variables: readonly Variable[]): readonly Group[] {
  let scope = emptyScope("environment");
  let rows: { targets: ComponentRef[]; bindings: Bindings }[] = [{ targets: [], bindings: [] }];
  let joint = false;
  for (const target of item.targets) {
    const variable = variables.find((each) => each.name === target.name.text);
    if (!variable || (variable.role !== "type" && variable.role !== "state")) {
      if (builder.declarations.names.get(target.name.text)?.kind !== "variable" || variable) {
        builder.report("unknown-name", target.span, `\`${target.name.text}\` is not a state or type.`, "A prior is the law of a declared `state` or `type`.");
      }
      return [];
    }
    const [indices, ...more] = target.indices;
    if (more.length > 0 || (indices && indices.length !== variable.indices.length)) {
      builder.report("wrong-index-count", target.span, `\`${target.name.text}\` takes ${variable.indices.length} ${variable.indices.length === 1 ? "index" : "indices"}.`);
      return [];
    }
    if (!indices) {
      joint = true;
      rows = rows.map((row) => ({ ...row, targets: [...row.targets, ...variable.components.map((component) => ({ of: variable.name, index: component.index }))] }));
      continue;
    }
    const chosen: { name?: string; values: readonly Value[] }[] = [];
    for (const [k, index] of indices.entries()) {
      const set = variable.indices[k];
      const elements = (set?.elements ?? []).map(fromDatum);
      // `value[i]` and `value[i in bidder]` mean the same: one law per member.
      const bare = index.kind === "binary" && index.operator === "in" ? index.left : index;
      const free = bare.kind === "reference" && bare.indices.length === 0 && !builder.declarations.names.has(bare.name.text) ? bare.name : undefined;
      if (free) {
        const known = scope.locals.get(free.text);
        if (known) {
          builder.report("duplicate-declaration", free.span, `The index \`${free.text}\` is used twice here.`);
          return [];
        }
        const bound = bind(scope, free, set?.set ? builder.resolver.elementOf(set.set) : unknownType);
        scope = bound.scope;
        chosen.push({ name: bound.irName, values: elements });
      } else {
        const value = builder.constants.evaluate(index);
        if (value === undefined) return [];
        if (!elements.some((element) => formatValue(element) === formatValue(value))) {
          builder.report("index-out-of-set", index.span, `There is no \`${variable.name}[${formatValue(value)}]\`.`);
          return [];
        }
        chosen.push({ values: [value] });
      }
    }
    const combinations = chosen.reduce<{ index: Datum[]; bindings: Bindings }[]>(
      (done, level) => done.flatMap((row) => level.values.map((value) => ({ index: [...row.index, toDatum(value)], bindings: level.name === undefined ? row.bindings : [...row.bindings, [level.name, value] as const] }))),
      [{ index: [], bindings: [] }],
    );
    rows = rows.flatMap((row) => combinations.map((each) => ({ targets: [...row.targets, { of: variable.name, index: each.index }], bindings: [...row.bindings, ...each.bindings] })));
  }
  return rows.map((row) => ({ ...row, scope, joint }));
}

/** What the factors of a prior are built from. */
interface Context {
  readonly builder: Builder;
  readonly variables: readonly Variable[];
  readonly definitions: readonly NamedDefinition[];
  /** By component, as JSON. */
  domains(): ReadonlyMap<string, readonly Value[]>;
}

function factors(context: Context, distribution: ast.Expression, span: Span, group: Group): Factor[] {
  const { builder, variables } = context;
  const before = builder.sink.errorCount;
  const expr = inline(builder.resolve(distribution, group.scope).expr, group.bindings);
  if (builder.sink.errorCount > before || readsResult(context, expr)) return [];
  const name = expr.kind === "distribution" ? { name: expr.name } : {};
  const parents = parentsOf(expr, context);
  const own = group.targets.find((target) => parents.some((parent) => JSON.stringify(parent) === JSON.stringify(target)));
  if (own) {
    builder.report("cyclic-prior", distribution.span, `The law of \`${label(own)}\` depends on itself.`);
    return [];
  }
  const domains = group.targets.map((target) => domainOf(target, context));
  const continuous = group.targets.find((target) => variables.find((each) => each.name === target.of)?.components.some((component) => component.interval));
  if (continuous) {
    builder.report("continuous-needs-discretize", distribution.span, `\`${label(continuous)}\` ranges over an interval, and a given prior needs a finite domain.`, "Declare it `in grid(0, 1, 1/10)`, or leave the prior open with `~ any with ...`.");
    return [];
  }
  // A law that looks at other states is evaluated when the joint law is enumerated, and so is one that may be too large to
  // be written out: what it says can still be read off its rule.
  if (parents.length > 0 || readsState(expr) || (name.name === "exchangeable" && profileCount(domains) > maximalOutcomes)) return [{ targets: [...group.targets], law: "rule", parents, rule: expr, ...name, span }];
  const law = builder.constants.law(expr, [], contextOf(domains, group.joint));
  if (!law) return [];
  return tables(builder, law, group.targets, distribution.span, span, name);
}

function profileCount(domains: readonly (readonly Value[])[]): number {
  return domains.reduce((count, domain) => count * Math.max(1, domain.length), 1);
}

/** What the declaration tells the distribution: the domain of one component, or the domains of all. */
export function contextOf(domains: readonly (readonly Value[])[], joint: boolean): { domain?: readonly Value[]; dimension?: number; componentDomains?: readonly (readonly Value[])[] } {
  const [first] = domains;
  if (domains.length === 1 && !joint) return first && first.length > 0 ? { domain: first } : {};
  const known = domains.every((domain) => domain.length > 0);
  const same = known && domains.every((domain) => JSON.stringify(domain.map(formatValue)) === JSON.stringify(domains[0]?.map(formatValue)));
  return { dimension: domains.length, ...(known ? { componentDomains: domains } : {}), ...(same && first ? { domain: first } : {}) };
}

/** A law over tuples is joint; a law over single values, with several targets, is the law of each of them. */
function tables(builder: Builder, law: Pmf, targets: readonly ComponentRef[], lawSpan: Span, span: Span, name: { name?: string }): Factor[] {
  const width = targets.length;
  const flat = law.outcomes.map((outcome) => ({ values: flatten(outcome.value, width), probability: outcome.probability }));
  const single = law.outcomes.every((outcome) => !(typeof outcome.value === "object" && "kind" in outcome.value && outcome.value.kind === "tuple"));
  const row = (values: readonly Value[], probability: Rational): { values: Datum[]; probability: Datum } => ({ values: values.map(toDatum), probability: toDatum(probability) });
  if (width > 1 && single) {
    return targets.map((target) => ({ targets: [target], law: "table", parents: [], table: law.outcomes.map((outcome) => row([outcome.value], outcome.probability)), ...name, span }));
  }
  const bad = flat.find((outcome) => outcome.values.length !== width);
  if (bad) {
    builder.report("outcome-outside-domain", lawSpan, `An outcome has ${bad.values.length} entries, but the prior is about ${width} components.`);
    return [];
  }
  return [{ targets: [...targets], law: "table", parents: [], table: flat.map((outcome) => row(outcome.values, outcome.probability)), ...name, span }];
}

/** `((1, 2), 3)` and `(1, 2, 3)` are the same joint outcome of three components; a single target takes the value as it is. */
export function flatten(value: Value, width: number): readonly Value[] {
  if (width === 1) return [value];
  if (typeof value === "object" && "kind" in value && value.kind === "tuple") return value.entries.flatMap((entry) => flatten(entry, 2));
  return [value];
}

function domainOf(target: ComponentRef, { domains }: Context): readonly Value[] {
  return domains().get(JSON.stringify([target.of, target.index])) ?? [];
}

/** Declared domains by component: a law of many components asks for each of them. */
function domainsOf(variables: readonly Variable[]): () => ReadonlyMap<string, readonly Value[]> {
  let known: Map<string, readonly Value[]> | undefined;
  return () =>
    (known ??= new Map(variables.flatMap((variable) => variable.components.map((component) => [JSON.stringify([variable.name, component.index]), component.domain.map(fromDatum)] as const))));
}

/** Puts the values of known index variables into an expression, so that a factor stands on its own. */
function inline(expr: Expr, bindings: Bindings): Expr {
  if (bindings.length === 0) return expr;
  const values = new Map(bindings.map(([name, value]) => [name, toDatum(value)]));
  const replace = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(replace);
    if (typeof node !== "object" || node === null) return node;
    const record = node as Record<string, unknown>;
    const value = record["kind"] === "local" ? values.get(String(record["name"])) : undefined;
    if (value !== undefined) return { kind: "constant", value, span: record["span"] };
    return Object.fromEntries(Object.entries(record).map(([key, child]) => [key, replace(child)]));
  };
  return replace(expr) as Expr;
}

/** Components that a law looks at, through definitions too; a whole family where an index is not known. */
function parentsOf(expr: Expr, { variables, definitions }: Context): ComponentRef[] {
  const found = new Map<string, ComponentRef>();
  const followed = new Set<string>();
  const visit = (node: Expr): void => {
    if (node.kind === "component") {
      const known = node.index.every((index) => index.kind === "constant");
      const index = node.index.flatMap((each) => (each.kind === "constant" ? [each.value] : []));
      const members = known ? [{ of: node.of, index }] : (variables.find((each) => each.name === node.of)?.components ?? []).map((component) => ({ of: node.of, index: component.index }));
      for (const member of members) found.set(JSON.stringify(member), member);
    }
    if (node.kind === "definition" && !followed.has(node.of)) {
      followed.add(node.of);
      const definition = definitions.find((each) => each.name === node.of);
      if (definition) visit(definition.value);
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expr);
  return [...found.values()];
}

/** A law comes before everything that is computed with it. Reports the first quantity or payoff that it looks at, definitions followed. */
function readsResult({ builder, definitions }: Context, expr: Expr): boolean {
  const followed = new Set<string>();
  const find = (node: Expr): Expr | undefined => {
    if (node.kind === "quantity" || node.kind === "payoff" || node.kind === "outside") return node;
    const body = node.kind === "definition" && !followed.has(node.of) ? definitions.find((each) => each.name === node.of)?.value : undefined;
    if (node.kind === "definition") followed.add(node.of);
    for (const child of body ? [...childrenOf(node), body] : childrenOf(node)) {
      const found = find(child);
      if (found) return found;
    }
    return undefined;
  };
  const found = find(expr);
  if (!found) return false;
  const what = found.kind === "quantity" ? `The quantity \`${found.of}\`` : "A payoff";
  builder.report("out-of-scope", found.span, `${what} is computed from the prior; a law cannot look at it.`, "Write the number itself, or a `param`.");
  return true;
}

function readsState(expr: Expr): boolean {
  return expr.kind === "definition" || expr.kind === "component" || childrenOf(expr).some(readsState);
}

function momentOf(builder: Builder, constraint: ast.PriorConstraint): Moment[] {
  const opened = builder.binders(constraint.binders, emptyScope("environment"));
  const relation = relationOf(builder, constraint.relation, opened.scope);
  return relation ? [{ binders: opened.binders, relation, span: constraint.span }] : [];
}

