import { describe, expect, it } from "vitest";
import type { Program } from "../../compiler/lp/program.ts";
import { checkSolution } from "../../runtime/verify/checker/checker.ts";
import { infeasibleTrade, solve, specs } from "./specs.ts";

/** Two bidders with a common value, and the rows given by a test. */
const withRows = (rows: string): string => `
model labels
set good = {apple, pear}
agents bidder = 1..2
state theta in {0, 1}
prior theta ~ uniform
type hint[i in bidder, g in good] in {1, 2}
prior hint ~ uniform
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = (theta + hint[i, apple]) * win[i] - pay[i]
participation interim
${rows}
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
`;

const conditioned: Readonly<Record<string, string>> = {
  "an agent's information and the state": "require r: E[win[1] | bidder[1], theta] >= 0",
  "an agent's information and the state, for every agent": "require r[i in bidder]: E[win[i] | bidder[i], theta] >= 0",
  "an agent's information and somebody else's type": "require r[i in bidder]: E[win[i] | bidder[i], hint[3 - i, pear]] >= 0",
  "an agent's information and an expression": "require r: E[win[1] | bidder[1], theta + hint[2, apple]] >= 0",
  "the state": "require r: E[win[1] | theta] >= 0",
  "two types": "require r[i in bidder]: E[win[i] | hint[i, apple], hint[3 - i, pear]] >= 0",
  "everybody's information": "require r: E[win[1] | bidder[1], bidder[2]] >= 0",
  "everybody's information and the state": "require r: E[win[1] | bidder[1], bidder[2], theta] >= 0",
};

function repeated(program: Program): string[] {
  return program.rowFamilies.flatMap((family) => {
    const labels = Array.from({ length: family.count }, (_, k) => JSON.stringify(program.rowIndices(family.first + k)));
    return labels.filter((each, k) => labels.indexOf(each) !== k).map((each) => `${family.name} ${each}`);
  });
}

describe("rows of a family have different labels", () => {
  it.each(Object.entries({ ...specs, "infeasible trade": infeasibleTrade }))("in the spec: %s", async (_name, source) => {
    const { task } = await solve(source);
    expect(task.kind === "mechanism" && repeated(task.program)).toEqual([]);
  });

  it.each(Object.entries(conditioned))("conditioned on %s, and the checker calls them the same", async (_name, rows) => {
    const { model, task, solution } = await solve(withRows(rows));
    if (task.kind !== "mechanism") throw new Error("a mechanism is chosen");
    expect(repeated(task.program)).toEqual([]);
    expect(solution.status).toBe("optimal");
    // Multipliers of rows that the checker calls differently would be refused; zero ones count as well.
    const family = task.program.rowFamilies.find((each) => each.name === "r");
    const all = Array.from({ length: family?.count ?? 0 }, (_, k) => ({ index: task.program.rowIndices((family?.first ?? 0) + k), value: "0" }));
    expect(all.length).toBeGreaterThan(1);
    const { r: solved = [], ...others } = solution.duals ?? {};
    const named = new Set(solved.map((each) => JSON.stringify(each.index)));
    const duals = { ...others, r: [...solved, ...all.filter((each) => !named.has(JSON.stringify(each.index)))] };
    expect(checkSolution(model, { ...solution, duals })).toEqual({ accepted: true, conclusion: "accepted", proved: "optimal", reasons: [] });
  });

  it("say what is known and what else is conditioned on", async () => {
    const { task } = await solve(withRows("require r[i in bidder]: E[win[i] | bidder[i], theta, hint[3 - i, pear]] >= 0"));
    if (task.kind !== "mechanism") throw new Error("a mechanism is chosen");
    const { first = 0 } = task.program.rowFamilies.find((each) => each.name === "r") ?? {};
    expect(task.program.rowIndices(first)).toEqual(["1", "(1, 1), theta = 0, hint[2, pear] = 1"]);
  });
});
