/** Lexical scopes of index variables and of the arguments of a user function. */
import type * as ast from "../../grammar/ast.ts";
import type { Span } from "../../grammar/span.ts";
import type { Type } from "./types.ts";

/**
 * Where an expression stands; it decides what a bare type name means.
 * `rule`: inside the mechanism, where a type is what was *reported*; elsewhere it is the true one.
 */
export type Place = "constant" | "environment" | "rule" | "strategy" | "payoff" | "row" | "claim";

export type Local =
  | { readonly kind: "index"; readonly irName: string; readonly type: Type; readonly span: Span }
  /** Functions are called by name: the argument is resolved where it is used, in the scope of the call. */
  | { readonly kind: "argument"; readonly node: ast.Expression; readonly scope: Scope };

export interface Scope {
  readonly place: Place;
  readonly locals: ReadonlyMap<string, Local>;
  /** Calls of user functions that are being expanded, for the recursion check. */
  readonly expanding: readonly string[];
  /** Number of bindings around; makes IR names distinct along a chain of scopes. */
  readonly depth: number;
}

export function emptyScope(place: Place): Scope {
  return { place, locals: new Map(), expanding: [], depth: 0 };
}

/**
 * Adds an index variable. Its IR name is unique if the text is already bound in this scope, so that an argument that is
 * expanded under the new binding still means the outer one.
 */
export function bind(scope: Scope, name: ast.Name, type: Type): { readonly scope: Scope; readonly irName: string } {
  const taken = scope.locals.has(name.text) || scope.expanding.length > 0;
  const irName = taken ? `${name.text}'${scope.depth}` : name.text;
  const locals = new Map(scope.locals);
  locals.set(name.text, { kind: "index", irName, type, span: name.span });
  return { scope: { ...scope, locals, depth: scope.depth + 1 }, irName };
}
