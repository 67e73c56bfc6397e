/** What an expression depends on, found from its text: an over-approximation that never misses a dependence. */
import { childrenOf } from "../model/children.ts";
import type { Expr } from "../model/model.generated.ts";
import type { Evaluator } from "./evaluator.ts";
import { definitionOf } from "./definitions.ts";

export interface Reads {
  /** The true state. */
  readonly state: boolean;
  /** The message profile. */
  readonly profile: boolean;
  /** An outcome that is still to be chosen. */
  readonly chosen: boolean;
  /** Something whose dependence is not analysed (an expectation given values of the current state). */
  readonly unknown: boolean;
}

const nothing: Reads = { state: false, profile: false, chosen: false, unknown: false };

function join(a: Reads, b: Reads): Reads {
  return { state: a.state || b.state, profile: a.profile || b.profile, chosen: a.chosen || b.chosen, unknown: a.unknown || b.unknown };
}

const caches = new WeakMap<Evaluator, WeakMap<Expr, Reads>>();

/** Dependences of an expression in the evaluator's world, definitions looked through. */
export function readsOf(evaluator: Evaluator, expr: Expr): Reads {
  let cache = caches.get(evaluator);
  if (!cache) caches.set(evaluator, (cache = new WeakMap()));
  const known = cache.get(expr);
  if (known) return known;
  // Definitions do not recurse (checked when the model is built), so the entry below is only a guard.
  cache.set(expr, nothing);
  const reads = compute(evaluator, expr);
  cache.set(expr, reads);
  return reads;
}

function compute(evaluator: Evaluator, expr: Expr): Reads {
  const parts = childrenOf(expr).map((child) => readsOf(evaluator, child));
  const inner = parts.reduce(join, nothing);
  switch (expr.kind) {
    case "component":
      return join(inner, { ...nothing, state: expr.view === "true", profile: expr.view === "reported" });
    case "message":
      return { ...inner, profile: true };
    case "outcome": {
      const source = evaluator.world.outcomes.get(expr.of)?.source;
      if (source?.kind === "rule") return join(inner, { ...readsOf(evaluator, source.definition.value), profile: true });
      if (source?.kind === "states") return { ...inner, profile: true, state: true };
      return { ...inner, profile: true, chosen: inner.chosen || source?.kind === "chosen" };
    }
    case "definition":
    case "quantity":
    case "payoff":
    case "outside": {
      const found = definitionOf(evaluator, expr);
      return found ? join(inner, readsOf(evaluator, found.definition.value)) : inner;
    }
    case "expectation": {
      const body = readsOf(evaluator, expr.body);
      const given = expr.given.some((each) => each.kind !== "event");
      // The expectation averages over state and messages; only what it is conditioned on remains.
      return { state: given, profile: false, chosen: body.chosen, unknown: false };
    }
    case "deviation":
      return inner;
    default:
      return inner;
  }
}
