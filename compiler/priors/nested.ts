/** A joint distribution written as nested lists: one level per component, along the declared domains. */
import type { List, Pmf, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { formatValue } from "../evaluate/keys.ts";
import { makePmf, maximalComponents, refuseOversize, tuple } from "./pmf.ts";
import type { WeightedOutcome } from "./pmf.ts";
import { DistributionError } from "./types.ts";

/** A list whose first entry is a list: a table of numbers and not one row of them. */
export function isNested(value: List): boolean {
  const [first] = value.entries;
  return first !== undefined && isList(first);
}

/**
 * The joint law in which `table[k][l]...` is the probability of the k-th value of the first component, the l-th value of
 * the second, and so on.
 *
 * @throws DistributionError if a level has not as many entries as the domain of its component, if an entry is not a
 * probability, or if they do not sum to one.
 * @example with domains {1, 2} and {1, 2}, `[[2/5, 1/10], [1/10, 2/5]]` gives (1, 1) the probability 2/5
 */
export function pmfFromNested(table: List, domains: readonly (readonly Value[])[]): Pmf {
  if (domains.length > maximalComponents) throw shape(`at most ${maximalComponents} components can be drawn jointly, and there are ${domains.length}`);
  refuseOversize(domains.reduce((count, domain) => count * domain.length, 1));
  // Breadth first, so that the depth of the lists is not the depth of the stack.
  let rows: { readonly path: readonly Value[]; readonly value: Value }[] = [{ path: [], value: table }];
  for (const [c, domain] of domains.entries()) {
    rows = rows.flatMap(({ path, value }) => {
      if (!isList(value)) throw shape(`level ${c + 1} of the nested lists must be a list, one entry per value of component ${c + 1}, and is ${formatValue(value)}`);
      if (value.entries.length !== domain.length) {
        throw shape(`level ${c + 1} of the nested lists has ${value.entries.length} entries, and component ${c + 1} has ${domain.length} values`);
      }
      return value.entries.map((entry, k) => ({ path: [...path, domain[k] as Value], value: entry }));
    });
  }
  return makePmf(rows.map(({ path, value }): WeightedOutcome => {
    if (!(value instanceof Rational) || !Number.isFinite(value.toNumber())) throw shape(`the probability of ${formatValue(tuple(path))} must be a number, and is ${formatValue(value)}`);
    return { value: tuple(path), probability: value };
  }));
}

function isList(value: Value): value is List {
  return typeof value === "object" && "kind" in value && value.kind === "list";
}

function shape(message: string): DistributionError {
  return new DistributionError("bad-distribution-argument", message, { hint: "write [[p11, p12], [p21, p22]]: one row per value of the first component" });
}
