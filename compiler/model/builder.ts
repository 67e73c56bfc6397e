/** What the chapters of the model builder share: opening the scope of a declared family, and enumerating its members. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import { diagnostic } from "../diagnostics/diagnostic.ts";
import type { DiagnosticName } from "../diagnostics/codes.ts";
import type { Sink } from "../diagnostics/sink.ts";
import { memberLimit } from "../programs/limits.ts";
import { formatValue } from "../evaluate/keys.ts";
import type { Value } from "../evaluate/value.ts";
import { declaredSpan } from "../resolve/declarations.ts";
import { resolveExpression } from "../resolve/expression.ts";
import type { Typed } from "../resolve/typed.ts";
import type { Resolver } from "../resolve/resolver.ts";
import { bind, emptyScope, type Place, type Scope } from "../resolve/scope.ts";
import { elementType, numberType, unknownType, type Type } from "../resolve/types.ts";
import type { ConstantTable } from "./constants.ts";
import { toDatum } from "./datum.ts";
import type { Definition, IndexSet } from "./model.generated.ts";
import { Rational } from "../exact/rational.ts";

/** An opened head: its index sets, the IR names of its indices, and the scope in which they are bound. */
export interface Family {
  readonly name: string;
  readonly indices: IndexSet[];
  readonly parameters: string[];
  readonly elements: readonly (readonly Value[])[];
  readonly scope: Scope;
}

export class Builder {
  constructor(
    readonly resolver: Resolver,
    readonly constants: ConstantTable,
    readonly sink: Sink,
    readonly source: string,
  ) {
    resolver.typeDefinition = (node, within) => {
      const family = this.open(node.head, within === "mechanism" ? "rule" : "environment");
      return family ? resolveExpression(resolver, node.value, family.scope).type : unknownType;
    };
  }

  get declarations(): Resolver["declarations"] {
    return this.resolver.declarations;
  }

  report(key: DiagnosticName, span: Span, text: string, hint?: string, labels?: readonly { readonly span: Span; readonly text: string }[]): void {
    this.sink.add(diagnostic(key, { span, text, ...(hint ? { hint } : {}), ...(labels ? { labels } : {}) }));
  }

  spanOf(name: string): Span {
    const declared = this.declarations.names.get(name);
    return declared ? declaredSpan(declared) : { start: 0, end: 0 };
  }

  text(span: Span): string {
    return this.source.slice(span.start, span.end).replace(/\s+/g, " ").trim();
  }

  /** Opens `name[i in S, j in T]`; undefined (reported) when an index set is broken. */
  open(head: ast.Head, place: Place): Family | undefined {
    let scope = emptyScope(place);
    const indices: IndexSet[] = [];
    const parameters: string[] = [];
    const elements: (readonly Value[])[] = [];
    let size = 1;
    for (const index of head.indices) {
      const value = this.constants.evaluate(index.set);
      if (value === undefined) return undefined;
      if (typeof value !== "object" || !("kind" in value) || (value.kind !== "set" && value.kind !== "list")) {
        this.report("not-a-set", index.set.span, `An index ranges over a set, but this is ${formatValue(value)}.`);
        return undefined;
      }
      const set = index.set.kind === "reference" && index.set.indices.length === 0 ? index.set.name.text : "";
      const name = index.name ?? { text: set || "index", span: index.span };
      const type: Type = set && this.declarations.names.has(set) ? this.resolver.elementOf(set) : value.entries.every((entry) => entry instanceof Rational) ? numberType : unknownType;
      const bound = bind(scope, name, type);
      scope = bound.scope;
      parameters.push(bound.irName);
      elements.push(value.entries);
      indices.push({ name: name.text, set, elements: value.entries.map(toDatum) });
      size *= value.entries.length;
      if (size > memberLimit) {
        this.report("set-too-large", head.span, `\`${head.name.text}\` would have more than ${memberLimit.toLocaleString("en")} members.`);
        return undefined;
      }
    }
    return { name: head.name.text, indices, parameters, elements, scope };
  }

  /** Index values of every member, the last index running fastest. */
  members(family: Family): Value[][] {
    return family.elements.reduce<Value[][]>((rows, set) => rows.flatMap((row) => set.map((value) => [...row, value])), [[]]);
  }

  /** Bindings of a member for the evaluation of constants. */
  bindings(family: Family, member: readonly Value[]): (readonly [string, Value])[] {
    return family.parameters.map((name, k) => [name, member[k] as Value] as const);
  }

  resolve(node: ast.Expression, scope: Scope): Typed {
    return resolveExpression(this.resolver, node, scope);
  }

  /** A definition from a body in the scope of an opened family. */
  definition(family: Family, node: ast.Expression, insist: (typed: Typed) => boolean = () => true): Definition {
    const typed = this.resolve(node, family.scope);
    insist(typed);
    return { parameters: family.parameters, value: typed.expr };
  }

  /** Binders of a `for` clause or of a row, resolved in nested scopes. */
  binders(binders: readonly ast.Binder[], scope: Scope): { readonly scope: Scope; readonly binders: { name: string; set: Typed["expr"] }[] } {
    let inner = scope;
    const resolved = binders.map((binder) => {
      const set = this.resolve(binder.set, inner);
      const type = elementType(set.type);
      if (!type) this.report("not-a-set", binder.set.span, `\`${binder.name.text}\` must range over a set.`);
      const bound = bind(inner, binder.name, type ?? unknownType);
      inner = bound.scope;
      return { name: bound.irName, set: set.expr };
    });
    return { scope: inner, binders: resolved };
  }
}
