/** Tables of the `let`s behind `show`. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { noSlots } from "../../compiler/evaluate/evaluator.ts";
import { enterState, type Frame } from "../../compiler/evaluate/frame.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import { readsOf } from "../../compiler/evaluate/reads.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import type { Datum, Expr, Model, NamedDefinition } from "../../compiler/model/model.generated.ts";
import { reportingAgents, visitProfiles } from "../verify/outcomes.ts";
import type { Table } from "./result.generated.ts";

/** A larger table is left out, and says so by being empty, as those of the rules. */
const entryLimit = 200_000;

/**
 * A table per shown definition: by message profile when it reads messages, by state when it reads the state, otherwise one
 * value per index.
 *
 * @throws EvaluationError when a definition cannot be evaluated somewhere
 */
export function shownTables(model: Model, evaluator: Evaluator): Record<string, Table> {
  const shown = model.definitions.filter((definition) => model.shows.includes(definition.name));
  return Object.fromEntries(shown.map((definition) => [definition.name, tableOf(evaluator, definition)]));
}

function tableOf(evaluator: Evaluator, definition: NamedDefinition): Table {
  const { space } = evaluator;
  const reads = readsOf(evaluator, definition.value);
  const columns = reads.state ? space.components.map((component) => component.label) : reads.profile ? reportingAgents(evaluator) : [];
  const table: Table = { indices: definition.parameters.map((each) => each.name), columns, entries: [] };
  const members = indicesOf(definition);
  const places = reads.state ? space.law.count : reads.profile ? space.profileCount : 1;
  if (members.length * places > entryLimit) return table;
  const readers = members.map((index) => ({
    index: index.map((each) => formatValue(fromDatum(each))),
    read: evaluator.compile(mention(definition, index), noSlots),
  }));
  const enter = (frame: Frame, at: readonly string[]): void => {
    for (const { index, read } of readers) table.entries.push({ index, at: [...at], value: formatValue(read(frame)) });
  };
  if (reads.state) visitStates(evaluator, enter);
  else if (reads.profile) visitProfiles(evaluator, enter);
  else enter(evaluator.frame(), []);
  return table;
}

function indicesOf({ parameters }: NamedDefinition): Datum[][] {
  return parameters.reduce<Datum[][]>((rows, { elements }) => rows.flatMap((row) => elements.map((element) => [...row, element])), [[]]);
}

function mention({ name, span }: NamedDefinition, index: readonly Datum[]): Expr {
  return { kind: "definition", of: name, index: index.map((value) => ({ kind: "constant", value, span })), span };
}

/** Every state of positive probability, with the values of its components. */
function visitStates(evaluator: Evaluator, visit: (frame: Frame, at: readonly string[]) => void): void {
  const { components, law } = evaluator.space;
  const texts = components.map((component) => component.domain.map(formatValue));
  const frame = evaluator.frame();
  for (let state = 0; state < law.count; state++) {
    enterState(frame, evaluator.space, state);
    visit(
      frame,
      texts.map((values, c) => values[frame.state[c] as number] ?? ""),
    );
  }
}
