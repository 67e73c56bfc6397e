import { describe, expect, it } from "vitest";
import { TextDocument } from "vscode-languageserver-textdocument";
import { compile } from "../../compiler/driver.ts";
import { concepts } from "../../compiler/concepts/registry.ts";
import { distributions } from "../../compiler/priors/registry.ts";
import { builtinFunctions } from "../../compiler/resolve/functions.ts";
import { formatAll, formatRange } from "../../editor/services/formatting.ts";
import { hoverAt, mathematics } from "../../editor/services/hover.ts";
import { inlayHints } from "../../editor/services/inlay.ts";
import { codeLenses } from "../../editor/services/lenses.ts";
import { documentSymbols, foldingRanges } from "../../editor/services/outline.ts";
import type { DocumentSymbol } from "../../editor/services/protocol.ts";
import { semanticTokens, tokenModifiers, tokenTypes } from "../../editor/services/semantic-tokens.ts";
import { snapshotOf, type Snapshot } from "../../editor/services/snapshot.ts";
import { wordDoc } from "../../editor/services/words.ts";
import { sizeOf } from "../../editor/server/jobs.ts";
import { format } from "../../grammar/format.ts";
import { wordsOf } from "../../grammar/index.ts";
import { examples } from "./files.ts";
import { marked } from "./markers.ts";
import { auction } from "./specs.ts";

/** The snapshot with what the slow part of the compiler says. */
function compiled(text: string): Snapshot {
  const snapshot = snapshotOf(text);
  const compilation = compile(text);
  const size = sizeOf(compilation.task);
  snapshot.slow = { diagnostics: compilation.diagnostics, ...(size ? { size } : {}) };
  return snapshot;
}

function hover(source: string): string | undefined {
  const { text, at } = marked(source);
  const found = hoverAt(compiled(text), at());
  if (!found) return undefined;
  return typeof found.contents === "object" && "value" in found.contents ? found.contents.value : "";
}

describe("hover", () => {
  const over = (word: string): string | undefined => hover(auction.replace(word, `${word.slice(0, -1)}«»${word.slice(-1)}`));

  it("on a param: its declaration, value and documentation", () => {
    expect(over("param n")).toContain("param n in 1..5 = 2");
    expect(over("param n")).toContain("Value: `2`");
    expect(over("param n")).toContain("How many bidders there are.");
  });

  it("on a type: its index set, domain, who observes it, and its documentation", () => {
    const text = over("type  value");
    expect(text).toContain("Indexed by `bidder` (2): 2 members.");
    expect(text).toContain("`1, 2`");
    expect(text).toContain("Observed by its agent of `bidder`.");
    expect(text).toContain("What a bidder would pay at most.");
  });

  it("on sets, elements, indices, outcomes, quantities and players", () => {
    expect(over("agents bidder")).toContain("2 elements: `1, 2`");
    expect(over("{apple")).toContain("An element of `good`.");
    expect(over("payoff bidder[i")).toContain("ranges over `bidder`");
    expect(over("allocation win")).toContain("Between 0 and 1.");
    expect(over("transfer   pay")).toContain("Any number.");
    expect(over("to maximize revenue")).toContain("quantity revenue = E[");
    expect(over("seller")).toContain("A player who moves.");
  });

  it("on a concept: its inequality in mathematical notation, and how many rows it stands for", () => {
    const text = over("incentives    bayesian");
    expect(text).toContain("\\mathbf{E}[u_i(m(t)) \\mid t_i] \\ge \\mathbf{E}[");
    expect(text).toContain("\\forall");
    expect(text).toMatch(/`incentives_bidder`: 4 rows/);
    expect(over("participation interim")).toMatch(/`participation_bidder`: 4 rows/);
  });

  it("has an inequality for every concept", () => {
    for (const concept of concepts) expect(mathematics(concept), concept.name).toMatch(/\\ge|\\text\{no rows\}/);
  });

  it("on distributions, functions, rules of a library, libraries and words of the language", () => {
    expect(over("~ uniform")).toContain("uniform");
    expect(hover("let a = gr«»id(0, 1, 1/2)")).toContain("grid(low, high, step)");
    expect(hover("use auctions\nlet a = second_pr«»ice(1, 2, 3)")).toContain("Vickrey 1961");
    expect(over("use auctions")).toContain("top_share(bid, S, i)");
    expect(over("feasible")).toContain("every profile of messages");
    expect(over("[sum")).toContain("one term");
  });

  it("on a code that a comment silences: what it means", () => {
    expect(hover("// mech: allow MECH12«»03: as intended\nparam n = 2")).toContain("type has probability zero");
  });

  it("says nothing in blank text, in numbers and in prose", () => {
    expect(hover("param n = 1«»23")).toBeUndefined();
    expect(hover("// some wo«»rds\nparam n = 2")).toBeUndefined();
    expect(hover("param n = 2\n«»\n")).toBeUndefined();
  });

  it("works in a broken file, with the values of the last one that was not", () => {
    const before = snapshotOf(auction);
    expect(before.model?.name).toBe("two_bidders");
    const { text, at } = marked(auction.replace("value[i] * win[i] -", "va«»lue[i] * win[i] - -* "));
    const found = hoverAt(snapshotOf(text, before), at());
    expect(JSON.stringify(found?.contents)).toContain("2 members");
  });
});

describe("the words of the language", () => {
  it("have documentation, every one of them", () => {
    const words = [
      ...["declaration", "block-item", "control", "word-operator", "boolean", "aggregate", "expectation"].flatMap((category) =>
        wordsOf(category as Parameters<typeof wordsOf>[0]),
      ),
      ...builtinFunctions.keys(),
    ];
    expect(words.filter((word) => (wordDoc(word)?.text ?? "").length < 10)).toEqual([]);
    expect(distributions.length).toBeGreaterThan(10);
  });
});

describe("the outline", () => {
  const names = (symbols: readonly DocumentSymbol[]): string[] => symbols.map((each) => each.name);

  it("lists declarations, with those of a block inside it", () => {
    const symbols = documentSymbols(snapshotOf(auction));
    expect(names(symbols)).toEqual([
      "two_bidders",
      "auctions",
      "n",
      "bidder",
      "good",
      "value",
      "prior value",
      "mechanism",
      "payoff bidder",
      "incentives bayesian",
      "participation interim",
      "revenue",
      "seller chooses mechanism",
    ]);
    expect(names(symbols.find((each) => each.name === "mechanism")?.children ?? [])).toEqual(["win", "pay", "feasible"]);
  });

  it("selects a part of the range of each symbol, in every example", () => {
    for (const { name, text } of examples()) {
      const snapshot = snapshotOf(text);
      const check = (symbols: readonly DocumentSymbol[]): void => {
        for (const { range, selectionRange, children } of symbols) {
          const [from, to] = [range, selectionRange].map((each) => [snapshot.document.offsetAt(each.start), snapshot.document.offsetAt(each.end)]) as [
            number[],
            number[],
          ];
          expect((from[0] ?? 0) <= (to[0] ?? 0) && (to[1] ?? 0) <= (from[1] ?? 0), name).toBe(true);
          check(children ?? []);
        }
      };
      check(documentSymbols(snapshot));
    }
  });

  it("still lists a declaration that cannot be read", () => {
    const symbols = documentSymbols(
      snapshotOf("param n = \nagents bidder = 1..2\nmechanism {\n  allocation win[i in\n  transfer pay[i in bidder]\n}\ntype value[i in"),
    );
    expect(names(symbols)).toEqual(["n", "bidder", "mechanism", "value"]);
    expect(names(symbols[2]?.children ?? [])).toEqual(["win", "pay"]);
  });

  it("folds blocks, long declarations and comments", () => {
    const text = "/// One\n/// two.\nmodel m\n\nmechanism {\n  let a =\n    1\n}\n/* three\n   four */\n";
    expect(foldingRanges(snapshotOf(text)).map((each) => [each.startLine, each.endLine, each.kind])).toEqual([
      [4, 7, undefined],
      [5, 6, undefined],
      [0, 1, "comment"],
      [8, 9, "comment"],
    ]);
  });
});

describe("semantic tokens", () => {
  /** Decoded: text, type and modifiers. */
  const tokensOf = (text: string): [string, string, ...string[]][] => {
    const snapshot = snapshotOf(text);
    const { data } = semanticTokens(snapshot);
    const lines = text.split("\n");
    let [line, character] = [0, 0];
    return Array.from({ length: data.length / 5 }, (_, k) => {
      const [down = 0, right = 0, length = 0, type = 0, bits = 0] = data.slice(5 * k, 5 * k + 5);
      character = down > 0 ? right : character + right;
      line += down;
      return [
        (lines[line] ?? "").slice(character, character + length),
        tokenTypes[type] ?? "",
        ...tokenModifiers.filter((_each, bit) => (bits & (1 << bit)) !== 0),
      ];
    });
  };

  it("tell names by what they stand for", () => {
    expect(tokensOf("param n = 2\nagents bidder = 1..n\nlet f[i in bidder] = max(n, i) // done")).toEqual([
      ["param", "keyword"],
      ["n", "variable", "declaration", "readonly"],
      ["=", "operator"],
      ["2", "number"],
      ["agents", "keyword"],
      ["bidder", "class", "declaration"],
      ["=", "operator"],
      ["1", "number"],
      ["..", "operator"],
      ["n", "variable", "readonly"],
      ["let", "keyword"],
      ["f", "variable", "declaration"],
      ["i", "parameter", "declaration"],
      ["in", "keyword"],
      ["bidder", "class"],
      ["=", "operator"],
      ["max", "function", "defaultLibrary"],
      ["n", "variable", "readonly"],
      [",", "operator"],
      ["i", "parameter"],
      ["// done", "comment"],
    ]);
  });

  it("give contextual words their colour where they are words", () => {
    const tokens = tokensOf("let for = 1\nincentives bayesian for bidder");
    expect(tokens.filter(([text]) => text === "for").map(([, type]) => type)).toEqual(["variable", "keyword"]);
  });

  it("stay on one line, ascend and do not overlap, in every example", () => {
    for (const { name, text } of [...examples(), { name: "comments", text: "/* one\n\n   two */ param n = 2 // x\r\n" }]) {
      const { data } = semanticTokens(snapshotOf(text));
      for (let k = 0; k < data.length; k += 5) {
        const [down = 0, right = 0, length = 0] = data.slice(k, k + 3);
        expect(down >= 0 && right >= 0 && length > 0, name).toBe(true);
        if (down === 0 && k > 0) expect(right, name).toBeGreaterThanOrEqual(data[k - 3] ?? 0);
      }
    }
  });
});

describe("formatting", () => {
  const apply = (
    snapshot: Snapshot,
    edits: readonly {
      range: Snapshot["document"] extends TextDocument ? Parameters<typeof TextDocument.applyEdits>[1][number]["range"] : never;
      newText: string;
    }[],
  ): string => TextDocument.applyEdits(snapshot.document, [...edits]);
  const untidy = auction.replace("param n in 1..5 = 2", "param   n   in 1..5=2").replace("quantity revenue =", "quantity   revenue   =");

  it("gives the canonical layout, by edits of the lines that differ", async () => {
    const snapshot = snapshotOf(untidy);
    const edits = await formatAll(snapshot);
    expect(apply(snapshot, edits)).toBe(await format(untidy));
    expect(edits.length).toBeGreaterThan(1);
    expect(await formatAll(snapshotOf(await format(untidy)))).toEqual([]);
  });

  it("of a range leaves the other declarations alone", async () => {
    const snapshot = snapshotOf(untidy);
    const line = untidy.split("\n").findIndex((each) => each.startsWith("param"));
    const after = apply(snapshot, await formatRange(snapshot, { start: { line, character: 3 }, end: { line, character: 4 } }));
    expect(after).toContain("param n in 1..5 = 2");
    expect(after).toContain("quantity   revenue   =");
  });

  it("leaves a broken file as it is", async () => {
    expect(await formatAll(snapshotOf("param n = = 2"))).toEqual([]);
  });

  it("respects the width of a tab", async () => {
    const snapshot = snapshotOf("mechanism {\ntransfer pay\n}\n");
    expect(apply(snapshot, await formatAll(snapshot, { tabWidth: 4 }))).toBe("mechanism {\n    transfer pay\n}\n");
  });
});

describe("inlay hints", () => {
  it("show sizes of index sets and rows of constraints", () => {
    const snapshot = compiled(auction);
    const hints = inlayHints(snapshot).map(
      (each) => `${auction.split("\n")[each.position.line]?.slice(0, each.position.character) ?? ""}«${typeof each.label === "string" ? each.label : ""}»`,
    );
    expect(hints).toEqual(
      expect.arrayContaining([
        "agents bidder«(2)»",
        "set good«(2)»",
        "type  value[i in bidder]«(2)»",
        "  feasible   sum(i in bidder) win[i] <= 1«4 rows»",
        "incentives    bayesian«4 rows»",
      ]),
    );
  });

  it("keep to the range that is asked for, and say nothing of what is not known", () => {
    const line = auction.split("\n").findIndex((each) => each.startsWith("set good"));
    expect(inlayHints(compiled(auction), { start: { line, character: 0 }, end: { line, character: 5 } })).toHaveLength(1);
    expect(inlayHints(snapshotOf(auction)).some((each) => JSON.stringify(each.label).includes("row"))).toBe(false);
    expect(inlayHints(snapshotOf("param n = = 2"))).toEqual([]);
  });
});

describe("lenses", () => {
  it("show the program of a move and offer to solve it", () => {
    const lenses = codeLenses(compiled(auction));
    expect(lenses.map((each) => each.command?.title)).toEqual(["LP: 12 rows - solve", "show program", "expand", "plot"]);
    expect(lenses[0]?.command).toMatchObject({ command: "mech.solve", arguments: ["memory:///spec.mech"] });
    expect(lenses[0]?.range.start.line).toBe(auction.split("\n").findIndex((each) => each.startsWith("seller")));
  });

  it("stand above the model where nobody moves, and nowhere in an empty file", () => {
    expect(codeLenses(snapshotOf("model m\nparam n = 2")).map((each) => each.command?.title)).toEqual(["evaluate", "expand", "plot"]);
    expect(codeLenses(snapshotOf(""))).toEqual([]);
  });
});
