import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { solveOneBuyer } from "../../runtime/intermediary/one-buyer.ts";
import { equalRevenueSplit } from "../../runtime/theory/intermediary/equal-revenue-split.ts";
import { monopolyRevenue, upperTails, type ValueDistribution } from "../../runtime/theory/auctions/virtual-values.ts";
import { prior, priorsUpTo, r } from "../theory/support.ts";
import { exactly, solve, spec, taskOf } from "./support.ts";

const uniform3 = prior([1, "1/3"], [2, "1/3"], [3, "1/3"]);
const seller = "\nseller chooses mechanism to maximize revenue";
const mover = (objective: string): { moves: string } => ({ moves: `intermediary chooses information to ${objective}${seller}` });
const mean = ({ values, masses }: ValueDistribution): Rational => values.reduce((sum, value, l) => sum.add(value.mul(masses[l] as Rational)), Rational.zero);

describe("one buyer", () => {
  it("gets 2/3 of Example 1, exactly and with the signals", async () => {
    const result = await solve(spec([uniform3]));
    expect(result.certificate).toBe("exact");
    expect(exactly(result)).toEqual({ revenue: "4/3", welfare: "2", surplus: "2/3" });
    expect(result.checks.filter((check) => !check.holds)).toEqual([]);
    // Weights of the signals, read off the joint law.
    const weights = new Map<string, Rational>();
    for (const { signals, probability } of result.information?.entries ?? []) weights.set(signals[0] ?? "", (weights.get(signals[0] ?? "") ?? Rational.zero).add(r(probability)));
    expect([...weights.values()].reduce((a, b) => a.add(b), Rational.zero).toString()).toBe("1");
    expect(result.theory?.theorem).toBe("equal-revenue split");
  });

  it("gets what the equal-revenue split says, for random priors, regular or not", async () => {
    await fc.assert(
      fc.asyncProperty(priorsUpTo(5), async (law) => {
        const result = await solve(spec([law]));
        const revenue = monopolyRevenue(law);
        expect(exactly(result)).toEqual({ revenue: revenue.toString(), welfare: mean(law).toString(), surplus: mean(law).sub(revenue).toString() });
        expect(result.status).toBe("optimal");
        expect(result.checks.filter((check) => !check.holds)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  // The vertices of the triangle: (R(D), OPT), (W*, 0) and (R(D), 0).
  it.each([
    ["maximize surplus", "4/3", "2"],
    ["maximize welfare + revenue", "2", "2"],
    ["maximize 1/3 * surplus + 2/3 * revenue", "2", "2"],
    ["maximize 2/3 * surplus + 1/3 * revenue", "4/3", "2"],
    ["minimize welfare", "4/3", "4/3"],
    ["minimize 2 * welfare - revenue", "4/3", "4/3"],
  ])("%s reaches revenue %s and welfare %s", async (objective, revenue, welfare) => {
    const result = await solve(spec([uniform3], mover(objective)));
    expect(exactly(result)).toMatchObject({ revenue, welfare });
    expect(result.checks.filter((check) => !check.holds)).toEqual([]);
  });

  it("cannot push revenue below that of the best price", async () => {
    const result = await solve(spec([uniform3], { ...mover("minimize revenue"), more: "quantity share = surplus / welfare" }));
    expect(result.objective?.exact).toBe("4/3");
    // What the buyer keeps is open: anything on the left side of the triangle.
    expect(result.quantities.surplus?.range?.map(({ exact }) => exact)).toEqual(["0", "2/3"]);
    expect(result.quantities.revenue?.range?.map(({ exact }) => exact)).toEqual(["4/3", "4/3"]);
    expect(result.quantities.share?.range).toBeUndefined();
    expect(result.theory?.theorem).toBe("equal-revenue split");
  });

  it("keeps requirements on averages, and so reaches the inside of the triangle", async () => {
    const result = await solve(spec([uniform3], { ...mover("minimize welfare"), more: "require income: E[pay[1]] >= 3/2\nrequire keep: E[payoff buyer[1]] = 1/8" }));
    expect(exactly(result)).toMatchObject({ revenue: "3/2", welfare: "13/8", surplus: "1/8" });
    expect(result.checks.filter((check) => !check.holds)).toEqual([]);
    const too = await solve(spec([uniform3], { ...mover("maximize surplus"), more: "require income: E[pay[1]] >= 3" }));
    expect(too.status).toBe("infeasible");
  });

  it("has an objective that is any average of outcomes", async () => {
    // Sales to the middle value only: everybody else is told apart from her.
    const result = await solve(spec([uniform3], { ...mover("maximize E[(if value[1] = 2 then win[1] else 0)]") }));
    expect(result.objective?.exact).toBe("1/3");
  });

  it("takes values of zero", async () => {
    const result = await solve(spec([prior([0, "1/2"], [2, "1/4"], [5, "1/4"])]));
    expect(exactly(result)).toEqual({ revenue: "5/4", welfare: "7/4", surplus: "1/2" });
  });

  it("says that a value against adversarial ties is a limit", async () => {
    const against = { moves: `intermediary chooses information to maximize surplus ties against${seller}` };
    const result = await solve(spec([uniform3], against));
    expect(result.objective?.exact).toBe("2/3");
    expect(result.selection).toMatch(/against intermediary: the value is a limit/);
    // The limit is approached: strict splits leave nothing to the tie rule, and their surplus tends to the value.
    const surplus = (epsilon: string): number =>
      equalRevenueSplit(uniform3, r(epsilon)).reduce((sum, { weight, law }) => {
        const tails = upperTails(law);
        const lowest = law.values[0] as Rational;
        expect(law.values.every((value, l) => l === 0 || value.mul(tails[l] as Rational).compare(lowest) < 0)).toBe(true);
        return sum + weight.mul(mean(law).sub(lowest)).toNumber();
      }, 0);
    for (const epsilon of ["1/10", "1/100", "1/1000"]) {
      const missing = 2 / 3 - surplus(epsilon);
      expect(missing).toBeGreaterThan(0);
      expect(missing).toBeLessThan(r(epsilon).toNumber());
    }
  });

  it("has a program whose signals are the splits of the closed form when they are unique", async () => {
    const task = taskOf(spec([prior([1, "1/2"], [4, "1/2"])]));
    if (!task.price) throw new Error("one buyer has a program");
    const { signals } = await solveOneBuyer(task, task.price, {});
    expect(signals.map(({ label, weight, posterior }) => `${label} ${weight} ${posterior}`)).toEqual(["price 1 2/3 3/4,1/4", "price 4 1/3 0,1"]);
  });
});
