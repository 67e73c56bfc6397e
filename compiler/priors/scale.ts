/** Change of units. */
import { asNumber, numberArgument, pmfArgument } from "./arguments.ts";
import { mapPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `scale(d, a)`: the law of a X. */
export const scale: DistributionDefinition = {
  name: "scale",
  signature: "scale(d, a)",
  summary: "The law of a X, where X is drawn from d.",
  example: "scale({1: 1/2, 2: 1/2}, 1/10)",
  arity: { min: 2, max: 2 },
  build(args) {
    const factor = numberArgument(args, 1, "the factor of scale");
    return mapPmf(pmfArgument(args, 0, "the distribution of scale"), (value) => asNumber(value, "an outcome of scale").mul(factor));
  },
};
