/** The uniform law on an interval; the one continuous family whose discretisations are exact. */
import { Rational } from "../../exact/rational.ts";
import type { ContinuousFamily } from "./family.ts";

export const uniformFamily: ContinuousFamily = {
  name: "uniform",
  parameters: ["a", "b"],
  summary: "The uniform law on the interval [a, b].",
  example: "uniform(0, 1)",
  objection: ([a, b]) => (a && b && a.compare(b) < 0 ? undefined : "the lower end must be below the upper end"),
  law([a = Rational.zero, b = Rational.one]) {
    const width = b.sub(a);
    return {
      cdf: (x) => (x.compare(a) <= 0 ? Rational.zero : x.compare(b) >= 0 ? Rational.one : x.sub(a).div(width)),
      quantile: (p) => a.add(width.mul(p)),
      partialMean: (p) => a.mul(p).add(width.mul(p).mul(p).div(Rational.integer(2))),
    };
  },
};
