import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { run, Workplace } from "./run.ts";

const good = "model m\n\nparam n = 2\n";
const broken = "model m\nparam n = \nagents bidder = 1..n)\n";

describe("mech", () => {
  it("prints its version and its help, with the exit codes", async () => {
    expect(await run(["--version"])).toEqual({ stdout: `${manifest.version}\n`, stderr: "", status: 0 });
    const help = await run(["--help"]);
    expect(help.status).toBe(0);
    expect(help.stdout).toMatch(/Usage: mech/);
    expect(help.stdout).toMatch(/Exit codes: 0 fine, 1 .*, 2 /);
  });

  it.each([
    [["frobnicate"], /unknown command/],
    [["chek", "a.mech"], /Did you mean check/],
    [["check", "--frobnicate", "a.mech"], /unknown option/],
    [["check"], /missing required argument/],
    [["check", "--color", "red", "a.mech"], /Allowed choices are auto, always, never/],
    [["check", "missing.mech"], /error\[MECH9001\]: cannot read missing\.mech: no such file/],
    [["check", "."], /cannot read \.: it is a directory/],
  ])("ends with 2 on the wrong command line %j", async (args, message) => {
    const { stdout, stderr, status } = await run(args);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  it("refuses files that are no text and files that are no specs by their size", async () => {
    const result = await Workplace.with({ "large.mech": "/".repeat(4 * 1024 * 1024 + 1) }, (place) => place.mech(["check", "large.mech"]));
    expect(result).toMatchObject({ status: 2, stdout: "" });
    expect(result.stderr).toMatch(/MECH9004/);
    const bytes = await run(["check", process.execPath]);
    expect(bytes.status).toBe(2);
  });
});

describe("mech check", () => {
  it("says ok on standard output", async () => {
    expect(await run(["check", "a.mech"], { "a.mech": good })).toMatchObject({ stdout: "a.mech: ok\n", status: 0 });
  });

  it("reports every error of every file on standard error and ends with 1", async () => {
    const { stdout, stderr, status } = await run(["check", "a.mech", "b.mech"], { "a.mech": broken, "b.mech": good });
    expect(stderr).toMatch(/error\[MECH0111\][^]* --> a\.mech:2:10\n[^]*error\[MECH0102\][^]* --> a\.mech:3:21\n[^]*a\.mech: 2 errors\n$/);
    expect(stdout).toBe("b.mech: ok\n");
    expect(status).toBe(1);
  });

  it("prints data with --json, and nothing else", async () => {
    const { stdout, stderr, status } = await run(["check", "--json", "a.mech"], { "a.mech": broken });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string; code: string; range: { from: unknown } }[] };
    expect(diagnostics.map((each) => each.code)).toEqual(["MECH0111", "MECH0102"]);
    expect(diagnostics[1]).toMatchObject({ file: "a.mech", range: { from: { line: 3, column: 21 } } });
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  it("is silent with --quiet when all is well", async () => {
    expect(await run(["check", "-q", "a.mech"], { "a.mech": good })).toEqual({ stdout: "", stderr: "", status: 0 });
  });

  it("uses colours when asked and not otherwise", async () => {
    const files = { "a.mech": broken };
    expect((await run(["check", "a.mech"], files)).stderr).not.toContain("\u001b");
    expect((await run(["check", "--color", "always", "a.mech"], files)).stderr).toContain("\u001b[");
    expect((await run(["check", "a.mech"], files, { env: { FORCE_COLOR: "1" } })).stderr).toContain("\u001b[");
    expect((await run(["check", "--color", "never", "a.mech"], files, { env: { FORCE_COLOR: "1" } })).stderr).not.toContain("\u001b");
  });
});

describe("mech explain", () => {
  it("prints an entry", async () => {
    const { stdout, status } = await run(["explain", "mech0503"]);
    expect(stdout).toMatch(/^MECH0503: probabilities do not sum to one/);
    expect(status).toBe(0);
  });

  it("lists all codes without one", async () => {
    const { stdout } = await run(["explain"]);
    expect(stdout).toMatch(/^code +severity +title\n-+ +-+ +-+\nMECH0101 /);
    expect(stdout).toMatch(/\nMECH9999 /);
  });

  it("suggests a code that is near", async () => {
    const { stderr, status } = await run(["explain", "MECH050"]);
    expect(stderr).toMatch(/there is no diagnostic MECH050\n {2}hint: did you mean `MECH0501`\?/);
    expect(status).toBe(2);
  });

  it("gives data with --json", async () => {
    const entry = JSON.parse((await run(["explain", "--json", "0503"])).stdout) as Record<string, unknown>;
    expect(entry).toMatchObject({ code: "MECH0503", name: "prior-sum", severity: "error" });
  });
});
