import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { codes } from "../../compiler/diagnostics/codes.ts";
import { compile } from "../../compiler/driver.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import modelSchema from "../../compiler/model/model.schema.json" with { type: "json" };
import resultSchema from "../../runtime/report/result.schema.json" with { type: "json" };
import { format } from "../../grammar/format.ts";
import type { Task } from "../../compiler/programs/task.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";
import { expectedFailures } from "../../runtime/verify/claims.ts";
import { checkSolution } from "../../runtime/verify/checker/checker.ts";

const files = readdirSync("examples", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".mech")).sort();
const ajv = new Ajv({ strict: false });
const validModel = ajv.compile(modelSchema);
const validResult = ajv.compile(resultSchema);

describe("every file of the catalogue", () => {
  it("is found", () => expect(files.length).toBeGreaterThan(20));

  it.each(files)("%s compiles silently, is proved, and keeps its claims", async (file) => {
    const { diagnostics, model, task } = compile(readFileSync(`examples/${file}`, "utf8"));
    // Data that are no fractions are announced; nothing else may be.
    expect(diagnostics.filter((each) => each.code !== codes["inexact-data"].code)).toEqual([]);
    expect(validModel(model), JSON.stringify(validModel.errors)).toBe(true);
    if (!model || !task) throw new Error("no task");
    const { result } = await run(task);
    expect(validResult(JSON.parse(JSON.stringify(result))), JSON.stringify(validResult.errors)).toBe(true);
    expect(result.status).not.toBe("error");
    expect(diagnostics.length > 0, "a prior with rounded probabilities makes the result inexact").toBe(result.inexact === true);
    // The general intermediary's problem is known up to proven bounds.
    if (task.kind === "intermediary") expect(["exact", "interval"]).toContain(result.certificate);
    else if (task.kind !== "given") expect(result.certificate).toBe("exact");
    expect(result.asserts.filter((each) => !each.holds)).toEqual([]);
    const expected = expectedFailures(model);
    expect(result.checks.filter((each) => !each.holds && !expected.has(each.name))).toEqual([]);
    expect(model.cite.length).toBeGreaterThan(0);
    expect(model.doc).toBeDefined();
    expectVerified(model, task, result);
  });

  it.each(files)("%s is in the canonical layout", async (file) => {
    const source = readFileSync(`examples/${file}`, "utf8");
    expect(await format(source)).toBe(source);
  });
});

/** The independent checker proves every result, but for what it says it cannot decide. */
function expectVerified(model: Model, task: Task, result: Result): void {
  const verdict = checkSolution(model, JSON.parse(JSON.stringify(result)) as Parameters<typeof checkSolution>[1], { limit: 2_000_000 });
  expect(verdict.reasons.filter(() => verdict.conclusion === "rejected")).toEqual([]);
  if (verdict.conclusion === "not proved") {
    const known = /more than [\d,]+ steps|data of this spec are rounded|rounded number|has no proof for a prior|rows of the outcome limit sums|what a theorem says|no proof that the objective/;
    expect(verdict.reasons[0]?.text).toMatch(known);
    return;
  }
  const kinds: Record<Task["kind"], readonly string[]> = {
    given: ["evaluated"],
    mechanism: ["optimal", "feasible", "infeasible"],
    information: ["optimal", "infeasible"],
    split: ["optimal", "evaluated"],
    intermediary: ["optimal", "feasible"],
    robust: ["interval"],
    correlation: [],
  };
  expect(kinds[task.kind]).toContain(verdict.proved);
  // Only integers and tie-breaking rules leave an exact optimum of a mechanism without a proof.
  if (task.kind === "mechanism" && result.status === "optimal") expect(verdict.proved).toBe(task.program.integer.length > 0 ? "feasible" : "optimal");
}

function list(values: readonly (Value | number | string | readonly (number | string)[])[]): Value {
  const entry = (value: Value | number | string | readonly (number | string)[]): Value => {
    if (typeof value === "number") return Rational.integer(value);
    if (typeof value === "string") return Rational.parse(value) ?? value;
    return Array.isArray(value) ? list(value as readonly (number | string)[]) : (value as Value);
  };
  return { kind: "list", entries: values.map(entry) };
}

async function solved(file: string, set: ReadonlyMap<string, Value>): Promise<Record<string, string | undefined>> {
  const { diagnostics, task } = compile(readFileSync(`examples/textbook/${file}`, "utf8"), { set });
  expect(diagnostics).toEqual([]);
  if (!task) throw new Error("no task");
  const { result } = await run(task);
  expect(result.certificate).toBe("exact");
  expect(result.asserts.every((each) => each.holds)).toBe(true);
  return Object.fromEntries(Object.entries(result.quantities).map(([name, value]) => [name, value.exact]));
}

describe("myerson.mech under other params", () => {
  it.each([
    // One buyer with values 1, 2, 3 faces the price 2: 2 * 2/3; she keeps 1/3.
    { support: [[1, 2, 3]], prob: [["1/3", "1/3", "1/3"]], revenue: "4/3", welfare: "5/3", surplus: "1/3" },
    // Two bidders with values 1, 2: virtual values 0 and 2. Revenue 2 * 3/4; at (1, 1) the good is still sold, since that costs nothing.
    { support: [[1, 2], [1, 2]], prob: [["1/2", "1/2"], ["1/2", "1/2"]], revenue: "3/2", welfare: "7/4", surplus: "1/4" },
    // Three such bidders: 2 * 7/8; welfare 2 - 1/8.
    { support: [[1, 2], [1, 2], [1, 2]], prob: [["1/2", "1/2"], ["1/2", "1/2"], ["1/2", "1/2"]], revenue: "7/4", welfare: "15/8", surplus: "1/8" },
    // Asymmetric: virtual values 0, 2 against -1/3 (1 - 4 * (1/4)/(3/4)) and 5. E max: 5/4 + 3/4 * (2 * 1/2).
    { support: [[1, 2], [1, 5]], prob: [["1/2", "1/2"], ["3/4", "1/4"]], revenue: "2", welfare: "19/8", surplus: "3/8" },
  ])("$support earns $revenue", async ({ support, prob, revenue, welfare, surplus }) => {
    expect(await solved("myerson.mech", new Map([["support", list(support)], ["prob", list(prob)]]))).toEqual({ revenue, welfare, surplus });
  });
});

describe("correlated.mech under other params", () => {
  const set = (epsilon: string, incentives: string, participation: string): Map<string, Value> => {
    const e = Rational.parse(epsilon) ?? Rational.zero;
    const same = Rational.of(1, 4).add(e).toString();
    const other = Rational.of(1, 4).sub(e).toString();
    return new Map<string, Value>([
      ["support", list([[1, 3], [1, 3]])],
      ["joint", list([[same, other], [other, same]])],
      ["incentives", incentives],
      ["participation", participation],
    ]);
  };

  it.each(["1/8", "1e-3", "1e-6", "1e-9", "1e-12"])("extracts everything at distance %s from independence", async (epsilon) => {
    const e = Rational.parse(epsilon) ?? Rational.zero;
    // E max = 3 - 2 P(1, 1).
    const everything = Rational.integer(3).sub(Rational.integer(2).mul(Rational.of(1, 4).add(e))).toString();
    expect((await solved("correlated.mech", set(epsilon, "bayesian", "interim"))).revenue).toBe(everything);
  });

  it("earns Myerson's revenue at independence, whatever the concept", async () => {
    // Virtual values -1 and 3: 3 * 3/4.
    for (const incentives of ["bayesian", "ex_post", "dominant"]) {
      for (const participation of ["interim", "ex_post"]) expect((await solved("correlated.mech", set("0", incentives, participation))).revenue).toBe("9/4");
    }
  });

  it("takes three bidders as lists nested three deep", async () => {
    const joint = list([list([list(["1/4", "0"]), list(["0", "1/4"])]), list([list(["0", "1/4"]), list(["1/4", "0"])])]);
    const found = await solved("correlated.mech", new Map<string, Value>([["support", list([[1, 2], [1, 2], [1, 2]])], ["joint", joint]]));
    expect(found.first_best).toBe("7/4");
    expect(found.revenue).toBe("7/4");
  });
});
