/** The normal law. */
import { normalCdf, normalDensity, normalQuantile } from "../special/normal-integral.ts";
import { floatLaw } from "./family.ts";
import type { ContinuousFamily } from "./family.ts";

export const normal: ContinuousFamily = {
  name: "normal",
  parameters: ["mu", "sigma"],
  summary: "The normal law with mean mu and standard deviation sigma.",
  example: "normal(0, 1)",
  objection: ([, sigma]) => (sigma && sigma.sign() > 0 ? undefined : "the standard deviation must be positive"),
  law(parameters) {
    const [mu = 0, sigma = 1] = parameters.map((x) => x.toNumber());
    return floatLaw({
      cdf: (x) => normalCdf((x - mu) / sigma),
      quantile: (p, complement) => mu + sigma * normalQuantile(p, complement),
      // The integral of z density(z) up to z is -density(z).
      partialMean: (p, complement) => mu * p - sigma * (p <= 0 || complement <= 0 ? 0 : normalDensity(normalQuantile(p, complement))),
    });
  },
};
