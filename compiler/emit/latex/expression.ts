/** Expressions in mathematical notation, for math mode with amsmath. */
import type * as ast from "../../../grammar/ast.ts";
import { Level, levelOf } from "../../../grammar/precedence.ts";
import { escapeText, mathName, setName } from "./names.ts";

/** What the notation has to know of the spec. */
export interface Notation {
  readonly sets: ReadonlySet<string>;
  readonly agents: ReadonlySet<string>;
  /** What the agents of a set observe, each indexed by the agent first. */
  readonly observed: ReadonlyMap<string, readonly string[]>;
}

const operators: Readonly<Partial<Record<ast.BinaryOperator, string>>> = {
  "!=": "\\ne", "<=": "\\le", ">=": "\\ge", and: "\\wedge", or: "\\vee", in: "\\in", "not in": "\\notin", "*": "\\cdot",
};

const aggregates: Readonly<Record<ast.AggregateOperator, string>> = {
  sum: "\\sum", product: "\\prod", max: "\\max", min: "\\min", nth: "\\max", argmax: "\\operatorname*{arg\\,max}", argmin: "\\operatorname*{arg\\,min}",
  count: "\\#", all: "\\forall", exists: "\\exists",
};

const enclosed: Readonly<Record<string, readonly [string, string]>> = {
  abs: ["\\left|", "\\right|"],
  size: ["\\left|", "\\right|"],
  floor: ["\\left\\lfloor", "\\right\\rfloor"],
  ceil: ["\\left\\lceil", "\\right\\rceil"],
};

const functions = new Set(["exp", "log", "max", "min"]);

/** The name under which an entry of a computed collection is handed to the writer; no function of the language has it. */
const entryName = "at";

/** An entry of a computed collection, which the surface syntax does not have. */
export function entryCall(base: ast.Expression, key: ast.Expression): ast.Expression {
  const { span } = base;
  return { kind: "call", name: { text: entryName, span }, arguments: [base, key], span };
}

export class MathWriter {
  constructor(private readonly notation: Notation) {}

  /** The expression, in parentheses when its operators are looser than the place allows. */
  write(node: ast.Expression, level: number = Level.any): string {
    const text = this.plain(node);
    return ownLevel(node) < level ? `\\left(${text}\\right)` : text;
  }

  /** `i \in S`. */
  binder(binder: ast.Binder): string {
    return `${mathName(binder.name.text)} \\in ${this.write(binder.set, Level.sum)}`;
  }

  private list(nodes: readonly ast.Expression[]): string {
    return nodes.map((node) => this.write(node)).join(", ");
  }

  private plain(node: ast.Expression): string {
    switch (node.kind) {
      case "number":
        return node.text.replace(/[eE]\+?(-?\d+)$/, " \\cdot 10^{$1}");
      case "string":
        return `\\text{${escapeText(node.value)}}`;
      case "boolean":
        return `\\text{${String(node.value)}}`;
      case "reference":
        return this.reference(node);
      case "call":
        return this.call(node);
      case "unary":
        return node.operator === "-" ? `-${this.write(node.operand, Level.product)}` : `\\neg ${this.write(node.operand, Level.negation)}`;
      case "binary":
        return this.binary(node);
      case "conditional":
        return this.cases(node);
      case "group":
        return this.plain(node.body);
      case "tuple":
      case "list":
        return `\\left(${this.list(node.entries)}\\right)`;
      case "set":
        return `\\left\\{${this.list(node.entries)}\\right\\}`;
      case "builder":
        return `\\left\\{${this.binder(node.binder)} : ${this.write(node.condition)}\\right\\}`;
      case "table":
        return `\\left\\{${node.entries.map((entry) => `${this.write(entry.key)} \\mapsto ${this.write(entry.value)}`).join(", ")}\\right\\}`;
      case "range": {
        const step = node.step ? `${this.write(node.from)} + ${this.write(node.step)}, ` : "";
        return `\\left\\{${this.write(node.from)}, ${step}\\dots, ${this.write(node.to)}\\right\\}`;
      }
      case "aggregate":
        return this.aggregate(node);
      case "expectation": {
        const given = node.given.length > 0 ? ` \\,\\middle|\\, ${node.given.map((each) => this.given(each)).join(", ")}` : "";
        return `\\operatorname{${node.operator}}\\left[${this.write(node.body)}${given}\\right]`;
      }
      case "payoff":
        return `u^{${setName(node.agent.name.text)}}_{${this.list(node.agent.indices.flat())}}`;
      case "deviation":
        return `\\left.${this.write(node.body, Level.power)}\\right|_{${node.reports.map((report) => `${this.message(report.who)} = ${this.write(report.what)}`).join(",\\, ")}}`;
    }
  }

  private reference(node: ast.Reference): string {
    const name = node.name.text;
    const [first, ...rest] = node.indices;
    const base = this.notation.sets.has(name) ? setName(name) : mathName(name);
    const selected = rest.map((group) => `\\left[${this.list(group)}\\right]`).join("");
    return `${base}${first ? `_{${this.list(first)}}` : ""}${selected}`;
  }

  private call(node: ast.Call): string {
    const name = node.name.text;
    const [only] = node.arguments;
    const pair = enclosed[name];
    if (pair && only) return `${pair[0]} ${this.write(only)} ${pair[1]}`;
    if (name === "sqrt" && only) return `\\sqrt{${this.write(only)}}`;
    if (name === entryName && only) return `\\left(${this.write(only)}\\right)_{${this.list(node.arguments.slice(1))}}`;
    if (name === "messages" && only) return this.messages(only);
    const given = node.given ? ` \\,\\middle|\\, ${this.write(node.given)}` : "";
    return `${functions.has(name) ? `\\${name}` : `\\operatorname{${escapeText(name)}}`}\\left(${this.list(node.arguments)}${given}\\right)`;
  }

  private binary(node: ast.Binary): string {
    const { operator, left, right } = node;
    const level = levelOf(operator);
    if (operator === "/") return `\\frac{${this.write(left)}}{${this.write(right)}}`;
    if (operator === "^") return `{${this.write(left, Infinity)}}^{${this.write(right)}}`;
    // A sum in front would take the factor behind it into its body.
    const first = left.kind === "aggregate" && operator === "*" ? `\\left(${this.plain(left)}\\right)` : this.write(left, level);
    return `${first} ${operators[operator] ?? operator} ${this.write(right, level + 1)}`;
  }

  private cases(node: ast.Conditional): string {
    const lines: string[] = [];
    let last: ast.Expression = node;
    while (last.kind === "conditional") {
      lines.push(`${this.write(last.then)} & \\text{if } ${this.write(last.condition)}`);
      last = last.otherwise;
      while (last.kind === "group") last = last.body;
    }
    lines.push(`${this.write(last)} & \\text{otherwise}`);
    return `\\begin{cases} ${lines.join(" \\\\ ")} \\end{cases}`;
  }

  private aggregate(node: ast.Aggregate): string {
    const over = node.binders.map((binder) => this.binder(binder)).join(",\\, ");
    const condition = node.condition && this.write(node.condition);
    if (node.operator === "count") return `\\# \\left\\{${over}${condition === undefined ? "" : ` : ${condition}`}\\right\\}`;
    const body = node.body ? this.write(node.body, Level.product) : "";
    if (node.operator === "all" || node.operator === "exists") return `${aggregates[node.operator]}\\, ${over}${condition === undefined ? "" : `,\\, ${condition}`} : ${body}`;
    const rank = node.rank ? `^{(${this.write(node.rank)})}` : "";
    const below = condition === undefined ? over : `\\substack{${over} \\\\ ${condition}}`;
    return `${aggregates[node.operator]}_{${below}}${rank} ${body}`;
  }

  /** An agent behind the bar stands for what she observes. */
  private given(node: ast.Expression): string {
    const { of, others } = agentOf(node);
    if (of === undefined || !this.notation.agents.has(of.name.text)) return this.write(node);
    const index = of.indices.flat();
    const below = index.length === 0 ? "" : `_{${others ? "-" : ""}${this.list(index)}}`;
    const known = this.notation.observed.get(of.name.text) ?? [];
    return known.length === 0 ? "\\emptyset" : known.map((name) => `${mathName(name)}${below}`).join(", ");
  }

  private message(node: ast.Expression): string {
    return this.indexed("m", node);
  }

  private messages(node: ast.Expression): string {
    return this.indexed("M", node);
  }

  private indexed(letter: string, node: ast.Expression): string {
    const { of, others } = agentOf(node);
    return of === undefined ? letter : `${letter}^{${setName(of.name.text)}}_{${others ? "-" : ""}${this.list(of.indices.flat())}}`;
  }
}

function agentOf(node: ast.Expression): { readonly of: ast.Reference | undefined; readonly others: boolean } {
  if (node.kind === "reference") return { of: node, others: false };
  const [inner] = node.kind === "call" && node.name.text === "others" ? node.arguments : [];
  return { of: inner?.kind === "reference" ? inner : undefined, others: true };
}

function ownLevel(node: ast.Expression): number {
  switch (node.kind) {
    case "binary":
      return node.operator === "/" ? Level.power : levelOf(node.operator);
    case "group":
      return ownLevel(node.body);
    case "unary":
      return node.operator === "-" ? Level.sum : Level.not;
    case "aggregate":
      if (node.operator === "count") return Infinity;
      return node.operator === "all" || node.operator === "exists" ? Level.any : Level.product;
    default:
      return Infinity;
  }
}
