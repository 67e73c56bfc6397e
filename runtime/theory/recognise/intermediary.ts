/** Theorems about an information intermediary, recognised from the auction and the objective of a task. */
import { Rational } from "../../../compiler/exact/rational.ts";
import type { Weights } from "../../../compiler/programs/intermediary/auction.ts";
import type { IntermediaryTask, Task } from "../../../compiler/programs/task.ts";
import { triangleBound } from "../../intermediary/bounds.ts";
import { weightsOfQuantity } from "../../intermediary/quantities.ts";
import { factors, marginal } from "../../intermediary/seller.ts";
import { efficientWelfare } from "../../intermediary/signal.ts";
import { quantityMembers } from "../../verify/claims.ts";
import { equalRevenueSplit } from "../intermediary/equal-revenue-split.ts";
import { hardValues, type HardInstance } from "../intermediary/intermediary-impossibility.ts";
import { schemeReport } from "../intermediary/mixture-schemes.ts";
import type { Finding, Prediction, Recogniser } from "../recogniser.ts";
import { monopolyRevenue, reservePrice, type ValueDistribution } from "../auctions/virtual-values.ts";

/** Profiles up to which the schemes of the paper are evaluated beside a result. */
const mostProfiles = 1000;

/** One buyer: every point of the triangle of revenue and surplus can be reached, so a weighted sum is best at a vertex. */
export const oneBuyer: Recogniser = {
  theorem: "equal-revenue-split",
  recognise(task) {
    if (task.kind !== "intermediary" || task.auction.buyers.length !== 1 || !task.weights || hasRequirements(task)) return undefined;
    const law = marginal(task.auction, task.auction.prior, 0);
    const revenue = monopolyRevenue(law);
    const efficient = efficientWelfare(task.auction, task.auction.prior);
    const positive = (law.values[0]?.sign() ?? 0) > 0;
    const values = { reserve: reservePrice(law), revenue, surplus: efficient.sub(revenue), welfare: efficient, ...(positive ? { splitWeights: equalRevenueSplit(law).map(({ weight }) => weight) } : {}) };
    const objective: Prediction = { quantity: "objective", relation: "=", value: triangleBound(task.sense, task.weights, revenue, efficient) };
    return { theorem: "equal-revenue-split", values, predictions: [objective, ...named(task, { revenue: Rational.one, welfare: Rational.zero, constant: Rational.zero }).map((quantity): Prediction => ({ quantity, relation: ">=", value: revenue }))] };
  },
};

/** The instances of Theorems 1 and 2. */
export const hardInstances: Recogniser = {
  theorem: "intermediary-impossibility",
  recognise(task) {
    const laws = surplusOfTwo(task);
    if (!laws || task.kind !== "intermediary") return undefined;
    for (const [first, second] of [laws, [laws[1], laws[0]] as const]) {
      const [b, a] = first.values as [Rational, Rational];
      const [d, c] = second.values as [Rational, Rational];
      const instance: HardInstance = { a, b, c, d };
      const knifeEdge = first.masses[1]?.equals(b.div(a)) === true && second.masses[1]?.equals(d.div(c)) === true;
      if (!knifeEdge || b.compare(c) <= 0) continue;
      const { revenue, bound, withoutSignals, efficient, best } = hardValues(instance);
      const values = { sellerAlone: revenue, bound, withoutSignals, efficient, ...(best ? { surplus: best, share: best.div(bound) } : {}) };
      const floor: Prediction = { quantity: "objective", relation: ">=", value: efficient };
      return { theorem: "intermediary-impossibility", values, predictions: best ? [{ quantity: "objective", relation: "=", value: best }] : [floor] };
    }
    return undefined;
  },
};

/** Several independent buyers: the bound, the decomposition, every scheme of the paper, and the guarantees with their constants. */
export const schemes: Recogniser = {
  theorem: "mixture-schemes",
  recognise(task) {
    if (task.kind !== "intermediary" || !maximisesSurplus(task) || task.auction.buyers.length < 2 || task.auction.prior.length > mostProfiles || task.ties === "against") return undefined;
    const laws = factors(task.auction, task.auction.prior);
    if (!laws) return undefined;
    const { decomposition, rank, bestRank, mixed, atBuyer, atValue, best, guarantees } = schemeReport(laws);
    const binding = guarantees.filter(({ name }) => name.startsWith("Theorem 3")).map(({ bound }) => bound);
    const guarantee = binding.reduce((a, b) => (b.compare(a) > 0 ? b : a), Rational.zero);
    const values: Finding["values"] = {
      sellerAlone: decomposition.revenue,
      bound: decomposition.bound,
      withoutSignals: decomposition.myerson,
      unsold: decomposition.unsold,
      misallocated: decomposition.misallocatedTo,
      rank: rank.map(({ surplus }) => surplus),
      bestRank,
      mixedRank: mixed.surplus,
      truncatedAtBuyer: atBuyer.surplus,
      ...(atValue ? { truncatedAtValue: atValue.surplus } : {}),
      best: best.surplus,
      guarantee,
      ...(guarantee.isZero() ? {} : { achievedOverGuarantee: best.surplus.div(guarantee) }),
    };
    return {
      theorem: "mixture-schemes",
      values,
      predictions: [
        { quantity: "objective", relation: "<=", value: decomposition.bound },
        { quantity: "objective", relation: ">=", value: best.surplus },
      ],
    };
  },
};

function hasRequirements({ model }: IntermediaryTask): boolean {
  return model.rows.some((row) => row.source === "require");
}

function maximisesSurplus({ weights, sense }: IntermediaryTask): boolean {
  return sense === "maximize" && weights !== undefined && weights.constant.isZero() && weights.welfare.equals(Rational.one) && weights.revenue.equals(Rational.one.neg());
}

/** The laws of two independent buyers with two values each, when buyers' surplus is maximised. */
function surplusOfTwo(task: Task): readonly [ValueDistribution, ValueDistribution] | undefined {
  if (task.kind !== "intermediary" || !maximisesSurplus(task)) return undefined;
  const laws = factors(task.auction, task.auction.prior);
  return laws?.length === 2 && laws.every(({ values }) => values.length === 2) ? [laws[0] as ValueDistribution, laws[1] as ValueDistribution] : undefined;
}

/** Quantities of the spec that are this weighted sum. */
function named(task: IntermediaryTask, wanted: Weights): string[] {
  return quantityMembers(task.model).flatMap(({ label, expr }) => {
    const found = weightsOfQuantity(task.auction, expr);
    return found?.revenue.equals(wanted.revenue) === true && found.welfare.equals(wanted.welfare) && found.constant.equals(wanted.constant) ? [label] : [];
  });
}
