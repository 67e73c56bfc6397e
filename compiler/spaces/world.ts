/** From the Model IR to a world in which its expressions can be evaluated (without the spaces). */
import type { Definition, IndexSet, Model } from "../model/model.generated.ts";
import { fromDatum } from "../model/datum.ts";
import { IndexLookup } from "../evaluate/index-lookup.ts";
import type { FiniteSet, Value } from "../evaluate/value.ts";
import type { NamedFamily, OutcomeFamily, OutcomeSource, World } from "../evaluate/world.ts";

export function lookupOf(indices: readonly IndexSet[]): IndexLookup {
  return new IndexLookup(indices.map((index) => index.elements.map(fromDatum)));
}

/**
 * Builds the world of a model.
 *
 * @param sourceOf how the outcomes without a rule get their values
 */
export function buildWorld(model: Model, sourceOf: (outcome: Model["outcomes"][number]) => OutcomeSource): World {
  const params = new Map<string, Value>(model.params.map((each) => [each.name, fromDatum(each.value)]));
  const sets = new Map<string, FiniteSet>();
  for (const each of model.sets) sets.set(each.name, { kind: "set", entries: each.elements.map(fromDatum) });
  for (const each of model.agents) sets.set(each.name, { kind: "set", entries: each.elements.map(fromDatum) });
  const definitions = new Map<string, NamedFamily>();
  for (const each of model.definitions) {
    definitions.set(each.name, {
      name: each.name,
      lookup: new IndexLookup(each.parameters.map((parameter) => parameter.elements.map(fromDatum))),
      definition: { parameters: each.parameters.map((parameter) => parameter.name), value: each.value },
      within: each.within,
    });
  }
  const quantities = new Map<string, NamedFamily>();
  for (const each of model.quantities) quantities.set(each.name, { name: each.name, lookup: lookupOf(each.indices), definition: each.definition, within: "environment" });
  const outcomes = new Map<string, OutcomeFamily>();
  for (const each of model.outcomes) {
    outcomes.set(each.name, { name: each.name, lookup: lookupOf(each.indices), source: each.rule ? { kind: "rule", definition: each.rule } : sourceOf(each), span: each.span });
  }
  const payoffs = new Map<string, Definition>();
  const outsides = new Map<string, Definition>();
  for (const each of model.agents) {
    if (each.payoff) payoffs.set(each.name, each.payoff);
    if (each.outside) outsides.set(each.name, each.outside);
  }
  return { params, sets, definitions, quantities, outcomes, payoffs, outsides };
}
