/**
 * Whether expressions treat the agents of a set alike, decided from their text: agents are only used to look up what
 * belongs to them, to be counted, aggregated over, and compared with each other. Then permuting the agents (with everything
 * that is indexed by them) permutes the values, whatever the values are: the parametricity of an abstract type (Reynolds 1983).
 * A `no` may be wrong, a `yes` never is.
 */
import { isFamily } from "../evaluate/moments.ts";
import { definitionOf, indexOf, type FamilyReference } from "../evaluate/definitions.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { AgentTerm, Binder, Expr, IndexSet, Model } from "../model/model.generated.ts";

/** What a value has to do with the agents: it is one, it is a set of them, or nothing. */
type Kind = "agent" | "agents" | "other";

class NotUniform extends Error {}

type Scope = ReadonlyMap<string, Kind>;

export interface Uniformity {
  /** The expression, with definitions looked through. `scope`: index variables that are agents. */
  treatsAlike(expr: Expr, binders: readonly Binder[]): boolean;
  /** Whether an index variable of a row ranges over the agents. */
  isAgentBinder(binder: Binder): boolean;
}

/**
 * @example uniformityOf(model, evaluator, "bidder").treatsAlike("sum(i in bidder) pay[i]", []) // true
 * @example the same for "pay[1]" // false
 */
export function uniformityOf(model: Model, evaluator: Evaluator, set: string): Uniformity {
  const walker = new Walker(model, evaluator, set);
  return {
    treatsAlike: (expr, binders) =>
      answered(() => {
        const scope = binders.reduce((known, binder) => walker.bind(known, binder), new Map<string, Kind>() as Scope);
        walker.other(expr, scope);
      }),
    isAgentBinder: (binder) => binder.set.kind === "set" && binder.set.of === set,
  };
}

function answered(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof NotUniform) return false;
    throw error;
  }
}

class Walker {
  private readonly families = new Map<string, Kind>();

  constructor(
    private readonly model: Model,
    private readonly evaluator: Evaluator,
    private readonly set: string,
  ) {}

  bind(scope: Scope, binder: Binder): Scope {
    const kind = this.kindOf(binder.set, scope);
    if (kind === "agent") throw new NotUniform();
    return new Map(scope).set(binder.name, kind === "agents" ? "agent" : "other");
  }

  /** Checks that a value has nothing to do with who is who. */
  other(expr: Expr, scope: Scope): void {
    this.expect("other", expr, scope);
  }

  private expect(kind: Kind, expr: Expr, scope: Scope): void {
    if (this.kindOf(expr, scope) !== kind) throw new NotUniform();
  }

  private kindOf(expr: Expr, scope: Scope): Kind {
    switch (expr.kind) {
      case "constant":
      case "param":
        return "other";
      case "set":
        return expr.of === this.set ? "agents" : "other";
      case "local":
        return scope.get(expr.name) ?? "other";
      case "component":
        this.index(this.model.variables.find((each) => each.name === expr.of)?.indices, expr.index, scope);
        return "other";
      case "message":
        this.index(this.model.messages.find((each) => each.name === expr.of)?.indices, expr.index, scope);
        return "other";
      case "outcome":
      case "definition":
      case "quantity":
      case "payoff":
      case "outside":
        return this.family(expr, scope);
      case "apply":
        return this.apply(expr, scope);
      case "conditional": {
        this.other(expr.condition, scope);
        const kind = this.kindOf(expr.then, scope);
        this.expect(kind, expr.otherwise, scope);
        return kind;
      }
      case "aggregate":
        return this.aggregate(expr, scope);
      case "builder": {
        const kind = this.kindOf(expr.binder.set, scope);
        this.other(expr.condition, this.bind(scope, expr.binder));
        return kind;
      }
      case "expectation":
        this.other(expr.body, scope);
        for (const given of expr.given) {
          if (given.kind === "information") this.agent(given.agent, scope);
          else this.other(given.of, scope);
        }
        return "other";
      case "deviation":
        for (const { who, what } of expr.reports) {
          this.agent(who, scope);
          this.other(what, scope);
        }
        return this.kindOf(expr.body, scope);
      case "messages":
        this.agent(expr.agent, scope);
        return "other";
      case "collection":
        for (const entry of expr.entries) this.other(entry, scope);
        return "other";
      case "table":
        for (const { key, value } of expr.entries) {
          this.other(key, scope);
          this.other(value, scope);
        }
        return "other";
      case "range":
        for (const bound of [expr.from, expr.to, ...(expr.step ? [expr.step] : [])]) this.other(bound, scope);
        return "other";
      case "distribution":
        throw new NotUniform();
    }
  }

  /** Members of families over the agents are looked up with agents, others with anything else. */
  private index(indices: readonly IndexSet[] | undefined, index: readonly Expr[], scope: Scope): void {
    index.forEach((each, k) => this.expect(indices?.[k]?.set === this.set ? "agent" : "other", each, scope));
  }

  private agent({ set, index }: AgentTerm, scope: Scope): void {
    if (index) this.expect(set === this.set ? "agent" : "other", index, scope);
  }

  private family(expr: FamilyReference, scope: Scope): Kind {
    if (expr.kind === "payoff" || expr.kind === "outside") this.agent(expr.agent, scope);
    else if (expr.kind === "outcome" || expr.kind === "quantity") {
      const families: readonly { readonly name: string; readonly indices: IndexSet[] }[] = expr.kind === "outcome" ? this.model.outcomes : this.model.quantities;
      this.index(families.find((each) => each.name === expr.of)?.indices, expr.index, scope);
    }
    const found = definitionOf(this.evaluator, expr);
    if (!found) return "other";
    // A definition is looked at for the kinds of arguments it is used with.
    const kinds = indexOf(expr).map((each) => this.kindOf(each, scope));
    const key = `${found.key} ${kinds.join(" ")}`;
    let kind = this.families.get(key);
    if (!kind) {
      kind = this.kindOf(found.definition.value, new Map(found.definition.parameters.map((name, k) => [name, kinds[k] ?? "other"])));
      this.families.set(key, kind);
    }
    return kind;
  }

  private apply(expr: Extract<Expr, { kind: "apply" }>, scope: Scope): Kind {
    const kinds = expr.arguments.map((argument) => this.kindOf(argument, scope));
    const [first, second] = kinds;
    switch (expr.operator) {
      case "in":
      case "not in":
        if ((first === "agent") !== (second === "agents") || second === "agent") throw new NotUniform();
        return "other";
      case "=":
      case "!=":
        if (first !== second) throw new NotUniform();
        return "other";
      case "size":
        if (first === "agent") throw new NotUniform();
        return "other";
      case "union":
      case "intersection":
      case "difference":
        if (first !== second || first === undefined || first === "agent") throw new NotUniform();
        return first;
      default:
        if (kinds.some((kind) => kind !== "other")) throw new NotUniform();
        return "other";
    }
  }

  private aggregate(expr: Extract<Expr, { kind: "aggregate" }>, scope: Scope): Kind {
    const inner = expr.binders.reduce((known, binder) => this.bind(known, binder), scope);
    if (expr.condition) this.other(expr.condition, inner);
    if (expr.rank) this.other(expr.rank, scope);
    if (expr.body) this.other(expr.body, inner);
    if (expr.operator !== "argmax" && expr.operator !== "argmin") return "other";
    const kinds = expr.binders.map((binder) => inner.get(binder.name));
    if (!kinds.includes("agent")) return "other";
    // Of several indices the members are tuples, which nothing here follows.
    if (kinds.length > 1) throw new NotUniform();
    return "agents";
  }
}

/** Every expression below one, definitions looked through, this one included. */
export function everyExpression(evaluator: Evaluator, expr: Expr, children: (expr: Expr) => readonly Expr[], visit: (expr: Expr) => void): void {
  const seen = new Set<string>();
  const go = (each: Expr): void => {
    visit(each);
    children(each).forEach(go);
    const found = isFamily(each) ? definitionOf(evaluator, each) : undefined;
    if (!found || seen.has(found.key)) return;
    seen.add(found.key);
    go(found.definition.value);
  };
  go(expr);
}
