/** Shared state of name resolution: the declarations, the values of constants, and the reporting of errors. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import { diagnostic, type Label } from "../diagnostics/diagnostic.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { FiniteSet, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import type { Expr } from "../model/model.generated.ts";
import { declaredSpan, type Declarations } from "./declarations.ts";
import { resolveExpression } from "./expression.ts";
import type { Scope } from "./scope.ts";
import { hole, type Typed } from "./typed.ts";
import { describeType, unknownType, type Type } from "./types.ts";

/** Values of params and sets, computed on first use; undefined when the declaration is broken (already reported). */
export interface Constants {
  param(name: string): Value | undefined;
  set(name: string): FiniteSet | undefined;
}

/** Expansions of user functions per file; nesting calls in calls could otherwise grow the IR without bound. */
const expansionBudget = 20_000;

export class Resolver {
  /** Names of checks that asserts speak of (`holds(incentives_bidder)`), to be looked up when all are known. */
  readonly checkNames: { readonly name: string; readonly span: Span }[] = [];
  private readonly definitionTypes = new Map<string, Type>();
  private expansions = 0;

  constructor(
    readonly declarations: Declarations,
    readonly sink: Sink,
    readonly constants: Constants,
    /** True when no message is declared: agents report their types. */
    readonly direct: boolean,
  ) {}

  /** The IR expression and its type; the chapters of resolution call each other through here. */
  resolve(node: ast.Expression, scope: Scope): Typed {
    return resolveExpression(this, node, scope);
  }

  /** Reports an error and returns a placeholder, so that resolution goes on and finds more. */
  fail(key: DiagnosticName, span: Span, text: string, hint?: string, labels?: readonly Label[]): Typed {
    this.sink.add(diagnostic(key, { span, text, ...(hint ? { hint } : {}), ...(labels ? { labels } : {}) }));
    return hole(span);
  }

  /** The index-set error that labels both declarations. */
  wrongSet(span: Span, found: string, wanted: string, lead: string): void {
    const labels = [wanted, found].flatMap((name) => {
      const declared = this.declarations.names.get(name);
      return declared ? [{ span: declaredSpan(declared), text: `\`${name}\` is declared here` }] : [];
    });
    this.sink.add(diagnostic("wrong-index-set", { span, text: `${lead}: this is an element of \`${found}\`, not of \`${wanted}\`.`, labels, hint: `Use an index that ranges over \`${wanted}\`.` }));
  }

  /** Resolves an index and checks that it may be an element of the declared set (empty name: any). */
  index(node: ast.Expression, scope: Scope, set: string): Expr {
    const { expr, type } = this.resolve(node, scope);
    this.checkIndex(node, type, expr, set);
    return expr;
  }

  private checkIndex(node: ast.Expression, type: Type, expr: Expr, set: string): void {
    if (set === "") return;
    if (type.kind === "element") {
      if (type.set !== set && type.set !== "") this.wrongSet(node.span, type.set, set, "Wrong index set");
      return;
    }
    const elements = this.constants.set(set)?.entries;
    if (!elements || type.kind === "unknown") return;
    if (type.kind !== "number") {
      this.fail("wrong-kind", node.span, `An index of \`${set}\` is expected, but this is ${describeType(type)}.`);
      return;
    }
    if (expr.kind !== "constant" || typeof expr.value !== "string") return;
    const value = Rational.parse(expr.value);
    if (value && !elements.some((element) => element instanceof Rational && element.equals(value))) {
      this.fail("index-out-of-set", node.span, `\`${expr.value}\` is not an element of \`${set}\`.`, `The elements are ${elements.slice(0, 6).map(formatValue).join(", ")}${elements.length > 6 ? ", ..." : ""}.`);
    }
  }

  /** Counts one expansion of a user function; false (reported) when the budget is spent. */
  spend(span: Span): boolean {
    this.expansions += 1;
    if (this.expansions <= expansionBudget) return true;
    this.fail("evaluation-too-long", span, `Functions are expanded in place, and this file asks for more than ${expansionBudget} expansions.`, "Use a `let` for the common part.");
    return false;
  }

  /** The type of a `let`, found by resolving its value once; unknown inside a cycle. */
  definitionType(name: string): Type {
    const known = this.definitionTypes.get(name);
    if (known) return known;
    const declared = this.declarations.names.get(name);
    if (declared?.kind !== "definition") return unknownType;
    this.definitionTypes.set(name, unknownType);
    const type = this.typeDefinition(declared.node, declared.within);
    this.definitionTypes.set(name, type);
    return type;
  }

  /** Set by the model builder, which knows how to open the scope of a definition's indices. */
  typeDefinition: (node: ast.LetDeclaration, within: "environment" | "mechanism") => Type = () => unknownType;

  /** The type of the elements of a declared set. */
  elementOf(set: string): Type {
    if (set === "") return unknownType;
    const elements = this.constants.set(set)?.entries ?? [];
    return { kind: "element", set, numeric: elements.length === 0 || elements.every((element) => element instanceof Rational) };
  }
}
