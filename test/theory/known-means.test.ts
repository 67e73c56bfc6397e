/** The robust auction with known means is recognised from its spec, whatever its letters, and nothing else is. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { codes } from "../../compiler/diagnostics/codes.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { addTheory, closedFormResult } from "../../runtime/theory/recognise/apply.ts";
import { recogniser } from "../../runtime/theory/recognise/known-means.ts";
import type { Finding } from "../../runtime/theory/recogniser.ts";
import { optimalSensitivities } from "../../runtime/theory/proportional/sensitivities.ts";

const source = readFileSync("examples/compound-proportional/known-means.mech", "utf8");

function found(text: string, set: Record<string, Value> = {}): Finding | undefined {
  const { diagnostics, task } = compile(text, { set: new Map(Object.entries(set)) });
  if (!task) throw new Error(diagnostics.map((each) => each.text).join("\n"));
  return recogniser.recognise(task);
}

const list = (...texts: string[]): Value => ({ kind: "list", entries: texts.map((text) => Rational.parse(text) ?? text) });

describe("known means are recognised", () => {
  it.each([["3/5", "2/5"], ["1/2"], ["3/5", "1/2", "2/5"], ["9/10", "1/10"]])("means %s %s %s", (...texts) => {
    const means = texts.filter((text) => typeof text === "string");
    const finding = found(source, { mean: list(...means), k: Rational.integer(2) });
    const expected = optimalSensitivities(means.map((text) => Rational.parse(text)?.toNumber() ?? NaN));
    expect(finding?.theorem).toBe("compound-proportional");
    expect(finding?.values).toEqual({ revenue: expected.revenue, sensitivities: expected.sensitivities });
    expect(finding?.predictions).toEqual([{ quantity: "revenue", relation: "=", value: expected.revenue }]);
  });

  it("with other names, another upper bound, a multiple of the mean, a rescaled row, and the moves exchanged", () => {
    const changed = source
      .replaceAll("q[i]", "share[i]").replace(/allocation +q\[i in/, "allocation share[i in").replaceAll("t[i]", "fee[i]").replace(/transfer +t\[i in/, "transfer fee[i in")
      .replace("in [0, 1]\nprior", "in [0, 10]\nprior")
      .replace("E[value[i]] = mean[i]", "E[2 * value[i]] = 20 * mean[i]")
      .replace("share[i] <= 1", "3 * share[i] <= 3");
    const [first = "", second = ""] = changed.split("\n").filter((line) => /^(seller|nature) /.test(line));
    const swapped = changed.replace(`${first}\n${second}`, `${second}\n${first}`).replace(/assert .*\n?/, "");
    expect(found(swapped)?.values["revenue"]).toBeCloseTo(2.709069038646, 10);
  });

  it("over finite values that include the corners", () => {
    const finite = source.replace("in [0, 1]\nprior", "in {0, 1/2, 1}\nprior");
    expect(found(finite)?.values["revenue"]).toBeCloseTo(0.2709069038646, 12);
  });

  it("with the upper bound that the values have", () => {
    const smaller = source.replace("in [0, 1]\nprior", "in {0, 1/2}\nprior").replace("[3/5, 2/5]", "[3/10, 2/5]");
    expect(found(smaller)?.values["revenue"]).toBeCloseTo(optimalSensitivities([0.3, 0.4], 0.5).revenue, 12);
  });

  it("without sensitivities where the mean is the upper bound", () => {
    expect(found(source, { mean: list("1", "2/5"), k: Rational.integer(2) })?.values).toEqual({ revenue: 1 });
  });
});

describe("what is something else is not recognised", () => {
  it.each([
    ["a lower bound above zero", (s: string) => s.replace("in [0, 1]\nprior", "in [1/10, 1]\nprior")],
    ["two units", (s: string) => s.replace("q[i] <= 1", "q[i] <= 2")],
    ["a common value", (s: string) => s.replace("value[i] * q[i]", "value[1] * q[i]")],
    ["no participation", (s: string) => s.replace("participation secure\n", "")],
    ["welfare", (s: string) => s.replace("E[sum(i in bidder) t[i]]", "E[sum(i in bidder) (t[i] + value[i] * q[i])]")],
    ["means that are bounded only", (s: string) => s.replace("E[value[i]] = mean[i]", "E[value[i]] >= mean[i]")],
  ] as const)("%s", (_, change) => {
    const changed = change(source).replace(/assert .*\n?/, "");
    expect(changed).not.toBe(source.replace(/assert .*\n?/, ""));
    const { task, diagnostics } = compile(changed);
    expect(diagnostics).toEqual([]);
    expect(task?.kind).toBe("robust");
    expect(task && recogniser.recognise(task)).toBeUndefined();
  });
});

describe("the closed form against the program", () => {
  const { task } = compile(source);
  const result = (interval: [number, number]): Result => ({
    version: "1.0", model: "known_means", status: "optimal", certificate: "interval",
    quantities: { revenue: { value: interval[0], interval } },
    rules: {}, checks: [], asserts: [], program: { rows: 0, columns: 0, nonzeros: 0, integers: 0 }, solver: "none",
    timings: { parse: 0, compile: 0, solve: 0, verify: 0 }, diagnostics: [],
  });

  it("is reported, and must lie between the bounds", () => {
    if (!task) throw new Error("no task");
    const fine = result([0.22, 0.33]);
    addTheory(task, fine, [recogniser]);
    expect(fine.theory?.["revenue"]).toBeCloseTo(0.2709069038646, 12);
    expect(fine.theory?.["sensitivities"]).toEqual([expect.closeTo(0.5720646732269, 11), expect.closeTo(0.2112557883197, 11)]);
    expect(fine.checks.map((each) => each.holds)).toEqual([true]);
    expect(fine.status).toBe("optimal");
    for (const interval of [[0.28, 0.33], [0.22, 0.27]] as [number, number][]) {
      const wrong = result(interval);
      addTheory(task, wrong, [recogniser]);
      expect(wrong.status).toBe("error");
      expect(wrong.diagnostics).toMatchObject([{ code: codes["theorem-disagrees"].code }]);
    }
  });

  it("is there without the program, when that is too large", () => {
    const { model, diagnostics } = compile(source, { set: new Map<string, Value>([["mean", list("3/5", "1/2", "2/5", "3/10")], ["k", Rational.integer(10)]]) });
    expect(diagnostics.some((each) => each.severity === "error")).toBe(true);
    const closed = model && closedFormResult(model, [recogniser]);
    expect(closed?.status).toBe("closed-form");
    expect(closed?.theory?.["revenue"]).toBeCloseTo(optimalSensitivities([0.6, 0.5, 0.4, 0.3]).revenue, 12);
  });
});
