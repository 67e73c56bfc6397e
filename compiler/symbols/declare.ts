/** The declaring pass of the index: which names a file gives, in the order in which the compiler collects them. */
import type * as ast from "../../grammar/ast.ts";
import { Sink } from "../diagnostics/sink.ts";
import { libraryFunctions, withLibraries } from "../resolve/library.ts";
import type { AnyItem, Definition, SymbolKind } from "./symbols.ts";

/** Who is told of the names. */
export interface Declaring {
  readonly globals: ReadonlyMap<string, Definition>;
  declare(definition: Definition): void;
  declareRow(definition: Definition): void;
  declareMover(definition: Definition): void;
  declareImported(definition: Definition): void;
}

/** Tells of every name of the file; elements of set literals last, because a declared name is never one of them. */
export function declareItems(items: readonly ast.Item[], to: Declaring): void {
  const all = items.flatMap((item): AnyItem[] => (item.kind === "information" || item.kind === "mechanism" ? [...item.items] : [item]));
  for (const item of all) declareItem(item, to);
  for (const item of all) if (item.kind === "use") declareLibrary(item, to);
  for (const item of all) declareElements(item, to);
}

function declareItem(item: AnyItem, to: Declaring): void {
  const doc = item.doc === undefined ? {} : { doc: item.doc };
  const declare = (name: ast.Name, kind: SymbolKind): void => to.declare({ name: name.text, kind, span: name.span, item, ...doc });
  switch (item.kind) {
    case "param":
    case "quantity":
    case "draw":
    case "message":
    case "allocation":
    case "transfer":
    case "let":
      return declare(item.head.name, item.kind);
    case "set-declaration":
      return declare(item.name, "set");
    case "agents":
    case "function":
      return declare(item.name, item.kind);
    case "state":
      return declare(item.head.name, item.observed ? "type" : "state");
    case "signal":
      if (item.head) declare(item.head.name, "signal");
      return;
    case "require":
    case "feasible":
      if (item.head && item.head.name.text !== "") to.declareRow({ name: item.head.name.text, kind: "row", span: item.head.name.span, item, ...doc });
      return;
    case "move":
      return to.declareMover({ name: item.mover.text, kind: "mover", span: item.mover.span, item, ...doc });
    case "model":
    case "cite":
    case "use":
    case "prior":
    case "information":
    case "mechanism":
    case "payoff-declaration":
    case "outside":
    case "incentives":
    case "participation":
    case "assert":
    case "show":
      return;
  }
}

/** Names that a `use` imports, by its text: the listed functions and those that they call. */
const imports = new Map<string, ReadonlySet<string>>();

function importedNames(item: ast.UseDeclaration): ReadonlySet<string> {
  const key = [item.library.text, ...item.names.map((name) => name.text)].join(" ");
  const known = imports.get(key);
  if (known) return known;
  const names = new Set(withLibraries([item], new Sink()).flatMap((each) => (each.kind === "function" ? [each.name.text] : [])));
  // What is being typed makes a new key with every letter.
  if (imports.size > 100) imports.clear();
  imports.set(key, names);
  return names;
}

function declareLibrary(item: ast.UseDeclaration, to: Declaring): void {
  const wanted = importedNames(item);
  for (const declaration of libraryFunctions(item.library.text) ?? []) {
    if (!wanted.has(declaration.name.text)) continue;
    const doc = declaration.doc === undefined ? {} : { doc: declaration.doc };
    to.declareImported({
      name: declaration.name.text,
      kind: "library function",
      span: item.span,
      item,
      library: { name: item.library.text, declaration },
      ...doc,
    });
  }
}

/** Bare names in the set literals of sets, agents, domains and params; see `declareSymbols` of the compiler. */
function declareElements(item: AnyItem, to: Declaring): void {
  const set = literalOf(item);
  if (set?.kind !== "set") return;
  const owner = item.kind === "set-declaration" || item.kind === "agents" ? { owner: item.name.text } : {};
  for (const entry of set.entries) {
    if (entry.kind !== "reference" || entry.indices.length > 0 || to.globals.has(entry.name.text)) continue;
    to.declare({ name: entry.name.text, kind: "element", span: entry.name.span, item, ...owner });
  }
}

function literalOf(item: AnyItem): ast.Expression | undefined {
  switch (item.kind) {
    case "set-declaration":
    case "agents":
      return item.value;
    case "state":
    case "param":
    case "signal":
    case "draw":
    case "message":
      return item.domain?.kind === "in" ? item.domain.set : undefined;
    default:
      return undefined;
  }
}
