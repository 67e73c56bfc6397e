/** Compiling and solving specs, and linear programs written down directly, for comparing the two. */
import { compile } from "../../compiler/driver.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { RowSense } from "../../compiler/lp/program.ts";
import type { InformationTask } from "../../compiler/programs/task.ts";
import { prove } from "../../runtime/prove.ts";
import type { Result } from "../../runtime/report/result.generated.ts";
import { run } from "../../runtime/run.ts";

export const r = (text: string): Rational => {
  const value = Rational.parse(text);
  if (!value) throw new Error(`not a number: ${text}`);
  return value;
};

export const list = (values: readonly (Rational | Value)[]): Value => ({ kind: "list", entries: values });

export interface Solved {
  readonly task: InformationTask;
  readonly result: Result;
  /** The certified optimum. */
  readonly value: string | undefined;
}

/** Compiles without diagnostics and solves. */
export async function solve(text: string, set: ReadonlyMap<string, Value> = new Map(), symmetry = true): Promise<Solved> {
  const { task, diagnostics } = compile(text, { set, symmetry });
  if (task?.kind !== "information") throw new Error(diagnostics.map((each) => each.text).join("\n") || "not a program that chooses information");
  const { result } = await run(task, { symmetry });
  return { task, result, value: result.objective?.exact };
}

/** Texts of the diagnostics of a spec, by code name order. */
export function complaints(text: string): string[] {
  return compile(text).diagnostics.map((each) => each.text);
}

/** A linear program over nonnegative columns, each row a sparse list of entries. */
export interface PlainProgram {
  readonly sense: "maximize" | "minimize";
  readonly objective: readonly Rational[];
  readonly rows: readonly { readonly entries: readonly (readonly [number, Rational])[]; readonly sense: RowSense; readonly rhs: Rational }[];
}

/** Its certified optimum as a fraction. */
export async function optimum({ sense, objective, rows }: PlainProgram): Promise<string> {
  const builder = new ProgramBuilder("plain", sense);
  builder.addColumns({ name: "z", role: "auxiliary", indexNames: ["k"], sentence: "z {k}" }, objective.length, Rational.zero, undefined, false, (k) => [
    String(k),
  ]);
  objective.forEach((value, k) => builder.setObjective(k, value));
  builder.beginRowFamily({ name: "row", role: "require", indexNames: ["k"], sentence: "row {k}" }, (k) => [String(k)]);
  for (const row of rows) {
    builder.beginRow(row.sense);
    for (const [column, value] of row.entries) builder.add(column, value);
    builder.endRow(row.rhs);
  }
  builder.endRowFamily();
  const { certified } = await prove(builder.build(), {});
  if (certified.kind !== "exact" || certified.certificate.kind !== "optimal") throw new Error("not optimal");
  return certified.certificate.objective.toString();
}

/** All tuples of length n over 0 .. size - 1. */
export function tuples(size: number, n: number): number[][] {
  let rows: number[][] = [[]];
  for (let k = 0; k < n; k++) rows = rows.flatMap((row) => Array.from({ length: size }, (_, value) => [...row, value]));
  return rows;
}

/** Positive weights as probabilities. */
export function normalised(weights: readonly number[]): Rational[] {
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => Rational.of(weight, total));
}
