import fc from "fast-check";
import { distance } from "fastest-levenshtein";
import { describe, expect, it } from "vitest";
import { didYouMean, didYouMeanHint } from "../../compiler/diagnostics/index.ts";

const name = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "_"), minLength: 1, maxLength: 9 });

describe("did you mean", () => {
  it.each([
    ["valeu", ["value", "win"], "value"],
    ["Revenue", ["revenues", "revenue"], "revenue"],
    ["biddr", ["bidder", "binder"], "bidder"],
    ["n", ["m"], undefined],
    ["ab", ["ba"], "ba"],
    ["win", ["win"], undefined],
    ["x", [], undefined],
    ["", ["a"], undefined],
    ["revenue", ["welfare"], undefined],
  ])("%j among %j is %j", (wrong, candidates, expected) => {
    expect(didYouMean(wrong, candidates)).toBe(expected);
  });

  it("prefers a difference of case to a smaller edit", () => {
    expect(didYouMean("WIN", ["WIX", "win"])).toBe("win");
  });

  it("does not depend on the order of the candidates", () => {
    fc.assert(
      fc.property(name, fc.array(name), (wrong, candidates) => {
        expect(didYouMean(wrong, candidates)).toBe(didYouMean(wrong, [...candidates].reverse()));
      }),
    );
  });

  it("never suggests a name that is further away than a third of the length (a swap of letters is two steps of the plain distance)", () => {
    fc.assert(
      fc.property(name, fc.array(name), (wrong, candidates) => {
        const nearest = didYouMean(wrong, candidates);
        if (nearest === undefined) return;
        expect(candidates).toContain(nearest);
        expect(nearest.toLowerCase() === wrong.toLowerCase() || distance(wrong, nearest) <= Math.max(2, Math.floor(wrong.length / 3))).toBe(true);
      }),
    );
  });

  it("gives up on names that nobody can have mistyped", () => {
    expect(didYouMean("a".repeat(100_000), ["a".repeat(100_001)])).toBeUndefined();
  });

  it("makes a hint of it", () => {
    expect(didYouMeanHint("valeu", ["value"])).toBe("did you mean `value`?");
    expect(didYouMeanHint("valeu", ["other"])).toBeUndefined();
  });
});
