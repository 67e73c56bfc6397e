/** A linear program over classes of its columns and rows: one column per class, its total, and one row per class, the sum. */
import { Rational } from "../exact/rational.ts";
import { ProgramBuilder } from "../lp/builder.ts";
import { fractionAt } from "../lp/fractions.ts";
import type { Family, Program } from "../lp/program.ts";
import type { Classes } from "./disjoint-sets.ts";
import { equitablePartition } from "./refinement.ts";

/** A program and its quotient by an equitable partition, with the classes to read solutions back. */
export interface Quotient {
  readonly program: Program;
  readonly columns: Classes;
  readonly rows: Classes;
}

/**
 * The quotient of a linear program by its coarsest equitable partition. It has the same optimum: averaging a feasible point
 * over the classes keeps it feasible and keeps its objective (Grohe, Kersting, Mladenov and Selman 2014, theorem 3.2), and the
 * same holds for the dual, so optimal points, multipliers, Farkas certificates and rays of the quotient all lift.
 *
 * @returns undefined when nothing falls together, and for integer programs
 */
export function quotientOf(program: Program): Quotient | undefined {
  const partition = equitablePartition(program);
  if (!partition) return undefined;
  const columns = partition.columns.numbered();
  const rows = partition.rows.numbered();
  return { program: quotientProgram(program, columns, rows, "and whatever falls into one class with it"), columns, rows };
}

/**
 * The sum of a class of rows has one coefficient per class of columns, so it is read off at the representatives: with
 * z_j = y_k / |C_k| on class k, sum over r in R, j in C_k of a_rj z_j = (sum over r in R of a_rj) y_k for any one j in C_k.
 *
 * @param columns classes whose members have equal objectives and bounds, equitable with `rows` (orbits of symmetries are)
 * @param rows classes whose members have equal senses and right-hand sides
 * @param upTo what the sentences of families say about the other members of a class
 */
export function quotientProgram(program: Program, columns: Classes, rows: Classes, upTo: string): Program {
  const builder = new ProgramBuilder(program.name, program.sense);
  const members: number[][] = Array.from(rows.representatives, () => []);
  rows.of.forEach((own, row) => members[own]?.push(row));
  const isRepresentative = new Uint8Array(program.columnCount);
  for (const column of columns.representatives) isRepresentative[column] = 1;
  const within = ({ first, count }: Family, all: Int32Array): Int32Array => all.filter((each) => each >= first && each < first + count);
  const described = ({ name, role, indexNames, span, sentence }: Family) => ({ name, role, indexNames, sentence: `${sentence}, ${upTo}`, ...(span ? { span } : {}) });
  for (const family of program.columnFamilies) {
    const own = within(family, columns.representatives);
    builder.addColumns(described(family), own.length, Rational.zero, undefined, false, (member) => program.columnIndices(own[member] as number));
  }
  columns.representatives.forEach((column, own) => {
    const size = Rational.integer(columns.sizes[own] as number);
    builder.setBounds(own, program.lower[column]?.mul(size), program.upper[column]?.mul(size));
    builder.setObjective(own, fractionAt(program.objective, column));
  });
  builder.addOffset(program.offset);
  for (const family of program.rowFamilies) {
    const own = within(family, rows.representatives);
    builder.beginRowFamily(described(family), (member) => program.rowIndices(own[member] as number));
    for (const representative of own) {
      const summands = members[rows.of[representative] as number] ?? [];
      builder.beginRow(program.rowSense[representative] ?? "=");
      for (const row of summands) {
        for (let k = program.start[row] as number; k < (program.start[row + 1] as number); k++) {
          const column = program.index[k] as number;
          if (isRepresentative[column]) builder.add(columns.of[column] as number, fractionAt(program.value, k));
        }
      }
      builder.endRow(fractionAt(program.rhs, representative).mul(Rational.integer(summands.length)));
    }
    builder.endRowFamily();
  }
  // The coefficients of a program are exact for its rounded data; that they were rounded must not be forgotten.
  return { ...builder.build(), inexact: program.inexact };
}
