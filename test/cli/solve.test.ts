import { describe, expect, it } from "vitest";
import { run } from "./run.ts";

const auction = (claim: string, participation = "interim") => `model correlated "Full surplus extraction"
param high = 2
agents bidder = 1..2
type  value[i in bidder] in {1, high}
prior value ~ { (1, 1): 2/5, (1, high): 1/10, (high, 1): 1/10, (high, high): 2/5 }
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives    bayesian
participation ${participation}
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
assert ${claim}
show win
`;
const manipulable = `model manipulable
agents bidder = 1..2
type  value[i in bidder] in {1, 2}
prior value[i] ~ uniform
mechanism {
  allocation win[i in bidder] in [0, 1] = value[i] / 4
  transfer   pay[i in bidder] = value[i] / 8
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives dominant
quantity revenue = E[sum(i in bidder) pay[i]]
assert revenue = 3/8
`;

describe("mech solve", () => {
  it("prints the exact optimum, the shown rules, the checks and the claims", async () => {
    const { stdout, stderr, status } = await run(["solve", "a.mech"], { "a.mech": auction("revenue = 8/5") });
    expect(stdout).toMatch(/^correlated: optimal, certified exactly/);
    expect(stdout).toMatch(/^revenue +8\/5 = 1\.6$/m);
    expect(stdout).toMatch(/^bidder\[1\] +bidder\[2\] +win\[1\] +win\[2\]$/m);
    expect(stdout).not.toMatch(/ pay$/m);
    expect(stdout).toMatch(/^holds {2}incentives_bidder \(8 rows\)$/m);
    expect(stdout).toMatch(/^holds {2}revenue = 8\/5$/m);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  it.each(["highs", "glpk", "exact"])("gets the same exact number with %s", async (solver) => {
    const { stdout, status } = await run(["solve", "a.mech", "--json", "--solver", solver], { "a.mech": auction("revenue = 8/5") });
    expect(JSON.parse(stdout)).toMatchObject({ status: "optimal", certificate: "exact", solver, objective: { exact: "8/5" }, diagnostics: [] });
    expect(status).toBe(0);
  });

  it("reads the spec from standard input when the file is -", async () => {
    const { stdout, status } = await run(["solve", "-"], {}, { stdin: auction("revenue = 8/5") });
    expect(stdout).toMatch(/^revenue +8\/5 = 1\.6$/m);
    expect(status).toBe(0);
    expect(await run(["check", "-"], {}, { stdin: "model m\nset good = {\n" })).toMatchObject({ status: 1, stderr: expect.stringContaining("--> <stdin>:") as string });
  });

  it("takes parameters", async () => {
    const { stdout } = await run(["solve", "a.mech", "--json", "--set", "high=4/3"], { "a.mech": auction("revenue <= 2") });
    // Full extraction: E[max value] = 2/5 * 1 + 3/5 * 4/3.
    expect(JSON.parse(stdout)).toMatchObject({ quantities: { revenue: { exact: "6/5" } } });
  });

  it("ends with 1 when a claim is false, and says what was found", async () => {
    const { stdout, status } = await run(["solve", "a.mech"], { "a.mech": auction("revenue = 3/2") });
    expect(stdout).toMatch(/^FAILS {2}revenue = 3\/2: .*8\/5/m);
    expect(status).toBe(1);
  });

  it("ends with 1 when the objective has no bound", async () => {
    const { stdout, status } = await run(["solve", "a.mech"], { "a.mech": auction("revenue = 8/5", "none") });
    expect(stdout).toMatch(/^correlated: unbounded/);
    expect(status).toBe(1);
  });

  it("ends with 1 and a counterexample when a given mechanism can be manipulated", async () => {
    const { stdout, status } = await run(["solve", "a.mech"], { "a.mech": manipulable });
    expect(stdout).toMatch(/^FAILS {2}incentives/m);
    expect(stdout).toMatch(/better report: /);
    expect(status).toBe(1);
  });

  it("reports progress on standard error only when asked", async () => {
    const { stderr } = await run(["solve", "a.mech", "--progress"], { "a.mech": auction("revenue = 8/5") });
    expect(stderr).toMatch(/^solving 7 rows, 8 columns/); // of 12 and 16: the bidders are exchangeable
  });

  it.each([
    [["solve", "a.mech", "--solver", "simplex"], /MECH0906[^]*highs, glpk, exact/],
    [["solve", "missing.mech"], /MECH9001/],
  ])("%j is a wrong command line", async (args, message) => {
    const { stderr, status } = await run(args, { "a.mech": auction("revenue = 8/5") });
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

describe("mech test", () => {
  it("runs the asserts of several specs and counts them", async () => {
    const files = { "good.mech": auction("revenue = 8/5"), "wrong.mech": auction("revenue = 1"), "broken.mech": "model m\nparam = 3\n" };
    const { stdout, stderr, status } = await run(["test", "good.mech", "wrong.mech", "broken.mech"], files);
    expect(stdout).toMatch(
      /^good\.mech: ok, 1 of 1 asserts hold \(optimal\)\n {2}holds {2}revenue = 8\/5\nwrong\.mech: FAILED, 0 of 1 asserts hold \(optimal\)\n {2}FAILS {2}revenue = 1: .*\nbroken\.mech: does not compile\n$/,
    );
    expect(stderr).toMatch(/broken\.mech:2:/);
    expect(status).toBe(1);
  });

  it("prints data with --json", async () => {
    const { stdout, status } = await run(["test", "--json", "a.mech"], { "a.mech": auction("revenue = 8/5") });
    expect(JSON.parse(stdout)).toEqual({ files: [{ file: "a.mech", passed: true, asserts: [{ text: "revenue = 8/5", holds: true }] }] });
    expect(status).toBe(0);
  });

  it("says nothing with --quiet when all claims hold", async () => {
    expect(await run(["test", "-q", "a.mech"], { "a.mech": auction("revenue = 8/5") })).toEqual({ stdout: "", stderr: "", status: 0 });
  });
});
