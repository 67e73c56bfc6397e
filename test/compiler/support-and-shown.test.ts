import { describe, expect, it } from "vitest";
import { codes } from "../../compiler/diagnostics/codes.ts";
import { compile } from "../../compiler/driver.ts";
import { run } from "../../runtime/run.ts";
import type { Result } from "../../runtime/report/result.generated.ts";

async function result(source: string): Promise<Result> {
  const { task, diagnostics } = compile(source);
  if (!task) throw new Error(JSON.stringify(diagnostics));
  return (await run(task)).result;
}

const codesOf = (source: string): string[] => compile(source).diagnostics.map((each) => each.code);

describe("support(d)", () => {
  it("is the set of values of a distribution, of a table, and of a param that holds one", async () => {
    const source =
      "model m\nparam law = binomial(2, 1/2)\nparam mass = {1: 1/3, 5: 2/3}\nstate theta in support(law)\nprior theta ~ law\nstate kind in support(mass)\nprior kind ~ mass\n" +
      "quantity values = sum(v in support(law)) v\nquantity kinds = sum(v in support(mass)) v\nquantity count_coin = size(support(bernoulli(1)))\nquantity mean = E[theta] + E[kind]\n";
    const { quantities } = await result(source);
    // 0 + 1 + 2, 1 + 5, a sure coin has one value, and 1 + 11/3.
    expect([quantities["values"], quantities["kinds"], quantities["count_coin"], quantities["mean"]].map((each) => each?.exact)).toEqual(["3", "6", "1", "14/3"]);
  });

  it("leaves the name to a param that stands before brackets", async () => {
    const source = "model m\nagents bidder = 1..2\nparam support = [[1, 2], [3]]\nstate value[i in bidder] in support[i]\nprior value[i] ~ uniform\nquantity mean = E[value[1]] + size(support(uniform(support[1])))\n";
    expect((await result(source)).quantities["mean"]?.exact).toBe("7/2");
  });

  it("can depend on an index", async () => {
    const source = "model m\nset k = 1..2\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity a = E[theta] + (sum(j in k) (sum(v in support(binomial(j, 1/2))) v))\n";
    // 0 + 1, then 0 + 1 + 2.
    expect((await result(source)).quantities["a"]?.exact).toBe("9/2");
  });

  it.each([
    ["a number", "support(3)", "wrong-kind"],
    ["a continuous law", "support(normal(0, 1))", "continuous-needs-discretize"],
    ["a table that does not sum to one", "support({1: 1/3, 2: 1/3})", "prior-sum"],
    ["a list, which has no values", "support([1/2, 1/2])", "wrong-kind"],
    ["nothing", "support()", "wrong-argument-count"],
  ] as const)("refuses %s with a diagnostic", (_, call, name) => {
    const found = codesOf(`model m\nset k = ${call}\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity a = E[theta] + size(k)\n`);
    expect(found[0]).toBe(codes[name].code);
  });
});

describe("show of a let", () => {
  const auction =
    "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nlet total = value[1] + value[2]\nlet average = E[total]\nmechanism {\n" +
    "  let top = argmax(i in bidder) value[i]\n  let gap[i in bidder] = value[i] - 1\n  allocation win[i in bidder] in [0, 1] = if i in top then 1 / size(top) else 0\n}\npayoff bidder[i] = value[i] * win[i]\nquantity welfare = E[sum(i in bidder) payoff bidder[i]]\nshow top, gap, total, average\n";

  it("tabulates it by profile of messages, by state, or once", async () => {
    const { shown } = await result(auction);
    expect(shown?.["top"]).toEqual({
      indices: [],
      columns: ["bidder[1]", "bidder[2]"],
      entries: [
        { index: [], at: ["1", "1"], value: "{1, 2}" },
        { index: [], at: ["1", "2"], value: "{2}" },
        { index: [], at: ["2", "1"], value: "{1}" },
        { index: [], at: ["2", "2"], value: "{1, 2}" },
      ],
    });
    expect(shown?.["gap"]?.entries).toHaveLength(8);
    expect(shown?.["gap"]?.entries.filter((entry) => entry.value === "1")).toHaveLength(4);
    expect(shown?.["total"]).toMatchObject({ columns: ["value[1]", "value[2]"], entries: [{ value: "2" }, { value: "3" }, { value: "3" }, { value: "4" }] });
    expect(shown?.["average"]).toEqual({ indices: [], columns: [], entries: [{ index: [], at: [], value: "3" }] });
  });

  it("is absent when no let is shown", async () => expect((await result(auction.replace("show top, gap, total, average", "show win"))).shown).toBeUndefined());

  it("works for a let over what is chosen", async () => {
    const source = auction.replace(" = if i in top then 1 / size(top) else 0", "").replace("show top, gap, total, average", "show sold").replace("  let gap", "  let sold = win[1] + win[2]\n  let gap").concat("seller chooses mechanism to maximize welfare\n");
    const { shown } = await result(source);
    expect(shown?.["sold"]?.entries.map((entry) => entry.value)).toEqual(["2", "2", "2", "2"]);
  });
});
