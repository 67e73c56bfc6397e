/** Finite approximations of continuous laws. */
import { compareValues, formatValue } from "../evaluate/keys.ts";
import type { Pmf, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { asNumber, bad, integerArgument, isCollection, isContinuous } from "./arguments.ts";
import type { ContinuousLaw } from "./continuous/family.ts";
import { continuousLaw } from "./continuous/registry.ts";
import { makePmf } from "./pmf.ts";
import { roundMasses } from "./round-masses.ts";
import type { DistributionDefinition } from "./types.ts";

/** Quantiles are computed one by one; more cells than this are no longer a sensible prior. */
const maximalCells = 10_000;

/**
 * `discretize(d, n)`: n equally likely cells, each at its conditional mean, so that the mean of d is kept exactly and its
 * variance only falls. `discretize(d, n, midpoint)`: each at its median quantile. `discretize(d, points)`, or
 * `discretize(d)` with a declared domain: every point gets the mass that is nearest to it.
 */
export const discretize: DistributionDefinition = {
  name: "discretize",
  signature: "discretize(d, n), discretize(d, n, midpoint) or discretize(d, points, grid)",
  summary: "A finite version of a continuous distribution: n equally likely cells at their means or medians, or the mass nearest to each of given points.",
  example: "discretize(uniform(0, 1), 4)",
  arity: { min: 1, max: 3 },
  build(args, context) {
    const [source, size, method] = args;
    if (!isContinuous(source)) throw bad("discretize takes a continuous distribution", "for example discretize(normal(0, 1), 20)");
    const law = continuousLaw(source);
    const points = size !== undefined && isCollection(size) ? size.entries : size === undefined || method === "grid" ? context.domain : undefined;
    if (points) {
      if (method !== undefined && method !== "grid") throw bad(`with points, the method of discretize is grid, not ${formatValue(method)}`);
      return onGrid(law, points);
    }
    if (size === undefined || method === "grid") throw bad("discretize on a grid needs the points or a declared finite domain", "discretize(d, points, grid)");
    const cells = integerArgument(args, 1, "the number of cells", 1, maximalCells);
    if (method === undefined || method === "mean") return atMeans(law, cells, formatValue(source));
    if (method === "midpoint") return equallyLikely(cells, (j) => law.quantile(Rational.of(2 * j + 1, 2 * cells)));
    throw bad(`the methods of discretize are mean, midpoint and grid, not ${formatValue(method)}`);
  },
};

function atMeans(law: ContinuousLaw, cells: number, name: string): Pmf {
  if (law.partialMean(Rational.one).toNumber() === Infinity) throw bad(`${name} has no finite mean`, `write discretize(${name}, ${cells}, midpoint)`);
  const count = Rational.integer(cells);
  let below = Rational.zero;
  return equallyLikely(cells, (j) => {
    const upTo = law.partialMean(Rational.of(j + 1, cells));
    const mean = upTo.sub(below).mul(count);
    below = upTo;
    return mean;
  });
}

/** Calls `at` once for every cell, in ascending order. */
function equallyLikely(cells: number, at: (cell: number) => Rational): Pmf {
  const probability = Rational.of(1, cells);
  return makePmf(Array.from({ length: cells }, (_, j) => ({ value: representable(at(j)), probability })));
}

/** Cell boundaries are the midpoints between neighbouring points; the outer cells reach to infinity. */
function onGrid(law: ContinuousLaw, points: readonly Value[]): Pmf {
  if (points.length === 0) throw bad("discretize needs at least one point");
  if (points.length > maximalCells) throw bad(`discretize takes at most ${maximalCells} points, and ${points.length} are given`);
  const sorted = [...points].sort(compareValues).map((x) => asNumber(x, "a point of discretize"));
  const half = Rational.of(1, 2);
  const below = sorted.map((x, j) => {
    const next = sorted[j + 1];
    return next ? law.cdf(x.add(next).mul(half)) : Rational.one;
  });
  const masses = below.map((mass, j) => representable(mass.sub(below[j - 1] ?? Rational.zero)));
  return makePmf(roundMasses(masses).map((probability, j) => ({ value: sorted[j] as Rational, probability })));
}

/** Extreme parameters overflow doubles; better refused than carried along as infinities. */
function representable(x: Rational): Rational {
  if (!Number.isFinite(x.toNumber())) throw bad("the parameters of the distribution are too extreme for double precision");
  return x;
}
