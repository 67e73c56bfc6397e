/**
 * User functions expanded in place, as the resolver does: by name, with the indices of the body renamed where they
 * would capture a name of an argument.
 */
import type * as ast from "../../../grammar/ast.ts";
import { childrenOf } from "./walk.ts";

/** A call that has no text of its own: the language indexes names only, and a body may speak of a name that is hidden at the call. */
class Unwritable extends Error {}

/** Deeper nesting of calls is refused by the compiler. */
const expansionLimit = 64;

interface Environment {
  /** Arguments by parameter, in the words of the caller. */
  readonly arguments: ReadonlyMap<string, ast.Expression>;
  /** New names of the body's own indices. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Names of indices that are bound where the result will stand. */
  readonly bound: ReadonlySet<string>;
  /** Names that stand in the arguments. */
  readonly mentioned: ReadonlySet<string>;
  readonly depth: number;
}

export class FunctionExpansion {
  constructor(
    readonly functions: ReadonlyMap<string, ast.FunctionDeclaration>,
    /** Every name of the file and of the functions: a new name is none of them. */
    private readonly taken: ReadonlySet<string>,
  ) {}

  isUserCall(node: ast.Expression): node is ast.Call {
    return node.kind === "call" && this.functions.has(node.name.text);
  }

  /**
   * The call with all its user functions expanded, or undefined when it cannot be written without them.
   *
   * @param bound names of the indices in scope at the call
   */
  expand(node: ast.Call, bound: readonly string[]): ast.Expression | undefined {
    try {
      return this.rewrite(node, { arguments: new Map(), renamed: new Map(), bound: new Set(bound), mentioned: new Set(), depth: 0 });
    } catch (error) {
      if (error instanceof Unwritable) return undefined;
      throw error;
    }
  }

  /** The functions that a call needs if it is kept, itself included. */
  needed(name: string, found: Set<string> = new Set()): Set<string> {
    const declaration = this.functions.get(name);
    if (!declaration || found.has(name)) return found;
    found.add(name);
    for (const called of namesOfCalls(declaration.value)) this.needed(called, found);
    return found;
  }

  private call(node: ast.Call, declaration: ast.FunctionDeclaration, at: Environment): ast.Expression {
    if (at.depth >= expansionLimit) throw new Unwritable();
    const given = new Map<string, ast.Expression>();
    const mentioned = new Set<string>();
    declaration.parameters.forEach((parameter, k) => {
      const argument = node.arguments[k];
      if (!argument) return;
      const rewritten = this.rewrite(argument, at);
      given.set(parameter.text, rewritten);
      for (const name of namesIn(rewritten)) mentioned.add(name);
    });
    return this.rewrite(declaration.value, { arguments: given, renamed: new Map(), bound: at.bound, mentioned, depth: at.depth + 1 });
  }

  private rewrite(node: ast.Expression, at: Environment): ast.Expression {
    const all = (each: readonly ast.Expression[]): ast.Expression[] => each.map((one) => this.rewrite(one, at));
    switch (node.kind) {
      case "number":
      case "string":
      case "boolean":
        return node;
      case "reference":
        return this.reference(node, at);
      case "call": {
        const declaration = this.functions.get(node.name.text);
        if (declaration) return this.call(node, declaration, at);
        return { ...node, arguments: all(node.arguments), ...(node.given ? { given: this.rewrite(node.given, at) } : {}) };
      }
      case "unary":
        return { ...node, operand: this.rewrite(node.operand, at) };
      case "binary":
        return { ...node, left: this.rewrite(node.left, at), right: this.rewrite(node.right, at) };
      case "conditional":
        return { ...node, condition: this.rewrite(node.condition, at), then: this.rewrite(node.then, at), otherwise: this.rewrite(node.otherwise, at) };
      case "group":
        return { ...node, body: this.rewrite(node.body, at) };
      case "tuple":
      case "list":
      case "set":
        return { ...node, entries: all(node.entries) };
      case "table":
        return { ...node, entries: node.entries.map((entry) => ({ ...entry, key: this.rewrite(entry.key, at), value: this.rewrite(entry.value, at) })) };
      case "range":
        return { ...node, from: this.rewrite(node.from, at), to: this.rewrite(node.to, at), ...(node.step ? { step: this.rewrite(node.step, at) } : {}) };
      case "builder": {
        const inner = this.binder(node.binder, at);
        return { ...node, binder: inner.binder, condition: this.rewrite(node.condition, inner.at) };
      }
      case "aggregate":
        return this.aggregate(node, at);
      case "expectation":
        return { ...node, body: this.rewrite(node.body, at), given: all(node.given) };
      case "payoff": {
        const agent = this.reference(node.agent, at);
        if (agent.kind !== "reference") throw new Unwritable();
        return { ...node, agent };
      }
      case "deviation":
        return { ...node, body: this.rewrite(node.body, at), reports: node.reports.map((report) => ({ ...report, who: this.rewrite(report.who, at), what: this.rewrite(report.what, at) })) };
    }
  }

  private reference(node: ast.Reference, at: Environment): ast.Expression {
    const indices = node.indices.map((group) => group.map((index) => this.rewrite(index, at)));
    const name = node.name.text;
    const renamed = at.renamed.get(name);
    if (renamed !== undefined) return { ...node, name: { ...node.name, text: renamed }, indices };
    const argument = at.arguments.get(name);
    if (argument) {
      if (indices.length === 0) return argument;
      const family = ungrouped(argument);
      if (family.kind !== "reference") throw new Unwritable();
      return { ...family, indices: [...family.indices, ...indices] };
    }
    if (at.depth > 0 && at.bound.has(name)) throw new Unwritable();
    return { ...node, indices };
  }

  private aggregate(node: ast.Aggregate, at: Environment): ast.Expression {
    const rank = node.rank && this.rewrite(node.rank, at);
    let inner = at;
    const binders = node.binders.map((binder) => {
      const entered = this.binder(binder, inner);
      inner = entered.at;
      return entered.binder;
    });
    return {
      ...node,
      binders,
      ...(rank ? { rank } : {}),
      ...(node.condition ? { condition: this.rewrite(node.condition, inner) } : {}),
      ...(node.body ? { body: this.rewrite(node.body, inner) } : {}),
    };
  }

  /** Enters `i in S`; inside a body, `i` is renamed if an argument or the place of the call uses the name. */
  private binder(binder: ast.Binder, at: Environment): { readonly binder: ast.Binder; readonly at: Environment } {
    const set = this.rewrite(binder.set, at);
    const old = binder.name.text;
    const clashes = at.depth > 0 && (at.mentioned.has(old) || at.bound.has(old));
    let name = old;
    for (let k = 2; clashes && (name === old || this.taken.has(name) || at.bound.has(name) || at.mentioned.has(name)); k++) name = `${old}_${k}`;
    return {
      binder: { ...binder, name: { ...binder.name, text: name }, set },
      at: { ...at, renamed: new Map(at.renamed).set(old, name), bound: new Set(at.bound).add(name) },
    };
  }
}

function ungrouped(node: ast.Expression): ast.Expression {
  let inner = node;
  while (inner.kind === "group") inner = inner.body;
  return inner;
}

/** Every name in an expression, also of its indices. */
export function namesIn(node: ast.Expression): Set<string> {
  const names = new Set<string>();
  const pending = [node];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    if (each.kind === "reference") names.add(each.name.text);
    if (each.kind === "payoff") names.add(each.agent.name.text);
    if (each.kind === "builder") names.add(each.binder.name.text);
    if (each.kind === "aggregate") for (const binder of each.binders) names.add(binder.name.text);
    pending.push(...childrenOf(each).map((child) => child.node));
  }
  return names;
}

function namesOfCalls(node: ast.Expression): string[] {
  const names: string[] = [];
  const pending = [node];
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    if (each.kind === "call") names.push(each.name.text);
    pending.push(...childrenOf(each).map((child) => child.node));
  }
  return names;
}
