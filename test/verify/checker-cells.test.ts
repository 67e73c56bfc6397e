/** The independent checker on public signals, an intermediary and robust bounds: what it proves, and what changes it finds. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";
import { checkSolution, type CheckedSolution, type Verdict } from "../../runtime/verify/checker/checker.ts";

interface Solved {
  readonly model: Model;
  readonly draft: () => Result;
}

async function solve(source: string): Promise<Solved> {
  const { model, task } = compile(source);
  if (!model || !task) throw new Error("the spec does not compile");
  const { result } = await run(task);
  return { model, draft: () => JSON.parse(JSON.stringify(result)) as Result };
}

const verify = ({ model }: Solved, result: Result): Verdict => checkSolution(model, result as unknown as CheckedSolution);
const example = (file: string): string => readFileSync(`examples/${file}`, "utf8");
const moved = (value: string | number | undefined, by: string): string => (Rational.parse(String(value)) ?? Rational.zero).add(Rational.parse(by) ?? Rational.one).toString();

/** A rank-based signal leaves product posteriors; the noisy rumour leaves correlated ones, whose programs have duals. */
const rumour = `
model rumour
agents buyer = 1..2
type value[i in buyer] in {1, 2}
prior value ~ { (1, 1): 2/5, (1, 2): 1/10, (2, 1): 1/10, (2, 2): 2/5 }
information { public signal said ~ if value[1] = value[2] then { 0: 3/4, 1: 1/4 } else { 0: 1/4, 1: 3/4 } }
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer pay[i in buyer]
  feasible sum(i in buyer) win[i] <= 1
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives dominant
participation ex_post
quantity revenue = E[sum(i in buyer) pay[i]]
quantity welfare = E[sum(i in buyer) value[i] * win[i]]
seller chooses mechanism to maximize revenue
`;

const by = fc.constantFrom("1", "-1", "1/7", "-1/1000000000", "1/2");

describe("public signals", () => {
  it("are proved optimal posterior by posterior, by duals or by virtual values", async () => {
    for (const source of [rumour, example("information-intermediary/rank.mech")]) {
      const solved = await solve(source);
      expect(verify(solved, solved.draft())).toMatchObject({ accepted: true, conclusion: "accepted", proved: "optimal" });
    }
  });

  it("stay feasible, not optimal, without their duals", async () => {
    const solved = await solve(rumour);
    const result = solved.draft();
    for (const posterior of result.posteriors ?? []) delete posterior.duals;
    expect(verify(solved, result)).toMatchObject({ accepted: true, proved: "feasible" });
  });

  it.each(["probability", "objective", "value", "dual", "quantity", "whole", "signal", "drop"] as const)("are rejected when a %s changes", async (kind) => {
    const solved = await solve(rumour);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), by, (at, other, step) => {
        const result = solved.draft();
        const posteriors = result.posteriors ?? [];
        const posterior = posteriors[at % posteriors.length];
        if (!posterior?.objective) throw new Error("there are no posteriors");
        const duals = Object.values(posterior.duals ?? {}).flat();
        const dual = duals[other % duals.length];
        const rule = posterior.rules["pay"]?.entries ?? [];
        const entry = rule[other % rule.length];
        if (!dual || !entry || !result.objective) throw new Error("there is nothing to change");
        if (kind === "probability") posterior.probability.exact = moved(posterior.probability.exact, step);
        if (kind === "objective") posterior.objective.exact = moved(posterior.objective.exact, step);
        if (kind === "value") entry.value = moved(entry.value, step);
        if (kind === "dual") dual.value = moved(dual.value, step);
        if (kind === "quantity" && result.quantities["welfare"]) result.quantities["welfare"].exact = moved(result.quantities["welfare"].exact, step);
        if (kind === "whole") result.objective.exact = moved(result.objective.exact, step);
        if (kind === "signal") posterior.signals = ["7"];
        if (kind === "drop") posteriors.splice(at % posteriors.length, 1);
        expect(verify(solved, result).conclusion).toBe("rejected");
      }),
      { numRuns: 12, seed: 3 },
    );
  });
});

describe("an intermediary", () => {
  let solved: Solved;
  beforeAll(async () => void (solved = await solve(example("information-intermediary/one-buyer.mech"))));

  it("is proved optimal at a corner of the triangle of revenue and welfare", () => {
    expect(verify(solved, solved.draft())).toMatchObject({ accepted: true, proved: "optimal", reasons: [] });
  });

  it("is feasible, and says so, where the optimum is no corner", async () => {
    const inside = await solve(example("information-intermediary/two-buyers.mech"));
    const verdict = verify(inside, inside.draft());
    expect(verdict).toMatchObject({ accepted: true, proved: "feasible" });
    expect(verdict.reasons[0]?.text).toMatch(/no proof that no other information does better/);
  });

  it.each(["mass", "payment", "quantity", "objective", "merge"] as const)("is rejected when a %s changes", (kind) => {
    fc.assert(
      fc.property(fc.nat(), by, (at, step) => {
        const result = solved.draft();
        const masses = result.information?.entries ?? [];
        const mass = masses[at % masses.length];
        const payments = result.rules["pay"]?.entries ?? [];
        const payment = payments[at % payments.length];
        const quantities = Object.values(result.quantities);
        const quantity = quantities[at % quantities.length];
        if (!mass || !payment || !quantity || !result.objective) throw new Error("there is nothing to change");
        if (kind === "mass") mass.probability = moved(mass.probability, step);
        if (kind === "payment") payment.value = moved(payment.value, step);
        if (kind === "quantity") quantity.exact = moved(quantity.exact, step);
        if (kind === "objective") result.objective.exact = moved(result.objective.exact, step);
        // All the mass of one profile on one signal: the posteriors no longer average to the prior.
        if (kind === "merge") mass.probability = moved(mass.probability, "1/3");
        expect(verify(solved, result).conclusion).toBe("rejected");
      }),
      { numRuns: 20, seed: 5 },
    );
  });
});

describe("robust bounds", () => {
  let solved: Solved[];
  beforeAll(async () => {
    const two = (source: string): string => source.replace(/param k = \d+/, "param k = 2");
    solved = await Promise.all(["robust-mechanisms/independent.mech", "compound-proportional/known-means.mech"].map((file) => solve(two(example(file)))));
  });

  it("are both proved, over finite states and over a box", () => {
    for (const each of solved) expect(verify(each, each.draft())).toMatchObject({ accepted: true, proved: "interval" });
  });

  it.each(["lower", "upper"] as const)("are rejected when the %s one claims more", (end) => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 1e-7, max: 1, noNaN: true }), (at, step) => {
        const each = solved[at % solved.length] as Solved;
        const result = each.draft();
        const bounds = result.bounds as NonNullable<Result["bounds"]>;
        const value = bounds[end].value + (end === "lower" ? step : -step);
        delete bounds[end].exact;
        bounds[end].value = value;
        // Everything that repeats the bound is changed with it: only the certificate can tell.
        for (const claim of [result.objective, ...Object.values(result.quantities)]) {
          if (!claim?.interval) continue;
          claim.interval[end === "lower" ? 0 : 1] = value;
          if ((bounds.order === "mechanism") === (end === "lower")) {
            claim.value = value;
            delete claim.exact;
          }
        }
        expect(verify(each, result).conclusion).toBe("rejected");
      }),
      { numRuns: 20, seed: 11 },
    );
  });

  it("are rejected when the mechanism sells twice or charges who stays away", () => {
    for (const each of solved) {
      for (const [outcome, value] of [["q", 2], ["t", 1]] as const) {
        const result = each.draft();
        const name = Object.keys(result.rules).find((key) => result.rules[key]?.role === (outcome === "q" ? "allocation" : "transfer")) ?? "";
        const entry = result.rules[name]?.entries.find(({ at, index }) => at[Number(index[0]) - 1] === "0");
        if (!entry) throw new Error("there is nothing to change");
        entry.value = value;
        expect(verify(each, result).conclusion).toBe("rejected");
      }
    }
  });

  it("are rejected when the information is for another prior", () => {
    const [finite, box] = solved.map((each) => each.draft());
    const mass = finite?.information?.entries[0];
    const mean = box?.bounds?.interim?.entries[0];
    if (!mass || !mean || !finite || !box) throw new Error("there is nothing to change");
    mass.probability = Number(mass.probability) + 1e-3;
    mean.values[0] = (mean.values[0] ?? 0) + 1e-2;
    expect(verify(solved[0] as Solved, finite).conclusion).toBe("rejected");
    expect(verify(solved[1] as Solved, box).conclusion).toBe("rejected");
  });
});

describe("what the checker cannot decide", () => {
  it("is not proved, and not rejected either", async () => {
    const solved = await solve(rumour);
    for (const [status, reason] of [["closed-form", /theorem/], ["unbounded", /no bound/]] as const) {
      const verdict = verify(solved, { ...solved.draft(), status });
      expect(verdict).toMatchObject({ accepted: false, conclusion: "not proved", proved: "nothing" });
      expect(verdict.reasons[0]?.text).toMatch(reason);
    }
  });
});
