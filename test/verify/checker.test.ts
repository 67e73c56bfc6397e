import { describe, expect, it } from "vitest";
import { checkSolution } from "../../runtime/verify/checker/checker.ts";
import { auctionSpec, discrete, infeasibleTrade, secondPrice, solve, specs } from "./specs.ts";

describe("the checker proves what the solver found", () => {
  it.each(Object.entries(specs))("optimal: %s", async (_name, source) => {
    const { model, solution } = await solve(source);
    expect(solution.status).toBe("optimal");
    expect(checkSolution(model, solution)).toEqual({ accepted: true, conclusion: "accepted", proved: "optimal", reasons: [] });
  });

  it("infeasible: efficient trade without a subsidy", async () => {
    const { model, solution } = await solve(infeasibleTrade);
    expect(solution.status).toBe("infeasible");
    expect(checkSolution(model, solution)).toEqual({ accepted: true, conclusion: "accepted", proved: "infeasible", reasons: [] });
  });

  it("evaluated: a second-price auction with given bids", async () => {
    const { model, solution } = await solve(secondPrice);
    expect(solution.quantities?.["revenue"]?.exact).toBe("5/4");
    expect(checkSolution(model, solution)).toEqual({ accepted: true, conclusion: "accepted", proved: "evaluated", reasons: [] });
  });

  it("only feasible: discrete outcomes, and optima without duals", async () => {
    const integer = await solve(discrete);
    const verdict = checkSolution(integer.model, integer.solution);
    expect(verdict).toMatchObject({ accepted: true, proved: "feasible" });
    expect(verdict.reasons[0]?.text).toMatch(/discrete/);
    const { model, solution } = await solve(auctionSpec);
    const { duals: _dropped, ...rest } = solution;
    expect(checkSolution(model, rest)).toMatchObject({ accepted: true, proved: "feasible" });
  });

  it("optimal, but not how ties are broken: a second objective", async () => {
    const { model, solution } = await solve(auctionSpec.replace("to maximize revenue", "to maximize revenue then to minimize E[pay[1]]"));
    const verdict = checkSolution(model, solution);
    expect(verdict).toMatchObject({ accepted: true, proved: "optimal" });
    expect(verdict.reasons[0]?.text).toMatch(/only the first objective/);
  });
});
