/** CPLEX LP text. */
import type { Family, Program } from "../lp/program.ts";
import { layOut } from "./layout.ts";
import type { Layout, LinearText, NameMap } from "./layout.ts";
import { commentLines } from "./names.ts";

/** Some readers cut lines at 255 or 560 characters; a line is broken once it passes this. */
const lineWidth = 160;

/** A text format's rendering of a program. */
export interface EmittedText {
  readonly text: string;
  /** From the names in the text back to the program. */
  readonly map: NameMap;
  /** Whether the text says exactly what the program says; otherwise some numbers are 17-digit roundings. */
  readonly exact: boolean;
}

/**
 * The program in CPLEX LP format, with the meaning of every family of rows and columns in comments.
 *
 * @example emitLp(program).text // "\\ auction\nMaximize\n obj: pay_1 + pay_2\nSubject To\n ..."
 */
export function emitLp(program: Program): EmittedText {
  const layout = layOut(program);
  const lines = [...heading(program, layout)];
  lines.push(program.sense === "maximize" ? "Maximize" : "Minimize", ...statement("obj", objectiveTerms(layout)));
  lines.push("Subject To", ...constraintLines(program, layout), "Bounds", ...boundLines(layout));
  if (program.integer.length > 0) lines.push("General", ...wrapped(Array.from(program.integer, (j) => layout.columnNames[j] ?? "")));
  lines.push("End", "");
  return { text: lines.join("\n"), map: layout.map, exact: layout.rounded === 0 };
}

function* heading(program: Program, layout: Layout): Generator<string> {
  yield* commentLines("\\", program.name);
  if (layout.rounded > 0) yield `\\ ${layout.rounded} rows or bounds hold numbers that are rounded to 17 digits`;
  for (const family of program.columnFamilies) yield* familyComment(family);
}

function familyComment(family: Family): string[] {
  return commentLines("\\", `${family.name} (${family.role}): ${family.sentence}`);
}

/** The objective's terms, and a zero term for every column that the text would otherwise not mention. */
function objectiveTerms(layout: Layout): string[] {
  const mentioned = new Set<number>(layout.objective.columns);
  for (const row of layout.rows) for (const column of row.columns) mentioned.add(column);
  const terms = termsOf(layout.objective, layout);
  layout.columnNames.forEach((name, column) => {
    if (!mentioned.has(column)) terms.push(`+ 0 ${name}`);
  });
  if (layout.offset !== "0") terms.push(signed(layout.offset));
  return terms;
}

function* constraintLines(program: Program, layout: Layout): Generator<string> {
  let family = 0;
  // A row without entries must still name a column to be a row of the format.
  const empty = [`0 ${layout.columnNames[0] ?? ""}`];
  for (const [row, text] of layout.rows.entries()) {
    const next = program.rowFamilies[family];
    if (next !== undefined && next.first === row) {
      yield* familyComment(next);
      family++;
    }
    if (text.notation.kind === "scaled") yield `\\ multiplied by ${text.notation.scale}`;
    if (text.notation.kind === "rounded") yield "\\ rounded to 17 digits";
    const terms = text.columns.length === 0 ? empty : termsOf(text, layout);
    yield* statement(text.name, [...terms, `${text.sense} ${text.rhs}`]);
  }
}

function* boundLines(layout: Layout): Generator<string> {
  for (const [column, name] of layout.columnNames.entries()) {
    const lower = layout.lower[column];
    const upper = layout.upper[column];
    if (lower === undefined && upper === undefined) yield ` ${name} free`;
    else if (upper === undefined) {
      if (lower !== "0") yield ` ${name} >= ${lower ?? "-inf"}`;
    } else if (lower === upper) yield ` ${name} = ${upper}`;
    else yield ` ${lower ?? "-inf"} <= ${name} <= ${upper}`;
  }
}

function termsOf(linear: LinearText, layout: Layout): string[] {
  return linear.columns.map((column, k) => {
    const coefficient = linear.coefficients[k] ?? "0";
    const name = layout.columnNames[column] ?? "";
    if (coefficient === "1") return `+ ${name}`;
    if (coefficient === "-1") return `- ${name}`;
    return `${signed(coefficient)} ${name}`;
  });
}

function signed(number: string): string {
  return number.startsWith("-") ? `- ${number.slice(1)}` : `+ ${number}`;
}

function statement(label: string, terms: readonly string[]): string[] {
  const [first = "0", ...rest] = terms;
  return wrapped([`${label}:`, first.startsWith("+ ") ? first.slice(2) : first, ...rest]);
}

/** Words in lines that are broken after {@link lineWidth}; every line is indented. */
function wrapped(words: readonly string[]): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words) {
    line += ` ${word}`;
    if (line.length > lineWidth) {
      lines.push(line);
      line = "";
    }
  }
  if (line !== "") lines.push(line);
  return lines;
}
