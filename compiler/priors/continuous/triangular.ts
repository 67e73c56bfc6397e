/** The triangular law. */
import { Rational } from "../../exact/rational.ts";
import type { ContinuousFamily, ContinuousLaw } from "./family.ts";

export const triangular: ContinuousFamily = {
  name: "triangular",
  parameters: ["a", "b", "c"],
  summary: "The law on [a, b] whose density rises linearly from a to its mode c and falls linearly to b.",
  example: "triangular(0, 1, 1/2)",
  objection([a, b, c]) {
    if (!a || !b || !c || a.compare(b) >= 0) return "the lower end a must be below the upper end b";
    return a.compare(c) <= 0 && c.compare(b) <= 0 ? undefined : "the mode c must lie between a and b";
  },
  law([a = Rational.zero, b = Rational.one, c = Rational.zero]) {
    const mean = a.add(b).add(c).div(Rational.integer(3));
    const peak = c.sub(a).div(b.sub(a));
    const left = leftSide(a, b, c);
    // The right side is the left side of the reflected law: -X lies in [-b, -a] with mode -c.
    const reflected = leftSide(b.neg(), a.neg(), c.neg());
    return {
      cdf(x) {
        if (x.compare(a) <= 0) return Rational.zero;
        if (x.compare(b) >= 0) return Rational.one;
        return x.compare(c) <= 0 ? left.cdf(x) : Rational.one.sub(reflected.cdf(x.neg()));
      },
      quantile: (p) => (p.compare(peak) <= 0 ? left.quantile(p) : reflected.quantile(Rational.one.sub(p)).neg()),
      partialMean: (p) => (p.compare(peak) <= 0 ? left.partialMean(p) : mean.add(reflected.partialMean(Rational.one.sub(p)))),
    };
  },
};

/** Where the density rises: `cdf(x) = (x - a)^2 / ((b - a)(c - a))`. The distribution function is rational, its inverse is not. */
function leftSide(a: Rational, b: Rational, c: Rational): ContinuousLaw {
  const area = b.sub(a).mul(c.sub(a));
  const excess = (p: Rational): Rational => Rational.float(Math.sqrt(area.mul(p).toNumber()));
  return {
    cdf: (x) => x.sub(a).pow(2).div(area),
    quantile: (p) => (p.isZero() ? a : a.add(excess(p))),
    // E[X; X <= x] = a p + (2/3) p (x - a)
    partialMean: (p) => (p.isZero() ? Rational.zero : a.mul(p).add(Rational.of(2, 3).mul(p).mul(excess(p)))),
  };
}
