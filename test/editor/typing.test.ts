import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { snapshotOf, type Snapshot } from "../../editor/services/snapshot.ts";
import { edited, randomEdit } from "./edits.ts";
import { badSpecs, examples } from "./files.ts";
import { askEverything, typeThrough } from "./type-through.ts";

const isError = (each: Snapshot["fastDiagnostics"][number]): boolean => each.severity === "error";

describe("typing", () => {
  // Where the pieces are cut differs from file to file; letter by letter it is done in test/slow/editor-typing.test.ts.
  it.each(examples().map((each, k) => ({ ...each, k })))("$name in pieces of seven letters never fails, and ends without an error", ({ text, k }) => {
    const snapshot = typeThrough(text, 7, k);
    expect(snapshot.text).toBe(text);
    expect(snapshot.fastDiagnostics.filter(isError)).toEqual([]);
    expect(snapshot.symbols.unresolved).toEqual([]);
  });

  it("an example letter by letter never fails, and ends without an error", () => {
    const { text } = examples().find((each) => each.name.endsWith("myerson.mech")) ?? expect.fail();
    expect(typeThrough(text, 1).fastDiagnostics.filter(isError)).toEqual([]);
  });

  it("a bad spec ends with the errors that it has, whatever was said on the way", () => {
    for (const { name, text } of badSpecs()) {
      expect(typeThrough(text, 11).fastDiagnostics, name).toEqual(snapshotOf(text).fastDiagnostics);
    }
  });

  it("backwards: deleting a file from its end never fails", () => {
    const { text } = examples()[0] ?? expect.fail();
    let snapshot = snapshotOf(text);
    for (let end = text.length; end >= 0; end -= 11) {
      snapshot = snapshotOf(text.slice(0, end), snapshot);
      expect(askEverything(snapshot, end)).toBeGreaterThan(10);
    }
    expect(snapshot.text.length).toBeLessThan(11);
  });
});

describe("2,000 random edits", () => {
  it("never fail, whatever is asked at whatever place, and leave nothing behind", () => {
    const texts = examples().map((each) => each.text);
    const places = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 });
    let edits = 0;
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.array(randomEdit, { minLength: 10, maxLength: 10 }), places, (which, list, at) => {
        const start = texts[which] ?? "";
        let snapshot = snapshotOf(start);
        list.forEach((edit, k) => {
          snapshot = snapshotOf(edited(snapshot.text, edit), snapshot);
          askEverything(snapshot, Math.floor((at[k] ?? 0) * snapshot.text.length));
          edits++;
        });
        // Undone at once: the file is what it was, and so is everything that is said about it.
        expect(snapshotOf(start, snapshot).fastDiagnostics).toEqual(snapshotOf(start).fastDiagnostics);
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(edits).toBe(2000);
  }, 120_000);
});
