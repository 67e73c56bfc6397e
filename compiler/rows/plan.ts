/**
 * Over what a family of rows ranges besides its own indices, read off the relation:
 *
 * - `moment`: it holds conditional expectations; one row per value of what is conditioned on;
 * - `profile`: it speaks of outcomes or types outside an expectation; one row per profile;
 * - `single`: everything is averaged; one row.
 */
import type { Span } from "../../grammar/span.ts";
import { evaluationError } from "../evaluate/error.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { readsOf } from "../evaluate/reads.ts";
import { childrenOf } from "../model/children.ts";
import type { Expr, Given, Row } from "../model/model.generated.ts";

export type Expectation = Extract<Expr, { kind: "expectation" }>;

export type Plan =
  | { readonly kind: "single" }
  /** `unobserved`: a component that no agent reports is read, so only states of positive probability make sense. */
  | { readonly kind: "profile"; readonly over: "messages" | "states" }
  | { readonly kind: "moment"; readonly expectations: readonly Expectation[]; readonly given: readonly Given[] };

export function planOf(evaluator: Evaluator, row: Row): Plan {
  const sides = [row.relation.left, row.relation.right];
  const expectations = sides.flatMap(outermostExpectations);
  for (const given of expectations.flatMap((each) => each.given)) {
    if (given.kind !== "information" && readsOf(evaluator, given.of).chosen) {
      throw evaluationError("condition-not-observable", given.of.span, "This condition depends on what is chosen, so its probability is not known.", "Condition on types, signals or messages.");
    }
  }
  const conditional = expectations.filter((each) => each.given.some((given) => given.kind !== "event"));
  const outside = sides.concat(row.condition ? [row.condition] : []).map((side) => readsOutside(evaluator, side)).reduce(joinOutside, { profile: false, state: false, unobserved: false });
  if (conditional.length > 0) {
    if (outside.profile) {
      throw evaluationError("varies-outside-expectation", span(row), "This row mixes conditional expectations with an outcome that varies inside the condition.", "Put the outcome into an expectation under the same condition.");
    }
    return { kind: "moment", expectations, given: distinctGiven(conditional) };
  }
  if (!outside.profile && !outside.state) return { kind: "single" };
  const direct = evaluator.space.direct;
  return { kind: "profile", over: outside.unobserved || (outside.state && !direct) ? "states" : "messages" };
}

function span(row: Row): Span {
  return row.relation.left.span;
}

/** Expectations that stand in the relation itself, not inside another expectation. */
export function outermostExpectations(expr: Expr): Expectation[] {
  if (expr.kind === "expectation") return [expr];
  return childrenOf(expr).flatMap(outermostExpectations);
}

interface Outside {
  readonly profile: boolean;
  readonly state: boolean;
  readonly unobserved: boolean;
}

const joinOutside = (a: Outside, b: Outside): Outside => ({ profile: a.profile || b.profile, state: a.state || b.state, unobserved: a.unobserved || b.unobserved });

/** What is read outside all expectations. */
function readsOutside(evaluator: Evaluator, expr: Expr): Outside {
  if (expr.kind === "expectation") return { profile: false, state: false, unobserved: false };
  const inner = childrenOf(expr).map((child) => readsOutside(evaluator, child)).reduce(joinOutside, { profile: false, state: false, unobserved: false });
  if (expr.kind === "component" && expr.view === "true") {
    const family = evaluator.space.variables.get(expr.of);
    const unobserved = family !== undefined && Array.from({ length: family.lookup.size }, (_, k) => evaluator.space.owner[family.first + k] as number).some((owner) => owner < 0);
    return joinOutside(inner, { profile: false, state: true, unobserved });
  }
  if (expr.kind === "component" || expr.kind === "message" || expr.kind === "outcome") return { ...inner, profile: true };
  if (expr.kind === "definition" || expr.kind === "payoff" || expr.kind === "outside" || expr.kind === "quantity") {
    const reads = readsOf(evaluator, expr);
    return joinOutside(inner, { profile: reads.profile, state: reads.state, unobserved: reads.state && readsUnobserved(evaluator, expr) });
  }
  return inner;
}

/** Whether a definition looks at some component that no agent observes (its own text is followed). */
function readsUnobserved(evaluator: Evaluator, expr: Expr): boolean {
  const { world, space } = evaluator;
  if (expr.kind === "component" && expr.view === "true") {
    const family = space.variables.get(expr.of);
    return family !== undefined && Array.from({ length: family.lookup.size }, (_, k) => space.owner[family.first + k] as number).some((owner) => owner < 0);
  }
  const body =
    expr.kind === "definition" ? world.definitions.get(expr.of)?.definition.value
    : expr.kind === "quantity" ? world.quantities.get(expr.of)?.definition.value
    : expr.kind === "payoff" ? world.payoffs.get(expr.agent.set)?.value
    : expr.kind === "outside" ? world.outsides.get(expr.agent.set)?.value
    : undefined;
  return childrenOf(expr).some((child) => readsUnobserved(evaluator, child)) || (body !== undefined && readsUnobserved(evaluator, body));
}

function distinctGiven(expectations: readonly Expectation[]): readonly Given[] {
  const seen = new Set<string>();
  return expectations
    .flatMap((each) => each.given)
    .filter((given) => {
      if (given.kind === "event") return false;
      const key = JSON.stringify(given, (name, value: unknown) => (name === "span" ? undefined : value));
      return !seen.has(key) && seen.add(key);
    });
}
