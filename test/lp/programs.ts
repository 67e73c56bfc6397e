/** Programs and generators that the tests of this area share. */
import fc from "fast-check";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program, RowSense } from "../../compiler/lp/program.ts";

export const q = (text: string): Rational => {
  const value = Rational.parse(text);
  if (value === undefined) throw new Error(`not a number: ${text}`);
  return value;
};

/** A program in the reader's own words; columns are numbered `x[0]`, `x[1]`, ... and rows `c[0]`, ... */
export interface Draft {
  readonly sense: "maximize" | "minimize";
  readonly objective: readonly string[];
  readonly offset?: string;
  readonly rows: readonly { readonly entries: readonly string[]; readonly sense: RowSense; readonly rhs: string }[];
  /** `[lower, upper]`, `-` for unbounded; sign constraints `x >= 0` if absent. */
  readonly bounds?: readonly (readonly [string, string])[];
  readonly integer?: readonly number[];
  readonly columnName?: string;
  readonly rowName?: string;
}

export function programOf(draft: Draft): Program {
  const builder = new ProgramBuilder("draft", draft.sense);
  const bound = (text: string | undefined): Rational | undefined => (text === undefined || text === "-" ? undefined : q(text));
  draft.objective.forEach((weight, j) => {
    const [lower, upper] = draft.bounds?.[j] ?? ["0", "-"];
    const name = `${draft.columnName ?? "x"}${j}`;
    const family = { name, role: "auxiliary" as const, indexNames: ["j"], sentence: "column {j}" };
    builder.addColumns(family, 1, bound(lower), bound(upper), draft.integer?.includes(j) ?? false, () => [String(j)]);
    builder.addObjective(j, q(weight));
  });
  builder.addOffset(q(draft.offset ?? "0"));
  builder.beginRowFamily({ name: draft.rowName ?? "c", role: "require", indexNames: ["r"], sentence: "row {r}" }, (r) => [String(r)]);
  for (const row of draft.rows) {
    builder.beginRow(row.sense);
    row.entries.forEach((entry, j) => builder.add(j, q(entry)));
    builder.endRow(q(row.rhs));
  }
  builder.endRowFamily();
  return builder.build();
}

/** Small fractions with denominators that decimals cannot write. */
export const fraction = fc.tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(1, 1, 1, 2, 3, 7)).map(([n, d]) => (d === 1 ? String(n) : `${n}/${d}`));
const rowSense = fc.constantFrom<RowSense>("<=", ">=", "=");
const signBounds = fc.constantFrom<readonly [string, string]>(["0", "-"], ["-", "0"], ["-", "-"]);
const anyBounds = fc.oneof(
  signBounds,
  fc.tuple(fraction, fc.constant("-")),
  fc.tuple(fc.constant("-"), fraction),
  fc.tuple(fc.integer({ min: -5, max: 0 }).map(String), fc.integer({ min: 0, max: 5 }).map(String)),
);

function draftWith(bounds: fc.Arbitrary<readonly [string, string]>): fc.Arbitrary<Draft> {
  return fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 5 })).chain(([columns, rows]) =>
    fc.record({
      sense: fc.constantFrom<"maximize" | "minimize">("maximize", "minimize"),
      objective: fc.array(fraction, { minLength: columns, maxLength: columns }),
      offset: fraction,
      bounds: fc.array(bounds, { minLength: columns, maxLength: columns }),
      rows: fc.array(fc.record({ entries: fc.array(fraction, { minLength: columns, maxLength: columns }), sense: rowSense, rhs: fraction }), {
        minLength: rows,
        maxLength: rows,
      }),
    }),
  );
}

/** Any program; most are infeasible or unbounded. */
export const anyDraft = draftWith(anyBounds);
/** Programs whose bounds are all signs or absent. */
export const signDraft = draftWith(signBounds);

/**
 * Programs with an optimum: a point chosen first satisfies every row, and a box keeps the objective bounded.
 */
export const solvableDraft: fc.Arbitrary<Draft> = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })).chain(([columns, rows]) =>
  fc
    .record({
      sense: fc.constantFrom<"maximize" | "minimize">("maximize", "minimize"),
      objective: fc.array(fraction, { minLength: columns, maxLength: columns }),
      offset: fraction,
      point: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: columns, maxLength: columns }),
      widths: fc.array(fc.tuple(fc.constantFrom(0, 1, 3), fc.constantFrom("0", "1/3", "2")), { minLength: columns, maxLength: columns }),
      rows: fc.array(
        fc.record({ entries: fc.array(fraction, { minLength: columns, maxLength: columns }), sense: rowSense, slack: fc.constantFrom("0", "1/3", "2") }),
        { minLength: rows, maxLength: rows },
      ),
    })
    .map(({ sense, objective, offset, point, widths, rows }) => ({
      sense,
      objective,
      offset,
      bounds: point.map((x, j): readonly [string, string] => {
        const [below, above] = widths[j] ?? [0, "0"];
        return [String(x - below), q(above).add(Rational.integer(x)).toString()];
      }),
      rows: rows.map(({ entries, sense: relation, slack }) => {
        const activity = entries.reduce((sum, entry, j) => sum.add(q(entry).mul(Rational.integer(point[j] ?? 0))), Rational.zero);
        const room = relation === "=" ? Rational.zero : relation === "<=" ? q(slack) : q(slack).neg();
        return { entries, sense: relation, rhs: activity.add(room).toString() };
      }),
    })),
);

/** Everything a program says except names: what two programs must share to be the same program. */
export function numbersOf(program: Program): unknown {
  const fractions = (f: Program["rhs"]): string[] => Array.from(f.num, (n, k) => f.big.get(k)?.toString() ?? Rational.of(n, f.den[k] ?? 1).toString());
  return {
    sense: program.sense,
    start: Array.from(program.start),
    index: Array.from(program.index),
    value: fractions(program.value),
    rowSense: program.rowSense,
    rhs: fractions(program.rhs),
    objective: fractions(program.objective),
    offset: program.offset.toString(),
    lower: program.lower.map((bound) => bound?.toString()),
    upper: program.upper.map((bound) => bound?.toString()),
    integer: Array.from(program.integer),
  };
}
