/** Choosing signals: conditional rows, participation, given information, public signals, and what is refused. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { run } from "../../runtime/run.ts";
import { complaints, r, solve } from "./support.ts";

/** A sender tells a receiver a signal in a finite set; `rest` says what follows. */
const told = (rest: string, signals = "{0, 1/2, 1}", head = ""): string => `
model told
agents reader = 1..1
state rain in {0, 1}
prior rain ~ bernoulli(1/3)
information {
  ${head}
  signal s[i in reader] in ${signals} private to reader[i]
}
mechanism {
  message bet[i in reader] = s[i]
  transfer pay[i in reader] = bet[i]
}
payoff reader[i] = rain - pay[i]
${rest}
`;

describe("a chosen signal", () => {
  it("persuades a judge who convicts when guilt is as likely as innocence, twice as often as there is guilt", async () => {
    const text = readFileSync("examples/textbook/prosecutor.mech", "utf8");
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (k) => {
        const { value } = await solve(text.replace("bernoulli(3/10)", `bernoulli(${k}/20)`));
        expect(r(value ?? "").compare(r(`${Math.min(20, 2 * k)}/20`))).toBe(0);
      }),
      { numRuns: 10 },
    );
  });

  it("means the same when obedience is written out as a row", async () => {
    const text = readFileSync("examples/textbook/prosecutor.mech", "utf8");
    const row =
      "require incentives_judge[i in judge, r in messages(judge[i])]: E[payoff judge[i] | judge[i]] >= E[payoff judge[i] when judge[i] reports r | judge[i]]";
    expect((await solve(text.replace("incentives obedient", row))).value).toBe("3/5");
  });

  it("reports the law that was chosen, and its probabilities add up to the prior", async () => {
    const { result } = await solve(readFileSync("examples/textbook/prosecutor.mech", "utf8"));
    expect(result.information?.states).toEqual(["guilty"]);
    expect(result.information?.signals).toEqual(["verdict[1]"]);
    const mass = (state: string): string =>
      (result.information?.entries ?? [])
        .filter((entry) => entry.state[0] === state)
        .reduce((sum, entry) => sum.add(r(String(entry.probability))), r("0"))
        .toString();
    expect([mass("0"), mass("1")]).toEqual(["7/10", "3/10"]);
    expect(result.information?.entries).toContainEqual({ state: ["0"], signals: ["convict"], probability: "3/10" });
  });

  it("obeys a conditional row: what is said is true on average", async () => {
    // Calibrated forecasts have the prior mean: every objective that is linear in the forecast is 1/3.
    const { value } = await solve(told("require calibrated[i in reader]: E[rain | s[i]] = s[i]\nsender chooses information to maximize E[s[1]]"));
    expect(value).toBe("1/3");
    // A convex one wants full information, a concave one as little as the grid lets it have: 0 and 1/2 as 1/3 and 2/3.
    const convex = "require calibrated[i in reader]: E[rain | s[i]] = s[i]\nsender chooses information to";
    expect((await solve(told(`${convex} maximize E[s[1] ^ 2]`))).value).toBe("1/3");
    expect((await solve(told(`${convex} minimize E[s[1] ^ 2]`))).value).toBe("1/6");
  });

  it("obeys rows under several conditions, under events, and without any", async () => {
    const rows = (row: string): string => told(`${row}\nsender chooses information to maximize E[s[1]]`);
    expect((await solve(rows("require mean: E[s[1]] <= 3/4"))).value).toBe("3/4");
    expect((await solve(rows("require honest: P[s[1] = 1 | rain = 0] <= 1/4"))).value).toBe("3/4");
    expect((await solve(rows("require trust: P[rain = 1 | s[1] = 1] >= 1/2"))).value).toBe("5/6");
    expect((await solve(rows("require both[i in reader]: E[s[i] | s[i], rain] <= 1/2"))).value).toBe("1/2");
    expect((await solve(rows("require half: E[s[1]] <= E[rain] * 3/2"))).value).toBe("1/2");
  });

  it("may have an objective under an event of known probability", async () => {
    expect((await solve(told("require mean: E[s[1]] <= 1/3\nsender chooses information to maximize E[s[1] | rain = 1]"))).value).toBe("1");
  });

  it("meets participation at the level that the spec asks for", async () => {
    // Paying what one is told: on average at most the prior; given the signal at most the posterior.
    const value = async (level: string): Promise<string | undefined> =>
      (await solve(told(`participation ${level}\nsender chooses information to maximize E[pay[1]]`))).value;
    expect(await value("ex_ante")).toBe("1/3");
    expect(await value("interim")).toBe("1/3");
    expect(await value("none")).toBe("1");
    const bid = told("participation interim\nsender chooses information to maximize P[s[1] = 1/2]");
    expect((await solve(bid)).value).toBe("2/3");
    expect((await solve(bid.replace("interim", "ex_ante"))).value).toBe("2/3");
    const { task, result } = await solve(told("participation ex_post\nsender chooses information to maximize E[pay[1]]").replace("rain - pay", "1/2 - pay"));
    expect(task.program.rowFamilies.map((family) => family.name)).toContain("participation_reader");
    expect(result.objective?.exact).toBe("1/2");
  });

  it("is held against a pointwise row only where it has mass", async () => {
    const { value, result } = await solve(told("require never: rain * s[1] <= 1/2\nsender chooses information to maximize E[s[1]]"));
    expect(value).toBe("5/6");
    expect(result.checks.find((check) => check.name === "never")?.holds).toBe(true);
  });

  it("can come on top of given signals, which are part of the prior", async () => {
    // The reader also sees the rain itself, so nothing can be hidden: obedience makes her guess right.
    const text = (hint: string): string => `
model hint
agents reader = 1..1
state rain in {0, 1}
prior rain ~ bernoulli(1/3)
information { signal h[i in reader] ${hint} private to reader[i] }
mechanism { message guess[i in reader] in {0, 1} }
payoff reader[i] = if guess[i] = rain then 1 else 0
incentives obedient
sender chooses information to maximize P[guess[1] = 1]
`;
    expect((await solve(text("= rain"))).value).toBe("1/3");
    expect((await solve(text("= 0"))).value).toBe("2/3");
    const noisy = (await solve(text("~ if rain = 1 then {1: 3/4, 0: 1/4} else {1: 1/4, 0: 3/4}"))).value;
    // After h = 1 (mass 1/4 rain, 1/6 dry) she guesses rain anyway; after h = 0 (1/12 rain, 1/2 dry) twice the rain persuades.
    expect(noisy).toBe("7/12");
  });

  it("is reported truthfully in a direct mechanism, which need not be the whole truth about the state", async () => {
    const text = (sense: string): string => `
model posted
agents buyer = 1..1
state value in {0, 1}
prior value ~ uniform
information { signal x[i in buyer] in {0, 1} private to buyer[i] }
mechanism {
  allocation buy[i in buyer] = x[i]
  transfer pay[i in buyer] = x[i] / 4
}
payoff buyer[i] = value * buy[i] - pay[i]
incentives bayesian
nature chooses information to ${sense} E[pay[1]]
`;
    expect((await solve(text("maximize"))).value).toBe("1/4");
    // She stays away if E[value | x = 0] <= 1/4: all of value 0 and 1/6 of value 1, so 1/3 buys.
    expect((await solve(text("minimize"))).value).toBe("1/12");
  });

  it("may be public: everybody knows it and answers to it", async () => {
    const text = (move: string, law = " in {0, 1}"): string => `
model crowd
agents reader = 1..2
state rain in {0, 1}
prior rain ~ bernoulli(1/3)
information { public signal s${law} }
mechanism { message guess[i in reader] in {0, 1} = s }
payoff reader[i] = if guess[i] = rain then 1 else 0
incentives obedient
quantity together = P[guess[1] = 1 and guess[2] = 1]
${move}
`;
    expect((await solve(text("sender chooses information to maximize together"))).value).toBe("2/3");
    // Given instead of chosen: the strategy is checked against what the public signal tells.
    const verdicts = async (law: string): Promise<boolean | undefined> => {
      const { task } = compile(text("assert together >= 0", law));
      if (!task) throw new Error("not compiled");
      return (await run(task)).result.checks.find((check) => check.name === "incentives_reader")?.holds;
    };
    expect(await verdicts(" = rain")).toBe(true);
    expect(await verdicts(" = 1 - rain")).toBe(false);
  });

  it("breaks ties by later objectives", async () => {
    const { result } = await solve(
      told("require mean: E[s[1]] <= 1/2\nquantity spread = P[s[1] = 1/2]\nsender chooses information to maximize E[s[1]] then to minimize spread"),
    );
    expect(result.objective?.exact).toBe("1/2");
    expect(result.quantities["spread"]?.exact).toBe("0");
  });

  it("says whether optimality determines a quantity", async () => {
    const { result } = await solve(
      told("require mean: E[s[1]] <= 1/2\nquantity forecast = E[s[1]]\nquantity spread = P[s[1] = 1/2]\nsender chooses information to maximize forecast"),
    );
    expect(result.quantities["forecast"]?.range?.map((end) => end.exact)).toEqual(["1/2", "1/2"]);
    expect(result.quantities["spread"]?.range?.map((end) => end.exact)).toEqual(["0", "1"]);
  });

  it("leaves a program that cannot be satisfied infeasible, with a conflict in the words of the spec", async () => {
    const { result } = await solve(told("require liar: P[s[1] = 1 and rain = 1] >= 1/2\nsender chooses information to maximize E[s[1]]"));
    expect(result.status).toBe("infeasible");
    expect(result.conflict?.families).toEqual(expect.arrayContaining(["liar", "prior"]));
  });
});

describe("what is refused says why", () => {
  const first = (rest: string, signals?: string, head?: string): string => complaints(told(rest, signals, head))[0] ?? "";

  it("products and quotients of what depends on the law", () => {
    expect(first("require square: E[s[1]] * E[s[1]] <= 1\nsender chooses information to maximize E[s[1]]")).toMatch(/product is not linear/);
    expect(first("require ratio: 1 / E[s[1]] <= 1\nsender chooses information to maximize E[s[1]]")).toMatch(/quotient is not linear/);
    expect(first("sender chooses information to maximize E[rain | s[1] = 1]")).toMatch(/another condition/);
    expect(first("require mixed[i in reader]: E[rain | s[i]] <= E[s[i]]\nsender chooses information to maximize E[s[1]]")).toMatch(/another condition/);
  });

  it("what varies outside the expectation of a conditional row", () => {
    expect(first("require loose[i in reader]: E[rain | s[i]] <= rain\nsender chooses information to maximize E[s[1]]")).toMatch(/not fixed by its condition/);
  });

  it("an interval of signals, nothing to choose", () => {
    expect(first("sender chooses information to maximize E[s[1]]", "[0, 1]")).toMatch(/interval/);
    expect(complaints(told("sender chooses information to maximize E[s[1]]").replace(" in {0, 1/2, 1}", " = rain"))[0]).toMatch(/every signal has a rule/);
  });

  it("a message without strategy and without obedience", () => {
    expect(complaints(told("sender chooses information to maximize E[bet[1]]").replace("bet[i in reader] = s[i]", "bet[i in reader] in {0, 1}"))[0]).toMatch(
      /Nothing says which `bet` is sent/,
    );
  });

  it("moves by two players, and an unknown prior", () => {
    expect(complaints(told("sender chooses information to maximize E[s[1]]\nseller chooses mechanism to maximize E[pay[1]]"))[0]).toMatch(
      /does not compile yet/,
    );
    expect(complaints(told("nature chooses prior, information to minimize E[s[1]]"))[0]).toMatch(/The prior is chosen, but a law is given/);
  });

  it("a program that is too large, with the formula, before anything is enumerated", () => {
    const text = readFileSync("examples/calibrated-signaling/optimal.mech", "utf8").replace("param grid = ", "param grid = grid(0, 1, 1/60)\nparam old = ");
    const alike = compile(text, { limits: { columns: 100_000 } });
    // 2 C(63, 3) + 2 * 61 C(62, 2) multisets of signals for no, one, two and three clicks.
    expect(alike.diagnostics.map((each) => each.text).join()).toContain("1,815,848 points are 310,124 up to permutations of `bidder`");
    const unlike = compile(text.replace("exchangeable(count)", "{ (1, 0, 0): 1/2, (0, 1, 1): 1/2 }"), { limits: { columns: 100_000 } });
    expect(unlike.diagnostics.map((each) => each.text).join()).toContain("2 states x 61 x 61 x 61 signals = 453,962 columns");
  });
});
