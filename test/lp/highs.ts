/** HiGHS, called directly: the tests of this area must not depend on the runtime's own solvers. */
import type { Highs, VariableType } from "highs";
import { toDoubles } from "../../compiler/lp/fractions.ts";
import type { Program } from "../../compiler/lp/program.ts";

export interface Answer {
  readonly optimal: boolean;
  readonly objective: number;
  /** By position for arrays, and by name for texts. */
  readonly columns: Float64Array;
  readonly rowDuals: Float64Array;
  readonly columnNames: readonly string[];
  readonly rowNames: readonly string[];
}

let loaded: Promise<Highs> | undefined;

async function load(): Promise<Highs> {
  // The typings describe the CommonJS build; the ES module exports the factory itself.
  loaded ??= import("highs").then((module) => (module.default as unknown as typeof module.default.default)());
  return loaded;
}

/** Solves a program that is handed over as arrays. */
export async function solveProgram(program: Program): Promise<Answer> {
  const highs = await load();
  const rhs = toDoubles(program.rhs);
  const infinite = (bounds: Program["lower"], sign: number): number[] => bounds.map((bound) => bound?.toNumber() ?? sign * Infinity);
  const integrality = new Array<VariableType>(program.columnCount).fill(0);
  for (const j of program.integer) integrality[j] = 1;
  return run(highs, {
    numCols: program.columnCount,
    numRows: program.rowCount,
    sense: program.sense === "maximize" ? highs.constants.objectiveSense.maximize : highs.constants.objectiveSense.minimize,
    offset: program.offset.toNumber(),
    colCost: toDoubles(program.objective),
    colLower: infinite(program.lower, -1),
    colUpper: infinite(program.upper, 1),
    rowLower: rhs.map((side, r) => (program.rowSense[r] === "<=" ? -Infinity : side)),
    rowUpper: rhs.map((side, r) => (program.rowSense[r] === ">=" ? Infinity : side)),
    matrix: {
      format: "csr",
      numRows: program.rowCount,
      numCols: program.columnCount,
      starts: program.start,
      indices: program.index,
      values: toDoubles(program.value),
    },
    integrality,
  });
}

/** Solves what HiGHS reads from a text. */
export async function solveText(format: "lp" | "mps", data: string): Promise<Answer> {
  return run(await load(), { format, data });
}

function run(highs: Highs, source: Parameters<Highs["createModel"]>[0]): Answer {
  const model = highs.createModel();
  try {
    model.options.set({ output_flag: false, log_to_console: false, mip_rel_gap: 0, mip_abs_gap: 0 });
    if (source !== undefined && "data" in source) model.readModel(source);
    else if (source !== undefined) model.passModel(source);
    const status = model.run().modelStatus;
    const solution = model.getSolution();
    return {
      optimal: status === highs.constants.modelStatus.optimal,
      objective: model.getObjectiveValue(),
      columns: solution.colValue,
      rowDuals: solution.rowDual,
      columnNames: Array.from(solution.colValue, (_, j) => ("data" in (source ?? {}) ? model.getColName(j) : "")),
      rowNames: Array.from(solution.rowValue, (_, r) => ("data" in (source ?? {}) ? model.getRowName(r) : "")),
    };
  } finally {
    model.dispose();
  }
}
