/**
 * The lowest revenue of a first-price auction over all information structures and equilibria, when bidders may not know
 * even their own values (Bergemann, Brooks and Morris 2017). It depends only on the law Q of m, the average of all values
 * but the highest:
 *
 *     revenue >= integral over z in [0, 1] of x(z) (N - 1) (z^{-1/N} - 1),   x the quantile function of m,
 *
 * and the bound is attained for symmetric priors. With `G(z) = N z^{(N-1)/N} - (N - 1) z` it is `integral of x dG`; so for
 * finite laws it is a finite sum, exact where the roots are rational and enclosed by fractions elsewhere.
 */
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { mapPmf } from "../../../compiler/priors/pmf.ts";
import { integrate } from "../numeric/quadrature.ts";
import type { Integral } from "../numeric/quadrature.ts";
import { orderStatistic, profileOf } from "./revenue-guarantee.ts";
import { rootBounds } from "../numeric/roots.ts";
import type { Enclosure } from "../numeric/roots.ts";
import type { Theorem } from "../theorem.ts";
import { valueDistribution } from "../auctions/virtual-values.ts";
import type { ValueDistribution } from "../auctions/virtual-values.ts";

export const theorem: Theorem = {
  name: "first-price revenue bound",
  cite: "Bergemann, Brooks, Morris (2017), First-Price Auctions with General Information Structures: Implications for Bidding and Revenue, Theorem 1",
  statement:
    "In every equilibrium under every information structure the first-price auction earns at least E_Q[beta(m)], beta(m) = Q(m)^{-(N-1)/N} int_0^m x (N-1)/N Q(x)^{-1/N} dQ(x).",
};

/** The law of the average of the N - 1 lowest values. @throws TypeError if an outcome is not a profile of numbers. */
export function averageLoserLaw(joint: Pmf): ValueDistribution {
  return valueDistribution(
    mapPmf(joint, (value) => {
      const values = profileOf(value);
      const total = values.reduce((a, b) => a.add(b), Rational.zero);
      return total.sub(orderStatistic(values, 1)).div(Rational.integer(Math.max(1, values.length - 1)));
    }),
  );
}

/** The hypothesis under which the bound is attained: values nonnegative, and their law the same after exchanging any two bidders. */
export function isSymmetricPrior(joint: Pmf): boolean {
  const law = new Map(joint.outcomes.map(({ value, probability }) => [profileOf(value).join(), probability]));
  return joint.outcomes.every(({ value, probability }) => {
    const values = profileOf(value);
    if (values.some((x) => x.sign() < 0)) return false;
    return values.slice(1).every((x, i) => {
      const swapped = values.map((y, j) => (j === i ? x : j === i + 1 ? (values[i] ?? y) : y));
      return law.get(swapped.join())?.equals(probability) === true;
    });
  });
}

/**
 * The bound for a finite law of m and N bidders. Summation by parts writes it as `x_max - sum_j (x_{j+1} - x_j) G(z_j)`,
 * z the cumulated masses, so bounds on the roots bound it.
 *
 * @throws RangeError with fewer than two bidders or inexact masses.
 * @example values 0 and 1 evenly, two bidders: an enclosure of 3/2 - sqrt 2
 */
export function firstPriceBound(law: ValueDistribution, bidders: number): Enclosure {
  if (!Number.isSafeInteger(bidders) || bidders < 2) throw new RangeError("a first-price auction needs two bidders");
  const n = Rational.integer(bidders);
  let lower = law.values.at(-1) ?? Rational.zero;
  let upper = lower;
  let z = Rational.zero;
  for (const [j, x] of law.values.entries()) {
    const next = law.values[j + 1];
    if (next === undefined) break;
    z = z.add(law.masses[j] ?? Rational.zero);
    const step = next.sub(x);
    const root = rootBounds(z.pow(bidders - 1), bidders);
    const G = (bound: Rational): Rational => n.mul(bound).sub(n.sub(Rational.one).mul(z));
    lower = lower.sub(step.mul(G(root.upper)));
    upper = upper.sub(step.mul(G(root.lower)));
  }
  return { lower, upper };
}

/**
 * The bound for a continuous law of m with this quantile function, in doubles. The substitution `z = u^N` removes the
 * singularity at zero: `N (N - 1) integral of x(u^N) (1 - u) u^{N-2}`.
 *
 * @throws RangeError with fewer than two bidders, or if the quantile function is not finite inside (0, 1).
 * @example firstPriceBoundContinuous((z) => z, 2).value // 1/6: a common value, uniform
 */
export function firstPriceBoundContinuous(quantile: (z: number) => number, bidders: number, tolerance = 1e-13): Integral {
  if (!Number.isSafeInteger(bidders) || bidders < 2) throw new RangeError("a first-price auction needs two bidders");
  const weight = bidders * (bidders - 1);
  return integrate((u) => weight * quantile(u ** bidders) * (1 - u) * u ** (bidders - 2), 0, 1, tolerance);
}
