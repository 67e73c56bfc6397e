/** The beta law. */
import { Rational } from "../../exact/rational.ts";
import { incompleteBeta, incompleteBetaInverse, maximalBetaParameter, minimalBetaParameter } from "../special/incomplete-beta.ts";
import { floatLaw } from "./family.ts";
import type { ContinuousFamily } from "./family.ts";

export const beta: ContinuousFamily = {
  name: "beta",
  parameters: ["a", "b"],
  summary: "The beta law on [0, 1] with density proportional to x^(a-1) (1-x)^(b-1).",
  example: "beta(2, 3)",
  objection(parameters) {
    const least = Rational.float(minimalBetaParameter);
    const greatest = Rational.float(maximalBetaParameter);
    const fits = parameters.every((x) => x.compare(least) >= 0 && x.compare(greatest) <= 0);
    return fits ? undefined : `both parameters must lie between ${least} and ${greatest}`;
  },
  law(parameters) {
    const [a = 1, b = 1] = parameters.map((x) => x.toNumber());
    return floatLaw({
      cdf: (x) => incompleteBeta(a, b, x, 1 - x),
      quantile: (p, complement) => incompleteBetaInverse(a, b, p, complement).x,
      // x times the density of beta(a, b) is a / (a + b) times the density of beta(a + 1, b).
      partialMean(p, complement) {
        const { x, y } = incompleteBetaInverse(a, b, p, complement);
        return (a / (a + b)) * incompleteBeta(a + 1, b, x, y);
      },
    });
  },
};
