import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "./run.ts";
import { auction, given, infeasible, integer, unbounded } from "./specs.ts";

const validate = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(readFileSync("runtime/report/result.schema.json", "utf8")) as object);

async function solve(spec: string, ...options: string[]): Promise<{ result: Result; status: number }> {
  const { stdout, stderr, status } = await run(["solve", "--json", "a.mech", ...options], { "a.mech": spec });
  expect(stderr).toBe("");
  const result: unknown = JSON.parse(stdout);
  expect(validate(result), JSON.stringify(validate.errors)).toBe(true);
  return { result: result as Result, status };
}

describe("mech solve --json", () => {
  it.each([
    ["optimal", auction, 0],
    ["optimal", integer, 0],
    ["evaluated", given, 0],
    ["infeasible", infeasible, 1],
    ["unbounded", unbounded, 1],
  ])("prints %s results as the schema says", async (expected, spec, code) => {
    const { result, status } = await solve(spec, "--duals", "--unique");
    expect(result.status).toBe(expected);
    expect(status).toBe(code);
  });

  it("prints the reasons why there is no solution", async () => {
    expect((await solve(infeasible)).result.conflict?.text.join("\n")).toMatch(/generous \(line \d+\)/);
    expect((await solve(unbounded)).result.ray?.join("\n")).toMatch(/revenue rises/);
  });

  it("prints diagnostics instead of a result when the spec does not compile", async () => {
    const { stdout, status } = await run(["solve", "--json", "a.mech"], { "a.mech": auction.replace("pay[i]]", "pya[i]]") });
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: "MECH0201", severity: "error" }] });
    expect(status).toBe(1);
  });

  it("puts results on standard output and warnings on standard error", async () => {
    const spec = auction.replace("uniform", "{1: 1/2, 2: 1/2, 3: 0}").replace("{1, 2}", "{1, 2, 3}");
    const { stdout, stderr, status } = await run(["solve", "a.mech"], { "a.mech": spec });
    expect(stderr).toMatch(/^warning\[MECH1203\]/);
    expect(stdout).toMatch(/^monopoly: optimal/);
    expect(stdout).not.toMatch(/MECH/);
    expect(status).toBe(0);
  });
});

describe("what is asked of a solution", () => {
  it("--duals explains the multipliers; without it they are not printed", async () => {
    const plain = await run(["solve", "a.mech"], { "a.mech": auction });
    expect(plain.stdout).not.toMatch(/^duals$/m);
    const { stdout } = await run(["solve", "a.mech", "--duals"], { "a.mech": auction });
    expect(stdout).toMatch(/^duals$/m);
    expect(stdout).toMatch(/`participation_buyer`/);
  });

  it("--unique gives the range of what optimality does not determine, and --no-unique does not", async () => {
    // With the prior 1/2, the prices 1 and 2 earn the same: sold is anything between 1/2 and 1.
    const { result } = await solve(auction, "--unique");
    expect(result.quantities["sold"]?.range).toMatchObject([{ exact: "1/2" }, { exact: "1" }]);
    const { stdout } = await run(["solve", "a.mech", "--unique"], { "a.mech": auction });
    expect(stdout).toMatch(/^sold .*not determined: between 1\/2 = 0\.5 and 1$/m);
    expect((await solve(auction, "--no-unique")).result.quantities["sold"]?.range).toBeUndefined();
  });

  it("--limit refuses larger programs with the formula of their size", async () => {
    // A row of its own, so that no theorem answers in place of the program.
    const { stdout, stderr, status } = await run(["solve", "a.mech", "--limit", "3"], { "a.mech": `${auction}require cheap: revenue <= 1\n` });
    expect(stderr).toMatch(/error\[MECH080\d\]/);
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
    expect((await solve(auction, "--limit", "1000")).status).toBe(0);
  });

  it("--time-limit stops in time, and leaves small programs alone", async () => {
    expect((await solve(auction, "--time-limit", "60")).result).toMatchObject({ status: "optimal", certificate: "exact" });
    const started = Date.now();
    const large = auction.replace("1..1", "1..3").replace("{1, 2}", "1..12");
    const { stdout } = await run(["solve", "a.mech", "--time-limit", "0.2", "--no-unique", "--no-symmetry"], { "a.mech": large });
    expect(stdout).not.toMatch(/certified exactly/);
    expect(Date.now() - started).toBeLessThan(30_000);
  });

  it.each([
    ["--limit", "0"],
    ["--limit", "many"],
    ["--time-limit", "-1"],
  ])("%s %s is a wrong command line", async (option, value) => {
    const { stdout, stderr, status } = await run(["solve", "a.mech", option, value], { "a.mech": auction });
    expect(stderr).toMatch(/positive number/);
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  });
});
