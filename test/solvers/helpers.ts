/** Small programs from dense arrays, for tests. */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program, RowSense } from "../../compiler/lp/program.ts";

/** A number as tests write it: an integer, or text such as "1/3" or "1e-10". */
export type Numeral = number | string | Rational;

export interface Dense {
  readonly sense?: "maximize" | "minimize";
  readonly objective: readonly Numeral[];
  readonly offset?: Numeral;
  /** Coefficients, sense, right-hand side. */
  readonly rows: readonly (readonly [readonly Numeral[], RowSense, Numeral])[];
  /** Default: zero. `undefined` entries mean unbounded. */
  readonly lower?: readonly (Numeral | undefined)[];
  /** Default: unbounded. */
  readonly upper?: readonly (Numeral | undefined)[];
  readonly integer?: readonly number[];
}

export function rational(value: Numeral): Rational {
  if (value instanceof Rational) return value;
  if (typeof value === "number") return Rational.integer(value);
  const parsed = Rational.parse(value);
  if (parsed === undefined) throw new RangeError(`not a number: ${value}`);
  return parsed;
}

/** @example program({ objective: [1, 1], rows: [[[1, 2], "<=", 3]] }) */
export function program(dense: Dense): Program {
  const builder = new ProgramBuilder("test", dense.sense ?? "maximize");
  for (const [j, coefficient] of dense.objective.entries()) {
    const low = dense.lower === undefined ? 0 : dense.lower[j];
    const high = dense.upper?.[j];
    builder.addColumns(
      { name: `x${j}`, role: "auxiliary", indexNames: [], sentence: `column ${j}` },
      1,
      low === undefined ? undefined : rational(low),
      high === undefined ? undefined : rational(high),
      dense.integer?.includes(j) ?? false,
      () => [],
    );
    builder.addObjective(j, rational(coefficient));
  }
  builder.addOffset(rational(dense.offset ?? 0));
  builder.beginRowFamily({ name: "row", role: "require", indexNames: ["r"], sentence: "row {r}" }, (member) => [String(member)]);
  for (const [coefficients, sense, rhs] of dense.rows) {
    builder.beginRow(sense);
    for (const [j, coefficient] of coefficients.entries()) builder.add(j, rational(coefficient));
    builder.endRow(rational(rhs));
  }
  builder.endRowFamily();
  return builder.build();
}
