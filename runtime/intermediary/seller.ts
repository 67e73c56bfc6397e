/**
 * The seller's optimal auction after a public signal: Myerson's when the posterior is a product, the linear program P1
 * otherwise. Which of several optimal auctions she runs is the tie rule: of all of them the one with the greatest or the
 * least welfare (program P2), whichever the mover of the information wants, or does not want.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { fractionsOf } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { evaluationError } from "../../compiler/evaluate/error.ts";
import { typeAt, type Auction } from "../../compiler/programs/intermediary/auction.ts";
import { modelAt, profilesAt } from "../../compiler/programs/intermediary/posterior.ts";
import { compileMechanismCell } from "../../compiler/programs/mechanism.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { lexicographic } from "../explain/uniqueness.ts";
import { prover, type ProveOptions } from "../prove.ts";
import { optimalAuction, optimalRevenue } from "../theory/auctions/independent-auction.ts";
import type { ValueDistribution } from "../theory/auctions/virtual-values.ts";
import { value, type Joint, type SaleTable } from "./signal.ts";

/** The posterior of one buyer: her possible values in ascending order. */
export function marginal({ buyers, seller }: Auction, joint: Joint, buyer: number): ValueDistribution {
  const auction = { buyers, seller };
  const values = buyers[buyer]?.values ?? [];
  const masses = values.map(() => Rational.zero);
  for (const [profile, mass] of joint.entries()) {
    if (mass.isZero()) continue;
    const type = typeAt(auction, buyer, profile);
    masses[type] = (masses[type] as Rational).add(mass);
  }
  const order = [...values.keys()].filter((type) => masses[type]?.isZero() === false).sort((a, b) => (values[a] as Rational).compare(values[b] as Rational));
  return { values: order.map((type) => values[type] as Rational), masses: order.map((type) => masses[type] as Rational) };
}

/** The marginals of a joint distribution that is their product; undefined for any other. */
export function factors(auction: Auction, joint: Joint): ValueDistribution[] | undefined {
  const marginals = auction.buyers.map((_, i) => marginal(auction, joint, i));
  const same = joint.every((mass, profile) => mass.equals(productAt(auction, marginals, profile)));
  return same ? marginals : undefined;
}

/** Probability of a profile under independent values. */
export function productAt(auction: Auction, marginals: readonly ValueDistribution[], profile: number): Rational {
  return marginals.reduce((product, { values, masses }, i) => {
    const own = value(auction, i, profile);
    const at = values.findIndex((z) => z.equals(own));
    return at < 0 ? Rational.zero : product.mul(masses[at] as Rational);
  }, Rational.one);
}

/** Myerson's auction as a table; profiles outside the supports get zeros. */
export function independentSale(auction: Auction, marginals: readonly ValueDistribution[]): SaleTable {
  const { outcome } = optimalAuction(marginals);
  const count = auction.prior.length;
  const zeros = (): Rational[] => new Array<Rational>(auction.buyers.length * count).fill(Rational.zero);
  const table = { win: zeros(), pay: zeros() };
  for (let profile = 0; profile < count; profile++) {
    if (productAt(auction, marginals, profile).isZero()) continue;
    const { winner, payment } = outcome(auction.buyers.map((_, i) => value(auction, i, profile)));
    if (winner === undefined) continue;
    table.win[winner * count + profile] = Rational.one;
    table.pay[winner * count + profile] = payment;
  }
  return table;
}

/**
 * An optimal auction by the program of the spec itself, ties broken exactly.
 *
 * @throws EvaluationError when the program cannot be certified
 */
export async function programmedSale(task: IntermediaryTask, joint: Joint, welfare: "maximize" | "minimize", options: ProveOptions = {}): Promise<SaleTable> {
  const { auction, model, limits } = task;
  const move = model.moves[1] ?? model.moves[0];
  const fail = (): Error => evaluationError("program-too-large", move?.span ?? { start: 0, end: 0 }, "The seller's program after a public signal could not be certified.", "Use fewer buyers or values.");
  if (!move) throw fail();
  const local = compileMechanismCell(modelAt(model, auction, joint), move, limits);
  const profiles = profilesAt(auction, local.evaluator);
  const outcomes = local.chosen.map(({ outcome, first }) => ({ first, isWin: outcome.role === "allocation" }));
  const first = (isWin: boolean): number => outcomes.find((each) => each.isWin === isWin)?.first ?? 0;
  const coefficients = new Array<Rational>(local.program.columnCount).fill(Rational.zero);
  for (const i of auction.buyers.keys()) {
    for (const [p, profile] of profiles.entries()) coefficients[first(true) + i * profiles.length + p] = (joint[profile] ?? Rational.zero).mul(value(auction, i, profile));
  }
  const stage = { sense: welfare, text: "welfare", objective: fractionsOf(coefficients), offset: Rational.zero };
  const solved = await lexicographic(local.program, [stage], prover(options));
  if (solved.kind === "unsolved") throw fail();
  const { columns } = solved.certificate;
  const count = auction.prior.length;
  const read = (isWin: boolean): Rational[] => {
    const table = new Array<Rational>(auction.buyers.length * count).fill(Rational.zero);
    for (const i of auction.buyers.keys()) {
      for (const [p, profile] of profiles.entries()) table[i * count + profile] = columns[first(isWin) + i * profiles.length + p] ?? Rational.zero;
    }
    return table;
  };
  return { win: read(true), pay: read(false) };
}

/**
 * Revenue that no public information can take from the seller: that of the best auction in which truth is a best reply to
 * every profile and nobody loses at any. Such an auction can be run under every posterior, so its expected revenue under
 * the prior is a lower bound for all public information; for independent values it is Myerson's revenue.
 */
export async function leastRevenue({ auction }: Pick<IntermediaryTask, "auction">, options: ProveOptions = {}): Promise<Rational> {
  const marginals = factors(auction, auction.prior);
  if (marginals) return optimalRevenue(marginals);
  const certificate = await prover(options)(dominantProgram(auction, auction.prior));
  return certificate?.kind === "optimal" ? certificate.objective : Rational.zero;
}

/** The best auction with dominant-strategy incentives and participation at every profile (program P1-DSIC). */
export function dominantProgram(auction: Auction, joint: Joint): Program {
  const builder = new ProgramBuilder("ex post auction", "maximize");
  const { seller, buyers } = auction;
  const { space } = seller.evaluator;
  const count = joint.length;
  const shape = { indexNames: ["column"], sentence: "column {column}" };
  const name = (k: number): string[] => [String(k)];
  builder.addColumns({ ...shape, name: "win", role: "allocation" }, buyers.length * count, Rational.zero, Rational.one, false, name);
  builder.addColumns({ ...shape, name: "pay", role: "transfer" }, buyers.length * count, undefined, undefined, false, name);
  const win = (i: number, profile: number): number => i * count + profile;
  const pay = (i: number, profile: number): number => (buyers.length + i) * count + profile;
  joint.forEach((mass, profile) => buyers.forEach((_, i) => builder.setObjective(pay(i, profile), mass)));
  builder.beginRowFamily({ ...shape, name: "feasible", role: "feasible" }, name);
  for (let profile = 0; profile < count; profile++) {
    builder.beginRow("<=");
    buyers.forEach((_, i) => builder.add(win(i, profile), Rational.one));
    builder.endRow(Rational.one);
  }
  builder.endRowFamily();
  builder.beginRowFamily({ ...shape, name: "truth", role: "incentives" }, name);
  for (const [i, buyer] of buyers.entries()) {
    const stride = space.stride[buyer.agent] as number;
    for (let profile = 0; profile < count; profile++) {
      const own = typeAt(auction, i, profile);
      const worth = buyer.values[own] as Rational;
      // Report -1 is to stay away: participation is the same row without a deviation on its right.
      for (let report = -1; report < buyer.values.length; report++) {
        if (report === own) continue;
        builder.beginRow(">=");
        builder.add(win(i, profile), worth);
        builder.add(pay(i, profile), Rational.one.neg());
        if (report >= 0) {
          const other = profile + (report - own) * stride;
          builder.add(win(i, other), worth.neg());
          builder.add(pay(i, other), Rational.one);
        }
        builder.endRow(Rational.zero);
      }
    }
  }
  builder.endRowFamily();
  return builder.build();
}
