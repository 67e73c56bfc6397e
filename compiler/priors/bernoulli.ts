/** A coin: 1 with probability p, 0 otherwise. */
import { Rational } from "../exact/rational.ts";
import { probabilityArgument } from "./arguments.ts";
import { makePmf } from "./pmf.ts";
import type { DistributionDefinition } from "./types.ts";

/** `bernoulli(p)`. */
export const bernoulli: DistributionDefinition = {
  name: "bernoulli",
  signature: "bernoulli(p)",
  summary: "1 with probability p, 0 otherwise.",
  example: "bernoulli(1/3)",
  arity: { min: 1, max: 1 },
  build(args) {
    const p = probabilityArgument(args, 0, "the probability of bernoulli");
    return makePmf([
      { value: Rational.zero, probability: Rational.one.sub(p) },
      { value: Rational.one, probability: p },
    ]);
  },
};
