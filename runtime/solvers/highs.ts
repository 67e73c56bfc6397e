/**
 * HiGHS through its WASM build (MIT). The model is handed over as typed arrays, scaled so that no coefficient is
 * dropped on loading, and disposed of after every solve. Programs with many more rows than columns (ex-post incentive
 * constraints) are passed as their dual, which the simplex method finishes several times faster.
 */
import type { CallbackEvent, Highs, Model, ModelData, VariableType } from "highs";
import type { Program } from "../../compiler/lp/program.ts";
import type { Basis, BasisStatus, SolveOptions, Solver, SolverAnswer } from "../solution.ts";
import { objectiveAt, toFloatProgram } from "./arrays.ts";
import type { FloatProgram } from "./arrays.ts";
import { prefersDual, solveThroughDual } from "./through-dual.ts";
import { farkasSign } from "./float-farkas.ts";
import { audited } from "./recheck.ts";
import { applyScaling, chooseScaling, unscaleColumns, unscaleDuals } from "./scaling.ts";
import type { Scaling } from "./scaling.ts";
import { solveTrivial } from "./trivial.ts";

/** Loads HiGHS. @throws whatever the dynamic import throws when the package is not installed. */
export async function loadHighs(): Promise<Solver> {
  const highs = await loadModule();
  return {
    name: "highs",
    abilities: { basis: true, rays: true, integer: true, exact: false, comfortableNonzeros: 2_000_000 },
    solve: async (program, options = {}) => {
      if (!prefersDual(program, options)) return solve(highs, program, options);
      return (await solveThroughDual(program, options, (dual, passed) => solve(highs, dual, passed))) ?? solve(highs, program, options);
    },
  };
}

/** The package's typings describe its CommonJS build; the ES module that is loaded here exports the function itself. */
export async function loadModule(): Promise<Highs> {
  const loaded = await import("highs");
  return (loaded.default as unknown as typeof loaded.default.default)();
}

function solve(highs: Highs, program: Program, options: SolveOptions): SolverAnswer {
  const trivial = solveTrivial(program, "highs");
  if (trivial !== undefined) return trivial;
  const started = Date.now();
  const stated = toFloatProgram(program);
  const scaling = chooseScaling(program, stated);
  const seconds = (): number => (Date.now() - started) / 1000;
  let model: (Model & { dispose(): void }) | undefined;
  try {
    model = highs.createModel(modelData(highs, applyScaling(stated, scaling), program.integer));
    const tolerance = options.tolerance ?? 1e-9;
    model.options.set({
      output_flag: options.onProgress !== undefined,
      log_to_console: false,
      small_matrix_value: 1e-12,
      primal_feasibility_tolerance: tolerance,
      dual_feasibility_tolerance: tolerance,
      mip_feasibility_tolerance: Math.max(tolerance, 1e-10),
      mip_rel_gap: 0,
      mip_abs_gap: 0,
      ...(options.timeLimitSeconds === undefined ? {} : { time_limit: options.timeLimitSeconds }),
    });
    if (options.basis !== undefined) model.setBasis(encodeBasis(options.basis));
    const status = runToVerdict(highs, model, stated, program, options);
    return audited(program, { ...readAnswer(model, program, stated, scaling, status, options), seconds: seconds() });
  } catch (failure) {
    return { solver: "highs", status: "error", message: failure instanceof Error ? failure.message : String(failure), seconds: seconds() };
  } finally {
    model?.dispose();
  }
}

/**
 * Runs, and runs again where HiGHS leaves the verdict open: presolve may report "unbounded or infeasible", which the
 * primal simplex method on a zero objective decides; a numerical failure is retried without presolve, then by the
 * interior-point method with crossover.
 */
function runToVerdict(highs: Highs, model: Model, lp: FloatProgram, program: Program, options: SolveOptions): SolverAnswer["status"] {
  const codes = highs.constants.modelStatus;
  const progress = options.onProgress;
  const run = (): number => {
    try {
      model.run(
        progress === undefined
          ? undefined
          : { [highs.constants.callbackType.logging]: (event: CallbackEvent): undefined => progress(event.message.trimEnd()) as undefined },
      );
    } catch (failure) {
      // A numerical failure inside HiGHS surfaces as a thrown status; the model survives it and can be run otherwise.
      if (!(failure instanceof highs.errors.HighsError)) throw failure;
      return codes.solveError;
    }
    return model.getModelStatus();
  };
  const verdict = (code: number): SolverAnswer["status"] | undefined => {
    if (code === codes.optimal) return "optimal";
    if (code === codes.infeasible) return "infeasible";
    if (code === codes.timeLimit || code === codes.iterationLimit || code === codes.interrupted) return "time-limit";
    return code === codes.unbounded && program.integer.length === 0 ? "unbounded" : undefined;
  };
  const first = run();
  let status = verdict(first);
  if (status !== undefined) return status;
  if (first === codes.unbounded || first === codes.unboundedOrInfeasible) {
    if (program.integer.length === 0) {
      model.options.set({ presolve: "off", simplex_strategy: 4 });
      status = verdict(run());
      if (status !== undefined) return status;
    }
    for (let j = 0; j < lp.columnCount; j++) model.changeColCost(j, 0);
    status = verdict(run());
    return status === "optimal" ? "unbounded" : (status ?? "error");
  }
  const retries: Readonly<Record<string, string>>[] = [{ presolve: "off" }, { presolve: "on", solver: "ipm" }];
  for (const retry of program.integer.length > 0 ? retries.slice(0, 1) : retries) {
    model.clearSolver();
    model.options.set(retry);
    status = verdict(run());
    if (status !== undefined) return status;
  }
  return "error";
}

function readAnswer(
  model: Model,
  program: Program,
  stated: FloatProgram,
  scaling: Scaling,
  status: SolverAnswer["status"],
  options: SolveOptions,
): Omit<SolverAnswer, "seconds"> {
  const base = { solver: "highs", status, iterations: Math.max(0, Number(model.info.get("simplex_iteration_count"))) };
  const message = status === "error" ? { message: `HiGHS stopped with model status ${model.getModelStatus()}` } : {};
  if (program.integer.length > 0) {
    const columns = unscaleColumns(model.getSolution().colValue, scaling);
    for (const j of program.integer) columns[j] = Math.round(columns[j] ?? 0);
    const incumbent = status === "optimal" || Number(model.info.get("primal_solution_status")) === 2;
    return incumbent ? { ...base, ...message, objective: objectiveAt(stated, columns), columns } : { ...base, ...message };
  }
  const basis = Number(model.info.get("basis_validity")) === 1 ? { basis: decodeBasis(model.getBasis(), program) } : {};
  if (status === "infeasible") {
    const dualRay = options.wantRay === false ? undefined : model.getDualRay()?.values;
    const farkas =
      dualRay === undefined
        ? undefined
        : farkasSign(
            stated,
            dualRay.map((y, r) => y * (scaling.row[r] ?? 1)),
          );
    return { ...base, ...basis, ...(farkas === undefined ? {} : { farkas }) };
  }
  if (status === "unbounded") {
    const primalRay = options.wantRay === false ? undefined : model.getPrimalRay()?.values;
    return { ...base, ...basis, ...(primalRay === undefined ? {} : { ray: unscaleColumns(primalRay, scaling) }) };
  }
  // Unfinished, but where it stopped is the best place to go on from.
  if (status !== "optimal") return { ...base, ...basis, ...message };
  const solution = model.getSolution();
  const columns = unscaleColumns(solution.colValue, scaling);
  return { ...base, ...basis, objective: objectiveAt(stated, columns), columns, rowDuals: unscaleDuals(solution.rowDual, scaling) };
}

/** A program of doubles as HiGHS takes it; `integers` are the columns that must be whole. */
export function modelData(highs: Highs, lp: FloatProgram, integers: Int32Array = new Int32Array(0)): ModelData {
  const integrality = new Array<VariableType>(integers.length === 0 ? 0 : lp.columnCount).fill(0);
  for (const j of integers) integrality[j] = 1;
  return {
    numCols: lp.columnCount,
    numRows: lp.rowCount,
    sense: lp.maximize ? highs.constants.objectiveSense.maximize : highs.constants.objectiveSense.minimize,
    offset: 0,
    colCost: lp.objective,
    colLower: lp.lower,
    colUpper: lp.upper,
    rowLower: lp.rowLower,
    rowUpper: lp.rowUpper,
    matrix: { format: "csr", numRows: lp.rowCount, numCols: lp.columnCount, starts: lp.start, indices: lp.index, values: lp.value },
    ...(integrality.length > 0 ? { integrality } : {}),
  };
}

const statusCodes: Readonly<Record<BasisStatus, number>> = { lower: 0, basic: 1, upper: 2, free: 3 };

function encodeBasis(basis: Basis): { colStatus: Int32Array; rowStatus: Int32Array } {
  const encode = (statuses: readonly BasisStatus[]): Int32Array => Int32Array.from(statuses, (status) => statusCodes[status]);
  return { colStatus: encode(basis.columns), rowStatus: encode(basis.rows) };
}

/** HiGHS calls a fixed or one-sided variable "lower" or "nonbasic" at will; the bounds say what it must be. */
function decodeBasis(basis: { colStatus: Int32Array; rowStatus: Int32Array }, program: Program): Basis {
  const columns = Array.from(basis.colStatus, (code, j): BasisStatus => {
    if (code === statusCodes.basic) return "basic";
    const low = program.lower[j] !== undefined;
    const high = program.upper[j] !== undefined;
    if (!low && !high) return "free";
    return high && (!low || code === statusCodes.upper) ? "upper" : "lower";
  });
  const rows = Array.from(basis.rowStatus, (code, r): BasisStatus => {
    if (code === statusCodes.basic) return "basic";
    return program.rowSense[r] === "<=" ? "upper" : "lower";
  });
  return { columns, rows };
}
