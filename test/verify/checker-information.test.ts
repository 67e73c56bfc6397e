/** The independent checker on programs that choose information: what it proves, and what it finds when a solution is spoiled. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";
import { checkSolution, type CheckedSolution } from "../../runtime/verify/checker/checker.ts";

const signaling = `
model signaling
agents bidder = 1..2
state click[i in bidder] in {0, 1}
prior click ~ exchangeable([1/5, 2/5, 2/5])
information { signal x[i in bidder] in {0, 1/3, 1/2, 1} private to bidder[i] }
mechanism {
  message bid[i in bidder] = x[i]
  let top = argmax(i in bidder) bid[i]
  allocation win[i in bidder] in [0, 1] = if i in top then 1 / size(top) else 0
  transfer pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]
  feasible sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = click[i] * win[i] - pay[i]
require calibrated[i in bidder]: E[click[i] | x[i]] = x[i]
participation ex_ante
quantity revenue = E[sum(i in bidder) pay[i]]
quantity utility[i in bidder] = E[click[i] * win[i] - pay[i]]
platform chooses information to maximize revenue
`;

const persuasion = `
model persuasion
agents judge = 1..1
state guilty in {no, yes}
prior guilty ~ { no: 7/10, yes: 3/10 }
mechanism { message verdict[j in judge] in {acquit, convict} }
payoff judge[j] = if (verdict[j] = convict) = (guilty = yes) then 1 else 0
incentives obedient
quantity convictions = P[verdict[1] = convict]
prosecutor chooses information to maximize convictions then to minimize convictions
`;

const auction = `
model auction
agents bidder = 1..2
state value[i in bidder] in {0, 1}
prior value ~ { (0, 0): 1/4, (0, 1): 1/8, (1, 0): 1/8, (1, 1): 1/2 }
information { signal told[i in bidder] = value[i] private to bidder[i] }
mechanism {
  message bid[i in bidder] in {0, 1/4, 1/2}
  let top = argmax(i in bidder) bid[i]
  allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer pay[i in bidder] = win[i] * bid[i]
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives obedient
require sober: all(i in bidder) (value[i] = 1 or bid[i] <= 1/4)
require busy: E[sum(i in bidder) bid[i]] >= 1/10
quantity revenue = E[sum(i in bidder) pay[i]]
nature chooses information to minimize revenue
`;

const impossible = signaling.replace("participation ex_ante", "require high[i in bidder]: E[x[i]] >= 9/10");

const specs = { signaling, persuasion, auction };

async function solve(source: string, options: { symmetry?: boolean; orbitsFrom?: number } = {}): Promise<{ model: Model; draft: () => Result; solution: CheckedSolution }> {
  const { model, task, diagnostics } = compile(source, options);
  if (!model || !task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  const text = JSON.stringify((await run(task, { unique: false })).result);
  return { model, draft: () => JSON.parse(text) as Result, solution: JSON.parse(text) as CheckedSolution };
}

describe("the checker proves chosen information optimal", () => {
  it.each(Object.entries(specs))("%s: from the full program, the reduced one, and the one built up to permutations", async (_, source) => {
    for (const options of [{ symmetry: false }, {}, { orbitsFrom: 1 }]) {
      const { model, solution } = await solve(source, options);
      expect(solution.status).toBe("optimal");
      const verdict = checkSolution(model, solution);
      expect([verdict.accepted, verdict.proved]).toEqual([true, "optimal"]);
      expect(verdict.reasons.length).toBe(source === persuasion ? 1 : 0);
    }
  });

  it("impossible, from the multipliers of the conflict", async () => {
    for (const options of [{ symmetry: false }, {}, { orbitsFrom: 1 }]) {
      const { model, solution, draft } = await solve(impossible, options);
      expect(solution.status).toBe("infeasible");
      expect(checkSolution(model, solution)).toEqual({ accepted: true, conclusion: "accepted", proved: "infeasible", reasons: [] });
      const spoiled = draft();
      spoiled.farkas = Object.fromEntries(Object.entries(spoiled.farkas ?? {}).filter(([name]) => name !== "high"));
      expect(checkSolution(model, spoiled as CheckedSolution).accepted).toBe(false);
    }
  });

  it("only feasible without multipliers", async () => {
    const { model, draft } = await solve(signaling);
    const { duals: _dropped, ...rest } = draft();
    expect(checkSolution(model, rest as CheckedSolution)).toMatchObject({ accepted: true, proved: "feasible" });
  });
});

const plus = (text: string | number | undefined, by: string): string => (Rational.parse(String(text)) ?? Rational.zero).add(Rational.parse(by) ?? Rational.one).toString();

describe("the checker rejects spoiled information", () => {
  it.each<[string, RegExp, (draft: Result) => void]>([
    ["a mass that is missing", /adds up to/, (draft) => draft.information?.entries.pop()],
    ["a mass given twice", /twice/, (draft) => draft.information?.entries.push({ ...(draft.information.entries[0] as NonNullable<Result["information"]>["entries"][number]) })],
    ["a negative mass", /negative/, (draft) => draft.information?.entries.push({ state: ["0", "0"], signals: ["1", "1"], probability: "-1/100" })],
    ["a signal that does not exist", /no point/, (draft) => ((draft.information?.entries[0] as { signals: string[] }).signals = ["7", "0"])],
    ["labels of other things", /not about/, (draft) => ((draft.information as { signals: string[] }).signals = ["y[1]", "y[2]"])],
    ["no information", /no information/, (draft) => delete draft.information],
    ["another objective", /the objective is/, (draft) => ((draft.objective as { exact: string }).exact = plus(draft.objective?.exact, "1/1000000000000"))],
    ["another quantity", /utility\[1\] is/, (draft) => ((draft.quantities["utility[1]"] as { exact: string }).exact = plus(draft.quantities["utility[1]"]?.exact, "1/7"))],
    ["another rule", /by its rule/, (draft) => ((draft.rules["win"]?.entries[0] as { value: string }).value = "1/3")],
    ["a multiplier of a row that does not exist", /no row/, (draft) => draft.duals?.["calibrated"]?.push({ index: ["3", "1"], value: "1" })],
    ["a multiplier that bounds nothing", /the duals bound/, (draft) => (draft.duals = { ...draft.duals, calibrated: [] })],
  ])("%s", async (_, reason, spoil) => {
    const { model, draft } = await solve(signaling);
    const spoiled = draft();
    spoil(spoiled);
    const verdict = checkSolution(model, spoiled as CheckedSolution);
    expect(verdict).toMatchObject({ accepted: false, proved: "nothing" });
    expect(verdict.reasons.map((each) => each.text).join("\n")).toMatch(reason);
  });

  it("a multiplier of the wrong sign", async () => {
    const { model, draft } = await solve(auction);
    const spoiled = draft();
    const [name, duals] = Object.entries(spoiled.duals ?? {}).find(([each]) => each.startsWith("incentives")) ?? [];
    expect(name).toBeDefined();
    const first = duals?.[0] as { value: string };
    first.value = plus("0", (Rational.parse(first.value) ?? Rational.one).neg().toString());
    expect(checkSolution(model, spoiled as CheckedSolution).reasons.map((each) => each.text).join()).toMatch(/wrong sign/);
  });

  it("a recommendation that is not obeyed, though the objective is what it says", async () => {
    const { model, draft } = await solve(persuasion);
    const spoiled = draft();
    const information = spoiled.information as NonNullable<Result["information"]>;
    information.entries = [
      { state: ["no"], signals: ["convict"], probability: "7/10" },
      { state: ["yes"], signals: ["convict"], probability: "3/10" },
    ];
    spoiled.objective = { value: 1, exact: "1" };
    spoiled.quantities = { convictions: { value: 1, exact: "1" } };
    const { reasons } = checkSolution(model, spoiled as CheckedSolution);
    expect(reasons.map((each) => each.text).join()).toMatch(/incentives_judge fails by 2\/5/);
  });

  it("mass moved between points of a state is accepted only as what it is: never optimal at another value", async () => {
    const { model, draft } = await solve(signaling, { symmetry: false });
    const original = draft();
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.constantFrom("1/2", "1/1000", "1"), (from, to, part) => {
        const spoiled = draft();
        const entries = (spoiled.information as NonNullable<Result["information"]>).entries as { state: string[]; signals: string[]; probability: string }[];
        const source = entries[from % entries.length] as (typeof entries)[number];
        const signals = ["0", "1/3", "1/2", "1"];
        const target = [signals[to % 4] as string, signals[Math.floor(to / 4) % 4] as string];
        const moved = (Rational.parse(source.probability) ?? Rational.zero).mul(Rational.parse(part) ?? Rational.one);
        const known = entries.find((each) => each.state.join() === source.state.join() && each.signals.join() === target.join());
        if (known === source) return;
        source.probability = plus(source.probability, moved.neg().toString());
        if (known) known.probability = plus(known.probability, moved.toString());
        else entries.push({ state: source.state, signals: target, probability: moved.toString() });
        const verdict = checkSolution(model, spoiled as CheckedSolution);
        // The claimed quantities are those of the original; a move that changes none of them and keeps every row is another optimum.
        if (verdict.accepted) expect(spoiled.objective?.exact).toBe(original.objective?.exact);
        else expect(verdict.reasons.length).toBeGreaterThan(0);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it.each([
    ["a product of averages", "require mixed: E[x[1]] * E[x[2]] <= 1"],
    ["an average given an event", "require late: E[x[1] | click[1] = 1] >= 1/10"],
  ])("what it cannot read is refused, not guessed: %s", async (_, row) => {
    const { model, draft } = await solve(signaling);
    const { model: other } = compile(signaling.replace("participation ex_ante", row), { stopAfter: "model" });
    if (!other) throw new Error("no model");
    expect(checkSolution(other, draft() as CheckedSolution)).toMatchObject({ accepted: false, proved: "nothing" });
    expect(checkSolution(model, draft() as CheckedSolution).accepted).toBe(true);
  });

  it("numbers that are rounded only within a tolerance, and then not as optimal", async () => {
    const { model, draft } = await solve(signaling);
    const rounded = draft();
    for (const entry of (rounded.information as NonNullable<Result["information"]>).entries) entry.probability = (Rational.parse(String(entry.probability)) ?? Rational.zero).toNumber();
    expect(checkSolution(model, rounded as CheckedSolution).accepted).toBe(false);
    expect(checkSolution(model, rounded as CheckedSolution, { tolerance: 1e-9 })).toMatchObject({ accepted: true, proved: "feasible" });
  });
});
