/**
 * The linear programs behind exact proofs of infeasibility and unboundedness.
 *
 * Elastic program: minimise the sum of row violations. Its optimum is positive exactly when the program is infeasible,
 * and then minus its row duals are Farkas multipliers; when it is zero, its columns are a feasible point.
 * Ray program: the best direction of the recession cone inside a box. Its optimum is positive exactly when one improves.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { FractionBuffer, fractionAt, fractionsOf } from "../../compiler/lp/fractions.ts";
import type { Family, Program } from "../../compiler/lp/program.ts";
import { derive } from "../solvers/derive.ts";

/** The elastic program: the columns of the program first, then one violation per row and violable side. */
export function elasticProgram(program: Program): Program {
  const start = new Int32Array(program.rowCount + 1);
  const index: number[] = [];
  const value = new FractionBuffer(program.index.length + 2 * program.rowCount);
  let next = program.columnCount;
  for (let r = 0; r < program.rowCount; r++) {
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) {
      index.push(program.index[k] ?? 0);
      value.push(fractionAt(program.value, k));
    }
    if (program.rowSense[r] !== "<=") {
      index.push(next++);
      value.push(Rational.one);
    }
    if (program.rowSense[r] !== ">=") {
      index.push(next++);
      value.push(Rational.integer(-1));
    }
    start[r + 1] = index.length;
  }
  const added = next - program.columnCount;
  const violation: Family = { name: "violation", role: "auxiliary", first: program.columnCount, count: added, indexNames: [], sentence: "violation of a row" };
  const appended = <T>(values: readonly T[], filler: T): T[] => [...values, ...new Array<T>(added).fill(filler)];
  return {
    ...derive(program, {
      sense: "minimize",
      objective: fractionsOf(appended(new Array<Rational>(program.columnCount).fill(Rational.zero), Rational.one)),
      offset: Rational.zero,
      lower: appended(program.lower, Rational.zero),
      upper: appended(program.upper, undefined),
      integer: new Int32Array(0),
    }),
    columnCount: next,
    start,
    index: Int32Array.from(index),
    value: value.freeze(),
    columnFamilies: added > 0 ? [...program.columnFamilies, violation] : program.columnFamilies,
    columnIndices: (column) => (column < program.columnCount ? program.columnIndices(column) : []),
  };
}

/** The ray program: right-hand sides zero, every direction between -1 and 1 and on the side its column is bounded. */
export function rayProgram(program: Program): Program {
  return derive(program, {
    offset: Rational.zero,
    rhs: fractionsOf(new Array<Rational>(program.rowCount).fill(Rational.zero)),
    lower: program.lower.map((low) => (low === undefined ? Rational.integer(-1) : Rational.zero)),
    upper: program.upper.map((high) => (high === undefined ? Rational.one : Rational.zero)),
    integer: new Int32Array(0),
  });
}
