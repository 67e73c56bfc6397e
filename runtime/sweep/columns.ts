/** A sweep as a rectangle: which columns it has, and what stands in them, for the table and for CSV. */
import { Rational } from "../../compiler/exact/rational.ts";
import type { SweepFile } from "./file.ts";
import type { SweepNumber, SweepRow } from "./row.ts";

/** One number per row, by name: parameters, the objective, quantities, closed forms. */
export interface Series {
  readonly title: string;
  readonly role: "param" | "objective" | "quantity" | "theory";
  read(row: SweepRow): SweepNumber | undefined;
}

/** The series that occur in any row, parameters first. Rows without a solution have gaps. */
export function seriesOf(file: SweepFile): Series[] {
  const params = file.params.map((name): Series => ({ title: name, role: "param", read: (row) => numberOf(row.params[name] ?? "") }));
  const objective: Series[] = file.rows.some((row) => row.objective) ? [{ title: "objective", role: "objective", read: (row) => row.objective }] : [];
  const named = (role: "quantity" | "theory", of: (row: SweepRow) => Readonly<Record<string, SweepNumber>>): Series[] =>
    [...new Set(file.rows.flatMap((row) => Object.keys(of(row))))].map((name) => ({ title: role === "theory" ? `theory.${name}` : name, role, read: (row) => of(row)[name] }));
  return [...params, ...objective, ...named("quantity", (row) => row.quantities), ...named("theory", (row) => row.theory)];
}

/** The least and greatest value that a number can have, where it is not one number. */
export function boundsOf({ interval, range }: SweepNumber): readonly [number, number] | undefined {
  return interval ?? range;
}

/** A parameter that is a number; words and lists are not. */
export function numberOf(text: string): SweepNumber | undefined {
  const number = Rational.parse(text);
  return number && { value: number.toNumber(), exact: number.toString() };
}

export interface Rectangle {
  readonly titles: readonly string[];
  /** Columns of numbers are set flush right. */
  readonly numeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

interface Column {
  readonly title: string;
  readonly numeric: boolean;
  readonly text: (row: SweepRow) => string;
}

/** Closed forms may have dozens of values; a table on a terminal shows the first of them. */
const mostTheoryColumns = 4;

/**
 * For people: decimals of six digits, one column per series, the notes of rows that need one.
 *
 * @param wanted names of the series to show besides the parameters; by default all but the later closed forms
 */
export function tableOf(file: SweepFile, wanted?: readonly string[]): Rectangle {
  const { rows } = file;
  const all = seriesOf(file);
  const theory = all.filter((series) => series.role === "theory").slice(0, mostTheoryColumns);
  const shown = wanted ? all.filter((series) => series.role === "param" || wanted.includes(series.title)) : all.filter((series) => series.role !== "theory" || theory.includes(series));
  const columns: Column[] = shown.map(({ title, role, read }) => ({
    title,
    numeric: rows.some((row) => read(row) !== undefined),
    text: (row) => (role === "param" ? (row.params[title] ?? "") : short(read(row))),
  }));
  columns.push({ title: "status", numeric: false, text: (row) => row.status });
  columns.push({ title: "certificate", numeric: false, text: (row) => (row.inexact === true ? "rounded data" : (row.certificate ?? "")) });
  if (rows.some((row) => noteOf(row) !== "")) columns.push({ title: "note", numeric: false, text: noteOf });
  return rectangle(columns, rows);
}

/**
 * CSV as RFC 4180 has it. A series `q` has the column `q` (nearest double), `q_exact` (the fraction) and, if any row needs
 * them, `q_low` and `q_high` (rigorous bounds, or the range over all optima). Parameters that are no numbers have one column with their text.
 */
export function csvOf(file: SweepFile): string {
  const { titles, rows } = csvRectangle(file);
  return [titles, ...rows].map((cells) => `${cells.map(quoted).join(",")}\r\n`).join("");
}

function csvRectangle(file: SweepFile): Rectangle {
  const { rows } = file;
  const columns = seriesOf(file).flatMap(({ title, role, read }): Column[] => {
    const some = (has: (number: SweepNumber) => boolean): boolean =>
      rows.some((row) => {
        const number = read(row);
        return number !== undefined && has(number);
      });
    // A parameter that is a number in one row and a word in another keeps its texts.
    if (role === "param" && !rows.every((row) => read(row))) return [{ title, numeric: false, text: (row) => row.params[title] ?? "" }];
    const column = (suffix: string, text: (number: SweepNumber) => string): Column => ({
      title: title + suffix,
      numeric: true,
      text: (row) => {
        const number = read(row);
        return number === undefined ? "" : text(number);
      },
    });
    return [
      column("", ({ value }) => String(value)),
      ...(some((number) => number.exact !== undefined) ? [column("_exact", ({ exact }) => exact ?? "")] : []),
      ...(some((number) => boundsOf(number) !== undefined) ? [column("_low", (number) => String(boundsOf(number)?.[0] ?? "")), column("_high", (number) => String(boundsOf(number)?.[1] ?? ""))] : []),
    ];
  });
  const rest: Column[] = [
    { title: "status", numeric: false, text: (row) => row.status },
    { title: "certificate", numeric: false, text: (row) => row.certificate ?? "" },
    { title: "inexact", numeric: false, text: (row) => (row.inexact === true ? "true" : "") },
    { title: "failed", numeric: false, text: (row) => row.failed.join("; ") },
    { title: "message", numeric: false, text: (row) => row.message ?? "" },
    { title: "seconds", numeric: true, text: (row) => String(row.seconds) },
  ];
  return rectangle([...columns, ...rest], rows);
}

function rectangle(columns: readonly Column[], rows: readonly SweepRow[]): Rectangle {
  return { titles: columns.map((each) => each.title), numeric: columns.map((each) => each.numeric), rows: rows.map((row) => columns.map((each) => each.text(row))) };
}

function short(number: SweepNumber | undefined): string {
  if (number === undefined) return "";
  const digits = (value: number): string => String(Number(value.toPrecision(6)));
  return number.interval ? `[${digits(number.interval[0])}, ${digits(number.interval[1])}]` : digits(number.value);
}

function noteOf(row: SweepRow): string {
  if (row.message !== undefined) return row.message;
  const undetermined = Object.entries(row.quantities).flatMap(([name, { range }]) => (range ? [name] : []));
  return [...(row.failed.length > 0 ? [`FAILS ${row.failed.join("; ")}`] : []), ...(undetermined.length > 0 ? [`not determined: ${undetermined.join(", ")}`] : [])].join("; ");
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
