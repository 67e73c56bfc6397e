/**
 * A program as a text format will spell it: emitted names and decimal numbers, exact wherever a 53-bit integer or a
 * finite decimal can be.
 *
 * A row with a number like 1/3 is multiplied by the least common denominator. An objective or a bound cannot be
 * multiplied without changing its meaning, so it becomes a row: `objective_value` is a free column defined by one, and
 * the bound `x <= 1/3` is the row `3 x <= 1`. Only what fits neither way is rounded, and counted.
 */
import { Rational } from "../exact/rational.ts";
import { fractionAt } from "../lp/fractions.ts";
import { columnName, rowEntries, rowName } from "../lp/inspect.ts";
import type { Program, RowSense } from "../lp/program.ts";
import { exactDecimal, notationFor, roundedDecimal, written } from "./decimal.ts";
import type { Notation } from "./decimal.ts";
import { emittedNames } from "./names.ts";

/** What a solver that read the text needs in order to speak of the program again. */
export interface NameMap {
  /** Row of the program by its emitted name. Auxiliary rows of the text are absent. */
  readonly rows: ReadonlyMap<string, number>;
  readonly columns: ReadonlyMap<string, number>;
  /** Rows that the text multiplies by an integer: the dual of the program's row is the factor times the dual of the text's row. */
  readonly scales: ReadonlyMap<number, bigint>;
}

export interface LinearText {
  readonly columns: readonly number[];
  readonly coefficients: readonly string[];
}

export interface RowText extends LinearText {
  readonly name: string;
  readonly sense: RowSense;
  readonly rhs: string;
  readonly notation: Notation;
}

export interface Layout {
  readonly columnNames: readonly string[];
  readonly objective: LinearText;
  readonly offset: string;
  /** The program's rows in order, then auxiliary ones. */
  readonly rows: readonly RowText[];
  /** Undefined: unbounded, or bounded by an auxiliary row. */
  readonly lower: readonly (string | undefined)[];
  readonly upper: readonly (string | undefined)[];
  readonly map: NameMap;
  /** Rows and bounds that hold a rounded number; zero means that the text is exact. */
  readonly rounded: number;
}

interface DraftRow {
  readonly original: string;
  readonly sense: RowSense;
  readonly columns: readonly number[];
  readonly values: readonly Rational[];
  readonly rhs: Rational;
}

/** Lays a program out for a text format. */
export function layOut(program: Program): Layout {
  const originals = Array.from({ length: program.columnCount }, (_, j) => columnName(program, j));
  const lower = program.lower.map((bound) => (bound === undefined ? undefined : exactDecimal(bound)));
  const upper = program.upper.map((bound) => (bound === undefined ? undefined : exactDecimal(bound)));
  const drafts: DraftRow[] = [];
  let rounded = 0;

  for (let row = 0; row < program.rowCount; row++) {
    const entries = [...rowEntries(program, row)];
    drafts.push({
      original: rowName(program, row),
      sense: program.rowSense[row] ?? "=",
      columns: entries.map((entry) => entry.column),
      values: entries.map((entry) => entry.coefficient),
      rhs: fractionAt(program.rhs, row),
    });
  }

  for (const [side, bounds, texts] of [["lower", program.lower, lower] as const, ["upper", program.upper, upper] as const]) {
    bounds.forEach((bound, column) => {
      if (bound === undefined || texts[column] !== undefined) return;
      const draft = boundRow(side, originals[column] ?? "", column, bound);
      if (draft !== undefined) {
        drafts.push(draft);
        return;
      }
      rounded++;
      texts[column] = roundedDecimal(bound);
    });
  }

  const weights = objectiveWeights(program);
  const notation = notationFor([...weights.values, program.offset]);
  let objective: LinearText = { columns: weights.columns, coefficients: weights.values.map((value) => written(value, notation)) };
  let offset = written(program.offset, notation);
  if (notation.kind === "rounded") rounded++;
  if (notation.kind === "scaled") {
    const column = originals.length;
    originals.push("objective_value");
    lower.push(undefined);
    upper.push(undefined);
    drafts.push({
      original: "definition of objective_value",
      sense: "=",
      columns: [...weights.columns, column],
      values: [...weights.values.map((value) => value.neg()), Rational.one],
      rhs: program.offset,
    });
    objective = { columns: [column], coefficients: ["1"] };
    offset = "0";
  }

  if (originals.length === 0) {
    // Neither format can state a row of a program without columns.
    originals.push("no_column");
    lower.push("0");
    upper.push("0");
  }
  const columnNames = emittedNames(originals);
  const rowNames = emittedNames(drafts.map((draft) => draft.original));
  const scales = new Map<number, bigint>();
  const rows = drafts.map((draft, row) => {
    const text = rowText(draft, rowNames[row] ?? "");
    if (text.notation.kind === "rounded") rounded++;
    if (text.notation.kind === "scaled" && row < program.rowCount) scales.set(row, text.notation.scale);
    return text;
  });
  return {
    columnNames,
    objective,
    offset,
    rows,
    lower,
    upper,
    map: { rows: firstOf(rowNames, program.rowCount), columns: firstOf(columnNames, program.columnCount), scales },
    rounded,
  };
}

function rowText(draft: DraftRow, name: string): RowText {
  const notation = notationFor([...draft.values, draft.rhs]);
  return {
    name,
    sense: draft.sense,
    columns: draft.columns,
    coefficients: draft.values.map((value) => written(value, notation)),
    rhs: written(draft.rhs, notation),
    notation,
  };
}

/** The row `d x <= n` that says `x <= n/d`; undefined if it could not be exact either. */
function boundRow(side: "lower" | "upper", original: string, column: number, bound: Rational): DraftRow | undefined {
  const draft: DraftRow = {
    original: `${side} bound of ${original}`,
    sense: side === "lower" ? ">=" : "<=",
    columns: [column],
    values: [Rational.one],
    rhs: bound,
  };
  return notationFor([Rational.one, bound]).kind === "scaled" ? draft : undefined;
}

function objectiveWeights(program: Program): { columns: number[]; values: Rational[] } {
  const columns: number[] = [];
  const values: Rational[] = [];
  for (let j = 0; j < program.columnCount; j++) {
    if (program.objective.num[j] === 0 && !program.objective.big.has(j)) continue;
    columns.push(j);
    values.push(fractionAt(program.objective, j));
  }
  return { columns, values };
}

function firstOf(names: readonly string[], count: number): Map<string, number> {
  return new Map(names.slice(0, count).map((name, position) => [name, position]));
}
