/** Giving a name another name, everywhere, without a change of meaning. */
import { builtinFunctions } from "../../compiler/resolve/functions.ts";
import { findDistribution } from "../../compiler/priors/registry.ts";
import { reservedWords, wordsOf } from "../../grammar/index.ts";
import type { Range, WorkspaceEdit } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import { occurrenceAt, occurrencesOf, type Definition, type Occurrence } from "../../compiler/symbols/symbols.ts";

/** Why a name cannot be given, in a sentence for the author. */
export class RenameError extends Error {
  override readonly name = "RenameError";
}

/** Names of the language that a declaration may not take, or that would be read as something else. */
const taken = new Set([
  ...reservedWords,
  ...wordsOf("contextual"),
  "others",
  "messages",
  "infeasible",
  "unbounded",
  "holds",
  "fails",
  "duals",
  "any",
  "E",
  "P",
]);

/** What would be renamed at an offset; undefined where there is nothing that can be. */
export function renameRange(snapshot: Snapshot, offset: number): { readonly range: Range; readonly placeholder: string } | undefined {
  const found = occurrenceAt(snapshot.symbols, offset);
  if (!found || objection(found.definition) !== undefined) return undefined;
  return { range: snapshot.range(found.span), placeholder: found.definition.name };
}

/**
 * The edits that rename what stands at an offset.
 *
 * @throws RenameError when the new name is no name, is a word of the language, or would be confused with another name
 */
export function renameAt(snapshot: Snapshot, offset: number, newName: string): WorkspaceEdit | undefined {
  const found = occurrenceAt(snapshot.symbols, offset);
  if (!found) return undefined;
  const { definition } = found;
  const why = objection(definition);
  if (why !== undefined) throw new RenameError(why);
  const places = occurrencesOf(snapshot.symbols, definition);
  if (newName !== definition.name) checkName(snapshot, definition, places, newName);
  return { changes: { [snapshot.document.uri]: places.map((each) => ({ range: snapshot.range(each.span), newText: newName })) } };
}

function objection({ kind, name }: Definition): string | undefined {
  if (kind === "library function") return `\`${name}\` is a function of a library; it cannot be renamed here.`;
  if (kind === "library") return `\`${name}\` is a library; it cannot be renamed.`;
  return undefined;
}

function checkName(snapshot: Snapshot, definition: Definition, places: readonly Occurrence[], newName: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(newName))
    throw new RenameError(`\`${newName}\` is not a name: names are made of letters, digits and \`_\`, and do not begin with a digit.`);
  if (taken.has(newName)) throw new RenameError(`\`${newName}\` is a word of the language.`);
  if (builtinFunctions.has(newName) || findDistribution(newName)) throw new RenameError(`\`${newName}\` is a function or a distribution of the language.`);
  if (definition.kind === "mover") return;
  const { symbols } = snapshot;
  if (definition.kind === "row") {
    const other =
      symbols.definitions.some((each) => each.kind === "row" && each.name === newName) ||
      /^(?:domains|feasible(?:_\d+)?|require_\d+|(?:incentives|participation)_.*)$/.test(newName);
    if (other) throw new RenameError(`There are rows called \`${newName}\` already.`);
    return;
  }
  if (definition.kind === "model") return;
  if (symbols.unresolved.some((each) => each.text === newName)) throw new RenameError(`\`${newName}\` is used and not declared; it would come to mean this.`);
  const global = symbols.globals.get(newName);
  // `prior value[i]` binds `i` because nothing of that name is declared.
  const ofPrior = (each: Definition): boolean => each.kind === "index" && each.item?.kind === "prior";
  if (definition.scope === undefined && symbols.definitions.some((each) => ofPrior(each) && each.name === newName))
    throw new RenameError(`\`${newName}\` is the index of a prior, which must not be declared.`);
  if (global && (definition.scope === undefined || ofPrior(definition) || usedWithin(symbols.occurrences, global, definition))) {
    throw new RenameError(
      global.kind === "library function"
        ? `\`${newName}\` is a function of the library \`${global.library?.name ?? ""}\`.`
        : `\`${newName}\` is declared already.`,
    );
  }
  // An index in scope would hide the new name where it is used, or the new name hides the index.
  const hides = symbols.definitions.find((each) => {
    if (each === definition || each.name !== newName || each.scope === undefined) return false;
    const { scope } = each;
    return (
      places.some((place) => scope.start <= place.span.start && place.span.end <= scope.end) ||
      (definition.scope !== undefined && usedWithin(symbols.occurrences, each, definition))
    );
  });
  if (hides) throw new RenameError(`\`${newName}\` is an index or a parameter where this is used.`);
}

/** Whether something is mentioned in the scope of an index or a parameter. */
function usedWithin(occurrences: readonly Occurrence[], what: Definition, { scope }: Definition): boolean {
  return occurrences.some((each) => each.definition === what && scope !== undefined && scope.start <= each.span.start && each.span.end <= scope.end);
}
