/** Small economic specs and an exact solver for the tests of explanations. */
import { compile } from "../../compiler/driver.ts";
import type { MechanismTask } from "../../compiler/programs/task.ts";
import type { Infeasible, Optimal, Solve, Unbounded } from "../../runtime/explain/index.ts";
import { exactSimplex } from "../../runtime/solvers/exact-simplex.ts";
import type { Program } from "../../compiler/lp/program.ts";

/** The exact simplex method as a solver. */
export const exact: Solve = (program) => {
  const outcome = exactSimplex(program);
  return Promise.resolve(outcome.kind === "solved" ? outcome.certificate : undefined);
};

export async function optimum(program: Program): Promise<Optimal> {
  const certificate = await exact(program);
  if (certificate?.kind !== "optimal") throw new Error(`no optimum: ${certificate?.kind}`);
  return certificate;
}

export async function infeasibility(program: Program): Promise<Infeasible> {
  const certificate = await exact(program);
  if (certificate?.kind !== "infeasible") throw new Error(`not infeasible: ${certificate?.kind}`);
  return certificate;
}

export async function unboundedness(program: Program): Promise<Unbounded> {
  const certificate = await exact(program);
  if (certificate?.kind !== "unbounded") throw new Error(`not unbounded: ${certificate?.kind}`);
  return certificate;
}

/** The task of a spec in which one player chooses the mechanism. */
export function mechanism(source: string): MechanismTask {
  const { task, diagnostics } = compile(source);
  if (task?.kind !== "mechanism") throw new Error(diagnostics.map((each) => `${each.code} ${each.text}`).join("\n") || "not a mechanism");
  return task;
}

/** One good, two bidders with values 1 and 2; the law of their values as a table. */
export function auction(prior: string, extra = ""): MechanismTask {
  return mechanism(`
model auction
agents bidder = 1..2
type  value[i in bidder] in {1, 2}
prior value ~ ${prior}
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives    bayesian
participation interim
quantity revenue = E[sum(i in bidder) pay[i]]
quantity welfare = E[sum(i in bidder) value[i] * win[i]]
seller chooses mechanism to maximize revenue ${extra}
`);
}

export const independent = "{ (1, 1): 1/4, (1, 2): 1/4, (2, 1): 1/4, (2, 2): 1/4 }";
export const correlated = "{ (1, 1): 2/5, (1, 2): 1/10, (2, 1): 1/10, (2, 2): 2/5 }";

/**
 * Bilateral trade (Myerson and Satterthwaite 1983): the buyer's value is 1 or `high`, the seller's cost 0 or `high - 1`, equally
 * likely and independent. Trade is efficient except at (1, high - 1). Information rents are 2 * (high - 1) / 4, the gains from trade
 * (2 + high) / 4: an efficient, balanced mechanism exists exactly when high is at most 4.
 */
export function bilateralTrade(high: number): MechanismTask {
  return mechanism(`
model bilateral_trade
param high = ${high}
agents buyer = 1..1
agents seller = 1..1
type value[b in buyer] in {1, high}
type cost[s in seller] in {0, high - 1}
prior value[b in buyer] ~ uniform
prior cost[s in seller] ~ uniform
mechanism {
  allocation trade in [0, 1]
  transfer   pay[b in buyer]
  transfer   receive[s in seller]
}
payoff buyer[b] = value[b] * trade - pay[b]
payoff seller[s] = receive[s] - cost[s] * trade
incentives    bayesian
participation interim
require efficient: trade = if value[1] > cost[1] then 1 else 0
require balanced: pay[1] = receive[1]
quantity gains = E[(value[1] - cost[1]) * trade]
planner chooses mechanism to maximize gains
`);
}
