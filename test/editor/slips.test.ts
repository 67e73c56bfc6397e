/** What newcomers write, and what the first quick fix makes of it. */
import { describe, expect, it } from "vitest";
import { hasErrors } from "../../compiler/diagnostics/diagnostic.ts";
import { compile } from "../../compiler/driver.ts";
import { lint } from "../../compiler/lint/index.ts";
import { applyFix, fixesOf } from "../../editor/services/fixes.ts";
import { snapshotOf } from "../../editor/services/snapshot.ts";

const auction = `model auction
agents bidder = 1..2
type value[i in bidder] in {1, 2}
prior value[i] ~ uniform
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer pay[i in bidder]
  feasible sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
`;

function fixes(text: string): readonly { readonly title: string; readonly text: string }[] {
  const snapshot = snapshotOf(text);
  const compilation = compile(text);
  snapshot.slow = { diagnostics: [...compilation.diagnostics, ...lint(text, compilation)] };
  const [first] = snapshot.diagnostics;
  return (first ? fixesOf(snapshot, first) : []).map((fix) => ({ title: fix.title, text: applyFix(text, fix) }));
}

/** Original text, the slip in its place, and what the fix writes. */
const slips: readonly (readonly [string, string, string])[] = [
  ["model auction\n", "model auction\nparam p = .5\n", "param p = 0.5\n"],
  ["model auction\n", "model auction\nparam p = 5%\n", "param p = 5/100\n"],
  ["model auction\n", "model auction\nparam p = 1_000\n", "param p = 1000\n"],
  ["model auction\n", "model auction\n# about\n", "// about\n"],
  ["model auction\n", "model auction\n-- about\n", "// about\n"],
  ["model auction\n", "model my-own-auction\n", "model my_own_auction\n"],
  ["model auction\n", 'model "My auction"\n', 'model my_auction "My auction"\n'],
  ["agents bidder", "Agents bidder", "agents bidder"],
  ["agents bidder", "players bidder", "agents bidder"],
  ["1..2", "1:2", "agents bidder = 1..2\n"],
  ["type value", "types value", "type value"],
  ["allocation win", "alocation win", "allocation win"],
  ["participation interim", "partcipation interim", "participation interim"],
  ["payoff bidder[i]", "utility bidder[i]", "payoff bidder[i]"],
  ["payoff bidder[i]", "payoff bidder[i in bidder]", "payoff bidder[i] ="],
  ["value[i] * win[i]", "value[i] win[i]", "value[i] * win[i]"],
  ["E[sum(i in bidder) pay[i]]", "E(sum(i in bidder) pay[i])", "E[sum(i in bidder) pay[i]]"],
  ["incentives", "require cap: pay[i] <= 2 for all i in bidder\nincentives", "require cap[i in bidder]: pay[i] <= 2\n"],
  ["incentives", "require cap: forall(i in bidder) pay[i] <= 2\nincentives", "require cap[i in bidder]: pay[i] <= 2\n"],
  ["incentives", "constraint cap: pay[1] <= 2\nincentives", "require cap: pay[1] <= 2\n"],
  ["seller chooses", "assert revenue within (1, 2)\nseller chooses", "assert revenue within [1, 2]\n"],
  ["seller chooses", "show win pay\nseller chooses", "show win, pay\n"],
  ["win[i] <= 1", "win[i] < 1", "win[i] <= 1"],
  ["uniform", "{1: 0.3, 2: 0.3}", "{1: 0.3, 2: 7/10}"],
  ["uniform", "{1: 30, 2: 70}", "{1: 3/10, 2: 7/10}"],
  ["uniform", "{1: 1/2, 3: 1/2}", "in {1, 2, 3}"],
  ["in {1, 2}", "in [0, 1]", "in grid(0, 1, (1 - 0) / 10)"],
  ["mechanism {", "mechanism", "mechanism {"],
];

describe("the first fix of a slip", () => {
  it.each(slips)("in place of %j, %j", (right, wrong, fixed) => {
    expect(auction).toContain(right);
    const text = auction.replace(right, wrong);
    const [fix] = fixes(text);
    expect(fix?.text).toContain(fixed);
  });

  it("leaves a spec that compiles, where it was the only slip", () => {
    // A brace without its partner, and a set with one more value that a second outcome needs, are two slips.
    for (const [right, wrong] of slips.filter(([, , fixed]) => !["mechanism {", "in {1, 2, 3}"].includes(fixed))) {
      const text = auction.replace(right, wrong);
      const after = fixes(text)[0]?.text ?? expect.fail(wrong);
      expect(hasErrors(compile(after, { stopAfter: "model" }).diagnostics), after).toBe(false);
    }
  });
});

describe("fixes of a law", () => {
  it("give the rest to the last outcome, or scale", () => {
    expect(fixes(auction.replace("uniform", "{1: 1/3, 2: 1/3}")).map((fix) => fix.title)).toEqual(["Give the last outcome the rest, 2/3", "Scale the probabilities to sum to 1"]);
    expect(fixes(auction.replace("uniform", "{1: 2/3, 2: 2/3}")).map((fix) => fix.title)).toEqual(["Scale the probabilities to sum to 1", "Give the last outcome the rest, 1/3"]);
  });

  it("do not invent a negative probability, and keep what must be evaluated", () => {
    expect(fixes(auction.replace("uniform", "{1: 3/2, 2: 1/2}")).map((fix) => fix.title)).toEqual(["Scale the probabilities to sum to 1"]);
    const [fix] = fixes(auction.replace("agents", "param p = 1/4\nagents").replace("uniform", "{1: p, 2: p}"));
    expect(fix?.text).toContain("{1: p, 2: 1 - (p)}");
  });
});

describe("fixes that need the whole spec", () => {
  it("take out a type only if nobody can have it", () => {
    const three = auction.replace("in {1, 2}", "in {1, 2, 3}");
    expect(fixes(three.replace("prior value[i] ~ uniform", "prior value[i] ~ {1: 1/2, 2: 1/2}"))[0]?.text).toContain("in {1, 2}\n");
    const some = three.replace("prior value[i] ~ uniform", "prior value ~ {(1, 3): 1/2, (2, 3): 1/2}");
    expect(fixes(some).map((fix) => fix.title).filter((title) => title.startsWith("Leave"))).toEqual([]);
  });

  it("rename the index that hides a name, and nothing else", () => {
    const text = auction.replace("agents", "param j = 2\nagents").replace("sum(i in bidder) pay[i]]", "j * sum(j in bidder) pay[j]]");
    expect(fixes(text)[0]?.text).toContain("E[j * sum(j_ in bidder) pay[j_]]");
  });
});
