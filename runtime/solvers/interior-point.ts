/**
 * Large linear programs whose answers are not believed but evaluated: HiGHS on typed arrays as they are, by the
 * interior-point method or from a basis by the simplex method, with whatever values it ends at.
 */
import type { CallbackEvent, Highs } from "highs";
import type { FloatProgram } from "./arrays.ts";
import { loadModule, modelData } from "./highs.ts";

export interface ApproximateOptions {
  /** `ipm` ends inside the optimal face; with crossover, and by `simplex`, at a vertex. */
  readonly method: "ipm" | "ipm-crossover" | "simplex";
  readonly timeLimitSeconds?: number;
  readonly onProgress?: (line: string) => void;
}

/** Approximate primal and dual values, in the signs of docs/semantics/duality.md; undefined if there are none. */
export interface ApproximateAnswer {
  readonly optimal: boolean;
  readonly columns: Float64Array;
  readonly rowDuals: Float64Array;
}

let loaded: Promise<Highs> | undefined;

/** @throws whatever the dynamic import throws when the package is not installed */
export async function solveApproximately(lp: FloatProgram, options: ApproximateOptions): Promise<ApproximateAnswer | undefined> {
  loaded ??= loadModule();
  const highs = await loaded;
  const model = highs.createModel(modelData(highs, lp));
  try {
    model.options.set({
      output_flag: options.onProgress !== undefined,
      log_to_console: false,
      solver: options.method === "simplex" ? "simplex" : "ipm",
      run_crossover: options.method === "ipm-crossover" ? "on" : "off",
      primal_feasibility_tolerance: 1e-10,
      dual_feasibility_tolerance: 1e-10,
      ipm_optimality_tolerance: 1e-9,
      ...(options.timeLimitSeconds === undefined ? {} : { time_limit: options.timeLimitSeconds }),
    });
    const { onProgress } = options;
    try {
      model.run(onProgress === undefined ? undefined : { [highs.constants.callbackType.logging]: (event: CallbackEvent): undefined => onProgress(event.message.trimEnd()) as undefined });
    } catch (failure) {
      // A numerical failure surfaces as a thrown status; the values at which it stopped may still be of use.
      if (!(failure instanceof highs.errors.HighsError)) throw failure;
    }
    const solution = model.getSolution();
    if (solution.colValue.length !== lp.columnCount || solution.rowDual.length !== lp.rowCount) return undefined;
    return { optimal: model.getModelStatus() === highs.constants.modelStatus.optimal, columns: solution.colValue, rowDuals: solution.rowDual };
  } finally {
    model.dispose();
  }
}
