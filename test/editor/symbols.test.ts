import { describe, expect, it } from "vitest";
import { codes } from "../../compiler/diagnostics/codes.ts";
import { compile } from "../../compiler/driver.ts";
import { definitionAt, highlightsAt, referencesAt } from "../../editor/services/navigation.ts";
import { snapshotOf } from "../../editor/services/snapshot.ts";
import { occurrenceAt, occurrencesOf, visibleAt } from "../../compiler/symbols/symbols.ts";
import { badSpecs, examples } from "./files.ts";
import { marked } from "./markers.ts";
import { auction } from "./specs.ts";

describe("the index of names agrees with the compiler", () => {
  it.each(examples())("in $name every name is found", ({ text }) => {
    expect(snapshotOf(text).symbols.unresolved).toEqual([]);
  });

  it("and what it does not find, the compiler does not find either", () => {
    const unknown = new Set(
      [codes["unknown-name"].code, codes["unknown-distribution"].code, codes["unknown-library"].code, codes["unknown-library-member"].code].map(String),
    );
    const places = (text: string): number[] =>
      compile(text, { stopAfter: "model" })
        .diagnostics.filter((each) => unknown.has(each.code))
        .map((each) => each.span.start);
    let found = 0;
    for (const { name, text } of badSpecs()) {
      if (snapshotOf(text).parsed.faults.length > 0) continue;
      const { unresolved } = snapshotOf(text).symbols;
      expect(
        unresolved.map((each) => each.span.start),
        name,
      ).toEqual(places(text));
      found += unresolved.length;
    }
    expect(found).toBeGreaterThan(3);
  });

  it("misses exactly the uses of a declaration that is taken out", () => {
    const text = auction.replace("param n in 1..5 = 2\n", "");
    expect(snapshotOf(text).symbols.unresolved.map((each) => each.text)).toEqual(["n"]);
  });
});

describe("scopes", () => {
  const places = (source: string): string[] => {
    const { text, at } = marked(source);
    const snapshot = snapshotOf(text);
    const found = occurrenceAt(snapshot.symbols, at());
    return found
      ? occurrencesOf(snapshot.symbols, found.definition).map((each) => `${snapshot.document.positionAt(each.span.start).line}:${each.role[0] ?? ""}`)
      : [];
  };

  it("an index belongs to its declaration", () => {
    expect(places("model m\nagents b = 1..2\ntype v[i in b] in {1, 2}\npayoff b[i] = v[«»i] * v[i]\nquantity q = E[sum(i in b) v[i]]")).toEqual([
      "3:d",
      "3:r",
      "3:r",
    ]);
  });

  it("an inner index hides an outer one", () => {
    expect(places("model m\nset s = 1..2\nlet x[i in s] = sum(i in s) i + i\nlet y = sum(«»i in s) (i + sum(i in s) i)")).toEqual(["3:d", "3:r"]);
  });

  it("the indices of a prior are bound by standing there, those of its constraints by `for`", () => {
    expect(places("agents b = 1..2\nstate v[i in b] in [0, 1]\nprior v ~ any with E[v[i]] = 1/2 for «»i in b")).toEqual(["2:r", "2:d"]);
    expect(places("agents b = 1..2\nstate v[i in b] in {0, 1}\nprior v[«»k] ~ if k = 1 then uniform else bernoulli(1/3)")).toEqual(["2:d", "2:r"]);
  });

  it("parameters of a function are known in its body only", () => {
    expect(places("function f(«»x, S) = max(i in S) x[i]\nlet y = x")).toEqual(["0:d", "0:r"]);
  });

  it("an index that is a bare set is found as the set", () => {
    expect(places("agents «»bidder = 1..2\nparam mean[bidder] = [1, 2]\nlet half[bidder] = mean[bidder] / 2")).toEqual(["0:d", "1:r", "2:r", "2:r"]);
  });

  it("agents are meant where only agents can stand, whatever an index is called", () => {
    const text = "agents a = 1..2\ntype v[i in a] in {1, 2}\nquantity q[«»a in a] = E[payoff a[a]]";
    expect(places(text)).toEqual(["2:d", "2:r"]);
  });

  it("checks are called by the names of rows and agents", () => {
    expect(places("agents «»bidder = 1..2\nincentives bayesian for bidder\nassert fails(incentives_bidder)")).toEqual(["0:d", "1:r", "2:r"]);
    expect(places("require «»balanced: 1 <= 2\nassert holds(balanced)")).toEqual(["0:d", "1:r"]);
  });

  it("symbols of a set are elements, unless they are declared", () => {
    expect(places("state q in {«»low, high}\nprior q ~ {low: 1/4, high: 3/4}")).toEqual(["0:d", "1:r"]);
    expect(places("param «»low = 1\nstate q in {low, 2}\nprior q ~ uniform")).toEqual(["0:d", "1:r"]);
  });

  it("visible names are the indices around and everything global", () => {
    const { text, at } = marked("param n = 2\nset s = 1..n\nlet y = sum(i in s) («» i) + 1\nlet z = sum(j in s) j");
    expect(visibleAt(snapshotOf(text).symbols, at()).map((each) => each.name)).toEqual(["i", "n", "s", "y", "z"]);
  });
});

describe("navigation", () => {
  const { text, at } = marked(
    auction.replace("sum(i in bidder) pay[i]]", "sum(i in bidder) pa«use»y[i]]").replace("use auctions", "use auctions\nlet top = top«lib»_share"),
  );
  const snapshot = snapshotOf(text);

  it("goes to the declaration", () => {
    expect(definitionAt(snapshot, at("use"))?.range.start).toEqual(snapshot.document.positionAt(text.indexOf("pay[i in bidder]")));
  });

  it("goes into the library where its text is known, and to `use` elsewhere", () => {
    const inLibrary = definitionAt(snapshot, at("lib"), (library) => `file:///lib/${library}.mech`);
    expect(inLibrary?.uri).toBe("file:///lib/auctions.mech");
    expect(inLibrary?.range.start.line).toBeGreaterThan(10);
    expect(definitionAt(snapshot, at("lib"))).toMatchObject({ uri: snapshot.document.uri, range: { start: { line: 3 } } });
  });

  it("finds all references, with the declaration or without, and highlights them", () => {
    expect(referencesAt(snapshot, at("use"), { includeDeclaration: true })).toHaveLength(4);
    expect(referencesAt(snapshot, at("use"), { includeDeclaration: false })).toHaveLength(3);
    expect(highlightsAt(snapshot, at("use")).map((each) => each.kind)).toEqual([3, 2, 2, 2]);
    expect(referencesAt(snapshot, 0, { includeDeclaration: true })).toEqual([]);
  });
});

describe("a declaration that cannot be read", () => {
  const { text, at } = marked(
    "param n = 2\nagents bidder = 1..n\ntype value[i in bidder] in {1, 2\nlet gap[j in bidder] = value[j«»] + \nquantity q = E[value[1]]",
  );
  const { symbols } = snapshotOf(text);

  it("still declares its name, and its names keep their meaning", () => {
    expect(symbols.globals.get("value")?.kind).toBe("type");
    expect(symbols.globals.get("gap")?.kind).toBe("let");
    expect(occurrenceAt(symbols, at())?.definition).toMatchObject({ name: "j", kind: "index" });
    expect(occurrencesOf(symbols, symbols.globals.get("bidder") ?? expect.fail())).toHaveLength(3);
    expect(symbols.unresolved).toEqual([]);
  });
});
