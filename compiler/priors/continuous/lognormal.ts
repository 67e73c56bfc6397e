/** The law of exp(X) for a normal X. */
import { normalCdf, normalQuantile } from "../special/normal-integral.ts";
import { floatLaw } from "./family.ts";
import type { ContinuousFamily } from "./family.ts";

export const lognormal: ContinuousFamily = {
  name: "lognormal",
  parameters: ["mu", "sigma"],
  summary: "The law of exp(X), where X is normal with mean mu and standard deviation sigma.",
  example: "lognormal(0, 1/2)",
  objection: ([, sigma]) => (sigma && sigma.sign() > 0 ? undefined : "the standard deviation of the logarithm must be positive"),
  law(parameters) {
    const [mu = 0, sigma = 1] = parameters.map((x) => x.toNumber());
    const mean = Math.exp(mu + (sigma * sigma) / 2);
    return floatLaw({
      cdf: (x) => (x <= 0 ? 0 : normalCdf((Math.log(x) - mu) / sigma)),
      quantile: (p, complement) => Math.exp(mu + sigma * normalQuantile(p, complement)),
      // Weighting by exp(X) shifts the normal law by sigma standard deviations.
      partialMean: (p, complement) => mean * normalCdf(normalQuantile(p, complement) - sigma),
    });
  },
};
