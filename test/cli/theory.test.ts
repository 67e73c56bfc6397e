/** What theorems say, on the command line: beside a solved program, and instead of one that is too large. */
import { describe, expect, it } from "vitest";
import { mechIn } from "./run.ts";

const optimal = "examples/calibrated-signaling/optimal.mech";
const hundred = `count=[${Array.from({ length: 101 }, () => "1/101").join(",")}]`;

describe("mech solve", () => {
  it("prints the theorem with its values, and holds it against the program", async () => {
    const { stdout, status } = await mechIn(["solve", optimal, "--set", "count=[1/4,1/2,1/4]"]);
    expect(stdout).toMatch(/theorem: optimal calibrated signaling \(Du, Tang, Wang, Zhang/);
    expect(stdout).toMatch(/ {2}t1 = 0\.5\n/);
    expect(stdout).toMatch(/holds {2}optimal calibrated signaling: revenue = 0\.5 \(1 row\)/);
    expect(status).toBe(0);
  });

  it("reports the closed form alone when the program is too large, with a warning and exit code 0", async () => {
    const { stdout, stderr, status } = await mechIn(["solve", optimal, "--set", hundred, "--json"]);
    const result = JSON.parse(stdout) as { status: string; certificate: string; asserts: unknown[]; theory: Record<string, number>; diagnostics: { code: string; severity: string }[] };
    expect(stderr).toBe("");
    expect([result.status, result.certificate, result.asserts.length]).toEqual(["closed-form", "none", 0]);
    expect(result.diagnostics.map((each) => [each.code, each.severity])).toEqual([["MECH0908", "warning"]]);
    expect(result.theory["upper"]).toBeGreaterThanOrEqual(result.theory["revenue"] ?? NaN);
    expect(status).toBe(0);
  });
});

describe("mech test", () => {
  it("fails where nothing was solved, since no assert was evaluated", async () => {
    const { stdout, status } = await mechIn(["test", optimal, "--set", hundred]);
    expect(stdout).toMatch(/FAILED, 0 of 0 asserts hold \(closed-form\)/);
    expect(status).toBe(1);
  });
});
