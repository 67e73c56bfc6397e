/** Signatures of the functions that the language defines; their evaluation is in `evaluate/builtins.ts`. */
import { booleanType, elementType, maybeNumber, numberType, unknownType, type Type } from "./types.ts";

export interface BuiltinFunction {
  readonly name: string;
  readonly signature: string;
  readonly arity: { readonly min: number; readonly max: number };
  /** The type of the result, or undefined when an argument has the wrong kind. */
  result(argumentTypes: readonly Type[]): Type | undefined;
}

const numeric = (name: string, signature: string, min: number, max = min): BuiltinFunction => ({
  name,
  signature,
  arity: { min, max },
  result: (types) => (types.every(maybeNumber) ? numberType : undefined),
});

/** `max(a, b)` of numbers, or `max(list)`. */
const ofNumbersOrCollection = (name: string): BuiltinFunction => ({
  name,
  signature: `${name}(a, b, ...)`,
  arity: { min: 1, max: 64 },
  result: (types) => {
    const [first] = types;
    if (types.length === 1 && first) return elementType(first) ? numberType : maybeNumber(first) ? numberType : undefined;
    return types.every(maybeNumber) ? numberType : undefined;
  },
});

const ofCollection = (name: string, signature: string, result: (element: Type) => Type): BuiltinFunction => ({
  name,
  signature,
  arity: { min: 1, max: 1 },
  result: (types) => {
    const element = types[0] && elementType(types[0]);
    return element && result(element);
  },
});

const setOperation = (name: string): BuiltinFunction => ({
  name,
  signature: `${name}(S, T)`,
  arity: { min: 2, max: 2 },
  result: (types) => {
    const elements = types.map(elementType);
    return elements.every((each) => each !== undefined) ? { kind: "set", of: elements[0] ?? unknownType } : undefined;
  },
});

const table: readonly BuiltinFunction[] = [
  numeric("abs", "abs(x)", 1),
  numeric("floor", "floor(x)", 1),
  numeric("ceil", "ceil(x)", 1),
  numeric("round", "round(x)", 1),
  numeric("sign", "sign(x)", 1),
  numeric("exp", "exp(x)", 1),
  numeric("log", "log(x)", 1),
  numeric("sqrt", "sqrt(x)", 1),
  ofNumbersOrCollection("max"),
  ofNumbersOrCollection("min"),
  ofCollection("sum", "sum(list)", () => numberType),
  ofCollection("product", "product(list)", () => numberType),
  ofCollection("size", "size(S)", () => numberType),
  setOperation("union"),
  setOperation("intersection"),
  setOperation("difference"),
  {
    name: "support",
    signature: "support(d)",
    arity: { min: 1, max: 1 },
    result: ([type]) => (type?.kind === "distribution" || type?.kind === "unknown" ? { kind: "set", of: unknownType } : undefined),
  },
  { ...numeric("grid", "grid(low, high, step)", 3), result: (types) => (types.every(maybeNumber) ? { kind: "set", of: numberType } : undefined) },
  { ...numeric("ladder", "ladder(k)", 1), result: (types) => (types.every(maybeNumber) ? { kind: "set", of: numberType } : undefined) },
  { name: "subset", signature: "subset(S, T)", arity: { min: 2, max: 2 }, result: (types) => (types.every((type) => elementType(type)) ? booleanType : undefined) },
];

export const builtinFunctions: ReadonlyMap<string, BuiltinFunction> = new Map(table.map((each) => [each.name, each]));
