/** A distribution cut to an interval. */
import { formatValue } from "../evaluate/keys.ts";
import { asNumber, bad, numberArgument, pmfArgument } from "./arguments.ts";
import { conditionPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `conditional(d, low, high)`: both ends belong to the interval. */
export const conditional: DistributionDefinition = {
  name: "conditional",
  signature: "conditional(d, low, high)",
  summary: "The law of d given that the outcome lies between low and high, both included.",
  example: "conditional({1: 1/4, 2: 1/4, 3: 1/2}, 2, 3)",
  arity: { min: 3, max: 3 },
  build(args, context) {
    const pmf = pmfArgument(args, 0, "the distribution of conditional", context);
    const low = numberArgument(args, 1, "the lower end");
    const high = numberArgument(args, 2, "the upper end");
    const cut = conditionPmf(pmf, (value) => {
      const x = asNumber(value, "an outcome of conditional");
      return x.compare(low) >= 0 && x.compare(high) <= 0;
    });
    if (!cut) throw bad(`${formatValue(pmf)} has no mass between ${low} and ${high}`);
    return cut;
  },
};
