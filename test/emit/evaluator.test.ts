import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import { defaultEvaluatorLimits, emitEvaluator } from "../../compiler/emit/evaluator.ts";
import { formatNamed } from "../../compiler/emit/registry.ts";
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { MechanismTask, Task } from "../../compiler/programs/task.ts";
import { makeEvaluator } from "../../runtime/report/evaluator.ts";
import { run } from "../../runtime/run.ts";
import { ruleTables } from "../../runtime/report/rules.ts";
import { solvedEvaluator, type OutcomeTables } from "../../runtime/verify/tables.ts";
import { compiled } from "./programs.ts";
import { samples } from "./specs.ts";

type Numbers<T> = Record<string, T | Record<string, T>>;
interface Mechanism {
  readonly agents: readonly string[];
  readonly messages: Record<string, readonly string[]>;
  outcome(profile: Record<string, unknown>): { readonly exact: Numbers<string>; readonly value: Numbers<number> };
}

async function imported(text: string): Promise<Mechanism> {
  return (await import(`data:text/javascript;base64,${Buffer.from(text).toString("base64")}`)) as Mechanism;
}

function taskOf(text: string): Task {
  const { task, diagnostics } = compile(text);
  if (!task) throw new Error(diagnostics.map((each) => each.text).join(" "));
  return task;
}

/** Made-up values, all different, in the place of a solution. */
function tablesOf(task: MechanismTask): OutcomeTables {
  const { profileCount } = task.evaluator.space;
  return new Map(task.chosen.map(({ outcome, componentCount }, o) => [outcome.name, Array.from({ length: componentCount * profileCount }, (_, k) => Rational.of(k * k - 7, k + o + 2))]));
}

/** The outcomes at every profile, as the result of `mech solve` states them, against those of the module. */
async function expectEqual(task: Task, evaluator: Evaluator): Promise<void> {
  const module = await imported(emitEvaluator(task.model, evaluator).text);
  let compared = 0;
  for (const [name, rule] of Object.entries(ruleTables(task.model, evaluator))) {
    expect(module.agents).toEqual(rule.agents);
    for (const { index, at, value } of rule.entries) {
      const { exact, value: numbers } = module.outcome(Object.fromEntries(rule.agents.map((agent, a) => [agent, at[a]])));
      const pick = <T>(from: Numbers<T>): unknown => (index.length === 0 ? from[name] : (from[name] as Record<string, T>)[index.join(", ")]);
      expect(pick(exact)).toBe(String(value));
      expect(pick(numbers)).toBe(Rational.parse(String(value))?.toNumber());
      compared++;
    }
  }
  expect(compared).toBeGreaterThan(0);
}

const given = `model given "Second price"
use auctions
param step = 1/4
agents bidder = 1..2
type value[i in bidder] in grid(0, 1, step)
prior value[i] ~ uniform
mechanism {
  message bid[i in bidder] in grid(0, 1, step) = value[i]
  allocation win[i in bidder] = top_share(bid, bidder, i)
  transfer pay[i in bidder] = second_price(bid, bidder, i)
  transfer total = (pay[1] + pay[2]) / 3
}
payoff bidder[i] = value[i] * win[i] - pay[i]
quantity revenue = E[pay[1] + pay[2]]
`;

describe("the module of a mechanism", () => {
  it.each(samples)("has the table of the solved rules at every profile: $name", async (sample) => {
    const { task } = compiled(sample);
    if (task?.kind !== "mechanism") throw new Error("expected a program");
    await expectEqual(task, solvedEvaluator(task, tablesOf(task)));
  });

  it("is what a format of the registry makes of a solved task", async () => {
    const task = taskOf(samples.find((sample) => sample.name === "bayesian incentives, interim participation")?.text ?? "");
    const { evaluator, result } = await run(task);
    const format = formatNamed("evaluator");
    if (!evaluator || format?.input !== "task") throw new Error("expected a solution and a format of tasks");
    const { text, exact } = format.emit(task, evaluator);
    expect(result.objective?.exact).toBe("8/5");
    expect(exact).toBe(true);
    await expectEqual(task, evaluator);
    expect((await imported(text)).outcome({ "bidder[1]": "2", "bidder[2]": "1" }).exact["win"]).toEqual({ "1": "1", "2": "0" });
  });

  it("has the rules of a given mechanism at every profile", async () => {
    const task = taskOf(given);
    await expectEqual(task, task.evaluator);
  });

  it("lists the admissible messages and takes them as texts or numbers", async () => {
    const task = taskOf(given);
    const { messages, outcome } = await imported(emitEvaluator(task.model, task.evaluator).text);
    expect(messages["bidder[2]"]).toEqual(["0", "1/4", "1/2", "3/4", "1"]);
    const expected = { exact: { win: { "1": "1", "2": "0" }, pay: { "1": "1/4", "2": "0" }, total: "1/12" }, value: { win: { "1": 1, "2": 0 }, pay: { "1": 0.25, "2": 0 }, total: 1 / 12 } };
    expect(outcome({ "bidder[1]": "1/2", "bidder[2]": "1/4" })).toEqual(expected);
    expect(outcome({ "bidder[1]": 0.5, "bidder[2]": 0.25 })).toEqual(expected);
  });

  it("refuses what no agent can say", async () => {
    const task = taskOf(given);
    const { outcome } = await imported(emitEvaluator(task.model, task.evaluator).text);
    expect(() => outcome({ "bidder[1]": "2", "bidder[2]": "1" })).toThrow(new RangeError("bidder[1] cannot send 2; the admissible messages are 0, 1/4, 1/2, 3/4, 1"));
    expect(() => outcome({ "bidder[1]": "1" })).toThrow(new RangeError("there is no message of bidder[2]"));
    expect(() => outcome({ "bidder[1]": "1", "bidder[2]": "1", seller: "1" })).toThrow(new RangeError("there is no agent seller; the agents are bidder[1], bidder[2]"));
  });

  it("is the same text every time, says when a number is rounded, and cannot be broken by a title", async () => {
    const task = taskOf(given);
    expect(emitEvaluator(task.model, task.evaluator)).toEqual(emitEvaluator(task.model, taskOf(given).evaluator));
    const rounded = taskOf(given.replace("/ 3", "* exp(1)").replace("Second price", "a\\nthrow 1; // \\\\"));
    const emission = emitEvaluator(rounded.model, rounded.evaluator);
    expect(emission.exact).toBe(false);
    expect(emission.text).toContain("// Some of its numbers are rounded");
    expect((await imported(emission.text)).agents).toHaveLength(2);
  });

  it("is refused when the table would be too large", () => {
    const task = taskOf(given);
    expect(() => emitEvaluator(task.model, task.evaluator, { ...defaultEvaluatorLimits, profiles: 24 })).toThrow("The evaluator is a table, and there would be 25 message profiles; the limit is 24.");
    expect(() => emitEvaluator(task.model, task.evaluator, { ...defaultEvaluatorLimits, entries: 100 })).toThrow("5 outcomes at 25 message profiles; the limit is 100 entries");
  });
});

describe("the rule as a function", () => {
  const ruleOf = (task: Task): ReturnType<typeof makeEvaluator> => makeEvaluator(task.model, task.evaluator);

  it("gives exact outcomes for messages as values or texts", () => {
    const rule = ruleOf(taskOf(given));
    for (const profile of [{ "bidder[1]": Rational.one, "bidder[2]": Rational.of(3, 4) }, { "bidder[1]": "1", "bidder[2]": "3/4" }]) {
      const outcomes = rule(profile);
      expect([...(outcomes.get("pay") ?? [])].map(([key, value]) => `${key}: ${value}`)).toEqual(["1: 3/4", "2: 0"]);
      expect(outcomes.get("total")?.get("")?.toString()).toBe("1/4");
    }
  });

  it("reads the tables of a solved mechanism", () => {
    const { task } = compiled(samples[0] as (typeof samples)[number]);
    if (task?.kind !== "mechanism") throw new Error("expected a program");
    const tables = tablesOf(task);
    const outcomes = makeEvaluator(task.model, solvedEvaluator(task, tables))({ "bidder[1]": "2", "bidder[2]": "1" });
    expect(outcomes.get("win")?.get("2")).toBe(tables.get("win")?.[1 * 4 + 2]);
  });

  it("refuses what no agent can say", () => {
    const rule = ruleOf(taskOf(given));
    expect(() => rule({ "bidder[1]": "1/3", "bidder[2]": "1" })).toThrow(RangeError);
    expect(() => rule({ "bidder[1]": "1" })).toThrow("there is no message of bidder[2]");
    expect(() => rule({ "bidder[1]": "1", "bidder[2]": "1", x: "1" })).toThrow("there is no agent x");
  });
});
