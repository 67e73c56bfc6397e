/** Who mentions whom, and what is bound where: the symbol index as rules ask for it. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { Sink } from "../diagnostics/sink.ts";
import { collect, type Declared } from "../resolve/declarations.ts";
import type { AnyItem, Definition, SymbolIndex } from "../symbols/symbols.ts";

/** A mention of a global name. */
export interface Use {
  /** `target`: what a prior is the law of. `read`: everything else. */
  readonly role: "read" | "target";
  /** The declaration in which it stands; inside a block, the inner one. */
  readonly within: AnyItem;
}

export interface NameTable {
  readonly declared: ReadonlyMap<string, Declared>;
  /** By name. An import is no use of what it imports. */
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  /** Index variables and arguments of functions. */
  readonly bindings: readonly Definition[];
}

export function namesOf(file: ast.SourceFile, index: SymbolIndex): NameTable {
  const uses = new Map<string, Use[]>();
  for (const { definition, role, within, target } of index.occurrences) {
    if (role === "definition" || definition.scope || !within || within.kind === "use") continue;
    const use: Use = { role: target ? "target" : "read", within };
    const known = uses.get(definition.name);
    if (known) known.push(use);
    else uses.set(definition.name, [use]);
  }
  return { declared: collect(file.items, new Sink()).names, uses, bindings: index.definitions.filter((each) => each.kind === "index" || each.kind === "parameter") };
}

/** Declarations in which a name is read, other than the one that declares it. */
export function readersOf(names: NameTable, name: string, span: Span): readonly AnyItem[] {
  const uses = names.uses.get(name) ?? [];
  return uses.flatMap(({ role, within }) => (role === "read" && !(within.span.start <= span.start && span.end <= within.span.end) ? [within] : []));
}
