/**
 * From Model IR expressions back to the surface syntax, as a tree. The inverse of `compiler/resolve` up to the names of
 * bound indices: an index gets a new name where the old one would hide something that the expression speaks of.
 */
import type * as ast from "../../grammar/ast.ts";
import { Rational } from "../exact/rational.ts";
import { childrenOf } from "../model/children.ts";
import type { AgentTerm, Datum, Definition, Expr, Given } from "../model/model.generated.ts";
import { datumExpression, nowhere, numberExpression, plainReference } from "./surface-datum.ts";

/** How the IR names of the indices in scope are written. */
export type Names = ReadonlyMap<string, string>;

const infix = new Set<string>(["+", "-", "*", "/", "^", "=", "!=", "<", "<=", ">", ">=", "and", "or", "in", "not in"]);

export class Surface {
  private readonly globals = new Set<string>();

  /**
   * @param expressions all that will be written in one scope: names that they use from outside are never given to an index
   * @param outsides outside options by agent set; the language has no name for one, so its value is written in its place
   */
  constructor(
    expressions: readonly Expr[],
    private readonly outsides: ReadonlyMap<string, Definition> = new Map(),
  ) {
    const pending = [...expressions, ...[...outsides.values()].map((outside) => outside.value)];
    for (let expr = pending.pop(); expr !== undefined; expr = pending.pop()) {
      for (const name of globalNames(expr)) this.globals.add(name);
      pending.push(...childrenOf(expr));
    }
  }

  /** Opens the scope of an index; its name is the written one unless that is taken. */
  bind(names: Names, irName: string): { readonly names: Names; readonly name: string } {
    const base = written(irName);
    const taken = new Set(names.values());
    let name = base;
    for (let k = 2; taken.has(name) || this.globals.has(name); k++) name = `${base}_${k}`;
    return { names: new Map(names).set(irName, name), name };
  }

  /** `i in S` and the scope behind it. */
  binder(names: Names, binder: { readonly name: string; readonly set: Expr }): { readonly names: Names; readonly node: ast.Binder } {
    const set = this.expression(binder.set, names);
    const bound = this.bind(names, binder.name);
    return { names: bound.names, node: { kind: "binder", name: { text: bound.name, span: nowhere }, set, span: nowhere } };
  }

  /** @throws RangeError for an entry of a computed collection, and for a number that is not finite */
  expression(expr: Expr, names: Names): ast.Expression {
    const span = nowhere;
    const all = (each: readonly Expr[]): ast.Expression[] => each.map((one) => this.expression(one, names));
    switch (expr.kind) {
      case "constant":
        return datumExpression(expr.value);
      case "param":
      case "set":
        return plainReference(expr.of);
      case "local":
        return plainReference(names.get(expr.name) ?? written(expr.name));
      case "component":
      case "message":
      case "outcome":
      case "definition":
      case "quantity":
        return { ...plainReference(expr.of), indices: expr.index.length > 0 ? [all(expr.index)] : [] };
      case "payoff":
        return { kind: "payoff", agent: this.agentReference(expr.agent, names), span };
      case "outside":
        return this.outside(expr, names);
      case "apply":
        return this.apply(expr, names);
      case "conditional":
        return { kind: "conditional", condition: this.expression(expr.condition, names), then: this.expression(expr.then, names), otherwise: this.expression(expr.otherwise, names), span };
      case "aggregate":
        return this.aggregate(expr, names);
      case "collection":
        return { kind: expr.form, entries: all(expr.entries), span };
      case "table":
        return { kind: "table", entries: expr.entries.map((entry) => ({ key: this.expression(entry.key, names), value: this.expression(entry.value, names), span })), span };
      case "range":
        return { kind: "range", from: this.expression(expr.from, names), to: this.expression(expr.to, names), ...(expr.step ? { step: this.expression(expr.step, names) } : {}), span };
      case "builder": {
        const inner = this.binder(names, expr.binder);
        return { kind: "builder", binder: inner.node, condition: this.expression(expr.condition, inner.names), span };
      }
      case "expectation":
        return this.expectation(expr, names);
      case "deviation":
        return { kind: "deviation", body: this.expression(expr.body, names), reports: expr.reports.map((report) => ({ who: this.agent(report.who, names), what: this.expression(report.what, names), span })), span };
      case "messages":
        return call("messages", [this.agent(expr.agent, names)]);
      case "distribution": {
        if (expr.arguments.length === 0 && !expr.given) return plainReference(expr.name);
        const node = call(expr.name, all(expr.arguments));
        return expr.given ? { ...node, given: this.expression(expr.given, names) } : node;
      }
    }
  }

  private outside(expr: Extract<Expr, { kind: "outside" }>, names: Names): ast.Expression {
    const definition = this.outsides.get(expr.agent.set);
    if (!definition) return numberExpression(Rational.zero);
    const { index } = expr.agent;
    const parameter = definition.parameters[0];
    if (index?.kind !== "local" || parameter === undefined) throw new RangeError(`the outside option of ${expr.agent.set} has no agent`);
    // In its own scope: of the names around, only the agent's can stand in the definition.
    return this.expression(definition.value, new Map([[parameter, names.get(index.name) ?? written(index.name)]]));
  }

  private apply(expr: Extract<Expr, { kind: "apply" }>, names: Names): ast.Expression {
    const { operator } = expr;
    const operands = expr.arguments.map((argument) => this.expression(argument, names));
    const [left, right] = operands;
    if (operator === "status" && left) return left;
    if ((operator === "negate" || operator === "not") && left) return { kind: "unary", operator: operator === "not" ? "not" : "-", operand: left, span: nowhere };
    if (operator === "at" && left && right) return this.entry(left, right);
    if (infix.has(operator) && left && right) return { kind: "binary", operator: operator as ast.BinaryOperator, operatorSpan: nowhere, left, right, span: nowhere };
    return call(operator, operands);
  }

  /**
   * The entry of a collection. In the surface syntax only a name has indices; the entries of a literal, which arise when
   * a function is expanded, are told apart by cases.
   */
  protected entry(base: ast.Expression, key: ast.Expression): ast.Expression {
    if (base.kind === "reference") return { ...base, indices: [...base.indices, key.kind === "tuple" ? key.entries : [key]] };
    if (base.kind === "table") return byCases(key, base.entries);
    if (base.kind === "list" || base.kind === "tuple") return byCases(key, base.entries.map((value, k) => ({ key: numberExpression(Rational.integer(k + 1)), value })));
    throw new RangeError("only a name can have indices");
  }

  private aggregate(expr: Extract<Expr, { kind: "aggregate" }>, names: Names): ast.Expression {
    const rank = expr.rank && this.expression(expr.rank, names);
    let inner = names;
    const binders = expr.binders.map((binder) => {
      const bound = this.binder(inner, binder);
      inner = bound.names;
      return bound.node;
    });
    return {
      kind: "aggregate",
      operator: expr.operator,
      operatorSpan: nowhere,
      binders,
      ...(rank ? { rank } : {}),
      ...(expr.condition ? { condition: this.expression(expr.condition, inner) } : {}),
      ...(expr.body ? { body: this.expression(expr.body, inner) } : {}),
      span: nowhere,
    };
  }

  private expectation(expr: Extract<Expr, { kind: "expectation" }>, names: Names): ast.Expression {
    const { body } = expr;
    const given = expr.given.map((each) => this.given(each, names));
    // A probability is resolved to the expectation of an indicator.
    const indicator = body.kind === "conditional" && isConstant(body.then, "1") && isConstant(body.otherwise, "0");
    return { kind: "expectation", operator: indicator ? "P" : "E", body: this.expression(indicator ? body.condition : body, names), given, span: nowhere };
  }

  private given(given: Given, names: Names): ast.Expression {
    return given.kind === "information" ? this.agent(given.agent, names) : this.expression(given.of, names);
  }

  private agent(term: AgentTerm, names: Names): ast.Expression {
    const reference = this.agentReference(term, names);
    return term.others ? call("others", [reference]) : reference;
  }

  private agentReference(term: AgentTerm, names: Names): ast.Reference {
    return { ...plainReference(term.set), indices: term.index ? [[this.expression(term.index, names)]] : [] };
  }
}

/** `if key = k1 then v1 else ...`; the last entry needs no test, because some entry is meant. */
function byCases(key: ast.Expression, entries: readonly { readonly key: ast.Expression; readonly value: ast.Expression }[]): ast.Expression {
  const last = entries.at(-1);
  if (!last) throw new RangeError("an empty collection has no entries");
  return entries.slice(0, -1).reduceRight<ast.Expression>((otherwise, entry) => {
    const condition: ast.Expression = { kind: "binary", operator: "=", operatorSpan: nowhere, left: key, right: entry.key, span: nowhere };
    return { kind: "conditional", condition, then: entry.value, otherwise, span: nowhere };
  }, last.value);
}

function call(name: string, entries: readonly ast.Expression[]): ast.Call {
  return { kind: "call", name: { text: name, span: nowhere }, arguments: entries, span: nowhere };
}

/** The expectation of a constant is the constant, under any condition. */
export function withoutTrivial(expr: Expr): Expr {
  return expr.kind === "expectation" && expr.body.kind === "constant" ? expr.body : expr;
}

/** An IR name without the mark that keeps nested indices of one name apart. */
function written(irName: string): string {
  return irName.split("'")[0] ?? irName;
}

function isConstant(expr: Expr, value: string): boolean {
  return expr.kind === "constant" && expr.value === value;
}

/** Names that a node takes from the declarations. */
function globalNames(expr: Expr): readonly string[] {
  switch (expr.kind) {
    case "constant":
      return symbolsOf(expr.value);
    case "param":
    case "set":
    case "component":
    case "message":
    case "outcome":
    case "definition":
    case "quantity":
      return [expr.of];
    case "distribution":
      return [expr.name];
    case "payoff":
    case "outside":
    case "messages":
      return [expr.agent.set];
    case "expectation":
      return expr.given.flatMap((given) => (given.kind === "information" ? [given.agent.set] : []));
    case "deviation":
      return expr.reports.map((report) => report.who.set);
    default:
      return [];
  }
}

function symbolsOf(datum: Datum): readonly string[] {
  if (typeof datum !== "object") return [];
  if ("symbol" in datum) return [datum.symbol];
  if ("tuple" in datum) return datum.tuple.flatMap(symbolsOf);
  if ("list" in datum) return datum.list.flatMap(symbolsOf);
  if ("set" in datum) return datum.set.flatMap(symbolsOf);
  if ("table" in datum) return datum.table.flatMap((entry) => [...symbolsOf(entry.key), ...symbolsOf(entry.value)]);
  return [];
}
