/** Specs for the checker, each with what is peculiar about it, and their solutions as `mech solve --json` would print them. */
import { compile } from "../../compiler/driver.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import type { Task } from "../../compiler/programs/task.ts";
import { run } from "../../runtime/run.ts";
import type { CheckedSolution } from "../../runtime/verify/checker/checker.ts";

/** A deep copy that tests may spoil. */
export type Draft = {
  status: string;
  objective: { value: number; exact?: string };
  quantities: Record<string, { value: number; exact?: string }>;
  rules: Record<string, { entries: { index: string[]; at: string[]; value: string | number }[] }>;
  duals: Record<string, { index: string[]; value: string }[]>;
  farkas: Record<string, { index: string[]; value: string }[]>;
};

export interface Solved {
  readonly model: Model;
  readonly task: Task;
  readonly solution: CheckedSolution;
  readonly draft: () => Draft;
}

export async function solve(source: string): Promise<Solved> {
  const { model, task, diagnostics } = compile(source);
  if (!model || !task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  const { result } = await run(task, { solver: task.kind === "mechanism" ? "exact" : undefined });
  const text = JSON.stringify(result);
  return { model, task, solution: JSON.parse(text) as CheckedSolution, draft: () => JSON.parse(text) as Draft };
}

const auction = (head: string, concepts: string, rest = "seller chooses mechanism to maximize revenue"): string => `
model auction
${head}
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
${concepts}
quantity revenue = E[sum(i in bidder) pay[i]]
quantity utility[i in bidder] = E[value[i] * win[i] - pay[i]]
${rest}
`;
const two = `agents bidder = 1..2
type value[i in bidder] in {1, 2}
`;
const correlated = `${two}prior value ~ { (1, 1): 2/5, (1, 2): 1/10, (2, 1): 1/10, (2, 2): 2/5 }`;
const gap = `${two}prior value ~ { (1, 1): 1/2, (1, 2): 1/4, (2, 1): 1/4, (2, 2): 0 }`;
const independent = `${two}prior value[i] ~ { 1: 1/3, 2: 2/3 }`;

const trade = (rest: string): string => `
model trade
agents buyer = 1..1
agents seller = 1..1
type value[i in buyer] in {1, 3}
type cost[j in seller] in {0, 2}
prior value ~ uniform
prior cost ~ { 0: 1/2, 2: 1/2 }
mechanism {
  allocation traded in [0, 1]
  transfer price
}
payoff buyer[i] = value[i] * traded - price
payoff seller[j] = price - cost[j] * traded
incentives bayesian
participation interim
quantity gain = E[(value[1] - cost[1]) * traded]
${rest}
`;

export const specs: Readonly<Record<string, string>> = {
  "bayesian incentives, interim participation, correlated types": auction(correlated, "incentives bayesian\nparticipation interim"),
  "a prior with a zero cell, ex-post incentives": auction(gap, "incentives ex_post\nparticipation ex_post"),
  "a prior with a zero cell, dominant strategies": auction(gap, "incentives dominant\nparticipation ex_post"),
  "a prior with a zero cell, bayesian incentives": auction(gap, "incentives bayesian\nparticipation interim"),
  "ex-ante participation": auction(independent, "incentives bayesian\nparticipation ex_ante"),
  "dominant strategies, interim participation": auction(independent, "incentives dominant\nparticipation interim"),
  "a type that nobody has": auction(`agents bidder = 1..2\ntype value[i in bidder] in {1, 2, 5}\nprior value[i] ~ { 1: 1/3, 2: 2/3, 5: 0 }`, "incentives ex_post\nparticipation interim"),
  "a common value that nobody knows": auction(
    `agents bidder = 1..2
state theta in {1, 3}
prior theta ~ uniform
type hint[i in bidder] in {0, 1}
prior hint[i] ~ if theta = 1 then { 0: 3/4, 1: 1/4 } else { 0: 1/4, 1: 3/4 }
let value[i in bidder] = theta + hint[i] / 2`,
    "incentives bayesian\nparticipation interim",
  ),
  "several goods and conditional require rows": `
model goods
set good = {apple, pear}
agents bidder = 1..2
type value[i in bidder, g in good] in {1, 2}
prior value ~ uniform
mechanism {
  allocation q[i in bidder, g in good] in [0, 1]
  transfer   t[i in bidder]
  feasible   sum(i in bidder) q[i, apple] <= 1
  feasible pears: sum(i in bidder) q[i, pear] <= 1 / 2 when value[1, pear] = 1
  feasible rest: sum(i in bidder) q[i, pear] <= 1
}
payoff bidder[i] = sum(g in good) value[i, g] * q[i, g] - t[i]
incentives bayesian
participation interim
require fair[i in bidder]: E[q[i, apple] | value[i, apple]] >= 1 / 4
require budget: E[sum(i in bidder) t[i]] <= 3 / 2
require equal: E[t[1]] = E[t[2]]
quantity revenue = E[sum(i in bidder) t[i]]
seller chooses mechanism to maximize revenue
`,
  "minimise the subsidy of efficient trade": trade(`require efficient: traded = if value[1] > cost[1] then 1 else 0
quantity subsidy = E[0 - price]
broker chooses mechanism to minimize subsidy`),
  "messages with a given strategy, events, pointwise rows over states": `
model signals
agents bidder = 1..2
state theta in {0, 1}
prior theta ~ bernoulli(1/3)
type hint[i in bidder] in {0, 1, 2}
prior hint[i] ~ if theta = 1 then { 0: 1/6, 1: 1/3, 2: 1/2 } else uniform
mechanism {
  message    bid[i in bidder] in {low, high} = if hint[i] = 2 then high else low
  let        highs = { i in bidder : bid[i] = high }
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder] >= 0
  feasible   sum(i in bidder) win[i] <= 1
  feasible keen[i in bidder]: win[i] >= 1 / (2 * size(highs)) when i in highs
}
payoff bidder[i] = (theta + hint[i] / 2) * win[i] - pay[i]
incentives bayesian
participation interim
require capped[i in bidder]: pay[i] <= 1 + theta / 2
require often: E[win[1] | theta = 1] >= 1 / 3
require rare[i in bidder]: E[pay[i] | hint[i]] <= 2 * E[win[i] | hint[i]]
quantity revenue = E[sum(i in bidder) pay[i]]
quantity share = E[win[1] | theta = 1] / E[sum(i in bidder) win[i]]
seller chooses mechanism to maximize revenue
`,
  "several types of one agent, another concept for each agent set": `
model pairs
set good = {apple, pear}
agents bidder = 1..2
agents seller = 1..1
type value[i in bidder, g in good] in {1, 2}
prior value ~ uniform
type cost[j in seller] in {0, 1}
prior cost ~ { 0: 1/4, 1: 3/4 }
mechanism {
  allocation q[i in bidder, g in good] >= 0
  transfer   t[i in bidder]
  transfer   wage in [0, 5]
  feasible supply[g in good]: sum(i in bidder) q[i, g] <= 1
}
payoff bidder[i] = sum(g in good) value[i, g] * q[i, g] - t[i]
payoff seller[j] = wage - cost[j]
incentives dominant for bidder
incentives ex_post for seller
participation ex_post for bidder
participation interim for seller
require balance: E[sum(i in bidder) t[i] | seller[1]] >= E[wage | seller[1]]
quantity profit = E[sum(i in bidder) t[i] - wage]
seller chooses mechanism to maximize profit
`,
  "a payment rule in terms of a chosen allocation": auction(independent, "incentives ex_post\nparticipation interim").replace("transfer   pay[i in bidder]", "transfer   pay[i in bidder] = win[i] * 3 / 2 - rebate\n  transfer rebate in [0, 1]"),
  "several agent sets": trade("broker chooses mechanism to maximize gain"),
};

export const infeasibleTrade = `
model trade
agents buyer = 1..1
agents seller = 1..1
type value[i in buyer] in {1, 5}
type cost[j in seller] in {0, 4}
prior value ~ uniform
prior cost ~ uniform
mechanism {
  allocation traded in [0, 1]
  transfer paid
  transfer got
  feasible balance: paid >= got
}
payoff buyer[i] = value[i] * traded - paid
payoff seller[j] = got - cost[j] * traded
incentives bayesian
participation interim
require efficient: traded = if value[1] > cost[1] then 1 else 0
quantity gain = E[traded]
broker chooses mechanism to maximize gain
`;

export const secondPrice = `
model second_price
agents bidder = 1..2
type value[i in bidder] in {1, 2}
prior value ~ uniform
mechanism {
  message    bid[i in bidder] in {0, 1, 2} = value[i]
  let        top = argmax(i in bidder) bid[i]
  allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer   pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]
}
payoff bidder[i] = value[i] * win[i] - pay[i]
quantity revenue = E[sum(i in bidder) pay[i]]
quantity highest = E[max(i in bidder) pay[i]]
`;

export const discrete = auction(correlated, "incentives ex_post\nparticipation ex_post").replace("win[i in bidder] in [0, 1]", "win[i in bidder] in {0, 1}");
export const auctionSpec = specs["bayesian incentives, interim participation, correlated types"] as string;
