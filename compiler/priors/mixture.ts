/** A lottery over distributions. */
import { asPmf, bad, collectionArgument } from "./arguments.ts";
import { makePmf } from "./pmf.ts";
import { pmfFromProbabilities } from "./table.ts";
import { Rational } from "../exact/rational.ts";
import type { DistributionDefinition } from "./types.ts";

/** `mixture([1/2, 1/2], [d1, d2])`. */
export const mixture: DistributionDefinition = {
  name: "mixture",
  signature: "mixture(weights, distributions)",
  summary: "Draws one of the distributions with the given weights, then an outcome from it.",
  example: "mixture([1/2, 1/2], [{1: 1}, {1: 1/3, 2: 2/3}])",
  arity: { min: 2, max: 2 },
  build(args, context) {
    const weights = collectionArgument(args, 0, "the weights of mixture");
    const parts = collectionArgument(args, 1, "the parts of mixture");
    if (weights.length !== parts.length) throw bad(`mixture has ${weights.length} weights and ${parts.length} parts`);
    const lottery = pmfFromProbabilities(
      weights,
      parts.map((_, i) => Rational.integer(i)),
    );
    return makePmf(
      lottery.outcomes.flatMap(({ value, probability }) => {
        const part = (value as Rational).toNumber();
        return asPmf(parts[part], `part ${part + 1} of mixture`, context).outcomes.map((o) => ({
          value: o.value,
          probability: probability.mul(o.probability),
        }));
      }),
    );
  },
};
