import { describe, expect, it } from "vitest";
import { codes, type DiagnosticName } from "../../compiler/diagnostics/codes.ts";
import { hasErrors } from "../../compiler/diagnostics/diagnostic.ts";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { lint } from "../../compiler/lint/index.ts";
import { lintSlowly } from "../../runtime/lint/index.ts";

/** The marked places of a rule: the text under the span of each of its diagnostics. */
async function places(name: DiagnosticName, source: string, set: Readonly<Record<string, number>> = {}): Promise<string[]> {
  const compilation = compile(source, { set: new Map(Object.entries(set).map(([param, value]) => [param, Rational.integer(value)])) });
  expect(hasErrors(compilation.diagnostics), JSON.stringify(compilation.diagnostics)).toBe(false);
  const { code } = codes[name];
  const found = [...lint(source, compilation), ...(await lintSlowly(source, compilation))];
  return found.filter((each) => each.code === code).map((each) => source.slice(each.span.start, each.span.end));
}

const theta = "model m\nstate theta in {1, 2, 3}\nprior theta ~ uniform\n";
const auction = (more: string, incentives = "incentives bayesian\nparticipation interim"): string =>
  `model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n` +
  `  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\n${incentives}\nquantity revenue = E[sum(i in bidder) pay[i]]\n${more}seller chooses mechanism to maximize revenue\n`;

describe("unused-name", () => {
  it("finds params, sets, states, lets, functions, draws and imports that nothing reads", async () => {
    const source =
      `${theta}use auctions (first_price, top_share)\nparam n = 2\nset good = {apple, pear}\nset k = 1..2\nstate idle in {0, 1}\nprior idle ~ uniform\nlet twice = 2\nfunction half(x) = x / 2\n` +
      "information {\n  draw coin ~ bernoulli(1/2)\n}\nquantity a = E[theta]\nquantity b = sum(i in k) i\n";
    expect(await places("unused-name", source)).toEqual(["auctions", "n", "good", "idle", "twice", "half", "coin"]);
  });

  it("counts a name in a function, a set whose element is mentioned, a shown let and an index set as used", async () => {
    const source = `${theta}param n = 2\nset good = {apple, pear}\nset level = 1..n\nfunction gain(x) = x + n\nlet fruit = apple\nquantity a[j in level] = E[gain(theta)] + (if fruit = apple then j else 0)\n`;
    expect(await places("unused-name", source)).toEqual([]);
  });

  it("does not take the bound index of the same name for a use", async () => {
    expect(await places("unused-name", `${theta}param j = 2\nquantity a = (sum(j in 1..2) j) + E[theta]\n`)).toEqual(["j"]);
  });

  it("leaves a state alone that shares a joint prior", async () => {
    expect(await places("unused-name", "model m\nstate a in {0, 1}\nstate b in {0, 1}\nprior (a, b) ~ {(0, 0): 1/2, (1, 1): 1/2}\nquantity mean = E[a]\n")).toEqual([]);
  });

  it("leaves signals alone that agents report or that a concept conditions on", async () => {
    const source = auction("").replace("mechanism {", "information {\n  signal hint[i in bidder] in {0, 1} ~ bernoulli(1/2) private to bidder[i]\n}\nmechanism {");
    expect(await places("unused-name", source)).toEqual([]);
  });

  it("removes the import that is not called and keeps the other", () => {
    const source = auction("quantity share = E[top_share(value, bidder, 1)]\n").replace("model m\n", "model m\nuse auctions (first_price, top_share)\n");
    const [found] = lint(source, compile(source)).filter((each) => each.code === codes["unused-name"].code);
    const edit = found?.fix?.edits[0];
    expect(edit && source.slice(0, edit.span.start) + edit.newText + source.slice(edit.span.end)).toContain("use auctions (top_share)\n");
  });
});

describe("shadowed-name", () => {
  it("marks the inner of two indices, an argument and a function of the language", async () => {
    const source = `${theta}param n = 2\nfunction size(n) = n\nquantity a = sum(i in 1..n) (sum(i in 1..2) i) + E[theta] + size(1)\n`;
    expect(await places("shadowed-name", source)).toEqual(["size", "n", "i"]);
  });

  it("is silent about one index after another, and about a set that names its own index", async () => {
    expect(await places("shadowed-name", `${theta}set k = 1..2\nparam w[k] = [1, 2]\nquantity a = (sum(i in k) w[i]) + (sum(i in k) i) + E[theta]\n`)).toEqual([]);
  });
});

describe("idle-incentives and strong-participation", () => {
  it("are silent about an ordinary auction", async () => {
    for (const concepts of ["incentives dominant\nparticipation ex_post", "incentives bayesian\nparticipation interim", "incentives ex_post\nparticipation ex_ante"]) {
      expect(await places("idle-incentives", auction("", concepts))).toEqual([]);
      expect(await places("strong-participation", auction("", concepts))).toEqual([]);
    }
  });

  it("say that reports change nothing when the rules are constant", async () => {
    const source = "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] = 1/2\n}\npayoff bidder[i] = value[i] * win[i]\nincentives bayesian\nquantity welfare = E[sum(i in bidder) payoff bidder[i]]\nassert welfare = 3/2\n";
    expect(await places("idle-incentives", source)).toEqual(["incentives bayesian"]);
    expect(await places("idle-incentives", source.replace("= 1/2\n}", "= if value[i] = 2 then 1 else 1/2\n}").replace("assert welfare = 3/2\n", ""))).toEqual([]);
  });

  it("do not judge a set of agents whose size is a param", async () => {
    const source = auction("", "incentives dominant\nparticipation ex_post").replace("1..2", "1..n").replace("model m\n", "model m\nparam n = 1\n");
    expect(await places("idle-incentives", source)).toEqual([]);
    expect(await places("strong-participation", source)).toEqual([]);
  });

  it("see that an uninformed agent's interim participation is ex ante", async () => {
    const source = auction("", "incentives bayesian for bidder\nparticipation interim").replace("agents bidder", "agents owner = 1..1\nagents bidder").replace("incentives", "payoff owner[i] = 0 - pay[1]\nincentives");
    expect(await places("strong-participation", source)).toEqual(["participation interim"]);
  });
});

describe("unread-message", () => {
  const game = (rule: string, payoff: string): string =>
    `model m\nagents judge = 1..1\nstate theta in {0, 1}\nprior theta ~ uniform\nmechanism {\n  message verdict[i in judge] in {0, 1} = 1\n${rule}}\npayoff judge[i] = ${payoff}\nquantity gain = E[payoff judge[1]]\nassert gain = 1\n`;
  it("counts payoffs as readers", async () => {
    expect(await places("unread-message", game("", "2 * theta * verdict[i]"))).toEqual([]);
    expect(await places("unread-message", game("", "2 * theta"))).toEqual(["verdict[i in judge]"]);
  });
});

describe("infeasible-rule", () => {
  const rule = (bound: string, more = ""): string =>
    `model m\nagents buyer = 1..2\ntype value[i in buyer] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in buyer] in [0, ${bound}] = value[i] / 2\n  feasible capacity: sum(i in buyer) win[i] <= 3/2\n}\n` +
    `payoff buyer[i] = value[i] * win[i]\nquantity welfare = E[sum(i in buyer) payoff buyer[i]]\nassert welfare >= 0\n${more}`;
  it("names the profile of the worst violation", async () => {
    const source = rule("1");
    const [found] = await lintSlowly(source, compile(source));
    expect(found).toMatchObject({ code: "MECH1208" });
    expect(found?.text).toContain("at (2, 2): 2 against 3/2");
  });
  it("checks domains too", async () => expect(await places("infeasible-rule", rule("3/4"))).toEqual(["win[i in buyer]", "feasible capacity: sum(i in buyer) win[i] <= 3/2"]));
  it("is silent where the spec expects the failure", async () => expect(await places("infeasible-rule", rule("1", "assert fails(capacity)\n"))).toEqual([]));
  it("leaves chosen outcomes alone", async () => expect(await places("infeasible-rule", auction(""))).toEqual([]));
});

describe("tie-dependent", () => {
  it("gives the exact range and is silent about the objective", async () => {
    const source = auction("quantity surplus = E[sum(i in bidder) (value[i] * win[i] - pay[i])]\n");
    const [found, ...others] = await lintSlowly(source, compile(source));
    // Virtual values are 0 and 2: at (1, 1) selling costs nothing, so surplus is 1/4 with a sale and 0 without.
    expect(found?.text).toContain("between 0 and 1/4");
    expect(others).toEqual([]);
  });
});

describe("grid-misses-point", () => {
  const price = (set: string): string => `model m\nagents buyer = 1..1\ntype value[i in buyer] in 1..5\nprior value[i] ~ uniform\nmechanism { transfer pay[i in buyer] = 0 }\npayoff buyer[i] = value[i] - pay[i]\nquantity best = max(p in ${set}) p * P[value[1] >= p]\nassert best >= 1\n`;
  it("finds the best posted price missing: 3 earns 9/5", async () => {
    expect(await places("grid-misses-point", price("{1, 2, 5/2}"))).toEqual(["{1, 2, 5/2}"]);
    const source = price("{1, 2, 5/2}");
    expect((await lintSlowly(source, compile(source)))[0]?.text).toMatch(/is 3,.*9\/5.*8\/5|is 3,.*9\/5.*3\/2/);
  });
  it("is silent when the set has it", async () => expect(await places("grid-misses-point", price("grid(0, 5, 1/2)"))).toEqual([]));
});

describe("incomparable-values and unreachable-branch", () => {
  it("compare domains of states with each other and with sets", async () => {
    const source = `${theta}state low in {-1, 0}\nprior low ~ uniform\nquantity a = P[theta = low] + P[theta in {4, 5}] + P[theta != 0] + P[theta = 1] + P[low in {0, 7}]\n`;
    expect(await places("incomparable-values", source)).toEqual(["theta = low", "theta in {4, 5}", "theta != 0"]);
  });
  it("leave alone what depends on a param", async () => {
    const source = "model m\nparam top = 2\nparam point = 7\nstate theta in 1..top\nprior theta ~ uniform\nquantity a = P[theta = 5] + P[theta = point] + E[if theta > 3 then 1 else theta]\n";
    expect(await places("incomparable-values", source)).toEqual([]);
    expect(await places("unreachable-branch", source)).toEqual([]);
  });
  it("find branches behind constant, ordered and repeated conditions, but not in functions", async () => {
    const source = `${theta}function f(x) = if x > 0 then x else 0\nquantity a = E[if theta >= 1 then 10 else 11] + E[if 1 = 2 then 12 else 13] + E[if theta = 1 then 1 else if theta = 2 then 2 else if theta = 1 then 14 else 3] + E[f(theta)] + E[if theta > 1 then 1 else 2]\n`;
    expect(await places("unreachable-branch", source)).toEqual(["11", "12", "14"]);
  });
  it("keep parentheses when a branch takes the place of its `if`", () => {
    const source = `${theta}quantity a = E[2 * (if theta > 0 then theta + 1 else 0)]\n`;
    const [found] = lint(source, compile(source));
    const edit = found?.fix?.edits[0];
    expect(edit && source.slice(0, edit.span.start) + edit.newText + source.slice(edit.span.end)).toContain("E[2 * ((theta + 1))]");
  });
});

describe("trivial-assert", () => {
  it("knows constants and equal sides, and lets params and quantities be", async () => {
    const source = `${theta}param n = 2\nquantity a = E[theta] * n\nassert 1 + 1 = 2\nassert a = a\nassert 3 within [2, 4]\nassert n = 2\nassert a = 4\nassert a >= 0\nassert a within [3, 5]\n`;
    expect(await places("trivial-assert", source)).toEqual(["assert 1 + 1 = 2", "assert a = a", "assert 3 within [2, 4]"]);
  });
});

describe("implied-participation", () => {
  it("is silent where the rows bind, and speaks where prices are zero", async () => {
    expect(await places("implied-participation", auction(""))).toEqual([]);
    expect(await places("implied-participation", auction("require free[i in bidder]: pay[i] = 0\n"))).toEqual(["participation interim"]);
  });
});

describe("large sets", () => {
  it("are left alone, so that a keystroke stays cheap", () => {
    const chain = Array.from({ length: 60 }, (_, k) => `if theta = 1 + ${k} then ${k} else `).join("");
    const source = `model m\nstate theta in 1..50000\nprior theta ~ uniform\nquantity a = P[theta in 0..900000] + P[theta in grid(0, 1, 1/900000)] + E[${chain}0]\n`;
    const compilation = compile(source, { stopAfter: "model" });
    const started = performance.now();
    expect(lint(source, compilation).map((each) => each.code)).toEqual([]);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
