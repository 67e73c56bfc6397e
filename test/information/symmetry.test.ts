/** Reduction by exchangeable agents: what it may do, and what it must not. */
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import { reduceBySymmetry, spread } from "../../compiler/reduce/symmetry.ts";
import { r, solve } from "./support.ts";

/** maximise c x subject to rows of (coefficients, right-hand side), all `<=`. */
function program(objective: readonly number[], rows: readonly (readonly [readonly number[], number])[]): Program {
  const builder = new ProgramBuilder("small", "maximize");
  builder.addColumns({ name: "x", role: "auxiliary", indexNames: ["k"], sentence: "x {k}" }, objective.length, Rational.zero, undefined, false, (k) => [
    String(k),
  ]);
  objective.forEach((value, k) => builder.setObjective(k, Rational.integer(value)));
  builder.beginRowFamily({ name: "row", role: "require", indexNames: ["k"], sentence: "row {k}" }, (k) => [String(k)]);
  for (const [coefficients, rhs] of rows) {
    builder.beginRow("<=");
    coefficients.forEach((value, k) => value !== 0 && builder.add(k, Rational.integer(value)));
    builder.endRow(Rational.integer(rhs));
  }
  builder.endRowFamily();
  return builder.build();
}

describe("a program reduced by a permutation of its columns", () => {
  const swap = Int32Array.of(1, 0, 2);

  it("has one column per orbit of columns and one row per orbit of rows", () => {
    const reduction = reduceBySymmetry(
      program(
        [1, 1, 5],
        [
          [[1, 0, 2], 4],
          [[0, 1, 2], 4],
        ],
      ),
      [swap],
      [],
    );
    expect(reduction?.program.columnCount).toBe(2);
    expect(reduction?.program.rowCount).toBe(1);
    expect([...(reduction?.sizes ?? [])]).toEqual([2, 1]);
    // The sum of both rows: x0 + x1 + 4 x2 <= 8, in the total of x0 and x1.
    expect([...(reduction?.program.value.num ?? [])]).toEqual([1, 4]);
    expect(reduction?.program.rhs.num[0]).toBe(8);
  });

  it("reads a solution back by spreading the total of an orbit", () => {
    const reduction = reduceBySymmetry(program([1, 1, 5], [[[1, 1, 1], 4]]), [swap], []);
    if (!reduction) throw new Error("no reduction");
    const value = spread(reduction, [r("3"), r("7")]);
    expect([0, 1, 2].map((column) => value(column).toString())).toEqual(["3/2", "3/2", "7"]);
  });

  it("has a quantity only if it is constant on orbits", () => {
    const reduction = reduceBySymmetry(program([1, 1, 5], [[[1, 1, 1], 4]]), [swap], []);
    expect(reduction?.totals([r("2"), r("2"), r("3")])?.map(String)).toEqual(["2", "3"]);
    expect(reduction?.totals([r("2"), r("1"), r("3")])).toBeUndefined();
  });

  it.each([
    ["the objective", program([1, 2, 5], [[[1, 1, 1], 4]])],
    ["a coefficient", program([1, 1, 5], [[[1, 2, 1], 4]])],
    [
      "a right-hand side",
      program(
        [1, 1, 5],
        [
          [[1, 0, 2], 4],
          [[0, 1, 2], 3],
        ],
      ),
    ],
    ["a missing row", program([1, 1, 5], [[[1, 0, 2], 4]])],
  ])("does not exist when the permutation changes %s", (_, changed) => {
    expect(reduceBySymmetry(changed, [swap], [])).toBeUndefined();
  });

  it("does not exist when the permutation changes a later objective", () => {
    const same = program([1, 1, 5], [[[1, 1, 1], 4]]);
    expect(reduceBySymmetry(same, [swap], [program([1, 2, 0], []).objective])).toBeUndefined();
  });
});

/** Two receivers guess a coin toss each; the sender wants right guesses to be rare. `weights` make them unequal. */
const guesses = (prior: string, payoff: string, objective: string): string => `
model guesses
agents player = 1..2
state coin[i in player] in {0, 1}
prior coin ~ ${prior}
mechanism { message guess[i in player] in {0, 1} }
payoff player[i] = ${payoff}
incentives obedient
sender chooses information to ${objective}
`;

describe("exchangeable agents are found by looking at the program, not at names", () => {
  const own = "if guess[i] = coin[i] then 1 else 0";
  const both = "maximize P[guess[1] = 1 and guess[2] = 1]";
  const exchangeable = "{ (0, 0): 2/5, (1, 0): 1/5, (0, 1): 1/5, (1, 1): 1/5 }";

  async function sizes(text: string): Promise<{ reduced: boolean; same: boolean }> {
    const [reduced, full] = await Promise.all([solve(text), solve(text, new Map(), false)]);
    return { reduced: reduced.task.reducedFrom !== undefined, same: reduced.value !== undefined && reduced.value === full.value };
  }

  it("equal agents are exchanged", async () => expect(await sizes(guesses(exchangeable, own, both))).toEqual({ reduced: true, same: true }));

  it("an unequal prior keeps the full program", async () => {
    expect(await sizes(guesses("{ (0, 0): 2/5, (1, 0): 3/10, (0, 1): 1/10, (1, 1): 1/5 }", own, both))).toEqual({ reduced: false, same: true });
  });

  it("unequal payoffs keep the full program", async () => {
    expect(await sizes(guesses(exchangeable, "if guess[i] = coin[1] then 1 else 0", both))).toEqual({ reduced: false, same: true });
  });

  it("an objective that prefers one agent keeps the full program", async () => {
    expect(await sizes(guesses(exchangeable, own, "maximize P[guess[1] = 1] + 1/2 * P[guess[2] = 1]"))).toEqual({ reduced: false, same: true });
  });

  it("states and signals move together: in each state of an antisymmetric prior the signals stay unequal", async () => {
    // Permuting signals within a state would force both guesses to be alike, and nobody could guess right for sure.
    const text = guesses("{ (1, 0): 1/2, (0, 1): 1/2 }", own, "maximize P[guess[1] = coin[1] and guess[2] = coin[2]]");
    expect(await sizes(text)).toEqual({ reduced: true, same: true });
    const { value, result } = await solve(text);
    expect(value).toBe("1");
    expect(result.information?.entries).toEqual([
      { state: ["1", "0"], signals: ["1", "0"], probability: "1/2" },
      { state: ["0", "1"], signals: ["0", "1"], probability: "1/2" },
    ]);
  });

  it("two families of agents matched in pairs can only be exchanged together, so neither is exchanged alone", async () => {
    const text = `
model pairs
param match = [[1, 0], [0, 1]]
agents buyer = 1..2
agents seller = 1..2
state good in {0, 1}
prior good ~ bernoulli(1/3)
mechanism {
  message buy[i in buyer] in {0, 1}
  message sell[j in seller] in {0, 1}
}
payoff buyer[i] = (sum(j in seller) match[i][j] * (if buy[i] = good and sell[j] = 1 then 1 else 0))
payoff seller[j] = (sum(i in buyer) match[i][j] * (if sell[j] = buy[i] then 1 else 0))
incentives obedient
broker chooses information to maximize E[sum(i in buyer, j in seller) match[i][j] * (if buy[i] = sell[j] and good = 0 then 1 else 0)]
`;
    expect(await sizes(text)).toEqual({ reduced: false, same: true });
  });

  it("with three agents of whom two are alike, those two are exchanged", async () => {
    const text = guesses(
      "{ (0, 0, 0): 1/2, (1, 1, 0): 1/4, (1, 0, 1): 1/8, (0, 1, 1): 1/8 }",
      own,
      "maximize P[guess[1] = 1] + P[guess[2] = 1] + 2 * P[guess[3] = 1]",
    ).replaceAll("1..2", "1..3");
    expect(await sizes(text)).toEqual({ reduced: true, same: true });
  });
});
