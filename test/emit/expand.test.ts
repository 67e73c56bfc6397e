import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { expand } from "../../compiler/emit/expand.ts";
import { format } from "../../grammar/format.ts";
import { parse } from "../../grammar/index.ts";
import { compiled, plainProgram } from "./programs.ts";
import { samples, type Sample } from "./specs.ts";

function expanded(sample: Sample): string {
  const { model, diagnostics } = compiled(sample);
  if (!model) throw new Error(`${sample.name}: ${diagnostics.map((each) => each.text).join(" ")}`);
  return expand(sample.text, model);
}

const named = (name: string): Sample => samples.find((each) => each.name === name) as Sample;

describe("an expanded spec", () => {
  it.each(samples)("compiles to the same program: $name", (sample) => {
    const { task } = compiled(sample);
    const text = expanded(sample);
    const again = compile(text);
    expect(again.diagnostics.filter((each) => each.severity === "error"), text).toEqual([]);
    if (task?.kind !== "mechanism" || again.task?.kind !== "mechanism") throw new Error("expected a program");
    expect(plainProgram(again.task.program)).toEqual(plainProgram(task.program));
    expect(again.task.stages.map(({ sense, objective }) => ({ sense, values: [...objective.num] }))).toEqual(task.stages.map(({ sense, objective }) => ({ sense, values: [...objective.num] })));
  });

  it.each(samples)("has no shorthand left and can be formatted: $name", async (sample) => {
    const text = expanded(sample);
    const kinds = parse(text).file.items.map((item) => item.kind);
    expect(kinds.filter((kind) => ["incentives", "participation", "use"].includes(kind))).toEqual([]);
    expect(await format(text)).toContain("model");
  });

  it.each(samples)("stays as it is when it is expanded again: $name", (sample) => {
    const once = expanded(sample);
    expect(expanded({ name: sample.name, text: once })).toBe(once);
  });
});

describe("what is written out", () => {
  it("states bayesian incentives and interim participation as rows", () => {
    const text = expanded(named("bayesian incentives, interim participation"));
    expect(text).toContain("require incentives_bidder[i in bidder, report in messages(bidder[i])]: E[payoff bidder[i] | bidder[i]] >= E[payoff bidder[i] when bidder[i] reports report | bidder[i]]");
    expect(text).toContain("require participation_bidder[i in bidder]: E[payoff bidder[i] | bidder[i]] >= 0");
  });

  it("states dominant strategies against every message of the others", () => {
    expect(expanded(named("dominant incentives, ex_post participation"))).toContain(
      "[i in bidder, report in messages(bidder[i]), rivals in messages(others(bidder[i]))]: E[payoff bidder[i] when others(bidder[i]) report rivals | bidder[i]] >= " +
        "E[payoff bidder[i] when others(bidder[i]) report rivals and bidder[i] reports report | bidder[i]]",
    );
  });

  it("says what is reported in a direct mechanism, and nothing where messages are declared", () => {
    expect(expanded(named("no concepts"))).toContain("// Messages: each bidder reports value[i] (a direct mechanism).\nmechanism {");
    expect(expanded(named("the standard library with declared messages"))).not.toContain("// Messages");
  });

  it("keeps comments, also those inside what is replaced", () => {
    const text = expanded(named("a comment in a concept, and docs"));
    for (const comment of ["/// Truth.", "/* which? */", "// here"]) expect(text).toContain(comment);
  });

  it("writes the value of an outside option in its place, and renames an index that would hide a param in it", () => {
    const text = expanded(named("bilateral trade with outside options and lists of agents"));
    expect(text).toContain("require participation_seller[i in seller]: E[payoff seller[i] | seller[i]] >= E[cost[i] * report | seller[i]]");
    expect(text).not.toMatch(/^\s*participation/m);
  });

  it("tells the entries of a list apart by cases, and keeps a concept whose rows cannot be written", () => {
    expect(expanded(named("an outside option that indexes a list"))).toContain(">= E[(if i = 1 then 1/2 else n / 8) + if i = 1 then 0 else 1/4 | bidder[i]]");
    const computed = named("an outside option that indexes a list, and one that computes the list");
    const text = expanded({ ...computed, text: computed.text.replace("participation none", "participation interim") });
    expect(text).toContain("participation interim for bidder");
    expect(compile(text).diagnostics).toEqual([]);
  });

  it("keeps the concepts whose rows depend on the program", () => {
    const text = named("bayesian incentives, interim participation").text.replace("interim", "secure");
    const { model } = compile(text, { stopAfter: "model" });
    if (!model) throw new Error("expected a model");
    expect(expand(text, model)).toContain("\nparticipation secure for bidder\n");
  });

  it("leaves no two rows of one name: a row that takes the name of a concept's is refused before", () => {
    const { diagnostics } = compile(named("bayesian incentives, none participation").text.replace("participation none", "require incentives_bidder[i in bidder]: pay[i] <= 3"));
    expect(diagnostics.map((each) => each.text)).toEqual(["There are two families of rows named `incentives_bidder`."]);
  });

  it("shows the params in force", () => {
    const text = expanded(named("params of every shape, overridden and computed"));
    for (const line of ["param m = 3\n", "param price = 1/3\n", "param weight[bidder, good] = [[1/2, -1/3], [1, -2/3]]\n", "param mean[i in bidder] = [3/5, 3/5]\n"]) expect(text).toContain(line);
  });

  it("takes out functions with their docs, and keeps those that it cannot write in place", () => {
    const functions = expanded(named("functions, with indices that would be captured"));
    expect(functions).not.toContain("function");
    expect(functions).not.toContain("has two lines");
    const list = expanded(named("a function over a list that cannot be written out"));
    expect(list).toContain("function pick(list, k) = list[k]");
    expect(list).toContain("pick([3, (2 * 2)], i)");
    expect(list).not.toContain("double");
    expect(list).not.toContain("unused");
  });
});

describe("a hostile spec", () => {
  const withRows = (rows: string): Sample => ({ name: "hostile", text: named("bayesian incentives, interim participation").text.replace("quantity", `${rows}\nquantity`) });
  const nested = (depth: number, name: string): string => Array.from({ length: depth }).reduce<string>((text) => `${name}(${text})`, "pay[1]");

  function expectSameProgram(sample: Sample): string {
    const text = expanded(sample);
    const [before, after] = [compiled(sample).task, compile(text).task];
    if (before?.kind !== "mechanism" || after?.kind !== "mechanism") throw new Error("expected programs");
    expect(plainProgram(after.program)).toEqual(plainProgram(before.program));
    return text;
  }

  it("neither overflows the stack nor hangs when sums are long and calls are nested", () => {
    const long = Array.from({ length: 400 }, (_, k) => `twice(${k})`).join(" + ");
    const started = performance.now();
    const text = expectSameProgram(withRows(`function twice(x) = x + x\nrequire long: pay[1] <= ${long}\nrequire deep: ${nested(10, "twice")} <= 1`));
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(text).not.toContain("function");
  });

  it("keeps its functions when they would be written out to brackets too deep to be read", () => {
    const text = expectSameProgram(withRows(`function back(x) = 1 - (2 - (3 - x))\nrequire deep: ${nested(45, "back")} <= 1`));
    expect(text).toContain("function back(x)");
    expect(text).toContain("require participation_bidder");
  });

  it("keeps its concepts when an outside option would be", () => {
    const text = expectSameProgram(withRows(`function back(x) = 1 - (2 - (3 - x))\noutside bidder[i] = ${nested(45, "back").replace("pay[1]", "value[i]")}`));
    expect(text).toContain("participation interim for bidder");
  });
});
