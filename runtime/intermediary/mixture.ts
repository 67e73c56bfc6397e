/**
 * The best mixture of known posteriors and of those that price out: the intermediary's program P3 over a finite list of
 * columns, one per posterior with what the seller does after it, enlarged in rounds. Rounds look at the multipliers in
 * doubles; the mixture that comes out at the end is proved.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Weights } from "../../compiler/programs/intermediary/auction.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { prover, type ProveOptions } from "../prove.ts";
import { chooseSolver, loadSolver } from "../solvers/choose.ts";
import { PosteriorPool } from "./posterior-pool.ts";
import { weigh } from "./scenarios.ts";
import { independentSale, marginal, productAt } from "./seller.ts";
import { earningsOf, type Joint, type PublicSignal } from "./signal.ts";

const rounds = 12;
const columnsPerRound = 12;

/** A posterior with its answer; its weight is what the program decides. */
type Column = Omit<PublicSignal, "weight">;

/**
 * @param known signals to begin with; together they must be able to make up the prior
 * @returns undefined when the last program could not be certified
 */
export async function bestMixture(task: IntermediaryTask, weights: Weights, known: readonly PublicSignal[], options: ProveOptions): Promise<PublicSignal[] | undefined> {
  const { auction, sense } = task;
  const columns = new Map<string, Column>();
  const take = (column: Column): void => {
    const key = column.posterior.join();
    if (!columns.has(key)) columns.set(key, column);
  };
  known.forEach(take);
  const laws = auction.buyers.map((_, i) => marginal(auction, auction.prior, i));
  const sign = sense === "maximize" ? 1 : -1;
  const pool = new PosteriorPool(auction, laws, weights, sign);
  for (let round = 1; round < rounds; round++) {
    const program = masterProgram(task, weights, [...columns.values()]);
    const solver = await loadSolver(options.solver ?? chooseSolver(program));
    const { rowDuals } = await solver.solve(program);
    const before = columns.size;
    for (const each of rowDuals ? pool.priced(rowDuals.map((dual) => sign * dual), columnsPerRound) : []) {
      const posterior: Joint = auction.prior.map((_, profile) => productAt(auction, each, profile));
      const label = each.map(({ values, masses }) => values.map((z, l) => `${z}: ${masses[l]}`).join(", ")).join(" | ");
      take({ label, posterior, sale: independentSale(auction, each) });
    }
    if (columns.size === before) break;
  }
  const list = [...columns.values()];
  const certificate = await prover(options)(masterProgram(task, weights, list));
  if (certificate?.kind !== "optimal") return undefined;
  return list.flatMap((column, c) => (certificate.columns[c]?.sign() === 1 ? [{ ...column, weight: certificate.columns[c] }] : []));
}

function masterProgram({ auction, sense }: IntermediaryTask, weights: Weights, columns: readonly Column[]): Program {
  const builder = new ProgramBuilder("public signals", sense);
  const family = { name: "signal", role: "probability" as const, indexNames: ["signal"], sentence: "probability of the signal {signal}" };
  builder.addColumns(family, columns.length, Rational.zero, undefined, false, (c) => [columns[c]?.label ?? ""]);
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
