import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { familyOf, fillSentence } from "../../compiler/lp/families.ts";
import { exactValue, fractionAt, fractionsOf, toDoubles } from "../../compiler/lp/fractions.ts";
import {
  columnMajor,
  columnSentence,
  objectiveValue,
  reducedCosts,
  rowActivity,
  rowEntries,
  rowFamily,
  rowName,
  rowSentence,
  statistics,
} from "../../compiler/lp/inspect.ts";
import type { Family } from "../../compiler/lp/program.ts";
import { checkSize, defaultLimits } from "../../compiler/lp/size.ts";
import { anyDraft, programOf, q } from "./programs.ts";

const program = programOf({
  sense: "maximize",
  objective: ["1/2", "0", "-1"],
  offset: "3",
  rows: [
    { entries: ["1/3", "0", "2"], sense: "<=", rhs: "1" },
    { entries: ["0", "-5", "0"], sense: "=", rhs: "0" },
  ],
});

describe("reading a program", () => {
  it("gives activities, objective and reduced costs exactly", () => {
    const point = [q("3/7"), q("1"), q("1/2")];
    expect([0, 1].map((r) => rowActivity(program, r, point).toString())).toEqual(["8/7", "-5"]);
    expect(objectiveValue(program, point).toString()).toBe("19/7");
    expect(reducedCosts(program, [q("3"), q("1/5")]).map(String)).toEqual(["-1/2", "1", "-7"]);
  });

  it("gives names and sentences", () => {
    expect(rowName(program, 1)).toBe("c[1]");
    expect(rowSentence(program, 1)).toBe("row 1");
    expect(columnSentence(program, 2)).toBe("column 2");
    expect(rowFamily(program, 1).name).toBe("c");
    expect(fillSentence("{a} and {b} and {c}", ["a", "b"], ["{b}", "2"])).toBe("{b} and 2 and {c}");
  });

  it("refuses rows, columns and points that are not there", () => {
    expect(() => [...rowEntries(program, 2)]).toThrow(RangeError);
    expect(() => rowName(program, 2)).toThrow(RangeError);
    expect(() => rowName(program, -1)).toThrow(RangeError);
    expect(() => rowActivity(program, 0, [])).toThrow(RangeError);
  });

  it("gives statistics", () => {
    expect(statistics(program)).toEqual({ rows: 2, columns: 3, nonzeros: 3, integers: 0, equalities: 1, longestRow: 2, smallest: 1 / 3, largest: 5 });
    expect(statistics(programOf({ sense: "minimize", objective: [], rows: [] }))).toMatchObject({ nonzeros: 0, smallest: 0, largest: 0 });
  });

  it("gives the matrix by columns, with the same entries", () => {
    fc.assert(
      fc.property(anyDraft, (draft) => {
        const matrix = programOf(draft);
        const byColumn = columnMajor(matrix);
        const entries = new Set<string>();
        for (let j = 0; j < matrix.columnCount; j++) {
          let previous = -1;
          for (let k = byColumn.start[j] ?? 0; k < (byColumn.start[j + 1] ?? 0); k++) {
            const row = byColumn.row[k] ?? -1;
            expect(row).toBeGreaterThan(previous);
            previous = row;
            entries.add(`${row},${j},${fractionAt(matrix.value, byColumn.position[k] ?? -1)}`);
          }
        }
        const expected = new Set<string>();
        for (let r = 0; r < matrix.rowCount; r++) for (const { column, coefficient } of rowEntries(matrix, r)) expected.add(`${r},${column},${coefficient}`);
        expect(entries).toEqual(expected);
      }),
    );
  });

  it("finds the family of every member", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 }), (counts) => {
        const families: Family[] = [];
        let first = 0;
        for (const [k, count] of counts.entries()) {
          families.push({ name: String(k), role: "require", first, count, indexNames: [], sentence: "" });
          first += count;
        }
        const owners = counts.flatMap((count, k) => new Array<string>(count).fill(String(k)));
        expect(owners.map((_, member) => familyOf(families, member).name)).toEqual(owners);
        expect(() => familyOf(families, first)).toThrow(RangeError);
      }),
    );
  });
});

describe("fractions", () => {
  it("come back as they went in, of any size", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.bigInt({ min: 1n, max: 10n ** 25n }))), (pairs) => {
        const values = pairs.map(([n, d]) => Rational.of(n, d));
        const fractions = fractionsOf(values);
        const doubles = toDoubles(fractions);
        values.forEach((value, k) => {
          expect(fractionAt(fractions, k).equals(value)).toBe(true);
          expect(doubles[k]).toBeCloseTo(value.toNumber(), 9);
        });
        expect(() => fractionAt(fractions, values.length)).toThrow(RangeError);
      }),
    );
  });

  it("hold the dyadic fraction of a float", () => {
    expect(exactValue(Rational.float(0.1)).toString()).toBe("3602879701896397/36028797018963968");
    expect(() => exactValue(Rational.float(Infinity))).toThrow(RangeError);
    expect(toDoubles(fractionsOf([Rational.float(0.1)]))[0]).toBe(0.1);
  });
});

describe("size before build", () => {
  const limits = { rows: 10, columns: 10, nonzeros: 50 };
  it("passes within the limits and names the first one broken", () => {
    expect(checkSize({ rows: 10, columns: 10, nonzeros: 50, formula: "" }, limits)).toBeUndefined();
    expect(checkSize({ rows: 1, columns: 11, nonzeros: 99, formula: "n * 11" }, limits)).toEqual({
      what: "columns",
      predicted: 11,
      limit: 10,
      formula: "n * 11",
    });
  });

  it("takes an overflow for too large", () => {
    expect(checkSize({ rows: Infinity, columns: 1, nonzeros: 1, formula: "" })?.what).toBe("rows");
    expect(checkSize({ rows: 1, columns: 1, nonzeros: Number.NaN, formula: "" })?.what).toBe("nonzeros");
    expect(checkSize({ rows: 1, columns: 1, nonzeros: 1, formula: "" }, defaultLimits)).toBeUndefined();
  });
});
