/** Shorthand for the tests of distributions. */
import type { FiniteSet, List, Pmf, Table, Value } from "../../compiler/evaluate/value.ts";
import { valueKey } from "../../compiler/evaluate/keys.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { expectation, sum, tuple } from "../../compiler/priors/pmf.ts";
import { buildDistribution } from "../../compiler/priors/registry.ts";
import { DistributionError } from "../../compiler/priors/types.ts";
import type { DistributionContext } from "../../compiler/priors/types.ts";

/** `r("2/5")`, `r(3)`. */
export function r(text: string | number): Rational {
  const value = Rational.parse(String(text));
  if (!value) throw new Error(`not a number: ${text}`);
  return value;
}

type Short = string | number | Value;
const read = (x: Short): Value => (typeof x === "number" ? r(x) : typeof x === "string" ? (Rational.parse(x) ?? x) : x);

export const list = (...entries: Short[]): List => ({ kind: "list", entries: entries.map(read) });
export const set = (...entries: Short[]): FiniteSet => ({ kind: "set", entries: entries.map(read) });
export const pair = (...entries: Short[]): Value => tuple(entries.map(read));
export const tableOf = (...entries: [Short, Short][]): Table => ({
  kind: "table",
  entries: entries.map(([key, value]) => ({ key: read(key), value: read(value) })),
});

/** A distribution by name that must be finite. */
export function finite(name: string, args: readonly Short[], context: DistributionContext = {}): Pmf {
  const built = buildDistribution(name, args.map(read), context);
  if (built.kind !== "pmf") throw new Error(`${name} is continuous`);
  return built;
}

export function total(pmf: Pmf): Rational {
  return sum(pmf.outcomes.map((o) => o.probability));
}

export function probability(pmf: Pmf, outcome: Short): Rational {
  const key = valueKey(read(outcome));
  return pmf.outcomes.find((o) => valueKey(o.value) === key)?.probability ?? Rational.zero;
}

export function mean(pmf: Pmf): Rational {
  return expectation(pmf, (x) => x as Rational);
}

export function variance(pmf: Pmf): Rational {
  const m = mean(pmf);
  return expectation(pmf, (x) => (x as Rational).sub(m).pow(2));
}

/** The DistributionError that an action raises. */
export function failure(action: () => unknown): DistributionError {
  try {
    action();
  } catch (error) {
    if (error instanceof DistributionError) return error;
    throw error;
  }
  throw new Error("no error was raised");
}
