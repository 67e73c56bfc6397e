/**
 * Bad specs and what `mech` says about them. Beside every `test/bad/NAME.mech` there is a transcript `NAME.out`: the command,
 * its output (standard output, then standard error) and its exit code. `UPDATE=1 npx vitest run test/bad.test.ts` rewrites the
 * transcripts; a new one gets `mech check NAME.mech` unless its `.out` already begins with another command line.
 */
import { readdirSync, readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { codes, type CodeEntry } from "../compiler/diagnostics/index.ts";
import { mechIn } from "./cli/run.ts";

const folder = path.join("test", "bad");
const samples = readdirSync(folder)
  .filter((each) => each.endsWith(".mech"))
  .map((each) => each.slice(0, -".mech".length))
  .sort();

async function command(sample: string): Promise<string> {
  const transcript = await readFile(path.join(folder, `${sample}.out`), "utf8").catch(() => "");
  return /^\$ (mech .*)$/m.exec(transcript)?.[1] ?? `mech check ${sample}.mech`;
}

/** The words of a command line; single quotes keep blanks together. */
function words(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? "");
}

describe("a bad spec", () => {
  it("has samples, and every transcript belongs to one", () => {
    const transcripts = readdirSync(folder).filter((each) => each.endsWith(".out"));
    expect(samples.length).toBeGreaterThan(0);
    if (process.env["UPDATE"] !== "1") expect(transcripts.sort()).toEqual(samples.map((each) => `${each}.out`).sort());
  });

  it("stands for every diagnostic of the compiler behind the syntax, under its name", () => {
    const names = Object.entries<CodeEntry>(codes).filter(([, { code, stage }]) => stage !== "solve" && stage !== "command" && code >= "MECH02");
    expect(names.map(([name]) => name).filter((name) => !samples.includes(name))).toEqual([]);
    for (const [name, { code }] of names) expect(readFileSync(path.join(folder, `${name}.out`), "utf8"), name).toContain(code);
  });

  it.concurrent.each(samples)("%s", async (sample) => {
    const line = await command(sample);
    const { stdout, stderr, status } = await mechIn(words(line).slice(1), { cwd: folder });
    const transcript = `$ ${line}\n${stdout}${stderr}[exit ${status}]\n`;
    const golden = path.join(folder, `${sample}.out`);
    if (process.env["UPDATE"] === "1") await writeFile(golden, transcript);
    expect(transcript).toBe(await readFile(golden, "utf8").catch(() => "(no transcript: run with UPDATE=1)"));
    if (status === 0) expect(transcript, "a bad spec gets an error, or at least a warning").toMatch(/^warning/m);
    expect(transcript).not.toMatch(/MECH9999|\n {4}at /);
  });
});
