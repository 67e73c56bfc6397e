import { describe, expect, it } from "vitest";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run, Workplace } from "./run.ts";
import { auction, given, infeasible, integer } from "./specs.ts";

/** Solves a spec, lets `spoil` change the printed solution, and verifies it. */
async function verify(spec: string, spoil: (solution: string) => string = (solution) => solution, ...options: string[]) {
  return Workplace.with({ "a.mech": spec }, async (place) => {
    const { stdout } = await place.mech(["solve", "--json", "--solver", "exact", "a.mech"]);
    return Workplace.with({ "a.mech": spec, "s.json": spoil(stdout) }, (other) => other.mech(["verify", "a.mech", "s.json", ...options]));
  });
}

/** Raises what is paid by the buyer with value 2 above that value. */
function overcharge(text: string): string {
  const solution = JSON.parse(text) as Result;
  const entry = solution.rules["pay"]?.entries.find((each) => each.at.join() === "2");
  if (entry) entry.value = "5/2";
  return JSON.stringify(solution);
}

describe("mech verify", () => {
  it.each([
    ["an optimum", auction, "monopoly: accepted, proved optimal\n"],
    ["a given mechanism", given, "monopoly: accepted, proved evaluated\n"],
    ["infeasibility", infeasible, "monopoly: accepted, proved infeasible\n"],
    ["an optimum in integers, as feasible", integer, "monopoly: accepted, proved feasible\n  outcomes are discrete, so duality does not prove optimality\n"],
  ])("proves %s", async (_what, spec, stdout) => {
    expect(await verify(spec)).toEqual({ stdout, stderr: "", status: 0 });
  });

  it("rejects a changed solution with the lines of the spec that it breaks", async () => {
    const { stdout, stderr, status } = await verify(auction, overcharge);
    expect({ stderr, status }).toEqual({ stderr: "", status: 1 });
    expect(stdout).toMatch(/^monopoly: rejected\n/);
    expect(stdout).toMatch(/participation_buyer fails by 1\/2: buyer 1 who knows 2 expects at least the outside option \(line 11\)/);
  });

  it("rejects a solution of another spec", async () => {
    const { stdout, status } = await Workplace.with({ "a.mech": auction, "b.mech": auction.replace("{1, 2}", "{1, 3}") }, async (place) => {
      const solution = (await place.mech(["solve", "--json", "a.mech"])).stdout;
      return Workplace.with({ "b.mech": await place.read("b.mech"), "s.json": solution }, (other) => other.mech(["verify", "b.mech", "s.json"]));
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(/rejected/);
  });

  it("prints data with --json", async () => {
    const accepted = await verify(auction, undefined, "--json");
    expect(JSON.parse(accepted.stdout)).toEqual({ model: "monopoly", accepted: true, conclusion: "accepted", proved: "optimal", reasons: [] });
    const rejected = await verify(auction, overcharge, "--json");
    const verdict = JSON.parse(rejected.stdout) as { accepted: boolean; proved: string; reasons: { text: string; line?: number }[] };
    expect(verdict).toMatchObject({ accepted: false, proved: "nothing" });
    expect(verdict.reasons.map((each) => each.line)).toContain(11);
  });

  it("accepts rounded numbers only with a tolerance", async () => {
    const rounded = (solution: string): string => solution.replace(/"exact": "[^"]*",?/g, "").replace(/,(\s*})/g, "$1");
    expect(await verify(auction, rounded)).toMatchObject({ status: 3 });
    const tolerant = await verify(auction, rounded, "--tolerance", "1e-9");
    expect(tolerant.stdout).toMatch(/^monopoly: accepted, proved feasible\n/);
    expect(tolerant.status).toBe(0);
  });

  it.each([
    [["verify", "a.mech", "missing.json"], 2, /MECH9001/],
    [["verify", "a.mech", "a.mech"], 2, /a\.mech is not JSON/],
    [["verify", "a.mech"], 2, /missing required argument/],
    [["verify", "a.mech", "s.json", "--tolerance", "-1"], 2, /positive number/],
    [["verify", "b.mech", "s.json"], 1, /MECH0201/],
  ])("%j ends with %d", async (args, code, message) => {
    const { stdout, stderr, status } = await run(args, { "a.mech": auction, "b.mech": auction.replace("pay[i]]", "pya[i]]"), "s.json": "{}" });
    expect(stderr).toMatch(message);
    expect({ stdout, status }).toEqual({ stdout: "", status: code });
  });
});
