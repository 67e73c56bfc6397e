import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSolution, type CheckedSolution, type CheckOptions } from "../../runtime/verify/checker/checker.ts";
import { auctionSpec, solve, type Draft } from "./specs.ts";

const auction = await solve(auctionSpec);

/** The first reason against the optimal auction after a change. */
function reason(spoil: (draft: Draft) => unknown, options: CheckOptions = {}): string {
  const draft = auction.draft();
  const replaced = spoil(draft);
  const verdict = checkSolution(auction.model, (typeof replaced === "object" && replaced !== null ? replaced : draft) as CheckedSolution, options);
  expect(verdict.accepted).toBe(false);
  expect(verdict.proved).toBe("nothing");
  return verdict.reasons[0]?.text ?? "";
}

const firstPay = (draft: Draft) => draft.rules["pay"]?.entries[0] as Draft["rules"][string]["entries"][number];

describe("what is not a solution is refused with a reason", () => {
  it("names what is missing, too much or twice", () => {
    expect(reason((draft) => void draft.rules["pay"]?.entries.pop())).toBe("pay[2] at (2, 2) has no value");
    expect(reason((draft) => void draft.rules["pay"]?.entries.push(firstPay(draft)))).toBe("pay[1] at (1, 1) is given twice");
    expect(reason((draft) => void (firstPay(draft).at = ["1", "9"]))).toMatch(/pay\[1\] at \(1, 1\) has no value/);
    expect(reason((draft) => void (draft.rules["gift"] = { entries: [{ index: [], at: ["1", "1"], value: "0" }] }))).toMatch(/the spec has no gift/);
    expect(reason((draft) => void (draft.quantities["luck"] = { value: 0, exact: "0" }))).toBe("the spec has no quantity `luck`");
    expect(reason((draft) => void delete draft.quantities["revenue"])).toBe("the quantity revenue is missing");
    expect(reason((draft) => void delete (draft as Partial<Draft>).objective)).toBe("the objective is missing");
    expect(reason((draft) => void delete (draft as Partial<Draft>).rules)).toBe("the solution has no rules");
    expect(reason((draft) => void (draft.status = "unbounded"))).toMatch(/no proof that the objective has no bound/);
    expect(reason((draft) => void (draft.status = "guessed"))).toMatch(/can prove `optimal`/);
    expect(reason((draft) => void (draft.status = "evaluated"))).toMatch(/has to be optimal/);
  });

  it("does not take names of object properties for quantities", () => {
    expect(reason((draft) => JSON.parse(JSON.stringify(draft).replace('"revenue"', '"__proto__"')) as object)).toBe("the quantity revenue is missing");
  });

  it("refuses values that are not fractions, or absurdly long", () => {
    expect(reason((draft) => void (firstPay(draft).value = "one"))).toMatch(/is not a fraction/);
    expect(reason((draft) => void (firstPay(draft).value = "1/0"))).toMatch(/is not a fraction/);
    expect(reason((draft) => void (firstPay(draft).value = "9".repeat(3000)))).toMatch(/at most 2000 characters/);
  });

  it("bounds its work, also on long numbers", () => {
    expect(reason(() => undefined, { limit: 1000 })).toBe("checking needs more than 1,000 steps");
    expect(reason((draft) => void (firstPay(draft).value = `1/${"7".repeat(1990)}`), { limit: 60_000 })).toMatch(/more than 60,000 steps/);
  });

  it("never throws, whatever the JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom("rules", "quantities", "objective", "duals", "status", "whole"), (value, where) => {
        const draft: unknown = where === "whole" ? value : { ...auction.draft(), [where]: value };
        const verdict = checkSolution(auction.model, draft as CheckedSolution);
        expect(verdict.accepted).toBe(false);
        expect(verdict.reasons.length).toBeGreaterThan(0);
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});

describe("rounded data", () => {
  it("are refused without a tolerance, and nothing is called optimal with one", async () => {
    const { model, solution } = await solve(auctionSpec.replace("= value[i] * win[i]", "= sqrt(2) * value[i] * win[i]"));
    const refused = checkSolution(model, solution);
    expect(refused.accepted).toBe(false);
    expect(refused.reasons[0]?.text).toMatch(/data of this spec are rounded|rounded number/);
    expect(checkSolution(model, solution, { tolerance: 1e-7 })).toMatchObject({ accepted: true, proved: "feasible" });
  });
});

describe("rounded solutions", () => {
  const rounded = (shift: number): CheckedSolution => {
    const draft = auction.draft();
    for (const rule of Object.values(draft.rules)) for (const entry of rule.entries) entry.value = toNumber(entry.value) + shift;
    for (const amount of [draft.objective, ...Object.values(draft.quantities)]) delete amount.exact;
    return draft;
  };

  it("are refused without a tolerance", () => {
    const verdict = checkSolution(auction.model, rounded(0));
    expect(verdict.accepted).toBe(false);
    expect(verdict.reasons[0]?.text).toMatch(/proves exact solutions only/);
  });

  it("are feasible within a tolerance, never optimal", () => {
    const verdict = checkSolution(auction.model, rounded(0), { tolerance: 1e-9 });
    expect(verdict).toMatchObject({ accepted: true, proved: "feasible" });
    expect(verdict.reasons[0]?.text).toMatch(/optimality is not checked/);
  });

  it("are refused beyond the tolerance", () => {
    expect(checkSolution(auction.model, rounded(1e-3), { tolerance: 1e-6 }).accepted).toBe(false);
  });
});

function toNumber(value: string | number): number {
  const [above, below] = String(value).split("/");
  return Number(above) / Number(below ?? 1);
}
