import { spawn } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readSweep } from "../../runtime/sweep/file.ts";
import { Workplace } from "../cli/run.ts";

const mech = path.resolve("dist/mech.js");

/** A spec that takes a while at every point, so that it can be interrupted between two of them. */
const slow = `model slow "A slow spec"
param p = 1
param n in 1..100 = 1
quantity twice = 2 * p + n
quantity work = sum(a in 1..400, b in 1..400) (a * b * p)
`;

const posted = `model posted "Posted price"
param price = 1
agents buyer = 1..1
type value[i in buyer] in 1..3
prior value[i] ~ uniform
mechanism {
  allocation buy[i in buyer] in [0, 1] = if value[i] >= price then 1 else 0
  transfer pay[i in buyer] = buy[i] * price
}
payoff buyer[i] = value[i] * buy[i] - pay[i]
incentives dominant
participation ex_post
quantity revenue = E[pay[1]]
`;

const keys = (journal: string): string[] =>
  journal
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => (JSON.parse(line) as { key: string }).key);

/** Starts a sweep and sends it a signal once its journal has so many lines. */
async function interrupted(place: Workplace, args: readonly string[], signal: "SIGKILL" | "SIGINT", lines: number, journal = (): Promise<string> => Promise.resolve(path.join(place.folder, "journal.jsonl"))): Promise<{ status: number | null; stderr: string; stdout: string }> {
  const child = spawn(process.execPath, [mech, ...args], { cwd: place.folder, env: { ...process.env, XDG_CACHE_HOME: path.join(place.folder, "cache") } });
  let stderr = "";
  let stdout = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const written = async (): Promise<number> => keys(await readFile(await journal(), "utf8").catch(() => "")).length;
  for (let wait = 0; wait < 600 && child.exitCode === null && (await written()) < lines; wait++) await new Promise((resolve) => setTimeout(resolve, 20));
  child.kill(signal);
  return { status: await ended, stderr, stdout };
}

describe("mech sweep", () => {
  it("prints a table with a row per point, in the order of the grid", () =>
    Workplace.with({ "a.mech": posted }, async (place) => {
      const { stdout, status } = await place.mech(["sweep", "a.mech", "--set", "price=1..3", "-q"]);
      expect(status).toBe(0);
      expect(stdout.split("\n").slice(0, 5).map((line) => line.split(/ +/).filter(Boolean).slice(0, 3))).toEqual([
        ["price", "revenue", "status"],
        ["-----", "-------", "---------"],
        ["1", "1", "evaluated"],
        ["2", "1.33333", "evaluated"],
        ["3", "1", "evaluated"],
      ]);
    }));

  it("gives the same rows with one thread and with several, as CSV and as JSON", () =>
    Workplace.with({ "a.mech": slow }, async (place) => {
      const rows = async (jobs: string): Promise<unknown> => {
        const { stdout, status } = await place.mech(["sweep", "a.mech", "--set", "p=0.1..0.4:0.1", "--set", "n={1, 7}", "--format", "json", "--jobs", jobs, "-q"]);
        expect(status).toBe(0);
        return readSweep(stdout)?.rows.map((row) => ({ ...row, seconds: 0 }));
      };
      const [one, three] = [await rows("1"), await rows("3")];
      expect(three).toEqual(one);
      expect(one).toHaveLength(8);
      await place.mech(["sweep", "a.mech", "--set", "p=0.1..0.4:0.1", "--out", "rows.csv", "-q"]);
      const csv = (await place.read("rows.csv")).split("\r\n");
      expect(csv[0]).toMatch(/^p,p_exact,twice,twice_exact,work,work_exact,status,/);
      expect(csv[1]).toMatch(/^0.1,1\/10,1.2,6\/5,/);
    }));

  it("killed in the middle, it resumes: nothing is lost, nothing is computed twice", () =>
    Workplace.with({ "a.mech": slow }, async (place) => {
      const args = ["sweep", "a.mech", "--set", "p=1..16", "--set", "n={1, 2}", "--format", "json", "--jobs", "2", "--journal", "journal.jsonl"];
      const killed = await interrupted(place, args, "SIGKILL", 5);
      expect(killed.status).toBeNull();
      expect(killed.stdout).toBe("");
      const before = keys(await place.read("journal.jsonl"));
      expect(before.length).toBeGreaterThanOrEqual(5);
      expect(before.length).toBeLessThan(32);
      const { stdout, stderr, status } = await place.mech(args);
      expect(status).toBe(0);
      expect(stderr).toContain(`32 of 32 points, ${before.length} of them from the journal`);
      const after = keys(await place.read("journal.jsonl"));
      expect(after.slice(0, before.length)).toEqual(before);
      expect(after).toHaveLength(32);
      expect(new Set(after).size).toBe(32);
      const rows = readSweep(stdout)?.rows ?? [];
      expect(rows.map((row) => row.quantities["twice"]?.value)).toEqual(Array.from({ length: 32 }, (_, k) => 2 * (Math.floor(k / 2) + 1) + (k % 2) + 1));
    }));

  it("ends cleanly after Ctrl-C, with a hint; --resume goes on without a journal having been named", () =>
    Workplace.with({ "a.mech": slow }, async (place) => {
      const named = await interrupted(place, ["sweep", "a.mech", "--set", "p=1..400", "--jobs", "1", "--journal", "journal.jsonl"], "SIGINT", 3);
      expect(named.status).toBe(130);
      expect(named.stdout).toBe("");
      expect(named.stderr).toMatch(/^interrupted: \d+ of 400 points are computed; the same command goes on from there$/m);
      const env = { XDG_CACHE_HOME: path.join(place.folder, "cache") };
      const folder = path.join(place.folder, "cache", "mech", "sweeps");
      const automatic = async (): Promise<string> => path.join(folder, (await readdir(folder).catch(() => []))[0] ?? "none");
      const { stderr } = await interrupted(place, ["sweep", "a.mech", "--set", "p=1..400", "--jobs", "1"], "SIGINT", 3, automatic);
      const done = Number(/interrupted: (\d+) of 400 points are computed; the same command with --resume/.exec(stderr)?.[1]);
      expect(done).toBeGreaterThan(0);
      const { stderr: rest, status } = await place.mech(["sweep", "a.mech", "--set", "p=1..6", "--jobs", "1", "--resume"], { env });
      expect(status).toBe(0);
      expect(rest).toContain(`6 of 6 points, ${Math.min(6, done)} of them from the journal`);
    }));

  it("stops a point after its time limit, and goes on", () =>
    Workplace.with({ "a.mech": slow.replace("a in 1..400", "a in 1..(if p = 2 then 60000 else 4)") }, async (place) => {
      const { stdout, status } = await place.mech(["sweep", "a.mech", "--set", "p=1..3", "--time-limit", "1.5", "--jobs", "1", "--format", "json", "-q"]);
      expect(status).toBe(1);
      const rows = readSweep(stdout)?.rows ?? [];
      expect(rows.map((row) => row.status)).toEqual(["evaluated", "time-limit", "evaluated"]);
      expect(rows[1]?.message).toBe("stopped after 1.5 s");
    }));

  it("has a row for a point that does not compile", () =>
    Workplace.with({ "a.mech": slow }, async (place) => {
      const { stdout, status } = await place.mech(["sweep", "a.mech", "--set", "n=99..101", "--format", "csv", "-q"]);
      expect(status).toBe(1);
      expect(stdout.split("\r\n").map((line) => /evaluated|invalid/.exec(line)?.[0])).toEqual([undefined, "evaluated", "evaluated", "invalid", undefined]);
      expect(stdout).toContain("MECH0404");
    }));

  it("says at once what is wrong with the spec as such", () =>
    Workplace.with({ "a.mech": slow, "b.mech": "model b\nquantity q = r\n" }, async (place) => {
      const unknown = await place.mech(["sweep", "a.mech", "--set", "q=1..1000"]);
      expect(unknown.status).toBe(1);
      expect(unknown.stderr).toContain("MECH0402");
      expect((await place.mech(["sweep", "b.mech", "--set", "p=1..2"])).stderr).toContain("MECH0201");
    }));

  it.each([
    ["p=1..", "MECH0405", "no last value"],
    ["p=..3", "MECH0405", "no first value"],
    ["p=1..2:0", "MECH0405", "step is zero"],
    ["p=0..1:1e-9", "MECH0805", "1,000,000,001 values"],
    ["p={1, 1}", "MECH0405", "repeats a value"],
    ["p", "MECH0405", "no `=`"],
  ])("refuses --set %s", (set, code, text) =>
    Workplace.with({ "a.mech": slow }, async (place) => {
      const { stderr, status, stdout } = await place.mech(["sweep", "a.mech", "--set", set]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
      expect(stderr).toContain(code);
      expect(stderr).toContain(text);
    }),
  );

  it("draws what it found", () =>
    Workplace.with({ "a.mech": posted }, async (place) => {
      const { status } = await place.mech(["sweep", "a.mech", "--set", "price=1..3:1/4", "--out", "rows.json", "--plot", "rows.svg", "-q"]);
      expect(status).toBe(0);
      const svg = await place.read("rows.svg");
      expect(svg).toContain("Posted price");
      expect((await place.mech(["plot", "rows.json"])).stdout).toBe(svg);
    }));
});
