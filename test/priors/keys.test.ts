import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareValues, equalValues, formatValue, valueKey } from "../../compiler/evaluate/keys.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { list, pair, r, set, tableOf } from "./support.ts";

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 1, max: 4 })).map(([n, d]) => Rational.of(n, d)),
  fc.double({ min: -2, max: 2, noNaN: true }).map((x) => Rational.float(x)),
  fc.constantFrom("apple", "pear", "1/2", "(1,2)", '"', "#t"),
  fc.boolean(),
);
const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }).map((entries): Value => ({ kind: "tuple", entries })),
    fc.array(tie("value"), { maxLength: 3 }).map((entries): Value => ({ kind: "list", entries })),
  ),
}));

describe("keys of values", () => {
  it("keep values of different kinds apart even when they print alike", () => {
    const alike: Value[] = [r(1), "1", list(1), pair(1), set(1), tableOf([1, 1]), true, "true", { kind: "tuple", entries: [] }, set(), tableOf()];
    expect(new Set(alike.map(valueKey)).size).toBe(alike.length);
  });

  it("keep a symbol with commas apart from two symbols", () => {
    expect(valueKey(pair("a,b"))).not.toBe(valueKey(pair("a", "b")));
  });

  it("do not see the order of a set or table, but that of a tuple or list", () => {
    expect(equalValues(set(1, 2, 3), set(3, 1, 2))).toBe(true);
    expect(equalValues(tableOf([1, "a"], [2, "b"]), tableOf([2, "b"], [1, "a"]))).toBe(true);
    expect(equalValues(pair(1, 2), pair(2, 1))).toBe(false);
    expect(equalValues(list(1, 2), list(2, 1))).toBe(false);
  });

  it("identify a float with the shortest decimal that reads back as it", () => {
    expect(equalValues(Rational.float(0.1), r("1/10"))).toBe(true);
    expect(equalValues(Rational.float(1 / 3), r("1/3"))).toBe(false);
    expect(valueKey(Rational.float(-0))).toBe(valueKey(Rational.zero));
  });

  it("refuse values nested without end instead of exhausting the stack", () => {
    let deep: Value = r(1);
    for (let i = 0; i < 100_000; i++) deep = pair(deep, 1);
    expect(() => valueKey(deep)).toThrow(RangeError);
    expect(() => formatValue(deep)).toThrow(RangeError);
    let wide: Value = r(1);
    for (let i = 0; i < 150; i++) wide = pair(wide, wide);
    expect(() => valueKey(wide)).toThrow(RangeError);
  });
});

describe("the order of values", () => {
  it("is total: antisymmetric, transitive, and zero exactly on equal values", () => {
    fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
        expect(compareValues(a, b) === 0).toBe(equalValues(a, b));
        if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("compares numbers by size, symbols by text, tuples lexicographically", () => {
    const sorted: Value[] = [r("-1/2"), r("1/3"), Rational.float(0.5), r(10), "apple", "pear", pair(1), pair(1, 2), pair(2)];
    expect([...sorted].reverse().sort(compareValues).map(formatValue)).toEqual(sorted.map(formatValue));
  });
});

describe("printing values", () => {
  it("uses the syntax of a spec", () => {
    expect(formatValue(tableOf([pair(1, "apple"), "2/5"], ["two words", 1]))).toBe('{(1, apple): 2/5, "two words": 1}');
    expect(formatValue({ kind: "continuous", name: "normal", parameters: [r(0), r(1)] })).toBe("normal(0, 1)");
    expect(formatValue(list(set(1, 2), true))).toBe("[{1, 2}, true]");
    expect(formatValue({ kind: "pmf", outcomes: [{ value: r(1), probability: r(1) }] })).toBe("{1: 1}");
  });
});
