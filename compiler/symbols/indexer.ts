/** Builds the {@link SymbolIndex} of a tree: one pass that declares, one that resolves. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/index.ts";
import { builtinFunctions } from "../resolve/functions.ts";
import { libraryFunctions, libraryNames } from "../resolve/library.ts";
import { findDistribution } from "../priors/registry.ts";
import { declareItems, type Declaring } from "./declare.ts";
import { brokenParts } from "./broken.ts";
import type { AnyItem, Definition, Occurrence, SymbolIndex } from "./symbols.ts";

/** Names that the compiler knows without a declaration, where they are no call. */
const words = new Set(["any", "infeasible", "unbounded", "duals"]);
/** Functions that are neither in the table of functions nor distributions. */
const forms = new Set(["others", "messages", "holds", "fails"]);

type Locals = ReadonlyMap<string, Definition>;
const none: Locals = new Map();

/**
 * The names of a file.
 *
 * @param text the text of the tree, for the declarations that are not in it because they cannot be read
 * @example indexSymbols(parse("param n = 2\nagents bidder = 1..n").file, text).occurrences.length // 3
 */
export function indexSymbols(file: ast.SourceFile, text: string): SymbolIndex {
  return new Indexer(file, text).run();
}

class Indexer implements Declaring {
  readonly globals = new Map<string, Definition>();
  /** Labels of rows have a name space of their own: only `holds` and `fails` speak of them. */
  private readonly rows = new Map<string, Definition>();
  private readonly movers = new Map<string, Definition>();
  private readonly libraries = new Map<string, Definition>();
  private readonly definitions: Definition[] = [];
  private readonly occurrences: Occurrence[] = [];
  private readonly unresolved: ast.Name[] = [];
  private item: AnyItem | undefined;

  constructor(
    private readonly file: ast.SourceFile,
    private readonly text: string,
  ) {}

  run(): SymbolIndex {
    const broken = brokenParts(this.file, this.text);
    declareItems(this.file.items, this);
    for (const part of broken) for (const each of part.definitions) if (!this.globals.has(each.name)) this.declare(each);
    for (const item of this.file.items) this.visitItem(item);
    // A declaration that cannot be read still has words in it, and its author may ask what they mean.
    for (const part of broken) {
      for (const binder of part.binders) this.define(binder);
      for (const name of part.words) {
        const local = part.binders.find((each) => each.name === name.text);
        const found = local ?? this.globals.get(name.text);
        if (found && !covers(found.span, name.span)) this.refer(name.span, found);
      }
    }
    this.occurrences.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
    const occurrences = this.occurrences.filter((each, k) => k === 0 || each.span.start >= (this.occurrences[k - 1]?.span.end ?? 0));
    return { definitions: this.definitions, occurrences, unresolved: this.unresolved, globals: this.globals };
  }

  /** A global name; the first declaration of it stands, as in the compiler. */
  declare(definition: Definition): void {
    const earlier = this.globals.get(definition.name);
    if (!earlier) this.globals.set(definition.name, definition);
    this.define(definition);
  }

  declareRow(definition: Definition): void {
    if (!this.rows.has(definition.name)) this.rows.set(definition.name, definition);
    this.define(definition);
  }

  declareMover(definition: Definition): void {
    const earlier = this.movers.get(definition.name);
    if (earlier) this.refer(definition.span, earlier);
    else {
      this.movers.set(definition.name, definition);
      this.define(definition);
    }
  }

  /** A library function has no place in this text. */
  declareImported(definition: Definition): void {
    if (this.globals.has(definition.name)) return;
    this.globals.set(definition.name, definition);
    this.definitions.push(definition);
  }

  private define(definition: Definition): void {
    this.definitions.push(definition);
    this.occurrences.push({ span: definition.span, definition, role: "definition" });
  }

  private refer(span: Span, definition: Definition, target = false): void {
    this.occurrences.push({ span, definition, role: "reference", ...(this.item ? { within: this.item } : {}), ...(target ? { target } : {}) });
  }

  // ---------------------------------------------------------------- declarations

  private visitItem(item: AnyItem): void {
    this.item = item;
    switch (item.kind) {
      case "model":
      case "cite":
        return;
      case "use":
        return this.visitUse(item);
      case "information":
      case "mechanism":
        for (const inner of item.items) this.visitItem(inner);
        return;
      case "param":
        return this.visitFamily(item.head, item.span, [domainOf(item.domain), item.value]);
      case "set-declaration":
      case "agents":
        return this.visit(item.value, none);
      case "state":
        return this.visitFamily(item.head, item.span, [domainOf(item.domain)]);
      case "prior":
        return this.visitPrior(item);
      case "let":
      case "quantity":
        return this.visitFamily(item.head, item.span, [item.value]);
      case "function":
        return this.visit(item.value, this.parameters(item));
      case "payoff-declaration":
      case "outside": {
        this.agent(item.agent, none);
        const set: ast.Reference = { kind: "reference", name: item.agent, indices: [], span: item.agent.span };
        return this.visit(item.value, this.bind(none, item.index, set, item.span));
      }
      case "incentives":
      case "participation":
        for (const name of item.agents) this.agent(name, none);
        return;
      case "require":
      case "feasible":
        return this.visitFamily(item.head, item.span, [item.relation, item.condition]);
      case "move":
        for (const objective of item.objectives) this.visit(objective.value, none);
        return;
      case "assert":
        for (const each of [item.claim, item.within?.low, item.within?.high]) if (each) this.visit(each, none);
        return;
      case "show":
        for (const name of item.names) if (name.name.text !== "duals") this.visit(name, none);
        return;
      case "draw":
        return this.visitFamily(item.head, item.span, [domainOf(item.domain), item.distribution]);
      case "signal": {
        const locals = item.head ? this.head(item.head, item.span) : none;
        if (item.audience.kind === "private") this.agentTerm(item.audience.agent, locals);
        for (const each of [domainOf(item.domain), item.distribution, item.value]) if (each) this.visit(each, locals);
        return;
      }
      case "message":
        return this.visitFamily(item.head, item.span, [domainOf(item.domain), item.strategy]);
      case "allocation":
      case "transfer":
        return this.visitFamily(item.head, item.span, [domainOf(item.domain), item.rule]);
    }
  }

  private visitUse(item: ast.UseDeclaration): void {
    const known = libraryNames().includes(item.library.text);
    if (!known) {
      this.unresolved.push(item.library);
      return;
    }
    const library = this.libraries.get(item.library.text) ?? { name: item.library.text, kind: "library", span: item.library.span, item };
    if (this.libraries.has(library.name)) this.refer(item.library.span, library);
    else {
      this.libraries.set(library.name, library);
      this.define(library);
    }
    for (const name of item.names) {
      const found = this.globals.get(name.text);
      if (found && libraryFunctions(item.library.text)?.some((each) => each.name.text === name.text)) this.refer(name.span, found);
      else this.unresolved.push(name);
    }
  }

  private visitFamily(head: ast.Head | undefined, scope: Span, parts: readonly (ast.Expression | undefined)[]): void {
    const locals = head ? this.head(head, scope) : none;
    for (const part of parts) if (part) this.visit(part, locals);
  }

  /** Binds the indices of a head. A bare set, `mean[bidder]`, is an index that is called like the set, and is found as the set. */
  private head(head: ast.Head, scope: Span): Locals {
    let locals = none;
    for (const index of head.indices) {
      this.visit(index.set, locals);
      if (index.name) locals = this.bind(locals, index.name, index.set, scope);
    }
    return locals;
  }

  private parameters(item: ast.FunctionDeclaration): Locals {
    const locals = new Map<string, Definition>();
    for (const name of item.parameters) {
      const definition: Definition = { name: name.text, kind: "parameter", span: name.span, item, scope: item.span };
      this.define(definition);
      locals.set(name.text, definition);
    }
    return locals;
  }

  private bind(locals: Locals, name: ast.Name, set: ast.Expression | undefined, scope: Span): Locals {
    const hides = locals.get(name.text);
    const definition: Definition = {
      name: name.text,
      kind: "index",
      span: name.span,
      scope,
      ...(hides ? { hides } : {}),
      ...(set ? { set } : {}),
      ...(this.item ? { item: this.item } : {}),
    };
    this.define(definition);
    return new Map(locals).set(name.text, definition);
  }

  /** `prior value[i] ~ d`: an index that is no declared name is bound by standing there. */
  private visitPrior(item: ast.PriorDeclaration): void {
    let locals = none;
    for (const target of item.targets) {
      const declared = this.name(target.name, none, true);
      for (const [position, index] of target.indices.flat().entries()) {
        const bare = index.kind === "binary" && index.operator === "in" ? index.left : index;
        if (index !== bare && index.kind === "binary") this.visit(index.right, locals);
        if (bare.kind !== "reference" || bare.indices.length > 0 || this.globals.has(bare.name.text)) this.visit(bare, locals);
        else if (locals.has(bare.name.text)) this.name(bare.name, locals);
        else locals = this.bind(locals, bare.name, headOf(declared?.item)?.indices[position]?.set, item.span);
      }
    }
    this.visit(item.distribution, locals);
    for (const constraint of item.constraints) {
      const inner = this.binders(constraint.binders, none, constraint.span);
      this.visit(constraint.relation, inner);
    }
  }

  private binders(binders: readonly ast.Binder[], locals: Locals, scope: Span): Locals {
    let inner = locals;
    for (const binder of binders) {
      this.visit(binder.set, inner);
      inner = this.bind(inner, binder.name, binder.set, scope);
    }
    return inner;
  }

  // ---------------------------------------------------------------- expressions

  private visit(node: ast.Expression, locals: Locals): void {
    switch (node.kind) {
      case "number":
      case "string":
      case "boolean":
        return;
      case "reference":
        this.name(node.name, locals);
        return this.all(node.indices.flat(), locals);
      case "call":
        return this.visitCall(node, locals);
      case "unary":
        return this.visit(node.operand, locals);
      case "binary":
        return this.all([node.left, node.right], locals);
      case "conditional":
        return this.all([node.condition, node.then, node.otherwise], locals);
      case "group":
        return this.visit(node.body, locals);
      case "tuple":
      case "list":
      case "set":
        return this.all(node.entries, locals);
      case "table":
        return this.all(
          node.entries.flatMap((entry) => [entry.key, entry.value]),
          locals,
        );
      case "range":
        return this.all(node.step ? [node.from, node.to, node.step] : [node.from, node.to], locals);
      case "builder":
        return this.visit(node.condition, this.binders([node.binder], locals, node.span));
      case "aggregate": {
        if (node.rank) this.visit(node.rank, locals);
        const inner = this.binders(node.binders, locals, node.span);
        for (const each of [node.condition, node.body]) if (each) this.visit(each, inner);
        return;
      }
      case "expectation":
        this.visit(node.body, locals);
        for (const given of node.given) {
          if (this.isAgent(given)) this.agentTerm(given, locals);
          else this.visit(given, locals);
        }
        return;
      case "payoff":
        return this.agentTerm(node.agent, locals);
      case "deviation":
        this.visit(node.body, locals);
        for (const report of node.reports) {
          this.agentTerm(report.who, locals);
          this.visit(report.what, locals);
        }
        return;
    }
  }

  private all(nodes: readonly ast.Expression[], locals: Locals): void {
    for (const node of nodes) this.visit(node, locals);
  }

  private visitCall(node: ast.Call, locals: Locals): void {
    const { text } = node.name;
    const declared = this.globals.get(text);
    if (declared?.kind === "function" || declared?.kind === "library function") this.refer(node.name.span, declared);
    else if ((text === "holds" || text === "fails") && node.arguments.length === 1) return this.check(node.arguments[0]);
    else if ((text === "messages" || text === "others") && node.arguments[0]) return this.agentTerm(node.arguments[0], locals);
    else if (!builtinFunctions.has(text) && !findDistribution(text) && !forms.has(text)) {
      // Something with brackets of the wrong kind: the compiler says so, and the name is still meant.
      if (declared) this.refer(node.name.span, declared);
      else this.unresolved.push(node.name);
    }
    this.all(node.arguments, locals);
    if (node.given) this.visit(node.given, locals);
  }

  /** `holds(balanced)` speaks of a row; `fails(incentives_bidder)` of the agents behind the underscore. */
  private check(node: ast.Expression | undefined): void {
    if (node?.kind !== "reference") return;
    const { text, span } = node.name;
    const row = this.rows.get(text);
    if (row) return this.refer(span, row);
    const prefix = /^(incentives|participation)_/.exec(text)?.[0] ?? "";
    const agents = this.globals.get(text.slice(prefix.length));
    if (prefix !== "" && agents?.kind === "agents") this.refer({ start: span.start + prefix.length, end: span.end }, agents);
    else if (!/^(domains|feasible(_\d+)?|require_\d+)$/.test(text)) this.unresolved.push(node.name);
  }

  private isAgent(node: ast.Expression): boolean {
    if (node.kind === "reference") return this.globals.get(node.name.text)?.kind === "agents";
    return node.kind === "call" && node.name.text === "others";
  }

  /** `bidder[i]`, `others(bidder[i])`, or a parameter that stands for one of these. */
  private agentTerm(node: ast.Expression, locals: Locals): void {
    if (node.kind === "call" && node.name.text === "others" && node.arguments[0]) return this.agentTerm(node.arguments[0], locals);
    if (node.kind !== "reference") return this.visit(node, locals);
    this.agent(node.name, locals);
    this.all(node.indices.flat(), locals);
  }

  /** A name where only agents can stand: an index of the same name does not hide them. */
  private agent(name: ast.Name, locals: Locals): void {
    const local = locals.get(name.text);
    this.name(name, local?.kind === "parameter" ? locals : none);
  }

  private name(name: ast.Name, locals: Locals, target = false): Definition | undefined {
    const found = locals.get(name.text) ?? this.globals.get(name.text);
    if (found) this.refer(name.span, found, target);
    else if (!words.has(name.text) && !findDistribution(name.text)) this.unresolved.push(name);
    return found;
  }
}

function covers(a: Span, b: Span): boolean {
  return a.start <= b.start && b.end <= a.end;
}

function domainOf(domain: ast.Domain | undefined): ast.Expression | undefined {
  return domain?.kind === "in" ? domain.set : domain?.bound;
}

/** The head of a declared family. */
export function headOf(item: AnyItem | undefined): ast.Head | undefined {
  return item && "head" in item ? item.head : undefined;
}
