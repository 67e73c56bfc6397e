/** Equally likely outcomes, or the continuous uniform law on an interval. */
import type { Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { bad, isCollection } from "./arguments.ts";
import { continuousValue } from "./continuous/family.ts";
import { uniformFamily } from "./continuous/uniform.ts";
import { productPmf, uniformPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `uniform`, `uniform(S)`, `uniform(a, b)`. */
export const uniform: DistributionDefinition = {
  name: "uniform",
  signature: "uniform, uniform(S) or uniform(a, b)",
  summary: "Equally likely outcomes from the declared domain or from a set; with two numbers, the continuous uniform law on [a, b].",
  example: "uniform({1, 2, 3})",
  arity: { min: 0, max: 2 },
  build(args, context) {
    const [first] = args;
    if (args.length === 2) return continuousValue(uniformFamily, args);
    if (first !== undefined) return uniformPmf(distinct(first));
    // Drawing every component uniformly and drawing the profile uniformly are the same law.
    if (context.componentDomains) return productPmf(context.componentDomains.map(uniformPmf));
    if (context.domain) return uniformPmf(context.domain);
    throw bad("uniform without arguments needs a declared finite domain", "declare the domain with `in {...}`, or write uniform(S)");
  },
};

function distinct(collection: Value): readonly Value[] {
  if (isCollection(collection)) return collection.entries;
  const hint = collection instanceof Rational ? `write uniform(1..${collection}) for the integers up to ${collection}` : undefined;
  throw bad("the argument of uniform must be a set or a list", hint);
}
