/** Values of the language at evaluation time. */
import type { Rational } from "../exact/rational.ts";

/** A finite distribution: distinct outcomes, positive probabilities that sum to one. */
export interface Pmf {
  readonly kind: "pmf";
  readonly outcomes: readonly { readonly value: Value; readonly probability: Rational }[];
}

/** A named continuous distribution, waiting to be discretised. */
export interface Continuous {
  readonly kind: "continuous";
  readonly name: string;
  readonly parameters: readonly Rational[];
}

export interface Tuple { readonly kind: "tuple"; readonly entries: readonly Value[] }
export interface List { readonly kind: "list"; readonly entries: readonly Value[] }
/** A finite set, in the order of its first mention, without repeats. */
export interface FiniteSet { readonly kind: "set"; readonly entries: readonly Value[] }
/** Values by key, in the order of writing. Keys are distinct. */
export interface Table { readonly kind: "table"; readonly entries: readonly { readonly key: Value; readonly value: Value }[] }

/** A number, a truth value, a symbol (`apple`), or a composite. */
export type Value = Rational | boolean | string | Tuple | List | FiniteSet | Table | Pmf | Continuous;
