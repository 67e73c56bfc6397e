/** What the result says is checked from the spec, signal by signal: the seller's auctions keep every row of the mechanism. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { evaluatorAt } from "../../compiler/programs/intermediary/posterior.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { LineOf } from "../report/amount.ts";
import type { Check } from "../report/result.generated.ts";
import { checkDomains } from "../verify/outcomes.ts";
import { checkRows } from "../verify/rows.ts";
import type { PublicSignal, SaleTable } from "./signal.ts";

/** Outcome tables by the names of the spec. */
export function outcomesOf({ auction }: IntermediaryTask, { win, pay }: SaleTable): ReadonlyMap<string, readonly Rational[]> {
  return new Map([
    [auction.allocation.outcome.name, win],
    [auction.transfer.outcome.name, pay],
  ]);
}

/** The spec at the posterior of a signal, with the seller's answer as its mechanism. */
export function evaluatorOf(task: IntermediaryTask, signal: PublicSignal): Evaluator {
  return evaluatorAt(task.model, task.auction, signal.posterior, outcomesOf(task, signal.sale), task.limits);
}

/** Every signal averages to the prior, and under every posterior the seller's auction keeps domains, incentives, participation and feasibility. */
export function checkSignals(task: IntermediaryTask, signals: readonly PublicSignal[], lineOf: LineOf): Check[] {
  const merged = new Map<string, Check>();
  for (const signal of signals) {
    const evaluator = evaluatorOf(task, signal);
    const { model } = task;
    const local = { ...model, rows: model.rows.filter((row) => row.source !== "require") };
    const domains = checkDomains(local, evaluator, lineOf);
    for (const check of [...(domains ? [domains] : []), ...checkRows(local, evaluator, lineOf)]) {
      const found: Check = check.counterexample ? { ...check, counterexample: { ...check.counterexample, sentence: `${check.counterexample.sentence} (public signal ${signal.label})` } } : check;
      merged.set(check.name, join(merged.get(check.name), found));
    }
  }
  return [plausible(task, signals), ...merged.values()];
}

function join(before: Check | undefined, now: Check): Check {
  if (!before) return now;
  const worst = !now.holds && (before.holds || (now.worst?.value ?? 0) > (before.worst?.value ?? 0)) ? now : before;
  return { ...worst, rows: before.rows + now.rows };
}

/** Bayes plausibility: the posteriors, weighted by the probabilities of their signals, average to the prior. */
function plausible({ auction }: IntermediaryTask, signals: readonly PublicSignal[]): Check {
  const holds = auction.prior.every((mass, profile) => {
    const total = signals.reduce((sum, { weight, posterior }) => sum.add(weight.mul(posterior[profile] ?? Rational.zero)), Rational.zero);
    return total.equals(mass);
  });
  return { name: "prior", holds: holds && signals.every(({ weight }) => weight.sign() > 0), rows: auction.prior.length };
}
