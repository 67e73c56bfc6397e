/**
 * The cheapest relaxation of an infeasible program: by how much the right-hand sides of chosen rows must give way so that
 * a solution exists, at least weighted sum of violations. The optimum of this elastic program is zero exactly when the
 * program is feasible.
 */
import { Rational } from "../../compiler/exact/rational.ts";
import { FractionBuffer, fractionAt, fractionsOf } from "../../compiler/lp/fractions.ts";
import type { Family, Program } from "../../compiler/lp/program.ts";
import { derive, relaxation } from "../solvers/derive.ts";
import { describeRow } from "./member.ts";
import type { Member } from "./member.ts";
import { proved } from "./proof.ts";
import type { Solve } from "./proof.ts";

export interface RelaxationOptions {
  /** Names of the families whose rows may give way. Default: those with role `require`, `participation` or `feasible`. */
  readonly families?: readonly string[];
  /** Price of one unit of violation of a row, positive (default 1). */
  readonly weight?: (row: number) => Rational;
}

/** A row that gives way. */
export interface RelaxedRow extends Member {
  readonly row: number;
  /** The right-hand side moves up or down. */
  readonly direction: "raise" | "lower";
  /** By how much, in the units of the row: a row conditioned on what an agent knows is multiplied by its probability. */
  readonly amount: Rational;
}

export type Relaxation =
  | { readonly kind: "relaxed"; readonly cost: Rational; readonly rows: readonly RelaxedRow[]; readonly columns: readonly Rational[]; readonly text: string }
  /** The rows that may not give way contradict each other already. */
  | { readonly kind: "impossible"; readonly farkas: readonly Rational[] };

const yielding: ReadonlySet<Family["role"]> = new Set(["require", "participation", "feasible"]);

/**
 * The cheapest relaxation, exactly. Of an integer program the linear relaxation is considered.
 *
 * @returns undefined if the elastic program could not be certified.
 * @throws RangeError if a weight is not positive or a family does not exist.
 * @example
 * const result = await cheapestRelaxation(program, solve, { families: ["balanced"] });
 * if (result?.kind === "relaxed") result.text; // "lower `balanced` by 1/4"
 */
export async function cheapestRelaxation(program: Program, solve: Solve, options: RelaxationOptions = {}): Promise<Relaxation | undefined> {
  const { elastic, violations } = elasticProgram(relaxation(program), options);
  const certificate = await proved(elastic, solve);
  if (certificate?.kind === "infeasible") return { kind: "impossible", farkas: certificate.farkas };
  if (certificate?.kind !== "optimal") return undefined;
  const rows = violations.flatMap(({ row, direction }, k): RelaxedRow[] => {
    const amount = certificate.columns[program.columnCount + k] as Rational;
    return amount.isZero() ? [] : [{ ...describeRow(program, row), row, direction, amount }];
  });
  return { kind: "relaxed", cost: certificate.objective, rows, columns: certificate.columns.slice(0, program.columnCount), text: relaxationText(rows) };
}

/** For every family that may give way, what it costs if it alone does. */
export async function relaxationsByFamily(
  program: Program,
  solve: Solve,
  options: RelaxationOptions = {},
): Promise<ReadonlyMap<string, Relaxation | undefined>> {
  const results = new Map<string, Relaxation | undefined>();
  for (const { name } of yieldingFamilies(program, options.families))
    results.set(name, await cheapestRelaxation(program, solve, { ...options, families: [name] }));
  return results;
}

function yieldingFamilies(program: Program, names: readonly string[] | undefined): readonly Family[] {
  if (names === undefined) return program.rowFamilies.filter((family) => yielding.has(family.role));
  return names.map((name) => {
    const family = program.rowFamilies.find((each) => each.name === name);
    if (!family) throw new RangeError(`no family of rows is called ${name}`);
    return family;
  });
}

interface Violation {
  readonly row: number;
  readonly direction: "raise" | "lower";
}

/** The columns of the program, then one violation per yielding row and violable side: `a x - raise + lower  sense  b`. */
function elasticProgram(program: Program, { families, weight }: RelaxationOptions): { elastic: Program; violations: Violation[] } {
  const yields = new Uint8Array(program.rowCount);
  for (const { first, count } of yieldingFamilies(program, families)) yields.fill(1, first, first + count);
  const violations: Violation[] = [];
  const start = new Int32Array(program.rowCount + 1);
  const index: number[] = [];
  const value = new FractionBuffer(program.index.length + program.rowCount);
  for (let row = 0; row < program.rowCount; row++) {
    for (let k = program.start[row] ?? 0; k < (program.start[row + 1] ?? 0); k++) {
      index.push(program.index[k] ?? 0);
      value.push(fractionAt(program.value, k));
    }
    for (const direction of yields[row] === 1 ? (["raise", "lower"] as const) : []) {
      if (program.rowSense[row] === (direction === "raise" ? ">=" : "<=")) continue;
      index.push(program.columnCount + violations.length);
      value.push(Rational.integer(direction === "raise" ? -1 : 1));
      violations.push({ row, direction });
    }
    start[row + 1] = index.length;
  }
  const prices = violations.map(({ row }) => {
    const price = weight?.(row) ?? Rational.one;
    if (price.sign() <= 0) throw new RangeError(`the weight of row ${row} is not positive`);
    return price;
  });
  const violation: Family = {
    name: "violation",
    role: "auxiliary",
    first: program.columnCount,
    count: violations.length,
    indexNames: [],
    sentence: "violation of a row",
  };
  const zeros = new Array<Rational>(program.columnCount).fill(Rational.zero);
  const elastic: Program = {
    ...derive(program, {
      sense: "minimize",
      objective: fractionsOf([...zeros, ...prices]),
      offset: Rational.zero,
      lower: [...program.lower, ...violations.map(() => Rational.zero)],
      upper: [...program.upper, ...violations.map(() => undefined)],
    }),
    columnCount: program.columnCount + violations.length,
    start,
    index: Int32Array.from(index),
    value: value.freeze(),
    columnFamilies: violations.length > 0 ? [...program.columnFamilies, violation] : program.columnFamilies,
    columnIndices: (column) => (column < program.columnCount ? program.columnIndices(column) : []),
  };
  return { elastic, violations };
}

/** The three largest amounts in words. */
function relaxationText(rows: readonly RelaxedRow[]): string {
  if (rows.length === 0) return "nothing has to give way";
  const largest = [...rows].sort((a, b) => b.amount.compare(a.amount));
  const shown = largest
    .slice(0, 3)
    .map(({ name, direction, amount, sentence }) => `${direction} the right-hand side of \`${name}\` by ${amount} (${sentence})`);
  return [...shown, ...(rows.length > 3 ? [`${rows.length - 3} more`] : [])].join("; ");
}
