/** What is known of a declared name, in words: its declaration, its index sets, its values, its rows. */
import { formatValue } from "../../compiler/evaluate/keys.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import type { Component, Datum, IndexSet, Model, Outcome, Variable } from "../../compiler/model/model.generated.ts";
import type { Snapshot } from "./snapshot.ts";
import type { Definition } from "../../compiler/symbols/symbols.ts";

/** More elements of a set than this are not listed. */
const LISTED = 12;
/** A longer declaration is cut. */
const SHOWN = 400;

/** Markdown about a name: the declaration as code, what the model says of it, and the comment of its author. */
export function describeDefinition(snapshot: Snapshot, definition: Definition): string {
  const code = declarationText(snapshot, definition);
  const facts = factsOf(snapshot, definition);
  return [`\`\`\`mech\n${code}\n\`\`\``, ...(facts.length > 0 ? [facts.join("  \n")] : []), ...(definition.doc === undefined ? [] : [definition.doc])].join(
    "\n\n",
  );
}

function declarationText(snapshot: Snapshot, definition: Definition): string {
  const { item, kind, name, library, set } = definition;
  if (library) return `function ${name}(${library.declaration.parameters.map((each) => each.text).join(", ")})`;
  if (kind === "index") return set ? `${name} in ${snapshot.slice(set.span)}` : name;
  if (kind === "parameter" || kind === "element" || kind === "library" || kind === "mover" || !item) return `${kind === "parameter" ? "" : `${kind} `}${name}`;
  const text = snapshot.slice(item.span).trim();
  return text.length > SHOWN ? `${text.slice(0, SHOWN)} ...` : text;
}

/** Sentences, from the last model without errors. */
function factsOf(snapshot: Snapshot, definition: Definition): readonly string[] {
  const { name, kind } = definition;
  const model = snapshot.lastModel;
  switch (kind) {
    case "param": {
      const param = model?.params.find((each) => each.name === name);
      return param ? [`Value: \`${clip(formatValue(fromDatum(param.value)))}\``] : ["Its value is given from outside."];
    }
    case "set":
    case "agents": {
      const set = model?.sets.find((each) => each.name === name);
      return set ? [`${count(set.elements.length, "element")}: ${list(set.elements)}`] : [];
    }
    case "type":
    case "state":
    case "draw":
    case "signal": {
      const variable = model?.variables.find((each) => each.name === name);
      return variable ? variableFacts(variable) : [];
    }
    case "message": {
      const message = model?.messages.find((each) => each.name === name);
      return message
        ? [
            ...indexFacts(message.indices),
            domainFact(message.components),
            message.strategy ? "The strategy is given." : "It has no strategy: it is recommended by whoever chooses the information.",
          ]
        : [];
    }
    case "allocation":
    case "transfer": {
      const outcome = model?.outcomes.find((each) => each.name === name);
      return outcome ? outcomeFacts(outcome) : [];
    }
    case "let":
      return model ? definitionFacts(model, name) : [];
    case "quantity": {
      const quantity = model?.quantities.find((each) => each.name === name);
      return quantity ? indexFacts(quantity.indices) : [];
    }
    case "row": {
      const size = snapshot.slow?.size?.families.find((each) => each.name === name);
      return size ? [`${count(size.rows, "row")} of the program.`] : [];
    }
    case "element":
      return definition.owner === undefined ? ["A symbol of this domain."] : [`An element of \`${definition.owner}\`.`];
    case "index":
      return indexVariableFacts(snapshot, definition);
    case "parameter":
      return ["A parameter of the function; the argument takes its place."];
    case "library function":
      return [`From the library \`${definition.library?.name ?? ""}\`.`];
    case "mover":
      return ["A player who moves."];
    case "model":
    case "function":
    case "library":
      return [];
  }
}

function variableFacts(variable: Variable): string[] {
  const [observer] = variable.observers;
  const audience =
    variable.audience === "agent"
      ? `Observed by its agent of \`${observer?.set ?? ""}\`.`
      : variable.audience === "everybody"
        ? "Observed by everybody."
        : "Observed by nobody.";
  const chosen = variable.given ? [] : ["It has no rule: whoever chooses the information chooses it."];
  return [...indexFacts(variable.indices), domainFact(variable.components), audience, ...chosen].filter((each) => each !== "");
}

function outcomeFacts(outcome: Outcome): string[] {
  const bound = outcome.components[0]?.bound;
  const { lower, upper, choices } = bound ?? {};
  const domain = choices
    ? `One of ${list(choices)}.`
    : lower === undefined && upper === undefined
      ? "Any number."
      : `Between ${lower === undefined ? "-oo" : one(lower)} and ${upper === undefined ? "oo" : one(upper)}.`;
  return [...indexFacts(outcome.indices), domain, outcome.rule ? "Given by its rule." : "Chosen by whoever chooses the mechanism."];
}

function definitionFacts(model: Model, name: string): string[] {
  const found = model.definitions.find((each) => each.name === name);
  return found
    ? [
        ...found.parameters.map((each) => `\`${each.name}\` ranges over ${count(each.elements.length, "element")}.`),
        ...(found.within === "mechanism" ? ["A part of the mechanism: it may depend on messages."] : []),
      ]
    : [];
}

function indexVariableFacts(snapshot: Snapshot, { set }: Definition): string[] {
  if (!set) return ["An index."];
  const text = snapshot.slice(set.span);
  const known = snapshot.lastModel?.sets.find((each) => each.name === text);
  return [`An index that ranges over \`${text}\`${known ? `: ${list(known.elements)}` : ""}.`];
}

/** "Indexed by `bidder` (2) and `good` (3): 6 members." */
function indexFacts(indices: readonly IndexSet[]): string[] {
  if (indices.length === 0) return [];
  const members = indices.reduce((product, index) => product * index.elements.length, 1);
  const sets = indices.map((index) => `\`${index.set === "" ? index.name : index.set}\` (${index.elements.length})`).join(" and ");
  return [`Indexed by ${sets}: ${count(members, "member")}.`];
}

function domainFact(components: readonly Component[]): string {
  const [first] = components;
  if (!first || (first.domain.length === 0 && !first.interval)) return "";
  const same = components.every((each) => JSON.stringify([each.domain, each.interval]) === JSON.stringify([first.domain, first.interval]));
  if (!same) return "The domain depends on the member.";
  if (first.interval) return `In the interval [${one(first.interval.lower)}, ${one(first.interval.upper)}].`;
  return `${count(first.domain.length, "value")}: ${list(first.domain)}`;
}

/** The sizes of the index sets of a family. @example sizeLabel([{ elements: [1, 2] }]) // "2" */
export function sizeLabel(indices: readonly IndexSet[]): string {
  return indices.map((index) => index.elements.length.toLocaleString("en")).join(" x ");
}

/** @example count(2, "row") // "2 rows" */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString("en")} ${noun}${amount === 1 ? "" : "s"}`;
}

function one(datum: Datum): string {
  return formatValue(fromDatum(datum));
}

function list(data: readonly Datum[]): string {
  const shown = data
    .slice(0, LISTED)
    .map((each) => clip(one(each)))
    .join(", ");
  return `\`${data.length > LISTED ? `${shown}, ...` : shown}\``;
}

function clip(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
