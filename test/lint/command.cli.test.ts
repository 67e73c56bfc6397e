import { describe, expect, it } from "vitest";
import { run } from "../cli/run.ts";

const coin = "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\n";
const unused = `${coin}param n = 2\n`;

describe("mech check", () => {
  it("lints with --pedantic only", async () => {
    expect(await run(["check", "a.mech"], { "a.mech": unused })).toMatchObject({ status: 0, stdout: "a.mech: ok\n", stderr: "" });
    const { status, stderr } = await run(["check", "--pedantic", "a.mech"], { "a.mech": unused });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^warning\[MECH1201\]: name is never used/);
  });

  it("fails on warnings when they are denied, with or without --quiet", async () => {
    expect((await run(["check", "--pedantic", "--deny-warnings", "a.mech"], { "a.mech": unused })).status).toBe(1);
    expect((await run(["check", "--pedantic", "--deny-warnings", "--quiet", "a.mech"], { "a.mech": unused })).status).toBe(1);
    expect((await run(["check", "--pedantic", "--deny-warnings", "a.mech"], { "a.mech": coin })).status).toBe(0);
    expect((await run(["check", "--deny-warnings", "a.mech"], { "a.mech": unused })).status).toBe(0);
  });

  it("gives the fix as data", async () => {
    const { stdout } = await run(["check", "--pedantic", "--json", "a.mech"], { "a.mech": unused });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; fix?: { edits: unknown[] } }[] };
    expect(diagnostics).toMatchObject([{ code: "MECH1201", fix: { edits: [{}] } }]);
  });

  it("runs the slow rules too, one file after the other, and reports errors as ever", async () => {
    const files = { "a.mech": `${coin}// mech-ignore MECH1208: nothing\n`, "b.mech": "model m\nquantity x = y\n" };
    const { status, stderr } = await run(["check", "--pedantic", "a.mech", "b.mech"], files);
    expect(status).toBe(1);
    expect(stderr).toMatch(/MECH1216[^]*a\.mech: 1 warning[^]*MECH0201[^]*b\.mech: 1 error/);
  });
});

describe("--solver", () => {
  it.each([["check", "--pedantic"], ["check"], ["solve"], ["test"]])("is checked by `mech %s %s` though nothing is solved", async (...command) => {
    const { status, stderr } = await run([...command, "--solver", "simplex", "a.mech"], { "a.mech": `${coin}assert mean = 1/2\n` });
    expect(status).toBe(2);
    expect(stderr).toMatch(/MECH0906[^]*unknown solver simplex[^]*highs, glpk, exact/);
  });
});
