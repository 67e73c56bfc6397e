/** Distributions written out: a table of probabilities, or probabilities along a support. */
import { formatValue, valueKey } from "../evaluate/keys.ts";
import type { Pmf, Table, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { makePmf } from "./pmf.ts";
import { DistributionError } from "./types.ts";
import type { DistributionDefinition } from "./types.ts";

/** `pmf({1: 1/3, 2: 2/3})`, `pmf([1/3, 2/3], [1, 2])`, and `pmf([1/3, 2/3])` along the declared domain. */
export const table: DistributionDefinition = {
  name: "pmf",
  signature: "pmf(table) or pmf(probabilities, support)",
  summary: "The distribution with the given probabilities, which must sum to exactly one.",
  example: "pmf([1/3, 2/3], {1, 2})",
  arity: { min: 1, max: 2 },
  build(args, context) {
    const [first, second] = args;
    if (first !== undefined && hasKind(first, "pmf") && second === undefined) return first;
    if (first !== undefined && hasKind(first, "table") && second === undefined) return pmfFromTable(first);
    if (first !== undefined && hasKind(first, "list")) {
      const support = second === undefined ? context.domain : hasKind(second, "list") || hasKind(second, "set") ? second.entries : undefined;
      if (support) return pmfFromProbabilities(first.entries, support);
    }
    throw new DistributionError("bad-distribution-argument", "pmf takes a table of probabilities, or a list of probabilities and its support", {
      hint: "for example pmf({1: 1/3, 2: 2/3})",
    });
  },
};

/**
 * The distribution that a table literal writes out.
 *
 * @throws DistributionError if an outcome is repeated, a probability is not a number or negative, or the sum is not one.
 */
export function pmfFromTable(written: Table): Pmf {
  const seen = new Set<string>();
  return makePmf(
    written.entries.map(({ key, value }) => {
      const text = valueKey(key);
      if (seen.has(text)) throw new DistributionError("bad-distribution-argument", `outcome ${formatValue(key)} is listed twice`);
      seen.add(text);
      return { value: key, probability: probabilityOf(key, value) };
    }),
  );
}

/**
 * Probabilities along a support, in its order.
 *
 * @throws DistributionError as {@link pmfFromTable}, or if the lengths differ.
 */
export function pmfFromProbabilities(probabilities: readonly Value[], support: readonly Value[]): Pmf {
  if (probabilities.length !== support.length) {
    throw new DistributionError("bad-distribution-argument", `${probabilities.length} probabilities are given for ${support.length} outcomes`, {
      hint: probabilities.length > support.length ? "a set holds each value once: a value that is listed twice is one outcome" : undefined,
    });
  }
  return pmfFromTable({ kind: "table", entries: support.map((key, i) => ({ key, value: probabilities[i] as Value })) });
}

function probabilityOf(outcome: Value, probability: Value): Rational {
  if (probability instanceof Rational && Number.isFinite(probability.toNumber())) return probability;
  throw new DistributionError("bad-distribution-argument", `the probability of ${formatValue(outcome)} must be a number, and is ${formatValue(probability)}`);
}

function hasKind<K extends "pmf" | "table" | "list" | "set">(value: Value, kind: K): value is Extract<Value, { readonly kind: K }> {
  return typeof value === "object" && "kind" in value && value.kind === kind;
}
