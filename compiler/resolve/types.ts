/** Static types of expressions. Index sets are types: an element of `good` is not an element of `bidder`. */
import type { Span } from "../../grammar/span.ts";

export type Type =
  | { readonly kind: "number" }
  | { readonly kind: "boolean" }
  /** An element of a declared set; `numeric` when all elements are numbers. */
  | { readonly kind: "element"; readonly set: string; readonly numeric: boolean }
  | { readonly kind: "set"; readonly of: Type }
  | { readonly kind: "list"; readonly of: Type }
  | { readonly kind: "tuple"; readonly entries: readonly Type[] }
  | { readonly kind: "distribution" }
  /** Not known before evaluation; evaluation checks it. */
  | { readonly kind: "unknown" };

export const numberType: Type = { kind: "number" };
export const booleanType: Type = { kind: "boolean" };
export const unknownType: Type = { kind: "unknown" };
export const distributionType: Type = { kind: "distribution" };

/** May a value of this type be a number? */
export function maybeNumber(type: Type): boolean {
  return type.kind === "number" || type.kind === "unknown" || (type.kind === "element" && type.numeric);
}

export function maybeBoolean(type: Type): boolean {
  return type.kind === "boolean" || type.kind === "unknown";
}

/** The type of the elements of a set, list or unknown; undefined when it is certainly no collection. */
export function elementType(type: Type): Type | undefined {
  if (type.kind === "set" || type.kind === "list") return type.of;
  return type.kind === "unknown" ? unknownType : undefined;
}

/** The common type of two branches; unknown when they differ. */
export function joinTypes(a: Type, b: Type): Type {
  if (a.kind === "number" && maybeNumber(b)) return b.kind === "unknown" ? b : numberType;
  if (b.kind === "number" && maybeNumber(a)) return a.kind === "unknown" ? a : numberType;
  return JSON.stringify(a) === JSON.stringify(b) ? a : unknownType;
}

/** For messages: "a number", "an element of `good`". */
export function describeType(type: Type): string {
  switch (type.kind) {
    case "number":
      return "a number";
    case "boolean":
      return "a truth value";
    case "element":
      return `an element of \`${type.set}\``;
    case "set":
      return "a set";
    case "list":
      return "a list";
    case "tuple":
      return "a tuple";
    case "distribution":
      return "a distribution";
    case "unknown":
      return "a value";
  }
}

/** Where a set was declared, for the labels of an index error. */
export interface SetOrigin {
  readonly name: string;
  readonly span: Span;
}
