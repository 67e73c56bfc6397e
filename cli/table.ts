/** Aligned plain-text tables for a terminal. */
import { displayWidth } from "../compiler/diagnostics/width.ts";

export interface TableColumn {
  readonly title: string;
  /** Numbers are set flush right, words flush left (the default). */
  readonly align?: "left" | "right";
}

/**
 * A table with a header and a rule below it, columns two spaces apart, no trailing blanks.
 *
 * @example
 * table([{ title: "bidder" }, { title: "pay", align: "right" }], [["1", "8/5"], ["2", "12"]])
 * // bidder  pay
 * // ------  ---
 * // 1       8/5
 * // 2        12
 */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) => rows.reduce((widest, row) => Math.max(widest, displayWidth(row[index] ?? "")), displayWidth(column.title)));
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, index) => pad(cells[index] ?? "", widths[index] ?? 0, column.align ?? "left"))
      .join("  ")
      .trimEnd();
  return `${[line(columns.map((each) => each.title)), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")}\n`;
}

function pad(text: string, width: number, align: "left" | "right"): string {
  const blanks = " ".repeat(Math.max(0, width - displayWidth(text)));
  return align === "right" ? blanks + text : text + blanks;
}
