/** States, signals, actions and goods that can be relabelled are found in the program, and change nothing but its size. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";

async function solve(text: string, symmetry: boolean): Promise<Result> {
  const { task, diagnostics } = compile(text, { symmetry });
  if (!task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  return (await run(task, { symmetry })).result;
}

/** Solves both ways: the same value, the same ranges of quantities, and a solution that keeps every row of the spec. */
async function both(text: string): Promise<{ reduced: Result; full: Result }> {
  const [reduced, full] = [await solve(text, true), await solve(text, false)];
  expect(full.program.reducedFrom).toBeUndefined();
  expect(reduced.objective?.exact).toBe(full.objective?.exact);
  expect(reduced.status).toBe(full.status);
  expect(reduced.checks.every((each) => each.holds)).toBe(true);
  for (const [name, quantity] of Object.entries(full.quantities)) {
    // What optimality determines is the same, and what it leaves open is open in the same range.
    expect(reduced.quantities[name]?.range, name).toEqual(quantity.range);
    if (quantity.range?.[0]?.exact === quantity.range?.[1]?.exact) expect(reduced.quantities[name]?.exact, name).toBe(quantity.exact);
  }
  return { reduced, full };
}

/** A receiver guesses the state; the sender wants guesses with these gains. */
const guess = (states: readonly string[], prior: readonly number[], gain: (state: number, act: number) => number, receive: (state: number, act: number) => number): string => `
model guess
agents receiver = 1..1
state w in {${states.join(", ")}}
prior w ~ { ${states.map((name, s) => `${name}: ${prior[s]}/${prior.reduce((a, b) => a + b, 0)}`).join(", ")} }
mechanism { message act[i in receiver] in {${states.map((name) => `say_${name}`).join(", ")}} }
payoff receiver[i] = ${table(states, receive)}
incentives obedient
quantity gain = E[${table(states, gain).replaceAll("[i]", "[1]")}]
sender chooses information to maximize gain
`;
const table = (states: readonly string[], value: (state: number, act: number) => number): string =>
  states.flatMap((w, s) => states.map((a, t) => `(if w = ${w} and act[i] = say_${a} then ${value(s, t)} else 0)`)).join(" + ");

describe("relabelling", () => {
  it("puts mirrored states together with mirrored recommendations", async () => {
    const { reduced } = await both(guess(["L", "R"], [1, 1], (s, t) => (s === t ? 0 : 1), (s, t) => (s === t ? 3 : 1)));
    expect(reduced.program).toMatchObject({ rows: 2, columns: 2, reducedFrom: { rows: 4, columns: 4 } });
    expect(reduced.program.merged).toEqual([{ family: "law", from: 4, to: 2, differ: ["state", "signals"], example: [["L", "say_R"], ["R", "say_L"]] }]);
  });

  it("does not when the prior or a payoff tells them apart", async () => {
    const lopsided = await both(guess(["L", "R"], [1, 2], (s, t) => (s === t ? 0 : 1), (s, t) => (s === t ? 3 : 1)));
    const paid = await both(guess(["L", "R"], [1, 1], (s, t) => (s === t ? 0 : 1 + s), (s, t) => (s === t ? 3 : 1)));
    for (const { reduced } of [lopsided, paid]) expect(reduced.program.merged).toBeUndefined();
  });

  it("exchanges actions of a game: the four profiles of matching pennies are one", async () => {
    const { reduced } = await both(`
model pennies
agents player = 1..2
mechanism { message side[i in player] in {heads, tails} }
payoff player[i] = if (side[1] = side[2]) = (i = 1) then 1 else -1
incentives obedient
quantity first = E[if side[1] = side[2] then 1 else -1]
mediator chooses information to maximize first
`);
    expect(reduced.objective?.exact).toBe("0");
    expect(reduced.program).toMatchObject({ columns: 2, reducedFrom: { columns: 4 } });
    expect(Object.values(reduced.information?.entries ?? {})).toHaveLength(4);
  });

  it("exchanges the goods of a monopolist and the agents of an auction", async () => {
    const { reduced } = await both(`
model goods
agents buyer = 1..1
set good = {pizza, film}
type value[i in buyer, g in good] in {1, 2, 4}
prior value[i, g] ~ uniform
mechanism { allocation get[i in buyer, g in good] in [0, 1]  transfer pay[i in buyer] }
payoff buyer[i] = sum(g in good) (value[i, g] * get[i, g]) - pay[i]
incentives bayesian
participation interim
quantity revenue = E[pay[1]]
seller chooses mechanism to maximize revenue
`);
    expect(reduced.program.merged?.map(({ family, from, to }) => [family, from, to])).toEqual([["get", 18, 9], ["pay", 9, 6]]);
  });

  it("keeps ties broken in the order of the spec", async () => {
    const text = guess(["L", "R"], [1, 1], (s, t) => (s === t ? 0 : 1), (s, t) => (s === t ? 1 : 0)).replace(
      "maximize gain",
      "maximize gain then to maximize left",
    ) + "\nquantity left = P[act[1] = say_L]\n";
    const { reduced, full } = await both(text);
    expect(reduced.quantities["left"]?.exact).toBe(full.quantities["left"]?.exact);
  });

  it("agrees with the full program on random persuasion problems, mirrored or not", async () => {
    const small = fc.integer({ min: 0, max: 2 });
    let merged = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 3 }).chain((n) =>
          fc.record({
            n: fc.constant(n),
            gain: fc.array(small, { minLength: n * n, maxLength: n * n }),
            receive: fc.array(small, { minLength: n * n, maxLength: n * n }),
            circular: fc.boolean(),
            prior: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: n, maxLength: n }),
          }),
        ),
        async ({ n, gain, receive, circular, prior }) => {
          // Circular payoffs depend on the distance of state and guess alone.
          const at = (values: readonly number[]) => (s: number, t: number): number => values[circular ? (t - s + n) % n : s * n + t] ?? 0;
          const { reduced } = await both(guess(["A", "B", "C"].slice(0, n), circular ? prior.map(() => 1) : prior, at(gain), at(receive)));
          if (reduced.program.merged) merged++;
          if (circular) expect(reduced.program.merged?.[0]?.to).toBeLessThanOrEqual(n);
        },
      ),
      { numRuns: 40 },
    );
    expect(merged).toBeGreaterThan(0);
  });
});
