/**
 * What is known of revenue and welfare at an optimum that is known only up to an interval: a polygon in the plane of the
 * two. Revenue is at least what the seller earns without signals in an auction that every posterior allows, welfare at most
 * the expected highest value, buyers' surplus is not negative, and the objective lies between its bounds (the triangle of
 * Figure 1b of the information-intermediary paper, cut by the objective).
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Weights } from "../../compiler/programs/intermediary/auction.ts";
import type { Earnings } from "./signal.ts";

/** `a revenue + b welfare >= c`. */
interface HalfPlane {
  readonly a: Rational;
  readonly b: Rational;
  readonly c: Rational;
}

export interface KnownBounds {
  /** Revenue that no public information can take from the seller. */
  readonly leastRevenue: Rational;
  /** `E[max value]`. */
  readonly greatestWelfare: Rational;
  readonly weights: Weights;
  /** Bounds on the objective at the optimum. */
  readonly lower: Rational;
  readonly upper: Rational;
}

/**
 * The vertices of the polygon; an affine claim about revenue and welfare holds in all of it if it holds at these.
 *
 * @example with an exact surplus of `greatestWelfare - leastRevenue` it is the one point (leastRevenue, greatestWelfare)
 */
export function scenarios({ leastRevenue, greatestWelfare, weights, lower, upper }: KnownBounds): Earnings[] {
  const minus = Rational.one.neg();
  const { revenue: a, welfare: b, constant } = weights;
  const planes: HalfPlane[] = [
    { a: Rational.one, b: Rational.zero, c: leastRevenue },
    { a: Rational.zero, b: minus, c: greatestWelfare.neg() },
    { a: minus, b: Rational.one, c: Rational.zero },
    { a, b, c: lower.sub(constant) },
    { a: a.neg(), b: b.neg(), c: constant.sub(upper) },
  ];
  const found = new Map<string, Earnings>();
  for (const [k, first] of planes.entries()) {
    for (const second of planes.slice(k + 1)) {
      const point = crossing(first, second);
      if (point && planes.every((plane) => holdsAt(plane, point))) found.set(`${point.revenue} ${point.welfare}`, point);
    }
  }
  return [...found.values()];
}

function crossing(p: HalfPlane, q: HalfPlane): Earnings | undefined {
  const determinant = p.a.mul(q.b).sub(p.b.mul(q.a));
  if (determinant.isZero()) return undefined;
  return { revenue: p.c.mul(q.b).sub(p.b.mul(q.c)).div(determinant), welfare: p.a.mul(q.c).sub(p.c.mul(q.a)).div(determinant) };
}

function holdsAt({ a, b, c }: HalfPlane, { revenue, welfare }: Earnings): boolean {
  return a.mul(revenue).add(b.mul(welfare)).compare(c) >= 0;
}

/** The value of a weighted sum at a point. */
export function weigh({ revenue, welfare, constant }: Weights, point: Earnings): Rational {
  return constant.add(revenue.mul(point.revenue)).add(welfare.mul(point.welfare));
}
