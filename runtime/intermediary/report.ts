/** Signals, posteriors and auctions in the form of a result. */
import { formatValue } from "../../compiler/evaluate/keys.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import { typeAt } from "../../compiler/programs/intermediary/auction.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { amount } from "../report/amount.ts";
import type { Posterior, Result, Rule } from "../report/result.generated.ts";
import { factors } from "./seller.ts";
import { earningsOf, type PublicSignal } from "./signal.ts";

/** Larger tables are left out, and say so by being empty. */
const entryLimit = 200_000;

const place = "public signal";

/** Types of all buyers at a profile, as text. */
function typesAt({ auction, evaluator: { space } }: IntermediaryTask, profile: number): string[] {
  return auction.buyers.map(({ agent }, i) => formatValue(space.agents[agent]?.optionValues[typeAt(auction, i, profile)] ?? ""));
}

/** The joint law of types and public signals: a row per signal and profile of positive probability. */
export function informationTable(task: IntermediaryTask, signals: readonly PublicSignal[]): NonNullable<Result["information"]> {
  const table: NonNullable<Result["information"]> = { states: task.auction.buyers.map(({ label }) => label), signals: [place], entries: [] };
  if (signals.length * task.auction.prior.length > entryLimit) return table;
  for (const { label, weight, posterior } of signals) {
    for (const [profile, mass] of posterior.entries()) {
      if (!mass.isZero()) table.entries.push({ state: typesAt(task, profile), signals: [label], probability: weight.mul(mass).toString() });
    }
  }
  return table;
}

/** Every signal with its posterior, and what seller and buyers get after it; likely signals first. */
export function signalPosteriors(task: IntermediaryTask, signals: readonly PublicSignal[]): Posterior[] {
  const { auction } = task;
  const likely = [...signals].sort((a, b) => b.weight.compare(a.weight));
  return likely.map(({ label, weight, posterior, sale }): Posterior => {
    const { revenue, welfare } = earningsOf(auction, posterior, sale);
    const laws = factors(auction, posterior)?.map(({ values, masses }) => lawText(values.map(String), masses));
    const possible = [...posterior.entries()].filter(([, mass]) => !mass.isZero());
    const joint = lawText(possible.map(([profile]) => `(${typesAt(task, profile).join(", ")})`), possible.map(([, mass]) => mass));
    return { signals: [label], probability: amount(weight), objective: amount(revenue), surplus: amount(welfare.sub(revenue)), law: laws ?? [joint], rules: {} };
  });
}

/** `1: 1/2, 2: 1/2`; a value that is certain stands alone. */
function lawText(values: readonly string[], masses: readonly Rational[]): string {
  return values.length === 1 ? (values[0] ?? "") : values.map((value, k) => `${value}: ${masses[k]}`).join(", ");
}

/** The seller's auction after every signal; the signal is the first place of `at`. Types that a signal excludes have no entry. */
export function signalRules(task: IntermediaryTask, signals: readonly PublicSignal[]): Record<string, Rule> {
  const { auction } = task;
  const count = auction.prior.length;
  const rules: Record<string, Rule> = {};
  for (const { outcome } of [auction.allocation, auction.transfer]) {
    const rule: Rule = { role: outcome.role, chosen: true, indices: outcome.indices.map((index) => index.name), agents: [place, ...auction.buyers.map(({ label }) => label)], entries: [] };
    rules[outcome.name] = rule;
    if (signals.length * count * auction.buyers.length > entryLimit) continue;
    for (const { label, posterior, sale } of signals) {
      const values = outcome.role === "allocation" ? sale.win : sale.pay;
      for (const profile of possibleProfiles(task, posterior)) {
        outcome.components.forEach((component, i) => {
          const index = component.index.map((each) => formatValue(fromDatum(each)));
          rule.entries.push({ index, at: [label, ...typesAt(task, profile)], value: (values[i * count + profile] ?? Rational.zero).toString() });
        });
      }
    }
  }
  return rules;
}

/** Profiles of types that each have positive probability: what can be reported. */
export function possibleProfiles({ auction }: Pick<IntermediaryTask, "auction">, posterior: readonly Rational[]): number[] {
  const possible = auction.buyers.map(() => new Set<number>());
  for (const [profile, mass] of posterior.entries()) if (!mass.isZero()) possible.forEach((types, i) => types.add(typeAt(auction, i, profile)));
  return posterior.flatMap((_, profile) => (possible.every((types, i) => types.has(typeAt(auction, i, profile))) ? [profile] : []));
}
