import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactDecimal, integerScale, notationFor } from "../../compiler/emit/decimal.ts";
import { emittedNames } from "../../compiler/emit/names.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { q } from "./programs.ts";

describe("emitted names", () => {
  it("are plain, start with a letter, and are never numbers or keywords", () => {
    expect(emittedNames(["win[1, (1, 2)]", "end", "e1", "E12x", "e", "x[-1]", "1st", "", "Free", "_a", "obj"])).toEqual([
      "win_1_1_2",
      "n_end",
      "n_e1",
      "n_E12x",
      "n_e",
      "x_m1",
      "n_1st",
      "n_",
      "n_Free",
      "n__a",
      "n_obj",
    ]);
  });

  it("are distinct and at most 255 characters long, whatever the originals", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom("a", "a__2", "a[2]", "end", "x".repeat(300))), { maxLength: 30 }), (originals) => {
        const names = emittedNames(originals);
        expect(names.length).toBe(originals.length);
        expect(new Set(names).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^(?![eE]\d)[A-Za-z][A-Za-z0-9_]{0,254}$/);
      }),
    );
  });

  it("of many equal originals are found in linear time", () => {
    const names = emittedNames(new Array<string>(50_000).fill("same"));
    expect(new Set(names).size).toBe(50_000);
    expect(names[49_999]).toBe("same__50000");
  });
});

describe("decimals", () => {
  it("are exact or absent", () => {
    expect(exactDecimal(q("-3/8"))).toBe("-0.375");
    expect(exactDecimal(q("1/1000"))).toBe("0.001");
    expect(exactDecimal(q("123456/5"))).toBe("24691.2");
    expect(exactDecimal(q("1/3"))).toBeUndefined();
    expect(exactDecimal(q("90071992547409931"))).toBeUndefined();
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 100_000 }), (n, d) => {
        const value = Rational.of(n, d);
        const text = exactDecimal(value);
        if (text !== undefined) expect(Rational.parse(text)?.equals(value)).toBe(true);
      }),
    );
  });

  it("give way to integers up to 2^53, and those to rounding", () => {
    expect(integerScale([q("1/3"), q("1/2")])).toBe(6n);
    expect(integerScale([q("1/3"), q("9007199254740991")])).toBeUndefined();
    expect(notationFor([q("1/2"), q("3")]).kind).toBe("decimal");
    expect(notationFor([q("1/2"), q("1/3")])).toEqual({ kind: "scaled", scale: 6n });
    expect(notationFor([q("1/9007199254740997")]).kind).toBe("rounded");
  });
});
