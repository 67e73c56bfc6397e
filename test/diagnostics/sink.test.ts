import { describe, expect, it } from "vitest";
import { diagnostic, Sink, type DiagnosticName } from "../../compiler/diagnostics/index.ts";

const at = (start: number, name: DiagnosticName = "unknown-name", text = "") => diagnostic(name, { text, span: { start, end: start + 1 } });

describe("Sink", () => {
  it("gives diagnostics in the order of the text", () => {
    const sink = new Sink();
    sink.addAll([at(9), at(2), at(5)]);
    expect(sink.diagnostics.map((each) => each.span.start)).toEqual([2, 5, 9]);
  });

  it("keeps the first of several with the same code at the same place", () => {
    const sink = new Sink();
    expect(sink.add(at(1, "unknown-name", "first"))).toBe(true);
    expect(sink.add(at(1, "unknown-name", "second"))).toBe(false);
    expect(sink.add(at(1, "not-a-number", "third"))).toBe(true);
    expect(sink.diagnostics.map((each) => each.text)).toEqual(["first", "third"]);
  });

  it("keeps no more than its limit but still knows that there were errors", () => {
    const sink = new Sink(2);
    sink.addAll([at(1, "type-has-probability-zero"), at(2, "type-has-probability-zero"), at(3)]);
    expect(sink.diagnostics).toHaveLength(2);
    expect(sink.dropped).toBe(1);
    expect(sink.hasErrors).toBe(true);
  });

  it("has no errors when there are only warnings", () => {
    const sink = new Sink();
    sink.add(at(1, "type-has-probability-zero"));
    expect(sink.hasErrors).toBe(false);
  });
});
