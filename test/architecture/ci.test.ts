import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";

interface Run {
  readonly steps?: Readonly<Record<string, string>>;
  readonly report?: unknown;
  readonly status: number;
}

/** What the counting script makes of a run of the continuous integration. */
function count({ steps = {}, report, status }: Run): { last: string; exit: number | null } {
  const folder = mkdtempSync(path.join(tmpdir(), "mech-count-"));
  try {
    for (const [name, outcome] of Object.entries(steps)) writeFileSync(path.join(folder, `${name}.step`), `${outcome}\n`);
    if (report !== undefined) writeFileSync(path.join(folder, "tests.json"), typeof report === "string" ? report : JSON.stringify(report));
    const { stdout, status: exit } = spawnSync(process.execPath, ["scripts/count-tests.mjs", folder, String(status)], { encoding: "utf8" });
    return { last: stdout.trimEnd().split("\n").at(-1) ?? "", exit };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const file = (status: string, outcomes: readonly string[]) => ({ status, assertionResults: outcomes.map((each) => ({ status: each })) });
const fine = { numPassedTests: 3, numFailedTests: 0, testResults: [file("passed", ["passed", "passed", "passed"])] };

describe("the count of the continuous integration", () => {
  it("adds the steps to the tests", () => {
    expect(count({ steps: { types: "passed", lint: "passed" }, report: fine, status: 0 })).toEqual({ last: "5 passed, 0 failed", exit: 0 });
  });

  it("counts a failed step and failed tests", () => {
    const report = { numPassedTests: 1, numFailedTests: 2, testResults: [file("failed", ["passed", "failed", "failed"])] };
    expect(count({ steps: { types: "failed" }, report, status: 1 })).toEqual({ last: "1 passed, 3 failed", exit: 1 });
  });

  it("counts a file that could not be loaded", () => {
    expect(count({ report: { ...fine, testResults: [...fine.testResults, file("failed", [])] }, status: 1 })).toEqual({ last: "3 passed, 1 failed", exit: 1 });
  });

  it.each([
    ["there is no report", { status: 1 }],
    ["the report is cut off", { report: '{"numPassedTests": 3', status: 0 }],
    ["no test ran", { report: { numPassedTests: 0, numFailedTests: 0, testResults: [] }, status: 0 }],
  ])("never calls it a success when %s", (_case, run) => {
    expect(count(run)).toEqual({ last: "0 passed, 1 failed", exit: 1 });
  });

  it("never calls it a success when the runner crashed behind the last test", () => {
    expect(count({ report: fine, status: 134 })).toEqual({ last: "3 passed, 1 failed", exit: 1 });
  });
});
