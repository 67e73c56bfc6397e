/** Programs as plain data, for comparing two of them. */
import { compile, type Compilation } from "../../compiler/driver.ts";
import type { Fractions, Program } from "../../compiler/lp/program.ts";
import type { Sample } from "./specs.ts";

export function compiled(sample: Sample): Compilation {
  return compile(sample.text, sample.set ? { set: sample.set } : {});
}

const entry = ({ num, den, big }: Fractions, k: number): string => big.get(k)?.toString() ?? `${num[k]}/${den[k]}`;

/** Columns and objective in order; rows in order within their family. */
export function plainProgram(program: Program): unknown {
  const row = (r: number): string => {
    const entries: string[] = [];
    for (let k = program.start[r] ?? 0; k < (program.start[r + 1] ?? 0); k++) entries.push(`${entry(program.value, k)} x${program.index[k]}`);
    return `${entries.join(" + ")} ${program.rowSense[r]} ${entry(program.rhs, r)}`;
  };
  return {
    sense: program.sense,
    columns: program.columnFamilies.map(({ name, first, count }) => ({ name, first, count })),
    bounds: program.lower.map((low, j) => `${low} .. ${program.upper[j]}`),
    integer: [...program.integer],
    objective: Array.from({ length: program.columnCount }, (_, j) => entry(program.objective, j)),
    offset: program.offset.toString(),
    rows: Object.fromEntries(program.rowFamilies.map(({ name, first, count }) => [name, Array.from({ length: count }, (_, k) => row(first + k))])),
  };
}
