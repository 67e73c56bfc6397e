import { describe, expect, it } from "vitest";
import { run, Workplace } from "./run.ts";

const monopoly = `model monopoly
param high = 2
agents buyer = 1..1
type  value[i in buyer] in {1, high}
prior value[i] ~ uniform
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer   pay[i in buyer]
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[sum(i in buyer) pay[i]]
seller chooses mechanism to maximize revenue
`;
const files = { "a.mech": monopoly };

describe("mech compile", () => {
  it.each([
    ["lp", /^Maximize\n[^]*^Subject To\n[^]*^End$/m],
    ["mps", /^ROWS$[^]*^ENDATA$/m],
    ["dual-lp", /^Minimize\n/m],
  ])("prints the program as %s", async (format, pattern) => {
    const { stdout, status } = await run(["compile", "a.mech", "--emit", format], files);
    expect(stdout).toMatch(pattern);
    expect(status).toBe(0);
  });

  it.each(["json", "ir"])("prints %s that is JSON", async (format) => {
    const { stdout, stderr, status } = await run(["compile", "a.mech", "--emit", format], files);
    expect(JSON.parse(stdout)).toMatchObject({ name: "monopoly" });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  it("takes parameters exactly", async () => {
    const one = await run(["compile", "a.mech", "--emit", "json", "--set", "high=1/3"], files);
    expect(one.status).toBe(0);
    expect(one.stdout).not.toBe((await run(["compile", "a.mech", "--emit", "json"], files)).stdout);
    expect(one.stdout).not.toContain("0.3333");
  });

  it("writes to a file", async () => {
    await Workplace.with(files, async (place) => {
      expect(await place.mech(["compile", "a.mech", "-o", "a.lp"])).toMatchObject({ stdout: "", status: 0 });
      expect(await place.read("a.lp")).toContain("Maximize");
      const refused = await place.mech(["compile", "a.mech", "-o", "no/such/folder.lp"]);
      expect(refused.stderr).toMatch(/error\[MECH9002\]: cannot write/);
      expect(refused.status).toBe(2);
    });
  });

  it("reports a spec that does not compile and prints nothing", async () => {
    const { stdout, stderr, status } = await run(["compile", "a.mech"], { "a.mech": monopoly.replace("pay[i]]", "pya[i]]") });
    expect(stdout).toBe("");
    expect(stderr).toMatch(/error\[MECH0201\][^]*did you mean `pay`\?/i);
    expect(status).toBe(1);
  });

  it.each([
    [["compile", "a.mech", "--emit", "pdf"], /unknown format pdf\n {2}hint: .*\blp\b/],
    [["compile", "a.mech", "--set", "high"], /MECH0405/],
  ])("%j is a wrong command line", async (args, message) => {
    const { stdout, stderr, status } = await run(args, files);
    expect(stderr).toMatch(message);
    expect({ stdout, status }).toEqual({ stdout: "", status: 2 });
  });
});
