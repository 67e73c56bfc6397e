import { describe, expect, it } from "vitest";
import { completionsAt } from "../../editor/services/completion.ts";
import { signatureAt } from "../../editor/services/signature.ts";
import { snapshotOf } from "../../editor/services/snapshot.ts";
import { marked } from "./markers.ts";

const environment = `model m
use auctions
param n = 2
agents bidder = 1..n
set good = {apple, pear}
type value[i in bidder, g in good] in {1, 2}
state quality in {low, high}
prior quality ~ uniform
quantity revenue = E[sum(i in bidder) value[i, apple]]
mechanism {
  allocation win[i in bidder] in [0, 1]
}
`;

/** The labels at the marker of a line that follows the environment, in the order in which an editor shows them. */
function labels(line: string, before = environment): string[] {
  const { text, at } = marked(`${before}${line}`);
  return completionsAt(snapshotOf(text), at())
    .map((each) => ({ ...each, key: `${each.sortText ?? each.label}` }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map((each) => each.label);
}

describe("completion", () => {
  it("offers declarations at the start of a line, those of a block inside it", () => {
    expect(labels("«»")).toEqual(expect.arrayContaining(["param", "agents", "mechanism", "payoff", "seller chooses", "payoff bidder[i] ="]));
    expect(labels("pa«»")).toContain("param");
    expect(labels("mechanism {\n  «»\n}", "model m\n")).toEqual(["message", "let", "allocation", "transfer", "feasible", "function"]);
    expect(labels("information {\n  s«»", "model m\n")).toEqual(["signal", "public", "draw", "let", "function"]);
  });

  it("offers concepts behind `incentives` and `participation`, and agents behind `for`", () => {
    expect(labels("incentives «»")).toEqual(expect.arrayContaining(["bayesian", "ex_post", "dominant", "obedient", "none"]));
    expect(labels("incentives «»")).not.toContain("interim");
    expect(labels("participation in«»")).toContain("interim");
    expect(labels("incentives bayesian «»")).toEqual(["for"]);
    expect(labels("incentives bayesian for «»")).toEqual(["bidder"]);
  });

  it("leads through a move", () => {
    expect(labels("seller chooses «»")).toEqual(["mechanism", "information", "prior"]);
    expect(labels("seller chooses mechanism «»")).toEqual(["to"]);
    expect(labels("seller chooses mechanism to «»")).toEqual(["maximize", "minimize"]);
    expect(labels("seller chooses mechanism to maximize «»")).toEqual(["revenue", "E"]);
    expect(labels("seller chooses mechanism to maximize revenue «»")).toContain("then to");
  });

  it("offers libraries behind `use` and their rules in its list", () => {
    expect(labels("use «»", "model m\n")).toEqual(["auctions"]);
    expect(labels("use auctions («»", "model m\n")).toEqual(expect.arrayContaining(["second_price", "top_share"]));
    expect(labels("let share = to«»")).toContain("top_share");
  });

  it("offers laws behind `~`", () => {
    const found = labels("prior value[i, g] ~ «»");
    expect(found).toEqual(expect.arrayContaining(["uniform", "bernoulli", "exchangeable", "any with", "n"]));
    expect(found).not.toContain("win");
    expect(labels("information {\n  draw x ~ «»")).not.toContain("any with");
  });

  it("offers what still needs a prior behind `prior`", () => {
    expect(labels("prior «»")[0]).toBe("value[i, g]");
  });

  it("offers sets behind `in`, and index variables in a head", () => {
    expect(labels("state theta in «»")).toEqual(expect.arrayContaining(["bidder", "good", "grid(0, 1, 1/10)", "ladder(10)"]));
    expect(labels("quantity total = E[sum(i in «»")).toEqual(expect.arrayContaining(["bidder", "good"]));
    expect(labels("let gap[«»")).toEqual(["i in bidder", "i in good"]);
    expect(labels("let gap[i in bidder, «»")).toEqual(["j in bidder", "j in good"]);
  });

  it("offers the index over the right set first, and elements of it, between brackets", () => {
    expect(labels("let gap[k in bidder, h in good] = value[«»")[0]).toBe("k");
    const second = labels("let gap[k in bidder, h in good] = value[k, «»");
    expect(second[0]).toBe("h");
    expect(second).toEqual(expect.arrayContaining(["apple", "pear"]));
  });

  it("offers names in scope in an expression, indices first", () => {
    const found = labels("payoff bidder[i] = v«»");
    expect(found[0]).toBe("i");
    expect(found).toEqual(expect.arrayContaining(["value", "win", "quality", "sum", "max", "if", "E", "size"]));
    expect(found).not.toContain("infeasible");
    expect(labels("assert «»")).toEqual(expect.arrayContaining(["revenue", "infeasible", "holds"]));
  });

  it("offers agents and what can be observed behind a bar", () => {
    expect(labels("quantity q[i in bidder] = E[win[i] | «»")[0]).toBe("bidder[i]");
  });

  it("offers how a complete expression can go on", () => {
    expect(labels("assert revenue «»")).toContain("within");
    expect(labels("let a = if n > 1 «»")).toContain("then");
    expect(labels("let a = if n > 1 then 2 «»")).toContain("else");
    expect(labels("prior value ~ any «»")).toContain("with");
    expect(labels("information {\n  signal x[i in bidder] in {0, 1} «»")).toContain("private to");
    expect(labels("information {\n  signal x[i in bidder] in {0, 1} private to «»")).toEqual(["bidder[i]"]);
  });

  it("offers nothing for a new name, in a number, a comment or a text", () => {
    for (const line of ["param «»", "agents «»", "quantity «»", "let a = 12«»", "// a comm«»", "/// a comm«»", "/* a comm«» */", 'cite "My«»"'])
      expect(labels(line), line).toEqual([]);
  });

  it("works in a file that is broken in front of the cursor and behind it", () => {
    const { text, at } = marked(
      `param n = = 2\nagents bidder = 1..n\ntype value[i in bidder] in {1, 2}\npayoff bidder[j] = va«»\nmechanism {\n  allocation win[`,
    );
    expect(completionsAt(snapshotOf(text), at()).map((each) => each.label)).toEqual(expect.arrayContaining(["n", "value", "j", "win"]));
  });
});

describe("signature help", () => {
  const help = (line: string): readonly [string, number | undefined | null] | undefined => {
    const { text, at } = marked(`${environment}function f(x, y) = x\n${line}`);
    const found = signatureAt(snapshotOf(text), at());
    return found && [found.signatures[0]?.label ?? "", found.activeParameter];
  };

  it("is given for distributions, functions, rules of a library and aggregates", () => {
    expect(help("prior quality ~ binomial(«»")).toEqual(["binomial(m, p)", 0]);
    expect(help("prior quality ~ binomial(3, «»")).toEqual(["binomial(m, p)", 1]);
    expect(help("let a = f(n, «»")).toEqual(["f(x, y)", 1]);
    expect(help("let a = top_share(value, bidder, «»")?.[0]).toBe("top_share(bid, S, i)");
    expect(help("let a = grid(0, max(1, 2), «»1)")).toEqual(["grid(low, high, step)", 2]);
    expect(help("let a = sum(«»i in bidder) 1")?.[0]).toContain("sum(i in S");
  });

  it("marks the parameter inside its form", () => {
    const { text, at } = marked("prior q ~ binomial(3, «»1/2)");
    const found = signatureAt(snapshotOf(text), at())?.signatures[0];
    expect(found?.parameters?.map((each) => (Array.isArray(each.label) ? found.label.slice(each.label[0], each.label[1]) : each.label))).toEqual(["m", "p"]);
  });

  it("is not given outside of calls", () => {
    expect(help("let a = value[«»")).toBeUndefined();
    expect(help("let a = unknown(«»")).toBeUndefined();
    expect(help("let a = f(1, 2) + «»")).toBeUndefined();
  });
});
