import { describe, expect, it } from "vitest";
import { run, Workplace } from "./run.ts";

const untidy = "model   m\nparam n=2\n";
const broken = "model m\nparam n = \nparam k = 3\n";

describe("mech fmt", () => {
  it("formats files in place and names those that changed", async () => {
    await Workplace.with({ "a.mech": untidy }, async (place) => {
      expect(await place.mech(["fmt", "a.mech"])).toMatchObject({ stdout: "a.mech\n", status: 0 });
      const formatted = await place.read("a.mech");
      expect(formatted).toContain("param n = 2\n");
      expect(await place.mech(["fmt", "a.mech"])).toEqual({ stdout: "", stderr: "", status: 0 });
      expect(await place.read("a.mech")).toBe(formatted);
    });
  });

  it("with --check changes nothing and ends with 1 when a file is not formatted", async () => {
    await Workplace.with({ "a.mech": untidy }, async (place) => {
      expect(await place.mech(["fmt", "--check", "a.mech"])).toEqual({
        stdout: "a.mech\n",
        stderr: "1 file is not formatted; mech fmt formats it\n",
        status: 1,
      });
      expect(await place.read("a.mech")).toBe(untidy);
      await place.mech(["fmt", "a.mech"]);
      expect(await place.mech(["fmt", "--check", "a.mech"])).toEqual({ stdout: "", stderr: "", status: 0 });
    });
  });

  it("formats standard input to standard output", async () => {
    for (const asked of ["--stdin", "-"]) {
      const { stdout, status } = await run(["fmt", asked], {}, { stdin: untidy });
      expect(stdout).toContain("param n = 2\n");
      expect(status).toBe(0);
    }
  });

  it("leaves a file with a syntax error as it is, says why, and formats the others", async () => {
    await Workplace.with({ "bad.mech": broken, "good.mech": untidy }, async (place) => {
      const { stdout, stderr, status } = await place.mech(["fmt", "bad.mech", "good.mech"]);
      expect(stdout).toBe("good.mech\n");
      expect(stderr).toMatch(/error\[MECH0111\][^]* --> bad\.mech:2:10/);
      expect(status).toBe(1);
      expect(await place.read("bad.mech")).toBe(broken);
    });
    const piped = await run(["fmt", "--stdin"], {}, { stdin: broken });
    expect(piped).toMatchObject({ stdout: "", status: 1 });
  });

  it("reads all files before it writes the first", async () => {
    await Workplace.with({ "a.mech": untidy }, async (place) => {
      expect(await place.mech(["fmt", "a.mech", "missing.mech"])).toMatchObject({ status: 2 });
      expect(await place.read("a.mech")).toBe(untidy);
    });
  });

  it.each([[["fmt"]], [["fmt", "--stdin", "a.mech"]], [["fmt", "-", "a.mech"]]])("%j is a wrong command line", async (args) => {
    expect(await run(args, { "a.mech": untidy })).toMatchObject({ status: 2, stdout: "" });
  });
});
