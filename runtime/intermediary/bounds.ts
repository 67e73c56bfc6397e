/**
 * Bounds for any number of buyers and values. From below: the best public information found. From above: revenue and
 * welfare at an optimum lie in the triangle of Figure 1b, `R >= R(D)`, `W <= E[max value]`, `R <= W`.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Weights } from "../../compiler/programs/intermediary/auction.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import type { Optimum } from "./optimum.ts";
import { weigh } from "./scenarios.ts";
import { answered, separateSignals } from "./schemes.ts";
import { leastRevenue } from "./seller.ts";
import { earningsOf, efficientWelfare, type Earnings, type PublicSignal } from "./signal.ts";

/** Public information with a name, and what it is worth. */
export interface Candidate {
  readonly name: string;
  readonly signals: readonly PublicSignal[];
}

/** Total earnings over all signals. */
export function totalEarnings({ auction }: IntermediaryTask, signals: readonly PublicSignal[]): Earnings {
  const parts = signals.map(({ weight, posterior, sale }) => ({ weight, ...earningsOf(auction, posterior, sale) }));
  const total = (of: (part: (typeof parts)[number]) => Rational): Rational => parts.reduce((sum, part) => sum.add(part.weight.mul(of(part))), Rational.zero);
  return { revenue: total((part) => part.revenue), welfare: total((part) => part.welfare) };
}

/** The largest or least value of the objective in the triangle: an affine function is extreme at one of its vertices. */
export function triangleBound(sense: "maximize" | "minimize", weights: Weights, least: Rational, efficient: Rational): Rational {
  const vertices = [
    { revenue: least, welfare: efficient },
    { revenue: least, welfare: least },
    { revenue: efficient, welfare: efficient },
  ];
  return best(
    sense,
    vertices.map((vertex) => weigh(weights, vertex)),
  );
}

function best(sense: "maximize" | "minimize", values: readonly Rational[]): Rational {
  return values.reduce((a, b) => ((sense === "maximize" ? b.compare(a) > 0 : b.compare(a) < 0) ? b : a));
}

/** The best candidate against the bound of the triangle. */
export async function boundOptimum(task: IntermediaryTask, options: ProveOptions): Promise<Optimum> {
  const { auction, sense } = task;
  const weights = task.weights ?? { revenue: Rational.zero, welfare: Rational.zero, constant: Rational.zero };
  const candidates = await candidatesOf(task, options);
  const scored = candidates.map((candidate) => ({ candidate, worth: weigh(weights, totalEarnings(task, candidate.signals)) }));
  const found = scored.reduce((a, b) => ((sense === "maximize" ? b.worth.compare(a.worth) > 0 : b.worth.compare(a.worth) < 0) ? b : a));
  const bound = triangleBound(sense, weights, await leastRevenue(task, options), efficientWelfare(auction, auction.prior));
  const [lower, upper] = sense === "maximize" ? [found.worth, bound] : [bound, found.worth];
  return { status: "optimal", signals: found.candidate.signals, lower, upper, method: `The best public information found is ${found.candidate.name}.` };
}

/** No information and full information, answered by the seller. */
async function candidatesOf(task: IntermediaryTask, options: ProveOptions): Promise<Candidate[]> {
  const none = await answered(task, [{ label: "nothing", weight: Rational.one, posterior: task.auction.prior }], options);
  const full = await answered(task, separateSignals(task), options);
  return [
    { name: "to say nothing", signals: none },
    { name: "to reveal everything", signals: full },
  ];
}
