/** Translation. */
import { asNumber, numberArgument, pmfArgument } from "./arguments.ts";
import { mapPmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `shift(d, a)`: the law of X + a. */
export const shift: DistributionDefinition = {
  name: "shift",
  signature: "shift(d, a)",
  summary: "The law of X + a, where X is drawn from d.",
  example: "shift({1: 1/2, 2: 1/2}, -1)",
  arity: { min: 2, max: 2 },
  build(args) {
    const amount = numberArgument(args, 1, "the amount of shift");
    return mapPmf(pmfArgument(args, 0, "the distribution of shift"), (value) => asNumber(value, "an outcome of shift").add(amount));
  },
};
