/** The definition behind a reference to a family. */
import type { Expr } from "../model/model.generated.ts";
import type { NamedFamily, World } from "./world.ts";

export type FamilyReference = Extract<Expr, { kind: "outcome" | "definition" | "quantity" | "payoff" | "outside" }>;

/** A value with index parameters, as the Model IR has them. */
export interface IndexedExpression {
  readonly parameters: readonly string[];
  readonly value: Expr;
}

/** The index expressions of a family reference; a payoff has its agent's. */
export function indexOf(expr: FamilyReference): readonly Expr[] {
  if (expr.kind !== "payoff" && expr.kind !== "outside") return expr.index;
  return expr.agent.index ? [expr.agent.index] : [];
}

/** The definition behind a reference, with a key for the cache; undefined for a chosen or solved outcome and for an absent outside option. */
export function definitionOf({ world }: { readonly world: World }, expr: FamilyReference): { readonly key: string; readonly definition: IndexedExpression } | undefined {
  switch (expr.kind) {
    case "payoff":
    case "outside": {
      const definition = (expr.kind === "payoff" ? world.payoffs : world.outsides).get(expr.agent.set);
      return definition && { key: `${expr.kind} ${expr.agent.set}`, definition };
    }
    case "outcome": {
      const source = world.outcomes.get(expr.of)?.source;
      return source?.kind === "rule" ? { key: `outcome ${expr.of}`, definition: source.definition } : undefined;
    }
    case "definition":
    case "quantity": {
      const family = (expr.kind === "definition" ? world.definitions : world.quantities).get(expr.of) as NamedFamily;
      return { key: `${expr.kind} ${expr.of}`, definition: family.definition };
    }
  }
}
