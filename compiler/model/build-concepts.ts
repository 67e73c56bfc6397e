/** `incentives` and `participation` declarations: which concept holds for which agent set, and the rows they stand for. */
import type { Span } from "../../grammar/span.ts";
import type { Concept } from "../concepts/concept.ts";
import { hasPrivateValues } from "../concepts/private-values.ts";
import { concepts, findConcept } from "../concepts/registry.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { Value } from "../evaluate/value.ts";
import type { Builder } from "./builder.ts";
import type { AgentSet, NamedDefinition, Row, Variable } from "./model.generated.ts";

const kinds = ["incentives", "participation"] as const;

/** Fills in the concepts of the agent sets and returns their rows. */
export function buildConcepts(builder: Builder, agents: AgentSet[], variables: readonly Variable[], definitions: readonly NamedDefinition[], overrides: ReadonlyMap<string, Value>): Row[] {
  for (const item of builder.declarations.items) {
    if (item.kind !== "incentives" && item.kind !== "participation") continue;
    const concept = lookUp(builder, item.kind, item.concept.text, item.concept.span);
    if (!concept) continue;
    const named = item.agents.map((name) => ({ name, set: agents.find((each) => each.name === name.text) }));
    for (const { name, set } of named) if (!set) builder.report("not-agents", name.span, `\`${name.text}\` is not an agent set.`);
    const chosen = item.agents.length > 0 ? named.flatMap(({ set }) => (set ? [set] : [])) : agents.filter((set) => set.payoff);
    const silent = item.agents.length === 0 && concept.name !== "none" ? agents.find((set) => !set.payoff && variables.some((variable) => variable.role === "type" && variable.indices[0]?.set === set.name)) : undefined;
    if (silent) builder.report("payoff-missing", item.span, `\`${silent.name}\` has types but no payoff, so \`${item.kind} ${concept.name}\` says nothing about it.`, `Declare \`payoff ${silent.name}[i] = ...\`.`);
    for (const set of chosen) {
      if (set[item.kind]) builder.report("concept-twice", item.concept.span, `\`${item.kind}\` of \`${set.name}\` is declared twice.`, undefined, [{ span: (set[item.kind] as { span: Span }).span, text: "first here" }]);
      else set[item.kind] = { concept: concept.name, span: item.span };
      if (!set.payoff && concept.name !== "none") builder.report("payoff-missing", item.span, `\`${set.name}\` has no payoff, so \`${item.kind} ${concept.name}\` says nothing.`, `Declare \`payoff ${set.name}[i] = ...\`.`);
    }
  }
  for (const kind of kinds) {
    const override = overrides.get(kind);
    if (override === undefined) continue;
    const text = typeof override === "string" ? override : formatValue(override);
    const declared = builder.declarations.items.find((item) => item.kind === kind);
    const concept = lookUp(builder, kind, text, declared?.kind === kind ? declared.concept.span : { start: 0, end: 0 });
    if (!concept) continue;
    for (const set of agents) if (set.payoff) set[kind] = { concept: concept.name, span: set[kind]?.span ?? { start: 0, end: 0 } };
  }
  return agents.flatMap((set) => {
    if (!set.payoff) return [];
    const privateValues = hasPrivateValues(set, variables, definitions);
    return kinds.flatMap((kind) => {
      const declared = set[kind];
      const concept = declared && findConcept(kind, declared.concept);
      return concept && declared ? concept.rows({ agents: set, all: agents, privateValues, span: declared.span }) : [];
    });
  });
}

function lookUp(builder: Builder, kind: Concept["kind"], name: string, span: Span): Concept | undefined {
  const concept = findConcept(kind, name);
  if (concept) return concept;
  const names = concepts.filter((each) => each.kind === kind).map((each) => each.name);
  const near = didYouMean(name, names);
  builder.report("unknown-concept", span, `There is no ${kind} concept \`${name}\`.`, near ? `Did you mean \`${near}\`?` : `The concepts are ${names.map((each) => `\`${each}\``).join(", ")}.`);
  return undefined;
}
