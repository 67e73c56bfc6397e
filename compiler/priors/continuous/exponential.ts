/** The exponential law. */
import { floatLaw } from "./family.ts";
import type { ContinuousFamily } from "./family.ts";

export const exponential: ContinuousFamily = {
  name: "exponential",
  parameters: ["rate"],
  summary: "The exponential law with mean 1 / rate.",
  example: "exponential(1)",
  objection: ([rate]) => (rate && rate.sign() > 0 ? undefined : "the rate must be positive"),
  law(parameters) {
    const [rate = 1] = parameters.map((x) => x.toNumber());
    return floatLaw({
      cdf: (x) => (x <= 0 ? 0 : -Math.expm1(-rate * x)),
      quantile: (p, complement) => quantile(p, complement) / rate,
      partialMean: (p, complement) => (complement <= 0 ? 1 : p - complement * quantile(p, complement)) / rate,
    });
  },
};

/** `-log(1 - p)` from whichever of p and 1 - p is small. */
function quantile(p: number, complement: number): number {
  return p < 0.5 ? -Math.log1p(-p) : -Math.log(complement);
}
