/** Draws and signals whose law looks at a chosen signal: against programs in the chosen law alone, written out by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { normalised, optimum, r, solve } from "./support.ts";

/** The sender chooses x, the second reader hears y, a garbled x, and must be right to believe it. */
const garbled = (prior: Rational, noise: readonly (readonly Rational[])[], gain: readonly (readonly number[])[]): string => `
model garbled
agents reader = 1..2
state rain in {0, 1}
prior rain ~ bernoulli(${prior})
information {
  signal x in {0, 1, 2} private to reader[1]
  signal y private to reader[2] ~ ${[0, 1].map((x) => `if x = ${x} then ${row(noise[x])} else `).join("")}${row(noise[2])}
}
mechanism { transfer pay[i in reader] = 0 }
payoff reader[i] = 0 - pay[i]
require right: E[rain - y / 2 | y] >= 0
sender chooses information to maximize E[${[0, 1, 2].flatMap((x) => [0, 1].map((y) => `(if x = ${x} and y = ${y} then ${gain[x]?.[y] ?? 0} else 0)`)).join(" + ")}]
`;
const row = (law: readonly Rational[] = []): string => `{ ${law.map((p, y) => `${y}: ${p}`).join(", ")} }`;

describe("a law that looks at a chosen signal", () => {
  it("stays as it is given: a messenger who loses one message in four", async () => {
    const { result, value } = await solve(`
model messenger
agents reader = 1..1
state rain in {0, 1}
prior rain ~ bernoulli(1/3)
information {
  signal s[i in reader] in {0, 1} private to reader[i]
  draw echo ~ if s[1] = 1 then {0: 1/4, 1: 3/4} else {0: 1}
}
mechanism { transfer pay[i in reader] = 0 }
payoff reader[i] = rain - pay[i]
require convincing[i in reader]: E[rain - s[i] / 2 | s[i]] >= 0
quantity heard = P[echo = 1]
quantity said = P[s[1] = 1]
sender chooses information to maximize heard
`);
    // s = 1 can be said twice as often as it rains, and three quarters of that are heard.
    expect(value).toBe("1/2");
    expect(result.quantities["said"]?.exact).toBe("2/3");
    expect(result.checks.every((each) => each.holds)).toBe(true);
  });

  it("gives the optimum of the program in the law of the state and the chosen signal", async () => {
    const weights = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 2 }).filter(([a = 0, b = 0]) => a + b > 0);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7 }),
        fc.array(weights, { minLength: 3, maxLength: 3 }),
        fc.array(fc.array(fc.integer({ min: -2, max: 3 }), { minLength: 2, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
        async (eighths, loudness, gain) => {
          const prior = Rational.of(eighths, 8);
          const noise = loudness.map(normalised);
          // Column 3 w + x is the mass of the state w with the signal x.
          const cells = [0, 1].flatMap((w) => [0, 1, 2].map((x) => [w, x] as const));
          const sum = (terms: readonly Rational[]): Rational => terms.reduce((total, term) => total.add(term), Rational.zero);
          const heard = (x: number, y: number): Rational => noise[x]?.[y] ?? Rational.zero;
          const expected = await optimum({
            sense: "maximize",
            objective: cells.map(([, x]) => sum([0, 1].map((y) => heard(x, y).mul(Rational.integer(gain[x]?.[y] ?? 0))))),
            rows: [
              ...[Rational.one.sub(prior), prior].map((rhs, w) => ({ entries: [0, 1, 2].map((x) => [3 * w + x, Rational.one] as const), sense: "=" as const, rhs })),
              ...[0, 1].map((y) => ({
                entries: cells.map(([w, x], k) => [k, heard(x, y).mul(Rational.integer(w).sub(Rational.of(y, 2)))] as const).filter(([, value]) => !value.isZero()),
                sense: ">=" as const,
                rhs: r("0"),
              })),
            ],
          }).catch(() => "infeasible");
          const text = garbled(prior, noise, gain);
          const [reduced, full] = [await solve(text), await solve(text, new Map(), false)];
          for (const each of [reduced, full]) expect(each.result.status === "infeasible" ? "infeasible" : each.value).toBe(expected);
          expect(reduced.result.checks.every((each) => each.holds)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it("comes before recommendations, which are chosen knowing its outcome", async () => {
    // The judge hears a number that tells nothing about guilt unless the prosecutor wants it to: he can do without it.
    const judge = (echo: string): string => `
model judge
agents judge = 1..1
state guilty in {0, 1}
prior guilty ~ bernoulli(3/10)
information {
  signal hint in {0, 1} private to judge[1]
  signal echo private to judge[1] ~ ${echo}
}
mechanism {
  message verdict[i in judge] in {acquit, convict}
  allocation convicted[i in judge] = if verdict[i] = convict then 1 else 0
}
payoff judge[i] = if convicted[i] = guilty then 1 else 0
incentives obedient
prosecutor chooses information to maximize P[convicted[1] = 1]
`;
    expect((await solve(judge("if hint = 0 then {0: 1/3, 1: 2/3} else {0: 1/2, 1: 1/2}"))).value).toBe("3/5");
    // What the echo says about the state itself binds: told the truth every time, nobody can be persuaded.
    expect((await solve(judge("if hint = 0 then {0: 1 - guilty, 1: guilty} else {0: 1 - guilty, 1: guilty}"))).value).toBe("3/10");
  });
});
