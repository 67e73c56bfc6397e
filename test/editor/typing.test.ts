import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toProtocol } from "../../editor/services/diagnostics.ts";
import { codeActions } from "../../editor/services/fixes.ts";
import { completionsAt } from "../../editor/services/completion.ts";
import { hoverAt } from "../../editor/services/hover.ts";
import { inlayHints } from "../../editor/services/inlay.ts";
import { codeLenses } from "../../editor/services/lenses.ts";
import { definitionAt, highlightsAt } from "../../editor/services/navigation.ts";
import { documentSymbols, foldingRanges } from "../../editor/services/outline.ts";
import { renameRange } from "../../editor/services/rename.ts";
import { semanticTokens } from "../../editor/services/semantic-tokens.ts";
import { signatureAt } from "../../editor/services/signature.ts";
import { snapshotOf, type Snapshot } from "../../editor/services/snapshot.ts";
import { edited, randomEdit } from "./edits.ts";
import { badSpecs, examples } from "./files.ts";

/** Everything an editor asks after a key, at one offset. Whatever the text, it gets an answer and no exception. */
function askEverything(snapshot: Snapshot, offset: number): void {
  completionsAt(snapshot, offset);
  hoverAt(snapshot, offset);
  signatureAt(snapshot, offset);
  definitionAt(snapshot, offset);
  highlightsAt(snapshot, offset);
  renameRange(snapshot, offset);
  askWhole(snapshot);
}

function askWhole(snapshot: Snapshot): void {
  documentSymbols(snapshot);
  foldingRanges(snapshot);
  semanticTokens(snapshot);
  inlayHints(snapshot);
  codeLenses(snapshot);
  const everywhere = { start: { line: 0, character: 0 }, end: snapshot.document.positionAt(snapshot.text.length) };
  const actions = codeActions(snapshot, everywhere);
  for (const diagnostic of snapshot.diagnostics) {
    const { range } = toProtocol(snapshot, diagnostic);
    expect(snapshot.document.offsetAt(range.start)).toBeLessThanOrEqual(snapshot.document.offsetAt(range.end));
  }
  expect(Array.isArray(actions)).toBe(true);
}

const isError = (each: Snapshot["fastDiagnostics"][number]): boolean => each.severity === "error";

describe("typing", () => {
  it.each(examples())("$name letter by letter never fails, and ends without an error", ({ text }) => {
    let snapshot = snapshotOf("");
    for (let end = 1; end <= text.length; end++) {
      snapshot = snapshotOf(text.slice(0, end), snapshot);
      // After every letter what a key asks for; the rest now and then, since it looks at the whole file.
      completionsAt(snapshot, end);
      if (end % 3 === 0) expect(snapshot.symbols.occurrences.length).toBeGreaterThanOrEqual(0);
      if (end % 40 === 0) askEverything(snapshot, end);
    }
    expect(snapshot.fastDiagnostics.filter(isError)).toEqual([]);
    expect(snapshot.symbols.unresolved).toEqual([]);
  });

  it("letter by letter shows no error at the end that the file does not have, for bad specs too", () => {
    for (const { name, text } of badSpecs()) {
      let snapshot = snapshotOf("");
      for (let end = 0; end <= text.length; end += 7) snapshot = snapshotOf(text.slice(0, end), snapshot);
      expect(snapshotOf(text, snapshot).fastDiagnostics, name).toEqual(snapshotOf(text).fastDiagnostics);
    }
  });

  it("backwards: deleting a file from its end never fails", () => {
    const { text } = examples()[0] ?? expect.fail();
    let snapshot = snapshotOf(text);
    for (let end = text.length; end >= 0; end -= 5) {
      snapshot = snapshotOf(text.slice(0, end), snapshot);
      askEverything(snapshot, end);
    }
    expect(snapshot.text.length).toBeLessThan(5);
  });
});

describe("2,000 random edits", () => {
  it("never fail, whatever is asked at whatever place, and leave nothing behind", () => {
    const texts = examples().map((each) => each.text);
    fc.assert(
      fc.property(fc.constantFrom(...texts), fc.array(randomEdit, { minLength: 10, maxLength: 10 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 10, maxLength: 10 }), (start, edits, places) => {
        let snapshot = snapshotOf(start);
        edits.forEach((edit, k) => {
          snapshot = snapshotOf(edited(snapshot.text, edit), snapshot);
          askEverything(snapshot, Math.floor((places[k] ?? 0) * snapshot.text.length));
        });
        // Undone at once: the file is what it was, and so is everything that is said about it.
        expect(snapshotOf(start, snapshot).fastDiagnostics).toEqual(snapshotOf(start).fastDiagnostics);
      }),
      { numRuns: 200, seed: 5 },
    );
  }, 120_000);
});
