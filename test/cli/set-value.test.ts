import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { UsageError } from "../../cli/errors.ts";
import { parseSetOptions, parseSetValue, type SetValue } from "../../cli/set-value.ts";

/** A value in plain form: numbers as text in lowest terms, symbols with a quote in front. */
function plain(value: SetValue): unknown {
  if (value instanceof Rational) return value.toString();
  if (typeof value === "object") return value.entries.map(plain);
  return typeof value === "string" ? `'${value}` : value;
}

describe("--set", () => {
  it.each([
    ["3", "3"],
    ["-2", "-2"],
    ["0.1", "1/10"],
    ["2/6", "1/3"],
    [" 1 / 3 ", "1/3"],
    ["1e-3", "1/1000"],
    ["9007199254740993", "9007199254740993"],
    ["0.1234567890123456789", "1234567890123456789/10000000000000000000"],
    ['"1/3"', "1/3"],
    ["apple", "'apple"],
    ['"two words, and more"', "'two words, and more"],
    ['"true"', "'true"],
    ["true", true],
    ["false", false],
    ["[]", []],
    ['[0.1, 1/3, "2/5", apple]', ["1/10", "1/3", "2/5", "'apple"]],
    [
      "[[1,2],[3,[4]]]",
      [
        ["1", "2"],
        ["3", ["4"]],
      ],
    ],
  ])("reads %j exactly", (text, expected) => {
    expect(plain(parseSetValue(text))).toEqual(expected);
  });

  it("reads several options into a map by name", () => {
    const values = parseSetOptions(["n=3", "name=a=b"]);
    expect([...values].map(([name, value]) => [name, plain(value)])).toEqual([
      ["n", "3"],
      ["name", "'a=b"],
    ]);
  });

  it.each([
    ["n", /no `=`/],
    ["=3", /is not a name/],
    ["2n=3", /is not a name/],
    ["n=", /missing/],
    ["n=1.2.3", /not a number/],
    ["n=1/0", /not a number/],
    ["n=1e999999", /not a number/],
    ["n=[1,2", /not closed/],
    ["n=[1,,2]", /missing/],
    ["n=[1 2]", /not a number/],
    ["n=[1]]", /behind the value/],
    ['n="open', /not closed/],
    ["n={1: 2}", /tables/],
    [`n=${"[".repeat(100_000 - 2)}`, /nested more than/],
    [`n=${"1".repeat(100_001)}`, /longer than/],
  ])("refuses %j", (option, message) => {
    expect(() => parseSetOptions([option])).toThrow(UsageError);
    expect(() => parseSetOptions([option])).toThrow(message);
  });

  it("refuses a name that is given twice", () => {
    expect(() => parseSetOptions(["n=1", "n=2"])).toThrow(/twice/);
  });

  it("reads every rational back from its own text, alone and in a list", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }), (n, d) => {
        const number = Rational.of(n, d);
        expect(plain(parseSetValue(number.toString()))).toBe(number.toString());
        expect(plain(parseSetValue(`[${number.toString()}, "${number.toString()}"]`))).toEqual([number.toString(), number.toString()]);
      }),
    );
  });

  it("either reads a text or refuses it as a wrong command line", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("[", "]", ",", '"', "\\", "1", "/", ".", "a", " ", "{", "e", "-"), maxLength: 12 }), (text) => {
        try {
          parseSetValue(text);
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
