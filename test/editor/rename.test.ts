import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/driver.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import { RenameError, renameAt, renameRange } from "../../editor/services/rename.ts";
import { snapshotOf, type Snapshot } from "../../editor/services/snapshot.ts";
import { TextDocument } from "vscode-languageserver-textdocument";
import { examples } from "./files.ts";
import { marked } from "./markers.ts";

function renamed(snapshot: Snapshot, offset: number, newName: string): string {
  const edits = renameAt(snapshot, offset, newName)?.changes?.[snapshot.document.uri];
  if (!edits) throw new Error("nothing was renamed");
  return TextDocument.applyEdits(snapshot.document, edits);
}

/** The model without places and texts, with one name given back. */
function meaning(model: Model | undefined, name: string, original: string): string {
  if (!model) return "no model";
  const back = new RegExp(`(?<![A-Za-z0-9])${name}(?![A-Za-z0-9])`, "g");
  return JSON.stringify(model, (key, value: unknown) => {
    if (key === "span") return undefined;
    return typeof value === "string" ? value.replace(back, original) : value;
  }).replaceAll(`${name}'`, `${original}'`);
}

describe("renaming keeps the model", () => {
  const specs = examples().map((each) => ({ ...each, snapshot: snapshotOf(each.text) }));
  const model = new Map(specs.map((each) => [each.name, compile(each.text, { stopAfter: "model" }).model]));

  it("for every kind of name in every example", () => {
    const fresh = "renamed0";
    const kinds = new Set<string>();
    for (const { name, snapshot } of specs) {
      // One of each kind: all of them would say the same many times over.
      const seen = new Set<string>();
      for (const { definition, span } of snapshot.symbols.occurrences) {
        if (seen.has(definition.kind) || renameRange(snapshot, span.start) === undefined) continue;
        seen.add(definition.kind);
        kinds.add(definition.kind);
        const after = compile(renamed(snapshot, span.start, fresh), { stopAfter: "model" });
        expect(
          after.diagnostics.filter((each) => each.severity === "error"),
          `${name}: ${definition.kind} ${definition.name}`,
        ).toEqual([]);
        expect(meaning(after.model, fresh, definition.name), `${name}: ${definition.kind} ${definition.name}`).toBe(
          meaning(model.get(name), fresh, definition.name),
        );
      }
    }
    expect([...kinds].sort()).toEqual(expect.arrayContaining(["agents", "allocation", "index", "mover", "param", "quantity", "state", "transfer", "type"]));
  }, 60_000);

  it("and renaming back gives the text; a name that is taken is refused or harmless", () => {
    // Positions and not specs, so that a counterexample can be read.
    const sample = fc.nat(specs.length - 1).chain((spec) => {
      const last = (specs[spec]?.snapshot.symbols.occurrences.length ?? 1) - 1;
      return fc.record({ spec: fc.constant(spec), at: fc.nat(last), other: fc.nat(last) });
    });
    fc.assert(
      fc.property(sample, ({ spec, at, other }) => {
        const { snapshot, text } = specs[spec] ?? expect.fail();
        const { span, definition } = snapshot.symbols.occurrences[at] ?? expect.fail();
        const newName = snapshot.symbols.occurrences[other]?.definition.name ?? "x";
        if (renameRange(snapshot, span.start) === undefined) return;
        let after: string;
        try {
          after = renamed(snapshot, span.start, newName);
        } catch (error) {
          expect(error).toBeInstanceOf(RenameError);
          return;
        }
        if (newName === definition.name) {
          expect(after).toBe(text);
          return;
        }
        // Accepted: the names still tell the same things apart.
        const again = snapshotOf(after);
        expect(again.symbols.unresolved).toEqual([]);
        expect(again.symbols.occurrences.map((each) => each.definition.kind)).toEqual(snapshot.symbols.occurrences.map((each) => each.definition.kind));
        expect(compile(after, { stopAfter: "model" }).diagnostics.filter((each) => each.severity === "error")).toEqual([]);
        const place = again.symbols.occurrences[at];
        expect(place?.definition.name).toBe(newName);
        expect(renamed(again, place?.span.start ?? 0, definition.name)).toBe(text);
      }),
      { numRuns: 200, seed: 11 },
    );
  }, 60_000);
});

describe("renaming is refused", () => {
  const { text, at } = marked(
    "use auctions\nparam «n»n = 2\nagents bidder = 1..n\ntype value[«i»i in bidder] in {1, n}\nprior value[«p»k] ~ uniform\nlet a[i in bidder] = «f»top_share(value, bidder, i) + n\n",
  );
  const snapshot = snapshotOf(text);
  const refusal = (mark: string, name: string): string => {
    try {
      renameAt(snapshot, at(mark), name);
      return "accepted";
    } catch (error) {
      if (!(error instanceof RenameError)) throw error;
      return error.message;
    }
  };

  it.each(["2n", "a b", "", "x-y", "é"])("for %j, which is no name", (name) => expect(refusal("n", name)).toContain("is not a name"));
  it.each(["mechanism", "state", "in", "E", "others", "any", "with"])("for %s, a word of the language", (name) =>
    expect(refusal("n", name)).toContain("word of the language"),
  );
  it.each(["uniform", "grid", "max", "binomial"])("for %s, a function or distribution", (name) =>
    expect(refusal("n", name)).toContain("function or a distribution"),
  );
  it("for a name that is declared already", () => expect(refusal("n", "bidder")).toContain("declared already"));
  it("for a name of the library", () => expect(refusal("n", "second_price")).toContain("library `auctions`"));
  it("where an index would hide it", () => expect(refusal("n", "i")).toContain("index or a parameter"));
  it("where it would hide what is used", () => expect(refusal("i", "n")).toContain("declared already"));
  it("where a prior would no longer bind its index", () => {
    expect(refusal("n", "k")).toContain("index of a prior");
    expect(refusal("p", "n")).toContain("declared already");
  });
  it("for what is not of this file", () => expect(refusal("f", "share")).toContain("function of a library"));
  it("and offered for what can be renamed only", () => {
    expect(renameRange(snapshot, at("n"))).toMatchObject({ placeholder: "n" });
    expect(renameRange(snapshot, at("f"))).toBeUndefined();
    expect(renameRange(snapshot, text.indexOf("= 2"))).toBeUndefined();
    expect(refusal("n", "players")).toBe("accepted");
  });
});
