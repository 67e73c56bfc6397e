import { describe, expect, it } from "vitest";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import { fractionAt } from "../../compiler/lp/fractions.ts";
import { columnName, rowName } from "../../compiler/lp/inspect.ts";
import { columns, entriesOf, row, rows, withColumns } from "./builder-kit.ts";
import { q } from "./programs.ts";

const { zero, one } = Rational;

describe("columns and objective", () => {
  it("keep bounds, integrality and names by family", () => {
    const builder = new ProgramBuilder("test", "minimize");
    const win = builder.addColumns({ ...columns, name: "win" }, 2, zero, one, true, (j) => [String(j + 1)]);
    const pay = builder.addColumns({ ...columns, name: "pay", role: "transfer" }, 1, undefined, undefined, false, () => ["1"]);
    builder.setBounds(pay, q("-1/2"), undefined);
    const program = builder.build();
    expect([win, pay]).toEqual([0, 2]);
    expect(Array.from(program.integer)).toEqual([0, 1]);
    expect(program.lower.map(String)).toEqual(["0", "0", "-1/2"]);
    expect(program.upper.map(String)).toEqual(["1", "1", "undefined"]);
    expect([0, 1, 2].map((j) => columnName(program, j))).toEqual(["win[1]", "win[2]", "pay[1]"]);
    expect(program.columnFamilies[1]).toMatchObject({ name: "pay", role: "transfer", first: 2, count: 1 });
  });

  it("add up in the objective, which setObjective replaces", () => {
    const builder = withColumns(2);
    builder.addObjective(0, q("1/3"));
    builder.addObjective(0, q("1/6"));
    builder.addObjective(1, one);
    builder.setObjective(1, q("5"));
    builder.addOffset(q("1/4"));
    builder.addOffset(q("1/4"));
    const program = builder.build();
    expect([fractionAt(program.objective, 0), fractionAt(program.objective, 1), program.offset].map(String)).toEqual(["1/2", "5", "1/2"]);
  });

  it("may come after rows", () => {
    const builder = withColumns(1);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    row(builder, "<=", [[0, "1"]], "1");
    const late = builder.addColumns({ ...columns, name: "late" }, 1000, zero, undefined, false, (j) => [String(j)]);
    row(
      builder,
      "<=",
      [
        [late + 999, "2"],
        [0, "1"],
      ],
      "1",
    );
    builder.endRowFamily();
    expect(entriesOf(builder.build(), 1)).toEqual(["0:1", "1000:2"]);
  });
});

describe("a built program", () => {
  it("does not change when the builder goes on", () => {
    const builder = withColumns(1);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    row(builder, "<=", [[0, "1"]], "1");
    builder.endRowFamily();
    const before = builder.build();
    builder.setBounds(0, q("7"), undefined);
    builder.beginRowFamily({ ...rows, name: "more" }, (r) => [String(r)]);
    row(builder, "<=", [[0, "2"]], "1");
    builder.endRowFamily();
    expect(before.rowCount).toBe(1);
    expect(before.lower.map(String)).toEqual(["0"]);
    expect(before.rowFamilies.length).toBe(1);
    expect(builder.build().rowCount).toBe(2);
  });

  it("holds the dyadic fraction of an inexact number, and says that it is inexact", () => {
    const builder = withColumns(1);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    builder.beginRow("<=");
    builder.add(0, Rational.float(Math.SQRT2));
    builder.endRow(one);
    builder.endRowFamily();
    const program = builder.build();
    expect(program.inexact).toBe(true);
    const coefficient = fractionAt(program.value, 0);
    expect(coefficient.inexact).toBe(false);
    expect(coefficient.toNumber()).toBe(Math.SQRT2);
    expect(withColumns(1).build().inexact).toBe(false);
  });

  it("has no empty families", () => {
    const builder = withColumns(1);
    builder.addColumns({ ...columns, name: "none" }, 0, zero, zero, false, () => []);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    builder.endRowFamily();
    const program = builder.build();
    expect(program.columnFamilies.map((family) => family.name)).toEqual(["x"]);
    expect(program.rowFamilies).toEqual([]);
  });
});

describe("misuse", () => {
  it("is refused: unknown columns, rows out of place, names taken, numbers that are none", () => {
    const builder = withColumns(1);
    expect(() => builder.beginRow("=")).toThrow("no row family is open");
    expect(() => builder.addColumns(columns, 1, zero, undefined, false, () => [])).toThrow("two column families are called x");
    expect(() => builder.setObjective(1, one)).toThrow(RangeError);
    builder.beginRowFamily(rows, () => []);
    expect(() => builder.add(0, one)).toThrow("no row is open");
    expect(() => builder.build()).toThrow("row family c is still open");
    builder.beginRow("=");
    expect(() => builder.add(1, one)).toThrow(RangeError);
    expect(() => builder.add(-1, one)).toThrow(RangeError);
    expect(() => builder.beginRow("=")).toThrow("still open");
    builder.add(0, Rational.float(Number.NaN));
    expect(() => builder.endRow(one)).toThrow(RangeError);
  });

  it("spoils only the row it happened in", () => {
    const builder = withColumns(2);
    builder.beginRowFamily(rows, (r) => [String(r)]);
    builder.beginRow("=");
    builder.add(0, one);
    builder.add(1, Rational.float(Infinity));
    expect(() => builder.endRow(one)).toThrow(RangeError);
    builder.beginRow("=");
    builder.add(1, one);
    expect(() => builder.endRow(Rational.float(Number.NaN))).toThrow(RangeError);
    expect(row(builder, "<=", [[1, "2"]], "3")).toBe(0);
    builder.endRowFamily();
    const program = builder.build();
    expect(entriesOf(program, 0)).toEqual(["1:2"]);
    expect(rowName(program, 0)).toBe("c[2]");
  });
});
