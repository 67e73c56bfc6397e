import { describe, expect, it } from "vitest";
import { codes } from "../../compiler/diagnostics/codes.ts";
import type { CodeEntry } from "../../compiler/diagnostics/entry.ts";
import { compile } from "../../compiler/driver.ts";
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import { run } from "../../runtime/run.ts";

const entries: readonly (readonly [string, CodeEntry])[] = Object.entries(codes);
const compiled = entries.filter(([, entry]) => entry.stage === undefined);

describe("the example of a code", () => {
  it.each(compiled)("%s gets its own code", (_name, entry) => {
    const { diagnostics } = compile(entry.example);
    expect(diagnostics.map((each) => each.code)).toContain(entry.code);
    for (const { span, text } of diagnostics) {
      expect(span.start).toBeGreaterThanOrEqual(0);
      expect(span.end).toBeLessThanOrEqual(entry.example.length);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(text.length).toBeGreaterThan(0);
    }
  });

  it.each(compiled.filter(([, entry]) => entry.fixedExample !== undefined))("%s loses it when put right", (_name, entry) => {
    expect(compile(entry.fixedExample ?? "").diagnostics.map((each) => each.code)).not.toContain(entry.code);
  });

  // Codes of the stages "solve" and "command" depend on solvers, files or the command line; this one is raised by an evaluation.
  it("condition-has-probability-zero is raised when the quantity is evaluated", async () => {
    const { task } = compile(codes["condition-has-probability-zero"].example);
    if (!task) throw new Error("the example does not compile");
    await expect(run(task)).rejects.toThrow(EvaluationError);
  });
});
