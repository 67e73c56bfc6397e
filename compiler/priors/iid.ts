/** Independent draws from one distribution. */
import { bad, integerArgument, pmfArgument } from "./arguments.ts";
import { maximalComponents, productPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `iid(d, n)`; without n, as many draws as components are declared. */
export const iid: DistributionDefinition = {
  name: "iid",
  signature: "iid(d, n)",
  summary: "n independent draws from d; the outcome is a tuple.",
  example: "iid({1: 1/2, 2: 1/2}, 2)",
  arity: { min: 1, max: 2 },
  build(args, context) {
    const factor = pmfArgument(args, 0, "the distribution of iid", { domain: context.componentDomains?.[0] ?? context.domain });
    const draws = args.length === 2 ? integerArgument(args, 1, "the number of draws", 1, maximalComponents) : context.dimension;
    if (draws === undefined) throw bad("iid needs the number of draws here", "iid(d, n)");
    return productPmf(Array.from({ length: draws }, () => factor));
  },
};
