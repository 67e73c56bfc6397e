/** Optimal auctions of one good, recognised: independent values (Myerson), and correlated values that reveal themselves (Cremer and McLean). */
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { fromDatum, numberFromDatum, toDatum } from "../../../compiler/model/datum.ts";
import type { Factor, Model } from "../../../compiler/model/model.generated.ts";
import { makePmf, marginalPmf } from "../../../compiler/priors/pmf.ts";
import { defaultLimits } from "../../../compiler/programs/limits.ts";
import { compileMechanismCell } from "../../../compiler/programs/mechanism.ts";
import type { Task } from "../../../compiler/programs/task.ts";
import { beliefsOf, extractionConditions } from "../auctions/beliefs.ts";
import { fullSurplus } from "../auctions/full-extraction.ts";
import { optimalRevenue } from "../auctions/independent-auction.ts";
import type { Finding, Recogniser } from "../recogniser.ts";
import { firstHighest, secondPriceGuarantee } from "../guarantees/revenue-guarantee.ts";
import { winnerInformationBound } from "../guarantees/critical-information.ts";
import { publicDecomposition } from "../guarantees/public-decomposition.ts";
import { valueDistribution } from "../auctions/virtual-values.ts";
import { singleGoodAuction, type SingleGoodAuction } from "./single-good.ts";

/** Concepts under which independent values have one optimum: Bayesian and dominant strategies, interim and ex-post participation. */
const strategic = new Set(["bayesian", "ex_post", "dominant"]);
const voluntary = new Set(["interim", "ex_post"]);

export const independentValues: Recogniser = {
  theorem: "independent-auction",
  recognise: (task) => within(task, independent),
  recogniseModel: tooLarge,
};
export const correlatedValues: Recogniser = { theorem: "full-extraction", recognise: (task) => within(task, extraction) };
export const guarantees: Recogniser = { theorem: "revenue-guarantee", recognise: (task) => within(task, chain) };

/** Bidders whose values vary in a small copy of a large auction. */
const varied = 5;

/**
 * Myerson's auction with too many profiles: laws drawn apart are independent, and the rules are recognised in small copies of
 * the auction in which a few bidders have two values each and the others one.
 */
function tooLarge(model: Model): Finding | undefined {
  const [move] = model.moves;
  const marginals = model.prior.map(marginalOf);
  if (!move || !marginals.every((each): each is Pmf => each !== undefined)) return undefined;
  const found = [0, 1, 2].map((offset) => {
    const prior = model.prior.map((factor, k): Factor => {
      const table = factor.table ?? [];
      const kept = k % table.length;
      const rows = k < varied && table.length > 1 ? [table[offset % table.length], table[(2 * offset + table.length - 1) % table.length]] : [table[kept]];
      const distinct = [...new Set(rows.flatMap((row) => row ?? []))];
      return { ...factor, table: distinct.map(({ values }) => ({ values, probability: toDatum(Rational.of(1, distinct.length)) })) };
    });
    return within(compileMechanismCell({ ...model, prior }, move, defaultLimits), independent);
  });
  const [first] = found;
  if (!first || found.some((each) => each === undefined)) return undefined;
  const value = optimalRevenue(marginals.map(valueDistribution));
  return { theorem: "independent-auction", values: { revenue: value }, predictions: [] };
}

/** The law of one component that is drawn by itself. */
function marginalOf({ targets, law, parents, table }: Factor): Pmf | undefined {
  if (targets.length !== 1 || law !== "table" || parents.length > 0) return undefined;
  return makePmf((table ?? []).map((row) => ({ value: fromDatum(row.values[0] ?? false), probability: numberFromDatum(row.probability) })));
}

function within(task: Task, find: (auction: SingleGoodAuction) => Finding | undefined): Finding | undefined {
  if (task.kind !== "mechanism") return undefined;
  const auction = singleGoodAuction(task);
  if (!auction || auction.allocation !== "chosen" || !auction.disposal) return undefined;
  return strategic.has(auction.incentives) && voluntary.has(auction.participation) ? find(auction) : undefined;
}

/** The bidders' laws, when the joint law is their product. */
export function independentMarginals(joint: Pmf, bidders: number): readonly Pmf[] | undefined {
  const marginals = Array.from({ length: bidders }, (_, i) => marginalPmf(joint, i));
  if (joint.outcomes.length !== marginals.reduce((count, { outcomes }) => count * outcomes.length, 1)) return undefined;
  const chances = marginals.map(({ outcomes }) => new Map(outcomes.map(({ value, probability }) => [String(value as Rational), probability])));
  const product = joint.outcomes.every(({ value, probability }) => {
    const entries = typeof value === "object" && "kind" in value && value.kind === "tuple" ? value.entries : [];
    return entries.reduce<Rational>((p, entry, i) => p.mul(chances[i]?.get(String(entry as Rational)) ?? Rational.zero), Rational.one).equals(probability);
  });
  return product ? marginals : undefined;
}

/** Myerson (1981): expected ironed virtual surplus. For finite supports it holds in Bayesian and in dominant strategies alike. */
function independent({ joint, bidders, quantity }: SingleGoodAuction): Finding | undefined {
  const marginals = independentMarginals(joint, bidders);
  if (!marginals) return undefined;
  const value = optimalRevenue(marginals.map(valueDistribution));
  return { theorem: "independent-auction", values: { revenue: value }, predictions: [{ quantity, relation: "=", value }] };
}

/** Cremer and McLean (1988): if every bidder's type is revealed by her beliefs, the seller earns the expected highest value. */
function extraction({ joint, bidders, quantity, incentives, participation }: SingleGoodAuction): Finding | undefined {
  if (participation !== "interim" || bidders < 2 || incentives === "ex_post") return undefined;
  // A seller who may keep the good does so where all values are negative; the theorem is about selling it.
  if (joint.outcomes.some(({ value }) => typeof value === "object" && "kind" in value && value.kind === "tuple" && value.entries.some((each) => each instanceof Rational && each.sign() < 0))) return undefined;
  const conditions = Array.from({ length: bidders }, (_, i) => extractionConditions(beliefsOf(joint, i)));
  const holds = conditions.every(({ fullRank, convexlyIndependent }) => (incentives === "dominant" ? fullRank : convexlyIndependent === true));
  if (!holds) return undefined;
  const value = fullSurplus(joint);
  return { theorem: "full-extraction", values: { revenue: value }, predictions: [{ quantity, relation: "=", value }] };
}

/** Profiles of values up to which nature's best public information is looked for: a fraction of a second. */
const decomposed = 16;

/**
 * The chain `E[second highest] <= dominant-strategy optimum <= bounds on every guarantee <= E[highest]` (Yamashita 2018): what a
 * dominant-strategy auction with ex-post participation earns, it earns whatever the bidders know. The bounds are the best revenues under
 * the winner's information and under public news; where one equals the program's revenue, that is the best guarantee.
 */
function chain({ joint, bidders, quantity, incentives, participation }: SingleGoodAuction): Finding | undefined {
  if (participation !== "ex_post" || incentives === "bayesian" || bidders < 2) return undefined;
  const [second, winner, first] = [secondPriceGuarantee(joint), winnerInformationBound(joint), firstHighest(joint)];
  if (second.sign() < 0) return undefined;
  const news = joint.outcomes.length <= decomposed ? publicDecomposition(joint).bound : undefined;
  return {
    theorem: "critical-information",
    values: { second_price: second, winner_information: winner, ...(news ? { public_information: news } : {}), first_best: first },
    predictions: [
      { quantity, relation: ">=", value: second, because: "The second-price auction is one of those compared." },
      { quantity, relation: "<=", value: winner, because: "Nature may tell everybody who wins and what the losers are worth." },
      ...(news ? [{ quantity, relation: "<=" as const, value: news, because: "Nature may announce a law by which the values are independent; a revenue equal to this bound is the best guarantee." }] : []),
    ],
  };
}
