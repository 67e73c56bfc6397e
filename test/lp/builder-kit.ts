/** Shorthand for tests of the builder. */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { RowFamilySpec } from "../../compiler/lp/builder.ts";
import { rowEntries } from "../../compiler/lp/inspect.ts";
import type { Program, RowSense } from "../../compiler/lp/program.ts";
import { q } from "./programs.ts";

export const columns = { name: "x", role: "auxiliary" as const, indexNames: ["j"], sentence: "amount {j}" };
export const rows: RowFamilySpec = { name: "c", role: "require", indexNames: ["r"], sentence: "row {r}" };

export function withColumns(count: number): ProgramBuilder {
  const builder = new ProgramBuilder("test", "maximize");
  builder.addColumns(columns, count, Rational.zero, undefined, false, (j) => [String(j)]);
  return builder;
}

export function row(builder: ProgramBuilder, sense: RowSense, entries: readonly (readonly [number, string])[], rhs: string): number {
  builder.beginRow(sense);
  for (const [column, value] of entries) builder.add(column, q(value));
  return builder.endRow(q(rhs));
}

export const entriesOf = (program: Program, r: number): string[] => [...rowEntries(program, r)].map(({ column, coefficient }) => `${column}:${coefficient}`);
