/** Definitions, rules, payoffs and quantities must not be defined in terms of themselves. */
import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { childrenOf } from "./children.ts";
import type { Expr, Model } from "./model.generated.ts";

interface Entry {
  readonly label: string;
  readonly span: Span;
  readonly uses: readonly string[];
}

export function checkCycles(model: Model, sink: Sink): void {
  const entries = new Map<string, Entry>();
  const enter = (key: string, label: string, span: Span, value: Expr | undefined): void => {
    if (value) entries.set(key, { label, span, uses: [...usesOf(value)] });
  };
  for (const each of model.definitions) enter(`definition ${each.name}`, each.name, each.span, each.value);
  for (const each of model.outcomes) enter(`outcome ${each.name}`, each.name, each.span, each.rule?.value);
  for (const each of model.quantities) enter(`quantity ${each.name}`, each.name, each.span, each.definition.value);
  for (const each of model.agents) {
    enter(`payoff ${each.name}`, `payoff ${each.name}`, each.span, each.payoff?.value);
    enter(`outside ${each.name}`, `outside ${each.name}`, each.span, each.outside?.value);
  }
  const state = new Map<string, "open" | "done">();
  const visit = (key: string): void => {
    const entry = entries.get(key);
    if (!entry || state.get(key) === "done") return;
    if (state.get(key) === "open") {
      sink.add(diagnostic("cyclic-definition", { span: entry.span, text: `\`${entry.label}\` is defined in terms of itself.`, hint: "Break the circle by writing one of the definitions out." }));
      return;
    }
    state.set(key, "open");
    entry.uses.forEach(visit);
    state.set(key, "done");
  };
  for (const key of entries.keys()) visit(key);
}

function usesOf(expr: Expr, found = new Set<string>()): Set<string> {
  if (expr.kind === "definition" || expr.kind === "outcome" || expr.kind === "quantity") found.add(`${expr.kind} ${expr.of}`);
  if (expr.kind === "payoff" || expr.kind === "outside") found.add(`${expr.kind} ${expr.agent.set}`);
  for (const child of childrenOf(expr)) usesOf(child, found);
  return found;
}
