/**
 * Adds up the outcome of `.ci/run`: the steps (`*.step` files) and vitest's JSON report in a folder, and the exit status of
 * vitest. Prints `N passed, N failed` and exits with 1 unless everything passed.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const [folder, status] = process.argv.slice(2);
if (folder === undefined || status === undefined) throw new Error("usage: node scripts/count-tests.mjs FOLDER STATUS");

let passed = 0;
let failed = 0;
for (const file of readdirSync(folder).filter((each) => each.endsWith(".step"))) {
  if (readFileSync(path.join(folder, file), "utf8").trim() === "passed") passed += 1;
  else failed += 1;
}

const report = readReport();
passed += report?.numPassedTests ?? 0;
failed += report?.numFailedTests ?? 0;
// A test file that could not be loaded has no tests to fail, so it counts as one.
failed += report?.testResults.filter((each) => each.status === "failed" && each.assertionResults.every((test) => test.status !== "failed")).length ?? 0;
// Nothing that went wrong may be reported as success: a crash without a failing test is a failure too.
if (failed === 0 && (status !== "0" || report === undefined || report.numPassedTests === 0)) failed += 1;

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function readReport() {
  try {
    return JSON.parse(readFileSync(path.join(folder, "tests.json"), "utf8"));
  } catch {
    return undefined;
  }
}
