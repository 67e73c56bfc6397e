/** Public information as lists of posteriors, and the seller's answers to it. */
import { Rational } from "../../compiler/exact/rational.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import { isRegular } from "../theory/auctions/virtual-values.ts";
import { factors, independentSale, programmedSale } from "./seller.ts";
import type { Joint, PublicSignal, SaleTable } from "./signal.ts";

/** A signal that the seller has not answered yet. */
export type Unanswered = Omit<PublicSignal, "sale">;

/** Full information: one signal per profile of types. */
export function separateSignals({ auction: { prior } }: IntermediaryTask): Unanswered[] {
  return prior.flatMap((weight, profile) => (weight.isZero() ? [] : [{ label: `profile ${profile + 1}`, weight, posterior: prior.map((_, p) => (p === profile ? Rational.one : Rational.zero)) }]));
}

/** The welfare that the tie rule selects among the seller's optimal auctions. */
export function tieSense({ sense, ties, weights }: IntermediaryTask): "maximize" | "minimize" {
  const wanted = (weights?.welfare.sign() ?? 1) * (sense === "maximize" ? 1 : -1) >= 0;
  return wanted === (ties === "for") ? "maximize" : "minimize";
}

/** Columns of the seller's program up to which it is solved to break the ties that ironing leaves open. */
const mostTieColumns = 200;

/**
 * The seller's optimal auction. For regular independent values Myerson's is the one with the greatest welfare, and so it is
 * for irregular ones among auctions that treat ironed values alike, which has to do for large problems; every other case is
 * a program.
 */
export async function answer(task: IntermediaryTask, joint: Joint, options: ProveOptions = {}): Promise<SaleTable> {
  const welfare = tieSense(task);
  const marginals = welfare === "maximize" ? factors(task.auction, joint) : undefined;
  return marginals && (marginals.every(isRegular) || 2 * task.auction.buyers.length * joint.length > mostTieColumns) ? independentSale(task.auction, marginals) : programmedSale(task, joint, welfare, options);
}

export async function answered(task: IntermediaryTask, signals: readonly Unanswered[], options: ProveOptions = {}): Promise<PublicSignal[]> {
  const done: PublicSignal[] = [];
  for (const signal of signals) done.push({ ...signal, sale: await answer(task, signal.posterior, options) });
  return done;
}
