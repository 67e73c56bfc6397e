import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";
import { auction, codesOf, interval, number, openMoves, solve } from "./support.ts";

async function solved(text: string): Promise<Result> {
  const { task, diagnostics } = compile(text);
  expect(diagnostics).toEqual([]);
  if (!task) throw new Error("no task");
  return (await run(task)).result;
}

describe("a prior that nature chooses", () => {
  it("is the given one when the conditions leave nothing open", async () => {
    const given = await solve(auction({ k: 2, states: "state value in {0, 1}\nprior value ~ {0: 1/3, 1: 2/3}", worth: "value" }));
    const pinned = await solve(auction({ k: 2, states: "state value in {0, 1}\nprior value ~ any with E[value] = 2/3", worth: "value", moves: openMoves }));
    expect(pinned.bounds?.lower.exact).toBe(given.bounds?.lower.exact);
    expect(pinned.bounds?.upper.exact).toBe(given.bounds?.upper.exact);
  });

  it("says which conditions no prior keeps", async () => {
    const text = auction({ k: 2, states: "state value[i in bidder] in [0, 1]\nprior value ~ any with E[value[i]] = 3 * i / 4 for i in bidder", worth: "value[i]", moves: openMoves });
    const result = await solved(text);
    expect(result.status).toBe("infeasible");
    expect(result.conflict?.families).toContain("conditions");
    expect(result.conflict?.members.filter((each) => each.name === "conditions").map((each) => each.index)).toEqual([["2"]]);
  });

  it("needs only the corners of a box", async () => {
    const text = (set: string): string => auction({ k: 2, states: `state value[i in bidder] in ${set}\nprior value ~ any with E[value[i]] = i / 4 for i in bidder`, worth: "value[i]", moves: openMoves });
    const [box, corners] = [await solve(text("[0, 1]")), await solve(text("{0, 1/2, 1}"))];
    expect(box.bounds?.lower.exact).toBe(corners.bounds?.lower.exact);
    expect(box.bounds?.upper.exact).toBe(corners.bounds?.upper.exact);
    const [textbook] = [await solve(text("[0, 1]"), "textbook")];
    expect(interval(textbook)).toEqual(interval(box));
  });
});

const correlation = (moments: string): string => `model m
agents bidder = 1..2
type value[i in bidder] in {0, 1}
prior value ~ any ${moments}
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives dominant
participation ex_post
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
nature chooses prior to minimize revenue
`;

describe("a dominant-strategy auction against the worst correlation", () => {
  it("earns what one bidder would pay when marginals are equal: values may be the same", async () => {
    const result = await solved(correlation("with P[value[i] = 1] = 1/3 for i in bidder"));
    expect(result.quantities["revenue"]?.exact).toBe("1/3");
    expect(result.checks.every((check) => check.holds)).toBe(true);
    // The worst prior keeps the marginals.
    const mass = (result.information?.entries ?? []).filter((entry) => entry.state[0] === "1").reduce((sum, entry) => sum + number(String(entry.probability)).toNumber(), 0);
    expect(mass).toBeCloseTo(1 / 3, 12);
  });

  it("refuses concepts that depend on beliefs", () => {
    expect(codesOf(compile(correlation("with P[value[i] = 1] = 1/3 for i in bidder").replace("dominant", "bayesian")))).toEqual(["MECH1102"]);
  });
});

describe("a given mechanism under an open prior", () => {
  it("is evaluated at the worst law that keeps the moments", async () => {
    const result = await solved(`model m
agents bidder = 1..2
state value in {0, 1, 2}
prior value ~ any with E[value] = 1
mechanism {
  message    bid[i in bidder] in {0}  = 0
  allocation win[i in bidder] = 1 / 2
}
payoff bidder[i] = value * win[i]
quantity middle = P[value = 1]
nature chooses prior to minimize middle
`);
    // All mass can move to the ends without changing the mean.
    expect(result.quantities["middle"]?.exact).toBe("0");
  });

  // What is sold follows from the report alone, so no signal and no message is chosen: the state is what nature chooses.
  it("moves the law of types that only given rules read", async () => {
    for (const moves of ["nature chooses prior to minimize revenue", "nature chooses prior, information to minimize revenue"]) {
      const result = await solved(`model m
agents buyer = 1..1
type value[i in buyer] in grid(0, 1, 1/10)
prior value ~ any with E[value[1]] = 1/2
mechanism {
  allocation win[i in buyer] = if value[i] >= 3/10 then 1 else 0
  transfer   pay[i in buyer] = if value[i] >= 3/10 then 3/10 else 0
}
payoff buyer[i] = value[i] * win[i] - pay[i]
quantity revenue = E[pay[1]]
${moves}
`);
      // Markov: mass x at 1 and the rest just below the price, x + (1 - x) / 5 = 1/2.
      expect(result.objective?.exact).toBe("9/80");
      expect(result.quantities["revenue"]?.exact).toBe("9/80");
      expect(result.selection).toContain(moves.includes("information") ? "nature chooses the prior and the information," : "nature chooses the prior,");
    }
  });

  it("refuses an objective given an event of which nature chooses the probability", () => {
    expect(
      codesOf(
        compile(`model m
agents buyer = 1..1
type value[i in buyer] in {0, 1, 2}
prior value ~ any with E[value[1]] = 1
mechanism { allocation win[i in buyer] = value[i] / 2 }
payoff buyer[i] = value[i] * win[i]
quantity sold = E[win[1] | value[1] > 0]
nature chooses prior to minimize sold
`),
      ),
    ).toEqual(["MECH0604"]);
  });
});
