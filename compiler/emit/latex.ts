/** The problem of a spec in mathematical notation: objectives, constraint families, variables and what they mean. */
import type * as ast from "../../grammar/ast.ts";
import { childrenOf } from "../model/children.ts";
import type { Datum, Definition, Expr, IndexSet, Model, Move, Outcome, Row } from "../model/model.generated.ts";
import { entryCall, MathWriter } from "./latex/expression.ts";
import { escapeText, mathName, setName } from "./latex/names.ts";
import { commentLines } from "./names.ts";
import { datumExpression, plainReference } from "./surface-datum.ts";
import { Surface, withoutTrivial, type Names } from "./surface.ts";

/**
 * LaTeX for the body of a document with amsmath: by family and not by row, as it would stand in a paper.
 *
 * @example emitLatex(model) // "... \\max_{\\mathit{win}, \\mathit{pay}} \\quad & \\mathit{revenue} \\\\ ..."
 */
export function emitLatex(model: Model): string {
  const writer = new LatexWriter(model);
  const rows = model.rows.map((row) => writer.row(row));
  return [
    ...commentLines("%", `The model ${model.name}; the text needs amsmath.`),
    ...(model.title === undefined ? [] : [`\\paragraph{${escapeText(model.title)}.}`]),
    ...section("Types and states:", model.variables.map((variable) => writer.variable(variable))),
    ...section("Messages:", model.messages.map((message) => writer.variable(message))),
    ...section("Strategies:", writer.strategies()),
    ...section("Payoffs:", writer.payoffs()),
    ...section("Definitions:", writer.definitions()),
    ...section("Program, in which $m$ is the profile of messages and outcomes are functions of it:", [...writer.objectives(), ...rows, ...model.outcomes.flatMap((outcome) => writer.outcome(outcome))]),
    "",
  ].join("\n");
}

/** Aligned lines under a heading; nothing when there are none. */
function section(heading: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`\\noindent ${heading}`, "\\begin{align*}", lines.map((line) => `  ${line}`).join(" \\\\\n"), "\\end{align*}"];
}

/** On paper any collection can have an index. */
class PaperSurface extends Surface {
  protected override entry(base: ast.Expression, key: ast.Expression): ast.Expression {
    const isNamed = base.kind === "reference" || base.kind === "list" || base.kind === "tuple" || base.kind === "table";
    return isNamed ? super.entry(base, key) : entryCall(base, key);
  }
}

class LatexWriter {
  private readonly math: MathWriter;
  private readonly mechanismDefinitions: ReadonlySet<string>;

  constructor(private readonly model: Model) {
    const observed = (set: string): string[] =>
      model.variables.filter((variable) => variable.audience === "everybody" || variable.observers.some((observer) => observer.set === set)).map((variable) => variable.name);
    this.math = new MathWriter({
      sets: new Set([...model.sets, ...model.agents].map((set) => set.name)),
      agents: new Set(model.agents.map((set) => set.name)),
      observed: new Map(model.agents.map((set) => [set.name, observed(set.name)])),
    });
    this.mechanismDefinitions = new Set(model.definitions.filter((each) => each.within === "mechanism").map((each) => each.name));
  }

  /** Where the members of a family of random variables or of messages lie. */
  variable(variable: Model["variables"][number] | Model["messages"][number]): string {
    const [first] = variable.components;
    const same = variable.components.every((component) => JSON.stringify([component.domain, component.interval]) === JSON.stringify([first?.domain, first?.interval]));
    if (same && first) return `${this.family(variable.name, variable.indices)} & ${this.domain(first)}${this.range(variable.indices)}`;
    return variable.components.map((component) => `${this.member(variable.name, component.index)} & ${this.domain(component)}`).join(" \\\\\n  ");
  }

  payoffs(): readonly string[] {
    return this.model.agents.flatMap((set) =>
      (["payoff", "outside"] as const).flatMap((what) => {
        const definition = set[what];
        if (!definition) return [];
        const [index, value] = this.inScope(definition);
        return [`${what === "payoff" ? "u" : "o"}^{${setName(set.name)}}_{${index.map(mathName).join(", ")}} & = ${value} && \\forall\\, ${index.map(mathName).join(", ")} \\in ${setName(set.name)}`];
      }),
    );
  }

  definitions(): readonly string[] {
    const families = [
      ...this.model.definitions.map((each) => ({ name: each.name, definition: { parameters: each.parameters.map((parameter) => parameter.name), value: each.value } })),
      ...this.model.outcomes.flatMap((each) => (each.rule ? [{ name: each.name, definition: each.rule }] : [])),
      ...this.model.quantities.map((each) => ({ name: each.name, definition: each.definition })),
    ];
    return families.map(({ name, definition }) => this.defined(name, definition));
  }

  /** What agents send when their strategy is given. */
  strategies(): readonly string[] {
    return this.model.messages.flatMap((message) => (message.strategy ? [this.defined(message.name, message.strategy)] : []));
  }

  private defined(name: string, definition: Definition): string {
    const [index, value] = this.inScope(definition);
    return `${mathName(name)}${index.length > 0 ? `_{${index.map(mathName).join(", ")}}` : ""} & = ${value}`;
  }

  objectives(): readonly string[] {
    return this.model.moves.flatMap((move) =>
      move.objectives.map((objective, k) => {
        const operator = objective.sense === "maximize" ? "\\max" : "\\min";
        const lead = k === 0 ? `\\text{${escapeText(move.mover)}:}\\quad ${operator}_{${this.chosen(move)}}` : `\\text{then}\\quad ${operator}`;
        return `${lead} \\quad & ${this.expression(objective.value)}`;
      }),
    );
  }

  row(row: Row): string {
    const { left, operator, right } = row.relation;
    const outsides = new Map(this.model.agents.flatMap((set) => (set.outside ? [[set.name, set.outside] as const] : [])));
    const surface = new PaperSurface([left, right, ...row.binders.map((binder) => binder.set), ...(row.condition ? [row.condition] : [])], outsides);
    let names: Names = new Map();
    const quantifiers = row.binders.map((binder) => {
      const bound = surface.binder(names, binder);
      names = bound.names;
      return this.math.binder(bound.node);
    });
    if (this.isPointwise(left) || this.isPointwise(right)) quantifiers.push("m \\in M");
    const write = (expr: Expr): string => this.math.write(surface.expression(withoutTrivial(expr), names));
    const sign = operator === "holds" ? "" : { "<=": "\\le", ">=": "\\ge", "=": "=" }[operator];
    const relation = operator === "holds" ? write(left) : `${write(left)} ${sign} ${write(right)}`;
    const where = quantifiers.length > 0 ? ` && \\forall\\, ${quantifiers.join(",\\, ")}` : "";
    const condition = row.condition ? `${where === "" ? " && " : ",\\, "}\\text{if } ${write(row.condition)}` : "";
    return `\\text{${escapeText(row.name)}:}\\quad & ${relation}${where}${condition}`;
  }

  /** The domain of a chosen outcome; a given one has its definition. */
  outcome(outcome: Outcome): readonly string[] {
    if (outcome.rule) return [];
    const [first] = outcome.components;
    const same = outcome.components.every((component) => JSON.stringify(component.bound) === JSON.stringify(first?.bound));
    if (same && first) return [`& ${this.bounded(this.family(outcome.name, outcome.indices), first.bound)}${this.range(outcome.indices)}`];
    return outcome.components.map((component) => `& ${this.bounded(this.member(outcome.name, component.index), component.bound)}`);
  }

  private bounded(name: string, { lower, upper, choices }: Outcome["components"][number]["bound"]): string {
    if (choices) return `${name} \\in \\left\\{${choices.map((each) => this.datum(each)).join(", ")}\\right\\}`;
    if (lower === undefined && upper === undefined) return `${name} \\in \\mathbf{R}`;
    return `${lower === undefined ? "" : `${this.datum(lower)} \\le `}${name}${upper === undefined ? "" : ` \\le ${this.datum(upper)}`}`;
  }

  private chosen(move: Move): string {
    const names = move.chooses.flatMap((what) => {
      if (what === "mechanism") return this.model.outcomes.flatMap((outcome) => (outcome.rule ? [] : [mathName(outcome.name)]));
      if (what === "information") return this.model.variables.flatMap((variable) => (variable.given ? [] : [mathName(variable.name)]));
      return ["\\Pr"];
    });
    return names.join(",\\, ");
  }

  /** `\mathit{win}_{i}` for the family, with the indices of its declaration. */
  private family(name: string, indices: readonly IndexSet[]): string {
    return `${mathName(name)}${indices.length > 0 ? `_{${indices.map((index) => mathName(index.name)).join(", ")}}` : ""}`;
  }

  private member(name: string, index: Outcome["components"][number]["index"]): string {
    return this.math.write({ ...plainReference(name), indices: index.length > 0 ? [index.map(datumExpression)] : [] });
  }

  private range(indices: readonly IndexSet[]): string {
    if (indices.length === 0) return "";
    return ` && \\forall\\, ${indices.map((index) => `${mathName(index.name)} \\in ${index.set === "" ? this.math.write(elements(index)) : setName(index.set)}`).join(",\\, ")}`;
  }

  private domain(component: Model["variables"][number]["components"][number]): string {
    const { domain, interval } = component;
    if (interval) return `\\in \\left[${this.datum(interval.lower)}, ${this.datum(interval.upper)}\\right]`;
    if (domain.length === 0) return "\\text{ as drawn}";
    const shown = domain.length > 8 ? [...domain.slice(0, 3), undefined, ...domain.slice(-1)] : domain;
    return `\\in \\left\\{${shown.map((each) => (each === undefined ? "\\dots" : this.datum(each))).join(", ")}\\right\\}`;
  }

  /** A value of the data: a fraction as a fraction. */
  private datum(datum: Datum): string {
    const [, sign, numerator, denominator] = (typeof datum === "string" ? /^(-?)(\d+)\/(\d+)$/.exec(datum) : null) ?? [];
    return numerator === undefined ? this.math.write(datumExpression(datum)) : `${sign}\\frac{${numerator}}{${denominator}}`;
  }

  private expression(expr: Expr): string {
    return this.math.write(new PaperSurface([expr]).expression(expr, new Map()));
  }

  /** The indices of a definition as they are written, and its value. */
  private inScope({ parameters, value }: Definition): readonly [readonly string[], string] {
    const surface = new PaperSurface([value]);
    let names: Names = new Map();
    const index = parameters.map((parameter) => {
      const bound = surface.bind(names, parameter);
      names = bound.names;
      return bound.name;
    });
    return [index, this.math.write(surface.expression(value, names))];
  }

  /** Whether a relation speaks of the messages outside all expectations: then it holds at every profile. */
  private isPointwise(expr: Expr): boolean {
    if (expr.kind === "expectation") return false;
    if (expr.kind === "outcome" || expr.kind === "message" || expr.kind === "component") return true;
    if (expr.kind === "definition" && this.mechanismDefinitions.has(expr.of)) return true;
    return childrenOf(expr).some((child) => this.isPointwise(child));
  }
}

function elements(index: IndexSet): ast.Expression {
  return { kind: "set", entries: index.elements.map(datumExpression), span: { start: 0, end: 0 } };
}
