/** Where a name is declared and where it is used. */
import { libraries } from "../../compiler/resolve/library.generated.ts";
import { lineColumn, lineStarts } from "../../grammar/index.ts";
import { DocumentHighlightKind, type DocumentHighlight, type Location } from "./protocol.ts";
import type { Snapshot } from "./snapshot.ts";
import { occurrenceAt, occurrencesOf, type Definition } from "../../compiler/symbols/symbols.ts";

/** The address of the text of a library, if the host keeps it in a file. */
export type LibraryAddress = (library: string) => string | undefined;

/** The declaration of the name at an offset. A library function is in the text of its library, or else behind `use`. */
export function definitionAt(snapshot: Snapshot, offset: number, libraryAddress: LibraryAddress = () => undefined): Location | undefined {
  const found = occurrenceAt(snapshot.symbols, offset);
  if (!found) return undefined;
  const { definition } = found;
  return inLibrary(definition, libraryAddress) ?? { uri: snapshot.document.uri, range: snapshot.range(definition.span) };
}

function inLibrary({ library, kind, name }: Definition, address: LibraryAddress): Location | undefined {
  const module = library?.name ?? (kind === "library" ? name : undefined);
  const text = module === undefined ? undefined : libraries.get(module);
  const uri = module === undefined ? undefined : address(module);
  if (text === undefined || uri === undefined) return undefined;
  const starts = lineStarts(text);
  const position = (offset: number): { line: number; character: number } => {
    const { line, column } = lineColumn(starts, offset);
    return { line: line - 1, character: column - 1 };
  };
  const span = library?.declaration.name.span ?? { start: 0, end: 0 };
  return { uri, range: { start: position(span.start), end: position(span.end) } };
}

/** Every mention of the name at an offset, ascending. */
export function referencesAt(snapshot: Snapshot, offset: number, options: { readonly includeDeclaration: boolean }): readonly Location[] {
  const found = occurrenceAt(snapshot.symbols, offset);
  if (!found) return [];
  return occurrencesOf(snapshot.symbols, found.definition)
    .filter((each) => options.includeDeclaration || each.role === "reference")
    .map((each) => ({ uri: snapshot.document.uri, range: snapshot.range(each.span) }));
}

/** The same, for the marks in the text around the cursor. */
export function highlightsAt(snapshot: Snapshot, offset: number): readonly DocumentHighlight[] {
  const found = occurrenceAt(snapshot.symbols, offset);
  if (!found) return [];
  return occurrencesOf(snapshot.symbols, found.definition).map((each) => ({
    range: snapshot.range(each.span),
    kind: each.role === "definition" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
