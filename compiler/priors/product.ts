/** Independent draws from different distributions. */
import type { Value } from "../evaluate/value.ts";
import { pmfArgument } from "./arguments.ts";
import { isTuple, mapPmf, productPmf, tuple } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/**
 * `product(d1, d2, ...)`. A factor whose outcomes are tuples contributes one entry, unless there are fewer factors than
 * components to draw: then its entries are components of their own.
 */
export const product: DistributionDefinition = {
  name: "product",
  signature: "product(d1, d2, ...)",
  summary: "Independent draws, one from each distribution; the outcome is a tuple.",
  example: "product({1: 1/2, 2: 1/2}, {1: 1/3, 3: 2/3})",
  arity: { min: 1, max: Infinity },
  build(args, context) {
    const { dimension, componentDomains } = context;
    const oneEach = dimension === undefined || args.length === dimension;
    const joint = productPmf(args.map((_, i) => pmfArgument(args, i, `factor ${i + 1} of product`, oneEach ? { domain: componentDomains?.[i] } : {})));
    return oneEach ? joint : mapPmf(joint, spliced);
  },
};

/** `((1, 2), 3)` as `(1, 2, 3)`: a joint prior over three components may be the product of a joint law of two and a third. */
function spliced(value: Value): Value {
  const entries = (each: Value): readonly Value[] => (isTuple(each) ? each.entries.flatMap(entries) : [each]);
  return tuple(entries(value));
}
