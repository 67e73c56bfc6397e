/**
 * Posteriors: what is left of a model after a public signal has been seen. Public signals become constants of rules and
 * rows, and the prior becomes the law of everything else given the signal.
 */
import type { Rational } from "../../exact/rational.ts";
import { toDatum } from "../../model/datum.ts";
import type { ComponentRef, Datum, Expr, Model, Span, Variable } from "../../model/model.generated.ts";

/** Values of the public components at one realisation, by family and member. */
export type Realisation = ReadonlyMap<string, readonly Datum[]>;

export function isPublic(variable: Variable): boolean {
  return variable.audience === "everybody";
}

/** Families that some rule, row, payoff, quantity or objective looks at, definitions followed. */
export function familiesRead(model: Model): ReadonlySet<string> {
  const definitions = new Map(model.definitions.map((each) => [each.name, each.value]));
  const found = new Set<string>();
  const followed = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== "object" || value === null) return;
    const { kind, of } = value as { kind?: unknown; of?: unknown };
    if (kind === "component" && typeof of === "string") found.add(of);
    if (kind === "definition" && typeof of === "string" && !followed.has(of)) {
      followed.add(of);
      visit(definitions.get(of));
    }
    Object.values(value).forEach(visit);
  };
  visit([model.messages, model.outcomes, model.rows, model.quantities, model.agents, model.moves]);
  return found;
}

/** Variables of the posterior problems: what agents observe privately, and what something looks at. */
export function remaining(model: Model): readonly Variable[] {
  const read = familiesRead(model);
  return model.variables.filter((variable) => !isPublic(variable) && (variable.audience === "agent" || read.has(variable.name)));
}

/** One row of a posterior: values of the remaining components, in order, and their conditional probability. */
export interface PosteriorRow {
  readonly values: readonly Datum[];
  readonly probability: Rational;
}

/** The model given the realisation, with the posterior as its prior. */
export function conditionalModel(model: Model, realisation: Realisation, variables: readonly Variable[], rows: readonly PosteriorRow[], span: Span): Model {
  const fixed = model.variables.filter(isPublic);
  const substitute = substitution(fixed, realisation);
  const targets: ComponentRef[] = variables.flatMap((variable) => variable.components.map((component) => ({ of: variable.name, index: component.index })));
  const { definitions, messages, outcomes, rows: constraints, quantities, agents, moves, asserts } = model;
  const replaced = substitute({ definitions, messages, outcomes, rows: constraints, quantities, agents, moves, asserts }) as Pick<
    Model,
    "definitions" | "messages" | "outcomes" | "rows" | "quantities" | "agents" | "moves" | "asserts"
  >;
  return {
    ...model,
    ...replaced,
    variables: [...variables],
    prior: [{ targets, law: "table", parents: [], table: rows.map((row) => ({ values: [...row.values], probability: toDatum(row.probability) })), span }],
  };
}

/** Replaces components of the public families by their values; an index that is not known becomes a choice among members. */
function substitution(fixed: readonly Variable[], realisation: Realisation): (node: unknown) => unknown {
  const families = new Map(fixed.map((variable) => [variable.name, variable]));
  const valueOf = (node: Extract<Expr, { kind: "component" }>, variable: Variable): Expr => {
    const values = realisation.get(variable.name) ?? [];
    const { span } = node;
    const constant = (value: Datum): Expr => ({ kind: "constant", value, span });
    const index = node.index.map((each) => substitute(each) as Expr);
    const equals = (member: readonly Datum[]): Expr =>
      member.map((value, k): Expr => ({ kind: "apply", operator: "=", arguments: [index[k] as Expr, constant(value)], span })).reduce((both, next) => ({ kind: "apply", operator: "and", arguments: [both, next], span }));
    return variable.components.reduceRight<Expr>(
      (otherwise, component, k) => (component.index.length === 0 || k === variable.components.length - 1 ? constant(values[k] as Datum) : { kind: "conditional", condition: equals(component.index), then: constant(values[k] as Datum), otherwise, span }),
      constant(values.at(-1) as Datum),
    );
  };
  const substitute = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(substitute);
    if (typeof node !== "object" || node === null) return node;
    const record = node as Record<string, unknown>;
    const family = record["kind"] === "component" ? families.get(String(record["of"])) : undefined;
    if (family) return valueOf(node as Extract<Expr, { kind: "component" }>, family);
    return Object.fromEntries(Object.entries(record).map(([key, child]) => [key, substitute(child)]));
  };
  return substitute;
}

/**
 * The model in which quantities are evaluated over all realisations together. Nobody deviates there, so in a direct
 * mechanism reports are the truth, and agents need not observe anything.
 */
export function truthfulModel(model: Model): Model {
  if (!model.direct) return model;
  const truthful = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(truthful);
    if (typeof node !== "object" || node === null) return node;
    const entries = Object.entries(node).map(([key, child]) => [key, truthful(child)] as const);
    const copy = Object.fromEntries(entries) as Record<string, unknown>;
    return copy["kind"] === "component" && copy["view"] === "reported" ? { ...copy, view: "true" } : copy;
  };
  const { definitions, quantities, agents, asserts } = model;
  const replaced = truthful({ definitions, quantities, agents, asserts }) as Pick<Model, "definitions" | "quantities" | "agents" | "asserts">;
  return { ...model, ...replaced, variables: model.variables.map((variable) => ({ ...variable, audience: "nobody", observers: [] })) };
}
