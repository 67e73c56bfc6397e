/** Every mention of a name and every binding of an index, in one walk over the tree. Library functions are not part of it. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { collect, type Declared } from "../resolve/declarations.ts";
import { Sink } from "../diagnostics/sink.ts";

export type Declaration = ast.Item | ast.InformationItem | ast.MechanismItem;

/** A mention of a name that no index or argument around it binds. */
export interface Use {
  readonly name: ast.Name;
  /** `target`: what a prior is the law of. `read`: everything else. */
  readonly role: "read" | "target";
  /** The declaration in which it stands; inside a block, the inner one. */
  readonly within: Declaration;
}

/** An index variable or an argument of a function, with the bindings around it. */
export interface Binding {
  readonly name: ast.Name;
  readonly kind: "index" | "argument";
  readonly outer: readonly ast.Name[];
  readonly within: Declaration;
}

export interface NameTable {
  readonly declared: ReadonlyMap<string, Declared>;
  /** All declarations, those of the two blocks in their place. */
  readonly declarations: readonly Declaration[];
  readonly uses: ReadonlyMap<string, readonly Use[]>;
  readonly bindings: readonly Binding[];
}

type Scope = readonly ast.Name[];

export function namesOf(file: ast.SourceFile): NameTable {
  const walker = new Walker(collect(file.items, new Sink()).names);
  const declarations = file.items.flatMap((item): readonly Declaration[] => (item.kind === "mechanism" || item.kind === "information" ? item.items : [item]));
  for (const declaration of declarations) walker.declaration(declaration);
  return { declared: walker.declared, declarations, uses: walker.uses, bindings: walker.bindings };
}

/** Declarations in which a name is read, other than the one that declares it. */
export function readersOf(names: NameTable, name: string, span: Span): readonly Declaration[] {
  const uses = names.uses.get(name) ?? [];
  return uses.flatMap(({ role, within }) => (role === "read" && !(within.span.start <= span.start && span.end <= within.span.end) ? [within] : []));
}

class Walker {
  readonly uses = new Map<string, Use[]>();
  readonly bindings: Binding[] = [];
  private within!: Declaration;

  constructor(readonly declared: ReadonlyMap<string, Declared>) {}

  declaration(item: Declaration): void {
    this.within = item;
    switch (item.kind) {
      case "param":
        this.domain(item.domain, this.head(item.head));
        this.expression(item.value, []);
        return;
      case "set-declaration":
      case "agents":
        this.expression(item.value, []);
        return;
      case "state":
        this.domain(item.domain, this.head(item.head));
        return;
      case "prior":
        this.prior(item);
        return;
      case "let":
      case "quantity":
        this.expression(item.value, this.head(item.head));
        return;
      case "function":
        this.expression(item.value, item.parameters.reduce<Scope>((scope, name) => this.bind(name, "argument", scope), []));
        return;
      case "payoff-declaration":
      case "outside":
        this.read(item.agent);
        this.expression(item.value, this.bind(item.index, "index", []));
        return;
      case "incentives":
      case "participation":
        item.agents.forEach((name) => this.read(name));
        return;
      case "require":
      case "feasible": {
        const scope = item.head ? this.head(item.head) : [];
        this.expression(item.relation, scope);
        this.expression(item.condition, scope);
        return;
      }
      case "move":
        for (const objective of item.objectives) this.expression(objective.value, []);
        return;
      case "assert":
        for (const each of [item.claim, item.within?.low, item.within?.high]) this.expression(each, []);
        return;
      case "show":
        for (const reference of item.names) this.expression(reference, []);
        return;
      case "draw": {
        const scope = this.head(item.head);
        this.domain(item.domain, scope);
        this.expression(item.distribution, scope);
        return;
      }
      case "signal": {
        const scope = item.head ? this.head(item.head) : [];
        this.domain(item.domain, scope);
        if (item.audience.kind === "private") this.expression(item.audience.agent, scope);
        this.expression(item.distribution, scope);
        this.expression(item.value, scope);
        return;
      }
      case "message": {
        const scope = this.head(item.head);
        this.domain(item.domain, scope);
        this.expression(item.strategy, scope);
        return;
      }
      case "allocation":
      case "transfer": {
        const scope = this.head(item.head);
        this.domain(item.domain, scope);
        this.expression(item.rule, scope);
        return;
      }
      case "model":
      case "cite":
      case "use":
      case "information":
      case "mechanism":
        return;
    }
  }

  private prior(item: ast.PriorDeclaration): void {
    let scope: Scope = [];
    for (const target of item.targets) {
      this.use(target.name, "target");
      for (const index of target.indices.flat()) {
        // `prior value[i] ~ d` binds i; `prior value[1] ~ d` and the name of an element do not.
        const bare = index.kind === "binary" && index.operator === "in" ? index.left : index;
        if (bare.kind === "reference" && bare.indices.length === 0 && !this.declared.has(bare.name.text)) {
          if (!scope.some((each) => each.text === bare.name.text)) scope = this.bind(bare.name, "index", scope);
          if (bare !== index && index.kind === "binary") this.expression(index.right, scope);
        } else this.expression(index, scope);
      }
    }
    this.expression(item.distribution, scope);
    for (const constraint of item.constraints) {
      let inner: Scope = [];
      for (const binder of constraint.binders) inner = this.binder(binder, inner);
      this.expression(constraint.relation, inner);
    }
  }

  private head(head: ast.Head): Scope {
    let scope: Scope = [];
    for (const index of head.indices) {
      this.expression(index.set, scope);
      if (index.name) scope = this.bind(index.name, "index", scope);
      // `mean[bidder]` binds the name of the set itself, which is no shadow of it.
      else if (index.set.kind === "reference") scope = [...scope, index.set.name];
    }
    return scope;
  }

  private domain(domain: ast.Domain | undefined, scope: Scope): void {
    this.expression(domain?.kind === "in" ? domain.set : domain?.bound, scope);
  }

  private binder(binder: ast.Binder, scope: Scope): Scope {
    this.expression(binder.set, scope);
    return this.bind(binder.name, "index", scope);
  }

  private bind(name: ast.Name, kind: Binding["kind"], outer: Scope): Scope {
    this.bindings.push({ name, kind, outer, within: this.within });
    return [...outer, name];
  }

  private read(name: ast.Name): void {
    this.use(name, "read");
  }

  private use(name: ast.Name, role: Use["role"]): void {
    const use: Use = { name, role, within: this.within };
    const known = this.uses.get(name.text);
    if (known) known.push(use);
    else this.uses.set(name.text, [use]);
  }

  /** One case per kind, without intermediate lists: this is the part of the linter that grows with the text. */
  private expression(node: ast.Expression | undefined, scope: Scope): void {
    if (node === undefined) return;
    switch (node.kind) {
      case "number":
      case "string":
      case "boolean":
        return;
      case "reference":
        this.mention(node.name, scope);
        for (const group of node.indices) this.all(group, scope);
        return;
      case "call":
        this.mention(node.name, scope);
        this.all(node.arguments, scope);
        this.expression(node.given, scope);
        return;
      case "payoff":
        this.read(node.agent.name);
        for (const group of node.agent.indices) this.all(group, scope);
        return;
      case "unary":
        this.expression(node.operand, scope);
        return;
      case "binary":
        this.expression(node.left, scope);
        this.expression(node.right, scope);
        return;
      case "conditional":
        this.expression(node.condition, scope);
        this.expression(node.then, scope);
        this.expression(node.otherwise, scope);
        return;
      case "group":
        this.expression(node.body, scope);
        return;
      case "tuple":
      case "list":
      case "set":
        this.all(node.entries, scope);
        return;
      case "table":
        for (const { key, value } of node.entries) {
          this.expression(key, scope);
          this.expression(value, scope);
        }
        return;
      case "range":
        this.expression(node.from, scope);
        this.expression(node.to, scope);
        this.expression(node.step, scope);
        return;
      case "builder":
        this.expression(node.condition, this.binder(node.binder, scope));
        return;
      case "aggregate": {
        this.expression(node.rank, scope);
        const inner = node.binders.reduce<Scope>((around, binder) => this.binder(binder, around), scope);
        this.expression(node.condition, inner);
        this.expression(node.body, inner);
        return;
      }
      case "expectation":
        this.expression(node.body, scope);
        this.all(node.given, scope);
        return;
      case "deviation":
        this.expression(node.body, scope);
        for (const { who, what } of node.reports) {
          this.expression(who, scope);
          this.expression(what, scope);
        }
        return;
    }
  }

  private all(nodes: readonly ast.Expression[], scope: Scope): void {
    for (const node of nodes) this.expression(node, scope);
  }

  private mention(name: ast.Name, scope: Scope): void {
    if (!scope.some((bound) => bound.text === name.text)) this.read(name);
  }
}
