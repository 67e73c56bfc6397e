/** Theorems 1.1 and 1.3 of "Optimal Calibrated Signaling in Digital Auctions", recognised and applied. */
import type { Rational } from "../../../compiler/exact/rational.ts";
import type { Model } from "../../../compiler/model/model.generated.ts";
import { calibratedUpperBound, participationUpperBound } from "../calibrated/calibrated-certificate.ts";
import { calibratedOptimum } from "../calibrated/calibrated-signaling.ts";
import { participationValue } from "../calibrated/individually-rational.ts";
import type { Fact, Finding, Prediction, Recogniser } from "../recogniser.ts";
import { clickAuction, type ClickAuction } from "./click-auction.ts";

export const recogniser: Recogniser = {
  theorem: "calibrated-signaling",
  recognise: (task) => (task.kind === "information" ? recogniseModel(task.model) : undefined),
  recogniseModel,
};

function recogniseModel(model: Model): Finding | undefined {
  const auction = clickAuction(model);
  return auction && findingOf(auction);
}

/** Distance up to which a signal of the grid counts as the irrational one that the optimum uses. */
const near = 1e-12;

function findingOf({ law, grid, participation, quantity }: ClickAuction): Finding {
  const counts = law.map((probability) => probability.toNumber());
  const { t0, t1, revenue, welfareBound, spare, fullRevelation } = calibratedOptimum(counts);
  const bound = participation ? participationValue(counts) : undefined;
  const value = bound?.supremum ?? revenue;
  const signals: Record<string, Fact> = { ...(t0 === undefined ? {} : { t0 }), ...(t1 === undefined ? {} : { t1 }) };
  // Signals of zero and one have to be there, and those in the middle that have mass.
  const needed = [0, 1, ...(t0 === undefined ? [] : [t0]), ...(t1 === undefined ? [] : [t1])];
  const complete = needed.every((signal) => grid.some((point) => Math.abs(point.toNumber() - signal) <= near));
  // With participation the four signals suffice only where the unconstrained optimum satisfies it.
  const equal = complete && (!participation || spare === 0);
  return {
    theorem: participation ? "individually-rational" : "calibrated-signaling",
    values: {
      revenue: value,
      ...signals,
      upper: participation ? participationUpperBound(counts) : calibratedUpperBound(counts),
      ...(bound ? { attained: bound.attained, unconstrained: revenue } : {}),
      welfare_bound: welfareBound,
      full_revelation: fullRevelation,
    },
    predictions: [prediction(quantity, value, equal, participation, grid)],
  };
}

function prediction(quantity: string, value: number, equal: boolean, participation: boolean, grid: readonly Rational[]): Prediction {
  if (equal) return { quantity, relation: "=", value };
  const because = participation
    ? `The supremum is over all signals in [0, 1]; the program has ${grid.length} signals, and a finite set of them attains it only in special cases.`
    : `The optimum uses the signals 0, t0, t1 and 1, and the grid of ${grid.length} signals does not have all of them.`;
  return { quantity, relation: "<=", value, because };
}
