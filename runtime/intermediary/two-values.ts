/**
 * The optimum for a few buyers with two values each: a master program over the corners of the structure theorem, and points
 * of its curves found by minimising the reduced cost, a polynomial in one variable, between exact bounds. When no point
 * prices out the multipliers prove the optimum for all public information; otherwise they prove a bound.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import type { Stakes, TwoValues } from "../theory/intermediary/two-by-two-information.ts";
import { isLow, mostTwoValueBuyers, profileMasses, structureOf, worthOf, type Chances, type TwoValueCurve } from "../theory/intermediary/two-values-information.ts";
import { minimumOn, plus, times, type Polynomial } from "../theory/numeric/polynomial.ts";
import type { Optimum } from "./optimum.ts";
import { solvePublicMaster, stakesOf, twoValuesOf } from "./public-master.ts";
import { answered } from "./schemes.ts";
import { value } from "./signal.ts";
import { simplestNear } from "./simplest.ts";

/** Rounds of column generation; each about doubles the digits, so more would prove nothing new. */
const mostRounds = 30;

/** Several buyers with two values, and correlated posteriors from which everything can be extracted. */
export function isTwoValued({ auction: { buyers, exPostParticipation }, weights, ties }: IntermediaryTask): boolean {
  return buyers.length <= mostTwoValueBuyers && buyers.every(({ values }) => values.length === 2) && !exPostParticipation && weights !== undefined && ties === "for";
}

/** Bounds on the objective without its constant, as a maximum, with the posteriors that reach the lower one. */
export interface TwoValueOptimum {
  readonly lower: Rational;
  readonly upper: Rational;
  readonly points: readonly { readonly weight: Rational; readonly chances: Chances }[];
  /** No posterior is worth more than its average of these, one per profile, plus the gap between the bounds. */
  readonly multipliers: readonly Rational[];
  readonly program: Program;
  readonly rowDuals: readonly Rational[];
}

/**
 * The best public information about a few buyers with two values.
 *
 * @param prior probabilities of the `2^n` profiles as in {@link profileMasses}; any joint distribution
 * @throws RangeError for more buyers than the structure theorem covers
 */
export function bestTwoValued(buyers: readonly TwoValues[], stakes: Stakes, prior: readonly Rational[]): TwoValueOptimum {
  const { corners, curves } = structureOf(buyers, stakes);
  const points = corners.map((chances) => ({ chances, worth: worthOf(buyers, stakes, chances) }));
  const tried = curves.map((): Rational[] => []);
  for (let round = 1; ; round++) {
    const master = solveMaster(points, prior);
    const prices = curves.map((curve, c) => {
      const { at, value: price, lower } = minimumOn(reducedCost(curve, master.multipliers), curve.low, curve.high, tried[c]);
      return { curve, c, at, price, bound: lower.div(curve.leastScale) };
    });
    const worst = prices.reduce((least, { bound }) => (bound.compare(least) < 0 ? bound : least), Rational.zero);
    const wanted = prices.filter(({ price }) => price.sign() < 0);
    if (wanted.length === 0 || round >= mostRounds) return { ...master, upper: master.lower.sub(worst) };
    for (const { curve, c, at } of wanted) {
      const known = tried[c] as Rational[];
      for (const x of pointsNear(at, curve, known, Rational.of(1, 10 ** Math.min(3 + round, 15)))) {
        known.push(x);
        const chances = curve.chancesAt(x);
        points.push({ chances, worth: worthOf(buyers, stakes, chances) });
      }
    }
  }
}

/**
 * Columns to take up where the reduced cost is least: a simple fraction nearby is as good, and between the points of the
 * curve that are known the simplest fraction of all is often the very point that halving would only come close to.
 */
function pointsNear(at: Rational, { low, high }: TwoValueCurve, known: readonly Rational[], tolerance: Rational): Rational[] {
  const below = known.reduce((a, x) => (x.compare(at) < 0 && x.compare(a) > 0 ? x : a), low);
  const above = known.reduce((a, x) => (x.compare(at) > 0 && x.compare(a) < 0 ? x : a), high);
  const middle = below.add(above).div(Rational.integer(2));
  const found = [simplestNear(at, tolerance), simplestNear(middle, above.sub(middle).mul(Rational.of(9, 10)))].map((x) => (x.compare(low) < 0 ? low : x.compare(high) > 0 ? high : x));
  return [...new Map(found.map((x) => [x.toString(), x])).values()];
}

/** Multipliers times masses less worth along the curve; negative where a posterior is worth more than it costs. */
function reducedCost({ masses, worth }: TwoValueCurve, multipliers: readonly Rational[]): Polynomial {
  return masses.reduce<Polynomial>((sum, mass, k) => plus(sum, times(mass, [multipliers[k] as Rational])), times(worth, [Rational.one.neg()]));
}

function solveMaster(points: readonly { readonly chances: Chances; readonly worth: Rational }[], prior: readonly Rational[]): Omit<TwoValueOptimum, "upper"> {
  const columns = points.map((point) => ({ ...point, masses: profileMasses(point.chances) }));
  const profiles = prior.map((_, k) => points[0]?.chances.map((_, i) => (isLow(k, i) ? "low" : "high")).join(", ") ?? "");
  const { objective, weights, ...proof } = solvePublicMaster(columns, prior, profiles);
  return { lower: objective, points: points.flatMap(({ chances }, k) => (weights[k]?.sign() === 1 ? [{ weight: weights[k], chances }] : [])), ...proof };
}

/** Solves a task that {@link isTwoValued}. */
export async function solveTwoValued(task: IntermediaryTask, options: ProveOptions): Promise<Optimum> {
  const { auction } = task;
  const { stakes, sign, bounds } = stakesOf(task);
  const buyers = twoValuesOf(task);
  // Position of every profile of the auction among the profiles of high and low values.
  const order = auction.prior.map((_, profile) => buyers.reduce((k, { low }, i) => (value(auction, i, profile).equals(low) ? k | (1 << i) : k), 0));
  const prior = Array.from({ length: 2 ** buyers.length }, (_, k) => auction.prior[order.indexOf(k)] ?? Rational.zero);
  const found = bestTwoValued(buyers, stakes, prior);
  const unanswered = found.points.map(({ weight, chances }) => {
    const masses = profileMasses(chances);
    return { label: `P[high] = ${chances.join(", ")}`, weight, posterior: order.map((k) => masses[k] as Rational) };
  });
  const signals = await answered(task, unanswered, options);
  const [low, high] = bounds(found.lower, found.upper);
  const method = "Buyers with two values: one program over the corners and the curves of the structure theorem, certified for all public information.";
  return { status: "optimal", signals, lower: low, upper: high, method, program: found.program, rowDuals: found.rowDuals.map((dual) => dual.mul(sign)), solver: "exact" };
}
