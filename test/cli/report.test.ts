import { afterEach, describe, expect, it, vi } from "vitest";
import { diagnostic, type Diagnostic } from "../../compiler/diagnostics/index.ts";
import { UsageError } from "../../cli/errors.ts";
import { report, reportFailure, summary } from "../../cli/report.ts";

const error = diagnostic("unknown-name", { text: "no `x`", span: { start: 0, end: 1 } });
const warning = diagnostic("type-has-probability-zero", { text: "unused", span: { start: 0, end: 1 } });
const source = { name: "a.mech", text: "x\n" };

/** What `body` writes to standard error. */
function written(body: () => unknown): string {
  let text = "";
  vi.spyOn(process.stderr, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  body();
  return text;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("what ends a command", () => {
  it("is exit code 2 and a hint for a wrong command line", () => {
    let code: number | undefined;
    const text = written(() => (code = reportFailure(new UsageError("there is no file", { hint: "name one", diagnostic: "cannot-read-file" }), false)));
    expect(text).toBe("error[MECH9001]: there is no file\n  hint: name one\n");
    expect(code).toBe(2);
  });

  it("is exit code 1 and a request to report for a bug, without its stack", () => {
    let code: number | undefined;
    const text = written(() => (code = reportFailure(new TypeError("x is undefined"), false)));
    expect(text).toMatch(/^error\[MECH9999\]: internal error, please report\n {2}x is undefined\n {2}hint: .*--debug/);
    expect(text).not.toMatch(/ at /);
    expect(code).toBe(1);
  });

  it("shows the stack of a bug with --debug", () => {
    expect(written(() => reportFailure(new TypeError("x is undefined"), true))).toMatch(/\n +at /);
  });

  it("copes with a thrown value that is no error", () => {
    expect(written(() => reportFailure("odd", true))).toContain("odd");
  });
});

describe("a report", () => {
  const both: readonly Diagnostic[] = [error, warning];

  it("shows errors and warnings, and with --quiet only errors", () => {
    expect(written(() => report(both, source, { color: "never" }))).toMatch(/error\[MECH0201\][^]*warning\[MECH1203\]/);
    expect(written(() => report(both, source, { color: "never", quiet: true }))).not.toContain("warning");
  });

  it("leaves standard error alone with --json", () => {
    expect(written(() => report(both, source, { color: "never", json: true }))).toBe("");
  });

  it.each([
    [[], undefined],
    [[error], "1 error"],
    [[error, error, warning], "2 errors and 1 warning"],
    [[warning, warning], "2 warnings"],
  ])("is summed up in words (%#)", (diagnostics, expected) => {
    expect(summary(diagnostics)).toBe(expected);
  });
});
