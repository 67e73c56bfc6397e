/**
 * Names of a file and where they are used. The resolver gives names their meaning and forgets where it found them; the
 * linter and editors need the places. The scopes are those of `compiler/resolve`: declarations are global, also those
 * of the blocks; indices, and the parameters of a function, shadow them.
 */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/index.ts";

/** What a name stands for. `element` is a symbol of a set literal, `row` the label of a `require` or `feasible`. */
export type SymbolKind =
  | "model"
  | "param"
  | "set"
  | "agents"
  | "type"
  | "state"
  | "draw"
  | "signal"
  | "let"
  | "function"
  | "message"
  | "allocation"
  | "transfer"
  | "quantity"
  | "row"
  | "element"
  | "index"
  | "parameter"
  | "library"
  | "library function"
  | "mover";

export type AnyItem = ast.Item | ast.InformationItem | ast.MechanismItem;

export interface Definition {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The name itself; of a library function, the `use` that imports it. */
  readonly span: Span;
  /** The declaration; of an index or a parameter, the one that it belongs to. Absent in a declaration that cannot be read. */
  readonly item?: AnyItem;
  /** Of an index: the set that it ranges over. */
  readonly set?: ast.Expression;
  /** Of an index or a parameter: where it is known. */
  readonly scope?: Span;
  /** Of an index: the outer index or parameter of the same name that it hides. */
  readonly hides?: Definition;
  readonly doc?: string;
  /** Of an element: the set whose literal declares it, if that has a name. */
  readonly owner?: string;
  /** Of a library function. */
  readonly library?: { readonly name: string; readonly declaration: ast.FunctionDeclaration };
}

/** One mention of a name. */
export interface Occurrence {
  readonly span: Span;
  readonly definition: Definition;
  readonly role: "definition" | "reference";
  /** Of a reference: the declaration in which it stands; inside a block, the inner one. */
  readonly within?: AnyItem;
  /** A prior that names what it is the law of, which is no reading of it. */
  readonly target?: true;
}

export interface SymbolIndex {
  /** In the order of the text; library functions in that of their library. */
  readonly definitions: readonly Definition[];
  /** Ascending, without overlaps. */
  readonly occurrences: readonly Occurrence[];
  /** Names that are neither declared nor names of the language. */
  readonly unresolved: readonly ast.Name[];
  /** Global definitions by name. */
  readonly globals: ReadonlyMap<string, Definition>;
}

/** The mention of a name at an offset; its end counts, so that a cursor behind a word finds it. */
export function occurrenceAt(index: SymbolIndex, offset: number): Occurrence | undefined {
  const { occurrences } = index;
  let low = 0;
  let high = occurrences.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((occurrences[middle]?.span.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  for (const at of [low, low - 1]) {
    const found = occurrences[at];
    if (found && found.span.start <= offset && offset <= found.span.end) return found;
  }
  return undefined;
}

/** Every mention of what a definition stands for, ascending. */
export function occurrencesOf(index: SymbolIndex, definition: Definition): readonly Occurrence[] {
  return index.occurrences.filter((each) => each.definition === definition);
}

/** The names that can be written at an offset: the indices in whose scope it lies, inner ones first, then the global names. */
export function visibleAt(index: SymbolIndex, offset: number): readonly Definition[] {
  const local = index.definitions
    .filter((each) => each.scope && each.scope.start <= offset && offset <= each.scope.end)
    .sort((a, b) => (b.scope?.start ?? 0) - (a.scope?.start ?? 0));
  const seen = new Set<string>();
  return [...local, ...index.globals.values()].filter((each) => !seen.has(each.name) && seen.add(each.name));
}
