import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSetValue } from "../../cli/set-value.ts";
import { equalValues } from "../../compiler/evaluate/keys.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { makeGrid, pointTexts } from "../../runtime/sweep/grid.ts";
import { parseAxis, SweepError, valueText } from "../../runtime/sweep/range.ts";

const read = (text: string): Value => parseSetValue(text);
const texts = (text: string, limit = 1000): string[] => parseAxis("x", text, read, limit).values.map(valueText);

const rational = fc.tuple(fc.integer({ min: -10_000, max: 10_000 }), fc.integer({ min: 1, max: 200 })).map(([n, d]) => Rational.of(n, d));
const positive = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 200 })).map(([n, d]) => Rational.of(n, d));

describe("ranges", () => {
  it.each([
    ["1..4", ["1", "2", "3", "4"]],
    ["0.05..0.3:0.05", ["1/20", "1/10", "3/20", "1/5", "1/4", "3/10"]],
    ["0..1:1/3", ["0", "1/3", "2/3", "1"]],
    ["1..2:3/4", ["1", "7/4"]],
    ["4..1:-1", ["4", "3", "2", "1"]],
    ["-1..1", ["-1", "0", "1"]],
    ["2..2", ["2"]],
    [" 1 .. 2 : 1/2 ", ["1", "3/2", "2"]],
    ["{1, 2, 5}", ["1", "2", "5"]],
    ["{1, 4..6, 10}", ["1", "4", "5", "6", "10"]],
    ["{[1, 2], [3, 4]}", ["[1, 2]", "[3, 4]"]],
    ["{bayesian, dominant}", ["bayesian", "dominant"]],
    ['{"a..b, c", d}', ['"a..b, c"', "d"]],
    ["[[1, 2], [3]]", ["[[1, 2], [3]]"]],
    ["3", ["3"]],
  ])("%s is %j", (text, values) => expect(texts(text)).toEqual(values));

  it("run exactly from bound to bound: all steps are equal, the last value is within one step of the end", () => {
    fc.assert(
      fc.property(rational, positive, fc.integer({ min: 0, max: 60 }), fc.boolean(), (from, step, count, down) => {
        const width = down ? step.neg() : step;
        const end = from.add(width.mul(Rational.integer(count)));
        // An end that is half a step further gives the same values.
        for (const to of [end, end.add(width.div(Rational.integer(2)))]) {
          const values = parseAxis("x", `${from}..${to}:${width}`, read, 1000).values as Rational[];
          expect(values).toHaveLength(count + 1);
          values.forEach((value, k) => expect(value.sub(from).equals(width.mul(Rational.integer(k)))).toBe(true));
        }
      }),
    );
  });

  it.each([
    ["1..", /no last value/],
    ["..4", /no first value/],
    ["0.05..:0.1", /no last value/],
    ["1..4:0", /step is zero/],
    ["4..1", /empty.*/],
    ["1..4:-1", /empty/],
    ["a..b", /not a number/],
    ["1..2:x", /not a number/],
    ["1..2:", /not a number/],
    ["1..2..3", /not a number/],
    ["{1, 2", /not closed/],
    ["{1, , 2}", /missing/],
    ["{}", /missing/],
    ["{1, 1.0}", /repeats/],
    ["{1..3, 2}", /repeats/],
    ["{1} 2", /behind the braces/],
  ])("%s is refused", (text, message) => {
    expect(() => texts(text)).toThrow(SweepError);
    expect(() => texts(text)).toThrow(message);
  });

  it("are counted before a value is made", () => {
    expect(() => texts("0..1:1e-30")).toThrow(/1,000,000,000,000,000,000,000,000,000,001 values/);
    expect(() => texts("{1..600, 601..1200}")).toThrow(/at most/);
  });

  it("never end in anything but values or a refusal", () => {
    const alphabet = fc.constantFrom(..."0123456789./:{}[],-e\"\\ ax");
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 24 }).map((all) => all.join("")), (text) => {
        try {
          expect(texts(text, 200).length).toBeLessThanOrEqual(200);
        } catch (error) {
          expect((error as Error).name).toMatch(/^(SweepError|UsageError)$/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe("values as text", () => {
  const symbol = fc.oneof(fc.constantFrom("apple", "true", "two words", "a..b", "{", 'quo"te', "back\\slash", "é"), fc.string({ minLength: 1 }).filter((text) => Rational.parse(text) === undefined));
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, rational, fc.boolean(), symbol, fc.array(tie("value"), { maxLength: 3 }).map((entries): Value => ({ kind: "list", entries }))),
  }));

  it("are read back as they were", () => {
    fc.assert(
      fc.property(value, (original) => {
        expect(equalValues(parseSetValue(valueText(original)), original)).toBe(true);
        const [again] = parseAxis("x", valueText(original), read, 10).values;
        expect(again !== undefined && equalValues(again, original)).toBe(true);
      }),
    );
  });
});

describe("the grid", () => {
  const axes = [parseAxis("n", "1..3", read, 100), parseAxis("p", "{1/2, apple}", read, 100)];

  it("is the product, the last parameter changing fastest", () => {
    const grid = makeGrid(axes);
    expect(grid.size).toBe(6);
    expect(Array.from({ length: 6 }, (_, k) => Object.values(pointTexts(grid.point(k))).join(" "))).toEqual(["1 1/2", "1 apple", "2 1/2", "2 apple", "3 1/2", "3 apple"]);
    expect(Object.keys(pointTexts(grid.point(0)))).toEqual(["n", "p"]);
    expect(() => grid.point(6)).toThrow(RangeError);
  });

  it("of no parameters has one point", () => expect(makeGrid([]).size).toBe(1));

  it("is refused with its formula when it is too large, before points are made", () => {
    const wide = { name: "p", values: Array.from({ length: 1000 }, (_, k) => Rational.integer(k)) };
    expect(() => makeGrid([wide, { ...wide, name: "q" }])).toThrow("the sweep has 1000 (p) x 1000 (q) = 1,000,000 points; the limit is 100,000");
  });
});
