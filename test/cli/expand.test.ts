import { describe, expect, it } from "vitest";
import { run, Workplace } from "./run.ts";
import { auction } from "./specs.ts";

describe("mech expand", () => {
  it("writes the concepts out as rows, and what it prints compiles to the same program", async () => {
    await Workplace.with({ "a.mech": auction }, async (place) => {
      const { stdout, stderr, status } = await place.mech(["expand", "a.mech"]);
      expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
      expect(stdout).not.toMatch(/^(incentives|participation)\b/m);
      expect(stdout).toMatch(/^require incentives_buyer\[.*\n.* reports /m);
      expect(stdout.startsWith("/// ") || stdout.startsWith("model ")).toBe(true);
      const again = await Workplace.with({ "b.mech": stdout }, async (other) => {
        expect(await other.mech(["fmt", "--check", "b.mech"])).toMatchObject({ status: 0 });
        return other.mech(["solve", "--json", "b.mech"]);
      });
      const first = await place.mech(["solve", "--json", "a.mech"]);
      const [one, two] = [first, again].map((each) => JSON.parse(each.stdout) as { objective: object; program: object });
      expect(two?.objective).toEqual(one?.objective);
      expect(two?.program).toEqual(one?.program);
    });
  });

  it("prints data with --json, and shows what `--set` makes of the spec", async () => {
    const { stdout } = await run(["expand", "--json", "a.mech", "--set", "participation=none"], { "a.mech": auction });
    const printed = JSON.parse(stdout) as { model: string; text: string; diagnostics: unknown[] };
    expect(printed).toMatchObject({ model: "monopoly", diagnostics: [] });
    expect(printed.text).not.toMatch(/outside/);
    expect(printed.text).toMatch(/reports/);
  });

  it("prints nothing but the reasons when the spec does not compile", async () => {
    const { stdout, stderr, status } = await run(["expand", "a.mech"], { "a.mech": auction.replace("win[i] - pay", "won[i] - pay") });
    expect({ stdout, status }).toEqual({ stdout: "", status: 1 });
    expect(stderr).toMatch(/error\[MECH0201\]/);
  });
});
