import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { rowName } from "../../compiler/lp/inspect.ts";
import { entriesOf, row, rows, withColumns } from "./builder-kit.ts";

const { zero, one } = Rational;

describe("rows", () => {
  it("have ascending columns, add up repeats, and forget exact zeros", () => {
    const builder = withColumns(4);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    row(
      builder,
      "<=",
      [
        [3, "1"],
        [0, "1/3"],
        [2, "5"],
        [0, "1/6"],
        [2, "-5"],
      ],
      "7/2",
    );
    builder.endRowFamily();
    const program = builder.build();
    expect(entriesOf(program, 0)).toEqual(["0:1/2", "3:1"]);
    expect(program.rowSense).toEqual(["<="]);
    expect(fractionAt(program.rhs, 0).toString()).toBe("7/2");
  });

  it("equal the sums that a map would compute, whatever the order", () => {
    const entry = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: -2, max: 2 }), fc.constantFrom(1, 2, 3));
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 80 }), { maxLength: 4 }), (drafts) => {
        const builder = withColumns(61);
        builder.beginRowFamily(rows, (r) => [String(r)]);
        for (const draft of drafts)
          row(
            builder,
            "=",
            draft.map(([column, n, d]) => [column, `${n}/${d}`] as const),
            "0",
          );
        builder.endRowFamily();
        const program = builder.build();
        drafts.forEach((draft, r) => {
          const sums = new Map<number, Rational>();
          for (const [column, n, d] of draft) sums.set(column, (sums.get(column) ?? zero).add(Rational.of(n, d)));
          const expected = [...sums]
            .filter(([, sum]) => !sum.isZero())
            .sort(([a], [b]) => a - b)
            .map(([column, sum]) => `${column}:${sum}`);
          expect(entriesOf(program, r)).toEqual(expected);
        });
      }),
      { numRuns: 50 },
    );
  });

  it("leave no trace when cancelled, but keep their place in the numbering of the family", () => {
    const builder = withColumns(1);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    row(builder, "<=", [[0, "1"]], "1");
    builder.beginRow("<=");
    builder.add(0, one);
    builder.cancelRow();
    row(builder, "<=", [[0, "3"]], "3");
    builder.endRowFamily();
    const program = builder.build();
    expect(program.rowCount).toBe(2);
    expect([rowName(program, 0), rowName(program, 1)]).toEqual(["c[0]", "c[2]"]);
  });

  it("may carry an ordinal of the caller's choice", () => {
    const builder = withColumns(1);
    builder.beginRowFamily(rows, (r) => [`type ${r}`]);
    builder.beginRow("=", 41);
    builder.endRow(zero);
    builder.endRowFamily();
    expect(builder.build().rowIndices(0)).toEqual(["type 41"]);
  });

  it("stay when they are trivial, unless the family drops trivially true ones", () => {
    const kept = withColumns(1);
    kept.beginRowFamily(rows, (r) => [String(r)]);
    expect(row(kept, "<=", [], "1")).toBe(0);
    const dropping = withColumns(1);
    dropping.beginRowFamily({ ...rows, dropTrivial: true }, (r) => [String(r)]);
    expect(
      row(
        dropping,
        "<=",
        [
          [0, "1"],
          [0, "-1"],
        ],
        "1",
      ),
    ).toBe(-1);
    expect(row(dropping, ">=", [], "0")).toBe(-1);
    expect(row(dropping, "=", [], "0")).toBe(-1);
    expect(row(dropping, ">=", [], "1")).toBe(0);
    expect(row(dropping, "=", [], "-1")).toBe(1);
    dropping.endRowFamily();
    const program = dropping.build();
    expect(program.rowCount).toBe(2);
    expect(rowName(program, 0)).toBe("c[3]");
  });

  it("merge within a family when asked, and only if sense, side and entries all agree", () => {
    const builder = withColumns(2);
    builder.beginRowFamily({ ...rows, mergeDuplicates: true }, (r) => [String(r)]);
    expect(
      row(
        builder,
        "<=",
        [
          [0, "1/2"],
          [1, "1"],
        ],
        "1",
      ),
    ).toBe(0);
    expect(
      row(
        builder,
        "<=",
        [
          [1, "1"],
          [0, "1/2"],
        ],
        "1",
      ),
    ).toBe(0);
    expect(
      row(
        builder,
        ">=",
        [
          [0, "1/2"],
          [1, "1"],
        ],
        "1",
      ),
    ).toBe(1);
    expect(
      row(
        builder,
        "<=",
        [
          [0, "1/2"],
          [1, "1"],
        ],
        "2",
      ),
    ).toBe(2);
    expect(
      row(
        builder,
        "<=",
        [
          [0, "1/2"],
          [1, "2"],
        ],
        "1",
      ),
    ).toBe(3);
    builder.endRowFamily();
    builder.beginRowFamily({ ...rows, name: "d", mergeDuplicates: true }, (r) => [String(r)]);
    expect(
      row(
        builder,
        "<=",
        [
          [0, "1/2"],
          [1, "1"],
        ],
        "1",
      ),
    ).toBe(4);
    builder.endRowFamily();
    const program = builder.build();
    expect([0, 1, 2, 3, 4].map((r) => rowName(program, r))).toEqual(["c[0]", "c[2]", "c[3]", "c[4]", "d[0]"]);
    expect(program.index.length).toBe(10);
  });

  it("merge on exact numbers: integers beyond 2^53 that round alike stay apart", () => {
    const builder = withColumns(1);
    builder.beginRowFamily({ ...rows, mergeDuplicates: true }, (r) => [String(r)]);
    expect(row(builder, "<=", [[0, "90071992547409931"]], "1")).toBe(0);
    expect(row(builder, "<=", [[0, "90071992547409932"]], "1")).toBe(1);
    expect(row(builder, "<=", [[0, "90071992547409931"]], "1")).toBe(0);
    builder.endRowFamily();
    const program = builder.build();
    expect(entriesOf(program, 0)).toEqual(["0:90071992547409931"]);
    expect(program.value.big.size).toBe(2);
    expect(program.value.num[0]).toBe(90071992547409931);
  });
});
