/**
 * Bounds for any number of buyers and values. From below: the schemes of the paper, and mixtures of their posteriors and of
 * others; a local search, so the result is a lower bound and no more. From above: at any public information revenue and
 * welfare lie in the triangle of Figure 1b of the paper.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import type { Weights } from "../../compiler/programs/intermediary/auction.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import type { ProveOptions } from "../prove.ts";
import { mostBuyers, rankSchemes, type SchemeValue } from "../theory/intermediary/rank-scheme.ts";
import { truncatedAtBuyer, truncatedAtValue } from "../theory/intermediary/truncation-scheme.ts";
import type { ValueDistribution } from "../theory/auctions/virtual-values.ts";
import { bestMixture } from "./mixture.ts";
import type { Optimum } from "./optimum.ts";
import { rankSignals, truncatedSignals } from "./rank-signals.ts";
import { weigh } from "./scenarios.ts";
import { answered, separateSignals, tieSense } from "./schemes.ts";
import { factors, leastRevenue } from "./seller.ts";
import { earningsOf, efficientWelfare, type Earnings, type PublicSignal } from "./signal.ts";

/** Public information with a name, what it is worth, and its signals on demand. */
export interface Candidate {
  readonly name: string;
  readonly earnings: Earnings;
  readonly count: number;
  signals(): Promise<readonly PublicSignal[]>;
}

/** Profiles up to which posteriors are mixed. */
const mostMasterProfiles = 81;
/** Profiles up to which a program per signal decides how the seller breaks ties. */
const mostProgrammedProfiles = 27;
/** Buyers up to which truncated schemes are evaluated. */
const mostTruncated = 6;
/** Entries of all auctions of a scheme, beyond which it is not written out. */
const mostEntries = 2_000_000;
/** How strict the splits are when the seller breaks ties against the mover. */
const strictness = Rational.of(1, 1000);

/** Total earnings over all signals. */
export function totalEarnings({ auction }: Pick<IntermediaryTask, "auction">, signals: readonly PublicSignal[]): Earnings {
  const parts = signals.map(({ weight, posterior, sale }) => ({ weight, ...earningsOf(auction, posterior, sale) }));
  const total = (of: (part: (typeof parts)[number]) => Rational): Rational => parts.reduce((sum, part) => sum.add(part.weight.mul(of(part))), Rational.zero);
  return { revenue: total((part) => part.revenue), welfare: total((part) => part.welfare) };
}

/** The largest or least value of the objective in the triangle: an affine function is extreme at a vertex. */
export function triangleBound(sense: "maximize" | "minimize", weights: Weights, least: Rational, efficient: Rational): Rational {
  const vertices = [
    { revenue: least, welfare: efficient },
    { revenue: least, welfare: least },
    { revenue: efficient, welfare: efficient },
  ];
  return vertices.map((vertex) => weigh(weights, vertex)).reduce((a, b) => ((sense === "maximize" ? b.compare(a) > 0 : b.compare(a) < 0) ? b : a));
}

/** The best public information found, against the bound of the triangle. */
export async function boundOptimum(task: IntermediaryTask, options: ProveOptions): Promise<Optimum> {
  const { auction, sense } = task;
  const weights = task.weights ?? { revenue: Rational.zero, welfare: Rational.zero, constant: Rational.zero };
  const least = await leastRevenue(task, options);
  const efficient = efficientWelfare(auction, auction.prior);
  const bound = triangleBound(sense, weights, least, efficient);
  const better = (a: Candidate, b: Candidate): boolean => weigh(weights, a.earnings).compare(weigh(weights, b.earnings)) * (sense === "maximize" ? 1 : -1) > 0;
  const candidates = await candidatesOf(task, options);
  let found = candidates.reduce((a, b) => (better(b, a) ? b : a));
  if (!weigh(weights, found.earnings).equals(bound) && tieSense(task) === "maximize" && auction.prior.length <= mostMasterProfiles) {
    options.onProgress?.("mixing posteriors");
    const known: PublicSignal[] = [];
    for (const candidate of candidates) known.push(...(await candidate.signals()));
    const mixed = await bestMixture(task, weights, known, options);
    if (mixed) {
      const entry: Candidate = { name: "a mixture of posteriors", earnings: totalEarnings(task, mixed), count: mixed.length, signals: () => Promise.resolve(mixed) };
      candidates.push(entry);
      if (better(entry, found)) found = entry;
    }
  }
  const worth = weigh(weights, found.earnings);
  const [lower, upper] = sense === "maximize" ? [worth, bound] : [bound, worth];
  const method = `The best public information found is ${found.name}; no public information makes revenue less than ${least} or welfare more than ${efficient}.`;
  const tried = candidates.map(({ name, count, earnings: { revenue, welfare } }) => `${name}: surplus ${welfare.sub(revenue)}, revenue ${revenue}, welfare ${welfare} (${count} ${count === 1 ? "signal" : "signals"})`);
  return { status: "optimal", signals: await found.signals(), lower, upper, method, tried };
}

/** No information, full information, and the schemes of the paper where the prior is a product. */
async function candidatesOf(task: IntermediaryTask, options: ProveOptions): Promise<Candidate[]> {
  const { auction } = task;
  const fixed = (name: string, signals: readonly PublicSignal[]): Candidate => ({ name, earnings: totalEarnings(task, signals), count: signals.length, signals: () => Promise.resolve(signals) });
  const efficient = efficientWelfare(auction, auction.prior);
  const separate = separateSignals(task);
  const candidates: Candidate[] = [
    fixed("to say nothing", await answered(task, [{ label: "nothing", weight: Rational.one, posterior: auction.prior }], options)),
    // Values that are known are paid in full, whatever the tie rule.
    { name: "to reveal everything", earnings: { revenue: efficient, welfare: efficient }, count: separate.length, signals: () => answered(task, separate, options) },
  ];
  const laws = factors(auction, auction.prior);
  if (!laws || laws.length > mostBuyers) return candidates;
  if (tieSense(task) === "maximize") {
    const size = auction.buyers.length * auction.prior.length;
    return [...candidates, ...evaluatedSchemes(task, laws).filter(({ count }) => count * size <= mostEntries)];
  }
  if (auction.prior.length > mostProgrammedProfiles) return candidates;
  for (const { name, write } of schemesOf(task, laws)) candidates.push(fixed(name, await answered(task, write(strictness), options)));
  return candidates;
}

/** A scheme of the paper: its value by groups, where the seller breaks ties for buyers, and its signals. */
interface Scheme {
  readonly name: string;
  readonly value: () => SchemeValue;
  readonly write: (strictness?: Rational) => PublicSignal[];
}

function schemesOf({ auction }: IntermediaryTask, laws: readonly ValueDistribution[]): Scheme[] {
  const values = new Map(laws.flatMap((law) => law.values.map((each) => [each.toString(), each] as const)));
  const cuts = [...values.values()].sort((a, b) => a.compare(b));
  let known: SchemeValue[] | undefined;
  const ranks = (): SchemeValue[] => (known ??= rankSchemes(laws));
  return [
    ...laws.map((_, k): Scheme => ({ name: `RANK_${k + 1}`, value: () => ranks()[k] as SchemeValue, write: (strict) => rankSignals(auction, laws, k + 1, strict) })),
    ...auction.buyers.map(({ label }, buyer): Scheme => ({ name: `truncation at the value of ${label}`, value: () => truncatedAtBuyer(laws, buyer), write: (strict) => truncatedSignals(auction, laws, { buyer }, strict) })),
    ...cuts.map((cut): Scheme => ({ name: `truncation at ${cut}`, value: () => truncatedAtValue(laws, cut), write: (strict) => truncatedSignals(auction, laws, { value: cut }, strict) })),
  ];
}

/** The schemes with their values, written out as signals only when somebody asks. Truncation is left out for many buyers: its cost is cubed in the number of sets. */
function evaluatedSchemes(task: IntermediaryTask, laws: readonly ValueDistribution[]): Candidate[] {
  const affordable = schemesOf(task, laws).filter(({ name }) => laws.length <= mostTruncated || name.startsWith("RANK"));
  return affordable.map(({ name, value, write }) => {
    const { revenue, welfare, signals } = value();
    let written: PublicSignal[] | undefined;
    return { name, earnings: { revenue, welfare }, count: signals, signals: () => Promise.resolve((written ??= write())) };
  });
}
