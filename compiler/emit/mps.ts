/** Free-format MPS text. */
import type { Program, RowSense } from "../lp/program.ts";
import { layOut } from "./layout.ts";
import type { Layout } from "./layout.ts";
import type { EmittedText } from "./lp.ts";
import { commentLines } from "./names.ts";

const rowType: Record<RowSense, string> = { "<=": "L", ">=": "G", "=": "E" };

/**
 * The program in free MPS, with an `OBJSENSE` section.
 *
 * The constant of the objective is written as minus the right-hand side of the objective row, which is how MPS readers
 * understand it.
 */
export function emitMps(program: Program): EmittedText {
  const layout = layOut(program);
  const lines = [
    ...heading(program, layout),
    `NAME ${program.name.replace(/[^A-Za-z0-9_]+/g, "_") || "program"}`,
    "OBJSENSE",
    program.sense === "maximize" ? "    MAX" : "    MIN",
    "ROWS",
    " N obj",
    ...layout.rows.map((row) => ` ${rowType[row.sense]} ${row.name}`),
    "COLUMNS",
    ...columnLines(program, layout),
    "RHS",
    ...rightHandSides(layout),
    "BOUNDS",
    ...boundLines(program, layout),
    "ENDATA",
    "",
  ];
  return { text: lines.join("\n"), map: layout.map, exact: layout.rounded === 0 };
}

function* heading(program: Program, layout: Layout): Generator<string> {
  yield* commentLines("*", program.name);
  if (layout.rounded > 0) yield `* ${layout.rounded} rows or bounds hold numbers that are rounded to 17 digits`;
  for (const family of [...program.columnFamilies, ...program.rowFamilies]) {
    yield* commentLines("*", `${family.name} (${family.role}): ${family.sentence}`);
  }
}

/** MPS is column-major, so the rows' entries are dealt out to their columns first. */
function* columnLines(program: Program, layout: Layout): Generator<string> {
  const entries: string[][] = layout.columnNames.map(() => []);
  layout.objective.columns.forEach((column, k) => entries[column]?.push(`obj ${layout.objective.coefficients[k] ?? "0"}`));
  for (const row of layout.rows) {
    row.columns.forEach((column, k) => entries[column]?.push(`${row.name} ${row.coefficients[k] ?? "0"}`));
  }
  const integer = new Set(program.integer);
  let inside = false;
  let markers = 0;
  const marker = (kind: string): string => ` M${++markers} 'MARKER' '${kind}'`;
  for (const [column, name] of layout.columnNames.entries()) {
    if (integer.has(column) !== inside) {
      inside = !inside;
      yield marker(inside ? "INTORG" : "INTEND");
    }
    const own = entries[column] ?? [];
    // A column exists by being mentioned.
    if (own.length === 0) own.push("obj 0");
    for (const entry of own) yield ` ${name} ${entry}`;
  }
  if (inside) yield marker("INTEND");
}

function* rightHandSides(layout: Layout): Generator<string> {
  if (layout.offset !== "0") yield ` RHS obj ${layout.offset.startsWith("-") ? layout.offset.slice(1) : `-${layout.offset}`}`;
  for (const row of layout.rows) if (row.rhs !== "0") yield ` RHS ${row.name} ${row.rhs}`;
}

/**
 * Bounds are spelled out wherever readers disagree about the default: integer columns (some assume an upper bound of
 * one) and upper bounds without a lower one.
 */
function* boundLines(program: Program, layout: Layout): Generator<string> {
  const integer = new Set(program.integer);
  for (const [column, name] of layout.columnNames.entries()) {
    const lower = layout.lower[column];
    const upper = layout.upper[column];
    if (lower === undefined && upper === undefined) yield ` FR BND ${name}`;
    else if (lower === upper) yield ` FX BND ${name} ${upper ?? "0"}`;
    else if (integer.has(column) && lower === "0" && upper === "1") yield ` BV BND ${name}`;
    else {
      if (lower === undefined) yield ` MI BND ${name}`;
      else if (lower !== "0" || integer.has(column) || upper?.startsWith("-")) yield ` LO BND ${name} ${lower}`;
      if (upper !== undefined) yield ` UP BND ${name} ${upper}`;
      else if (integer.has(column)) yield ` PL BND ${name}`;
    }
  }
}
