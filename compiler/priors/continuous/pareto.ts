/** The Pareto law; with alpha = 1 the continuous equal-revenue distribution, whose mean is infinite. */
import { floatLaw } from "./family.ts";
import type { ContinuousFamily } from "./family.ts";

export const pareto: ContinuousFamily = {
  name: "pareto",
  parameters: ["alpha", "xm"],
  summary: "The Pareto law on [xm, infinity): P[X > x] = (xm / x)^alpha.",
  example: "pareto(3, 1)",
  objection: (parameters) => (parameters.some((x) => x.sign() <= 0) ? "both parameters must be positive" : undefined),
  law(parameters) {
    const [alpha = 1, xm = 1] = parameters.map((x) => x.toNumber());
    return floatLaw({
      cdf: (x) => (x <= xm ? 0 : -Math.expm1(alpha * Math.log(xm / x))),
      quantile: (_, complement) => xm * complement ** (-1 / alpha),
      partialMean(p, complement) {
        if (complement <= 0) return alpha > 1 ? (alpha * xm) / (alpha - 1) : Infinity;
        // The integral of xm (1-u)^(-1/alpha): a power of 1-p, or its logarithm where the exponent vanishes.
        const logarithm = p < 0.5 ? Math.log1p(-p) : Math.log(complement);
        const exponent = 1 - 1 / alpha;
        return exponent === 0 ? -xm * logarithm : (-xm * Math.expm1(exponent * logarithm)) / exponent;
      },
    });
  },
};
