/** The proposals that several places share. */
import { builtinFunctions } from "../../compiler/resolve/functions.ts";
import type { TokenCategory } from "../../grammar/index.ts";
import { CompletionItemKind, InsertTextFormat, MarkupKind, type CompletionItem } from "./protocol.ts";
import type { Definition } from "../../compiler/symbols/symbols.ts";
import { aggregateDocs, wordDoc } from "./words.ts";

/** A name with its kind, a line about it, and its documentation. */
export function itemOf(label: string, kind: CompletionItemKind | undefined, detail: string, documentation?: string): CompletionItem {
  return {
    label,
    detail,
    ...(kind === undefined ? {} : { kind }),
    ...(documentation === undefined ? {} : { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
  };
}

/** A word of the language. */
export function wordItem(word: string, category: TokenCategory): CompletionItem {
  const doc = wordDoc(word.split(" ")[0] ?? word);
  return {
    ...itemOf(word, CompletionItemKind.Keyword, doc?.form ?? "", doc?.text),
    sortText: category === "declaration" || category === "block-item" ? "2" : "6",
  };
}

/** Text that is inserted as it stands. */
export function textOf(label: string, insertText: string, documentation: string): CompletionItem {
  return { ...itemOf(label, CompletionItemKind.Snippet, "", documentation), insertText, insertTextFormat: InsertTextFormat.PlainText };
}

/** Names, each once. */
export function namesOf(definitions: readonly Definition[], item: (each: Definition) => CompletionItem): readonly CompletionItem[] {
  return definitions.map(item);
}

/** Everything that can begin an operand: names in scope, functions, aggregates, expectations, `if`. */
export function expressionItems(
  visible: readonly Definition[],
  item: (each: Definition) => CompletionItem,
  place: { readonly claim: boolean },
): readonly CompletionItem[] {
  const names = visible.filter((each) => each.kind !== "model" && each.kind !== "row" && each.kind !== "mover" && each.kind !== "library").map(item);
  const functions = [...builtinFunctions.values()]
    .filter((each) => !aggregateDocs.has(each.name))
    .map((each) => ({ ...itemOf(each.name, CompletionItemKind.Function, each.signature, wordDoc(each.name)?.text), sortText: "5" }));
  const aggregates = [...aggregateDocs].map(([name, doc]) => ({ ...itemOf(name, CompletionItemKind.Function, doc.form, doc.text), sortText: "5" }));
  const words = ["E", "P", "if", "not", "true", "false", "payoff", ...(place.claim ? ["infeasible", "unbounded", "holds", "fails"] : [])].map((word) =>
    wordItem(word, "control"),
  );
  return [...names, ...functions, ...aggregates, ...words];
}
