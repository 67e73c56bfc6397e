/**
 * Bounds for any number of buyers and values. From below: the schemes of the paper, and then a master program (program P3)
 * over their posteriors, enlarged by posteriors that price out; a local search, so the result is a lower bound and no more.
 * From above: at any public information revenue and welfare lie in the triangle of Figure 1b of the paper.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Weights } from "../../compiler/programs/intermediary/auction.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { prover, type ProveOptions } from "../prove.ts";
import type { ValueDistribution } from "../theory/virtual-values.ts";
import type { Optimum } from "./optimum.ts";
import { PosteriorPool } from "./posterior-pool.ts";
import { rankSignals, truncatedSignals } from "./rank-signals.ts";
import { weigh } from "./scenarios.ts";
import { answered, separateSignals, tieSense } from "./schemes.ts";
import { factors, independentSale, leastRevenue, marginal, productAt } from "./seller.ts";
import { earningsOf, efficientWelfare, type Earnings, type Joint, type PublicSignal } from "./signal.ts";

/** Public information with a name. */
export interface Candidate {
  readonly name: string;
  readonly signals: readonly PublicSignal[];
}

/** Profiles up to which the schemes are written out as posteriors, and up to which a master program is solved. */
const mostSchemeProfiles = 256;
const mostMasterProfiles = 81;
/** Profiles up to which a program per signal decides how the seller breaks ties. */
const mostProgrammedProfiles = 27;
const rounds = 12;
const columnsPerRound = 12;
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
  const bound = triangleBound(sense, weights, await leastRevenue(task, options), efficientWelfare(auction, auction.prior));
  const better = (a: Rational, b: Rational): boolean => (sense === "maximize" ? a.compare(b) > 0 : a.compare(b) < 0);
  const candidates = await candidatesOf(task, options);
  const scored = candidates.map((candidate) => ({ ...candidate, earnings: totalEarnings(task, candidate.signals) }));
  let found = scored.reduce((a, b) => (better(weigh(weights, b.earnings), weigh(weights, a.earnings)) ? b : a));
  if (!weigh(weights, found.earnings).equals(bound) && tieSense(task) === "maximize" && auction.prior.length <= mostMasterProfiles) {
    const mixed = await master(task, weights, candidates.flatMap(({ signals }) => signals), options);
    if (mixed) {
      const entry = { name: "a mixture of posteriors", signals: mixed, earnings: totalEarnings(task, mixed) };
      scored.push(entry);
      if (better(weigh(weights, entry.earnings), weigh(weights, found.earnings))) found = entry;
    }
  }
  const worth = weigh(weights, found.earnings);
  const [lower, upper] = sense === "maximize" ? [worth, bound] : [bound, worth];
  const method = `The best public information found is ${found.name}; no public information is worth more than revenue at least ${await leastRevenue(task, options)} and welfare at most ${efficientWelfare(auction, auction.prior)} allow.`;
  const tried = scored.map(({ name, signals, earnings: { revenue, welfare } }) => `${name}: surplus ${welfare.sub(revenue)}, revenue ${revenue}, welfare ${welfare} (${signals.length} signals)`);
  return { status: "optimal", signals: found.signals, lower, upper, method, tried };
}

/** No information, full information, and the schemes of the paper where the prior is a product. */
async function candidatesOf(task: IntermediaryTask, options: ProveOptions): Promise<Candidate[]> {
  const { auction } = task;
  const none = { label: "nothing", weight: Rational.one, posterior: auction.prior };
  const candidates: Candidate[] = [
    { name: "to say nothing", signals: await answered(task, [none], options) },
    { name: "to reveal everything", signals: await answered(task, separateSignals(task), options) },
  ];
  const laws = factors(auction, auction.prior);
  if (!laws || auction.prior.length > mostSchemeProfiles) return candidates;
  const favourable = tieSense(task) === "maximize";
  if (!favourable && auction.prior.length > mostProgrammedProfiles) return candidates;
  const written = schemesOf(task, laws, favourable ? Rational.zero : strictness);
  for (const { name, signals } of written) candidates.push({ name, signals: favourable ? signals : await answered(task, signals, options) });
  return candidates;
}

function schemesOf({ auction }: IntermediaryTask, laws: readonly ValueDistribution[], strict: Rational): Candidate[] {
  const values = new Map(laws.flatMap((law) => law.values.map((each) => [each.toString(), each] as const)));
  return [
    ...laws.map((_, k) => ({ name: `RANK_${k + 1}`, signals: rankSignals(auction, laws, k + 1, strict) })),
    ...auction.buyers.map(({ label }, buyer) => ({ name: `truncation at the value of ${label}`, signals: truncatedSignals(auction, laws, { buyer }, strict) })),
    ...[...values.values()].sort((a, b) => a.compare(b)).map((cut) => ({ name: `truncation at ${cut}`, signals: truncatedSignals(auction, laws, { value: cut }, strict) })),
  ];
}

/** A posterior with its answer; its weight is what the program decides. */
type Column = Omit<PublicSignal, "weight">;

/** The best mixture of known posteriors and of those that price out. */
async function master(task: IntermediaryTask, weights: Weights, known: readonly PublicSignal[], options: ProveOptions): Promise<PublicSignal[] | undefined> {
  const { auction, sense } = task;
  const columns = new Map<string, Column>();
  const take = (column: Column): void => {
    const key = column.posterior.join();
    if (!columns.has(key)) columns.set(key, column);
  };
  known.forEach(take);
  const laws = auction.buyers.map((_, i) => marginal(auction, auction.prior, i));
  const pool = new PosteriorPool(auction, laws, weights, sense === "maximize" ? 1 : -1);
  for (let round = 1; ; round++) {
    const list = [...columns.values()];
    const certificate = await prover(options)(masterProgram(task, weights, list));
    if (certificate?.kind !== "optimal") return undefined;
    const sign = sense === "maximize" ? 1 : -1;
    const multipliers = Float64Array.from(certificate.rowDuals, (dual) => sign * dual.toNumber());
    const fresh = round < rounds ? pool.priced(multipliers, columnsPerRound) : [];
    const before = columns.size;
    for (const each of fresh) {
      const posterior: Joint = auction.prior.map((_, profile) => productAt(auction, each, profile));
      take({ label: each.map(({ values, masses }) => values.map((z, l) => `${z}: ${masses[l]}`).join(", ")).join(" | "), posterior, sale: independentSale(auction, each) });
    }
    if (columns.size > before) continue;
    return list.flatMap((column, c) => (certificate.columns[c]?.sign() === 1 ? [{ ...column, weight: certificate.columns[c] }] : []));
  }
}

function masterProgram({ auction, sense }: IntermediaryTask, weights: Weights, columns: readonly Column[]): Program {
  const builder = new ProgramBuilder("public signals", sense);
  builder.addColumns({ name: "signal", role: "probability", indexNames: ["signal"], sentence: "probability of the signal {signal}" }, columns.length, Rational.zero, undefined, false, (c) => [columns[c]?.label ?? ""]);
  columns.forEach(({ posterior, sale }, c) => builder.setObjective(c, weigh({ ...weights, constant: Rational.zero }, earningsOf(auction, posterior, sale))));
  builder.beginRowFamily({ name: "prior", role: "prior", indexNames: ["profile"], sentence: "the posteriors average to the prior at {profile}" }, (profile) => [String(profile + 1)]);
  for (const [profile, mass] of auction.prior.entries()) {
    builder.beginRow("=");
    columns.forEach(({ posterior }, c) => builder.add(c, posterior[profile] ?? Rational.zero));
    builder.endRow(mass);
  }
  builder.endRowFamily();
  return builder.build();
}
