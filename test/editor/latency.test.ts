import { describe, expect, it } from "vitest";
import { median, typeInto } from "./keystrokes.ts";

/** Time that this process spent computing: other work on the machine does not count. */
function ownMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe("a key in a 1,000-line spec", () => {
  it("gives diagnostics and completion fast enough not to be felt", () => {
    const { diagnostics, completion } = typeInto(1000, ownMilliseconds, 2);
    expect(diagnostics.length).toBeGreaterThan(50);
    // Twice the target of the benchmark: a guard against a change of the order of growth, on machines of any speed.
    expect(median(diagnostics)).toBeLessThan(100);
    expect(median(completion)).toBeLessThan(60);
  }, 60_000);

  it("costs less than in proportion to the length of the file", () => {
    const [short, long] = [typeInto(300, ownMilliseconds, 1), typeInto(1200, ownMilliseconds, 1)];
    expect(median(long.completion)).toBeLessThan(8 * median(short.completion) + 5);
    expect(median(long.diagnostics)).toBeLessThan(8 * median(short.diagnostics) + 10);
  }, 60_000);
});
