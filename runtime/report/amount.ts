/** Numbers and places in the form of the result. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Amount } from "./result.generated.ts";

/** Line of an offset, for counterexamples. */
export type LineOf = (offset: number) => number;

export function amount(value: Rational): Amount {
  return value.inexact ? { value: value.toNumber() } : { value: value.toNumber(), exact: value.toString() };
}
