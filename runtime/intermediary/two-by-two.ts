/**
 * The exact optimum for two buyers with two values: a master program over the corners of the structure theorem, and columns
 * on its curve found by minimising the reduced cost, a quadratic in one variable, exactly. When no column prices out the
 * multipliers prove the optimum for all public information; should the search stop before, they still prove a bound.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import { corners, curveOf, highChance, leastPoint, massesOf, scaled, valueAt, worth, type Curve, type Four, type Independent, type Quadratic, type Stakes, type TwoValues } from "../theory/intermediary/two-by-two-information.ts";
import type { Optimum } from "./optimum.ts";
import { solvePublicMaster, stakesOf, twoValuesOf } from "./public-master.ts";
import { simplestNear } from "./simplest.ts";
import { answered } from "./schemes.ts";
import { value } from "./signal.ts";

/** Rounds of column generation; each about doubles the digits, so more would prove nothing new. */
const mostRounds = 30;

/** Two buyers, two values each, and correlated posteriors from which everything can be extracted. */
export function isTwoByTwo({ auction, weights }: IntermediaryTask): boolean {
  return auction.buyers.length === 2 && auction.buyers.every(({ values }) => values.length === 2) && !auction.exPostParticipation && weights !== undefined;
}

/** Bounds on the objective without its constant, as a maximum, with the posteriors that reach the lower one. */
export interface TwoByTwoOptimum {
  readonly lower: Rational;
  readonly upper: Rational;
  readonly points: readonly { readonly weight: Rational; readonly point: Independent }[];
  /** Multipliers of the four profiles: no posterior is worth more than its average of these (plus the gap, if there is one). */
  readonly multipliers: Four;
  readonly program: Program;
  readonly rowDuals: readonly Rational[];
}

/**
 * The best public information about two buyers with two values.
 *
 * @param prior probabilities of (high, high), (high, low), (low, high), (low, low); any joint distribution
 * @throws RangeError if the master program cannot be solved, which its size rules out
 * @example bestTwoByTwo([{ low: 10/9, high: 100/81 }, { low: 9/10, high: 1 }], { revenue: -1, welfare: 1 }, prior).lower // 109/9000
 */
export function bestTwoByTwo(buyers: readonly [TwoValues, TwoValues], stakes: Stakes, prior: Four): TwoByTwoOptimum {
  const curve = curveOf(buyers, stakes);
  const points = corners(buyers);
  for (let round = 1; ; round++) {
    const master = solveMaster(buyers, stakes, prior, points);
    const price = reducedCost(curve, master.multipliers);
    const at = leastPoint(price, curve.end);
    const violation = valueAt(price, at);
    const done = violation.sign() >= 0;
    if (done || round >= mostRounds) return { ...master, upper: done ? master.lower : master.lower.sub(violation.div(curve.leastScale)) };
    // A simple fraction nearby is as good a column, and often the very point that is looked for.
    const x = simplestNear(at, Rational.of(1, 10 ** Math.min(3 + round, 15)));
    const inside = x.compare(curve.end) > 0 ? curve.end : x;
    points.push([highChance(buyers[0], inside), highChance(buyers[1], inside)]);
  }
}

/** Multipliers times masses less worth along the curve; negative where a posterior is worth more than it costs. */
function reducedCost({ masses, worth: gain }: Curve, multipliers: Four): Quadratic {
  return masses.map((mass, k) => scaled(mass, multipliers[k] as Rational)).reduce<Quadratic>((a, b) => [a[0].add(b[0]), a[1].add(b[1]), a[2].add(b[2])], scaled(gain, Rational.one.neg()));
}

function solveMaster(buyers: readonly [TwoValues, TwoValues], stakes: Stakes, prior: Four, points: readonly Independent[]): Omit<TwoByTwoOptimum, "upper"> {
  const columns = points.map((point) => ({ chances: point, worth: worth(buyers, stakes, point), masses: massesOf(point) }));
  const { objective, weights, multipliers, program, rowDuals } = solvePublicMaster(columns, prior, ["high, high", "high, low", "low, high", "low, low"]);
  return {
    lower: objective,
    points: points.flatMap((point, k) => (weights[k]?.sign() === 1 ? [{ weight: weights[k], point }] : [])),
    multipliers: multipliers as unknown as Four,
    program,
    rowDuals,
  };
}

/** Solves a task with two buyers and two values. Tie rules do not matter for the value: see docs/semantics/intermediary.md. */
export async function solveTwoByTwo(task: IntermediaryTask, options: ProveOptions): Promise<Optimum> {
  const { auction } = task;
  const { stakes, sign, bounds } = stakesOf(task);
  const buyers = twoValuesOf(task) as [TwoValues, TwoValues];
  // Position of every profile of the auction among the four.
  const order = auction.prior.map((_, profile) => (value(auction, 0, profile).equals(buyers[0].high) ? 0 : 2) + (value(auction, 1, profile).equals(buyers[1].high) ? 0 : 1));
  const prior = [0, 1, 2, 3].map((k) => auction.prior[order.indexOf(k)] ?? Rational.zero) as unknown as Four;
  const found = bestTwoByTwo(buyers, stakes, prior);
  const unanswered = found.points.map(({ weight, point }) => ({ label: `P[high] = ${point[0]}, ${point[1]}`, weight, posterior: order.map((k) => massesOf(point)[k] as Rational) }));
  const signals = await answered({ ...task, ties: "for" }, unanswered, options);
  const [low, high] = bounds(found.lower, found.upper);
  const method = "Two buyers with two values: one program over the corners and the curve of the structure theorem, certified for all public information.";
  return { status: "optimal", signals, lower: low, upper: high, method, program: found.program, rowDuals: found.rowDuals.map((dual) => dual.mul(sign)), solver: "exact", limit: true };
}
