import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSolution } from "../../runtime/verify/checker/checker.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { isCorrect, provesInfeasible } from "./reference.ts";
import { auctionSpec, infeasibleTrade, secondPrice, solve, specs, type Draft } from "./specs.ts";

/** Where and by how much a solution is spoiled. */
interface Change {
  readonly kind: "value" | "drop" | "duplicate" | "swap" | "relabel" | "dual" | "drop dual" | "swap duals" | "objective" | "quantity";
  readonly at: number;
  readonly other: number;
  readonly by: string;
}

const change = fc.record<Change>({
  kind: fc.constantFrom("value", "drop", "duplicate", "swap", "relabel", "dual", "drop dual", "swap duals", "objective", "quantity"),
  at: fc.nat(),
  other: fc.nat(),
  by: fc.constantFrom("1", "-1", "1/7", "-1/1000000000000", "1/2"),
});

const moved = (value: string | number | undefined, by: string): string => (Rational.parse(String(value)) ?? Rational.zero).add(Rational.parse(by) ?? Rational.one).toString();

function apply(draft: Draft, { kind, at, other, by }: Change): Draft {
  const lists = Object.values(draft.rules).map((rule) => rule.entries);
  const list = lists[at % lists.length] ?? [];
  const one = list[other % list.length];
  const two = list[(other + 1 + (at % (list.length - 1))) % list.length];
  const duals = Object.values(draft.duals).flat();
  const dual = duals[at % duals.length];
  const second = duals[other % duals.length];
  if (!one || !two) throw new Error("nothing to change");
  if (kind === "value") one.value = moved(one.value, by);
  if (kind === "drop") list.splice(other % list.length, 1);
  if (kind === "duplicate") list.push({ ...one });
  if (kind === "swap") [one.value, two.value] = [two.value, one.value];
  if (kind === "relabel") one.at = one.at.map((each) => `${each}0`);
  if (kind === "dual" && dual) dual.value = moved(dual.value, by);
  if (kind === "drop dual") for (const [name, all] of Object.entries(draft.duals)) draft.duals[name] = all.filter((each) => each !== dual);
  if (kind === "swap duals" && dual && second) [dual.value, second.value] = [second.value, dual.value];
  if (kind === "objective") draft.objective.exact = moved(draft.objective.exact, by);
  const quantity = Object.values(draft.quantities)[at % Object.keys(draft.quantities).length];
  if (kind === "quantity" && quantity) quantity.exact = moved(quantity.exact, by);
  return draft;
}

describe("a changed solution is accepted exactly when it is still right", () => {
  it.each(Object.entries(specs))("%s", async (_name, source) => {
    const { model, task, draft } = await solve(source);
    expect(isCorrect(task, draft())).toBe(true);
    let rejected = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const changed = changes.reduce(apply, draft());
        const right = isCorrect(task, changed);
        const verdict = checkSolution(model, changed);
        expect(verdict.accepted).toBe(right);
        expect(verdict.proved).toBe(right ? "optimal" : "nothing");
        expect(verdict.reasons.length > 0).toBe(!right);
        if (!right) rejected++;
      }),
      { numRuns: 60, seed: 7 },
    );
    expect(rejected).toBeGreaterThan(20);
  });
});

describe("the spec is the judge", () => {
  it.each([
    ["another prior", "{ (1, 1): 3/10, (1, 2): 1/5, (2, 1): 1/5, (2, 2): 3/10 }"],
    ["swapped probabilities", "{ (1, 1): 1/10, (1, 2): 2/5, (2, 1): 2/5, (2, 2): 1/10 }"],
  ])("rejects the solution of a model with %s", async (_name, prior) => {
    const { draft } = await solve(auctionSpec);
    const other = await solve(auctionSpec.replace(/prior value ~ \{.*\}/, `prior value ~ ${prior}`));
    expect(isCorrect(other.task, draft())).toBe(false);
    expect(checkSolution(other.model, draft()).accepted).toBe(false);
  });

  it("rejects an optimum for a stronger participation constraint that it breaks", async () => {
    const { draft } = await solve(auctionSpec);
    const stronger = await solve(auctionSpec.replace("participation interim", "participation ex_post"));
    const { accepted, reasons } = checkSolution(stronger.model, draft());
    expect(accepted).toBe(false);
    expect(reasons.map((each) => each.text).join("\n")).toMatch(/participation_bidder fails by \S+: at types \(., .\), bidder . gets at least the outside option/);
  });

  it("says who gains how much by which lie", async () => {
    const { model, draft } = await solve(auctionSpec);
    const changed = draft();
    const entry = changed.rules["pay"]?.entries.find((each) => each.index[0] === "1" && each.at.join() === "2,2");
    if (entry) entry.value = moved(entry.value, "10");
    const { reasons } = checkSolution(model, changed);
    const words = reasons.map((each) => each.text).join("\n");
    expect(words).toMatch(/incentives_bidder fails by \S+: bidder 1 who knows 2 does not gain by reporting 1/);
    expect(words).toMatch(/participation_bidder fails by 8: bidder 1 who knows 2 expects at least the outside option/);
    expect(reasons.some((each) => each.span !== undefined)).toBe(true);
  });
});

describe("proofs of infeasibility", () => {
  it("stand exactly when the multipliers still contradict the bounds", async () => {
    const { model, task, draft } = await solve(infeasibleTrade);
    const count = Object.values(draft().farkas).flat().length;
    expect(count).toBeGreaterThan(3);
    let rejected = 0;
    for (let k = 0; k < count; k++) {
      for (const by of ["1", "-1", "1/7", "1/1000000000000"]) {
        const changed = draft();
        const entry = Object.values(changed.farkas).flat()[k];
        if (entry) entry.value = moved(entry.value, by);
        const right = provesInfeasible(task, changed);
        expect(checkSolution(model, changed).accepted).toBe(right);
        if (!right) rejected++;
      }
    }
    expect(rejected).toBeGreaterThan(count);
  });

  it("are rejected when a row is left out, unknown or given twice, or when there is none", async () => {
    const { model, draft } = await solve(infeasibleTrade);
    const balance = draft().farkas["balance"] ?? [];
    expect(balance.length).toBeGreaterThan(0);
    expect(checkSolution(model, { ...draft(), farkas: { ...draft().farkas, balance: balance.slice(1) } }).accepted).toBe(false);
    expect(checkSolution(model, { ...draft(), farkas: { ...draft().farkas, balance: [...balance, ...balance] } }).reasons[0]?.text).toMatch(/given twice/);
    expect(checkSolution(model, { ...draft(), farkas: { ...draft().farkas, nonsense: balance } }).reasons[0]?.text).toMatch(/there is no row/);
    expect(checkSolution(model, { status: "infeasible" }).reasons[0]?.text).toMatch(/farkas/);
  });

  it("are rejected for a spec that has solutions", async () => {
    const { model } = await solve(auctionSpec);
    expect(checkSolution(model, { status: "infeasible", farkas: {} }).accepted).toBe(false);
  });
});

describe("given mechanisms", () => {
  it("are rejected when a rule, a quantity or the status is not what follows from the spec", async () => {
    const { model, draft } = await solve(secondPrice);
    const rule = draft();
    const entry = rule.rules["pay"]?.entries[3];
    if (entry) entry.value = moved(entry.value, "1/3");
    expect(checkSolution(model, rule).reasons[0]?.text).toMatch(/by its rule/);
    const quantity = draft();
    quantity.quantities["highest"] = { value: 1, exact: "1" };
    expect(checkSolution(model, quantity).reasons[0]?.text).toMatch(/highest is 7\/8 under these rules, not 1/);
    expect(checkSolution(model, { ...draft(), status: "optimal" }).accepted).toBe(false);
  });
});
