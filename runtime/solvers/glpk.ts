/**
 * GLPK through glpk.js (GPL-3.0, loaded on demand). What the package gets wrong or leaves out is done here: generated
 * names, trivial programs, integer bounds that are fractions, scaling, reduced costs, and telling infeasible from
 * unbounded, which its presolver reports with one and the same status.
 */
import type { GLPK, LP, Result } from "glpk.js/node";
import type { Program } from "../../compiler/lp/program.ts";
import type { SolveOptions, Solver, SolverAnswer } from "../solution.ts";
import { objectiveAt, toFloatProgram } from "./arrays.ts";
import type { FloatProgram } from "./arrays.ts";
import { audited } from "./recheck.ts";
import { applyScaling, chooseScaling, unscaleColumns, unscaleDuals } from "./scaling.ts";
import { solveTrivial } from "./trivial.ts";

/** Loads GLPK. @throws whatever the dynamic import throws when the package is not installed. */
export async function loadGlpk(): Promise<Solver> {
  const glpk = await (await import("glpk.js/node")).default();
  return {
    name: "glpk",
    abilities: { basis: false, rays: false, integer: true, exact: false, comfortableNonzeros: 30_000 },
    solve: (program, options = {}) => Promise.resolve(solve(glpk, program, options)),
  };
}

function solve(glpk: GLPK, program: Program, options: SolveOptions): SolverAnswer {
  const started = Date.now();
  const trivial = solveTrivial(program, "glpk");
  if (trivial !== undefined) return trivial;
  const stated = toFloatProgram(program);
  const scaling = chooseScaling(program, stated);
  const scaled = applyScaling(stated, scaling);
  const integer = program.integer.length > 0;
  const limit = options.timeLimitSeconds ?? Infinity;
  const run = (lp: FloatProgram, columns: Int32Array): Result["result"] => {
    const remaining = limit - (Date.now() - started) / 1000;
    // Without presolve GLPK's branch and cut wants an optimal relaxation first, which the package cannot give it.
    return glpk.solve(toGlpk(glpk, lp, columns), {
      msglev: glpk.GLP_MSG_OFF,
      presol: columns.length > 0,
      ...(Number.isFinite(limit) ? { tmlim: Math.max(remaining, 0.001) } : {}),
    }).result;
  };
  const finish = (answer: Pick<SolverAnswer, "status"> & Partial<SolverAnswer>): SolverAnswer => ({
    solver: "glpk",
    seconds: (Date.now() - started) / 1000,
    ...answer,
  });
  const none = new Int32Array(0);
  let result: Result["result"];
  let status: SolverAnswer["status"];
  try {
    result = run(scaled, program.integer);
    status = readStatus(glpk, result.status);
    if (integer && status === "error") {
      const relaxed = readStatus(glpk, run(scaled, none).status);
      // An unbounded relaxation leaves two cases; a search for any integer point tells them apart.
      const anyPoint =
        relaxed === "unbounded" ? readStatus(glpk, run({ ...scaled, objective: new Float64Array(scaled.columnCount) }, program.integer).status) : "error";
      status =
        relaxed === "unbounded" && anyPoint === "optimal"
          ? "unbounded"
          : relaxed === "infeasible" || relaxed === "optimal" || relaxed === "unbounded"
            ? "infeasible"
            : relaxed;
    }
  } catch (failure) {
    return finish({ status: "error", message: failure instanceof Error ? failure.message : String(failure) });
  }
  if (Date.now() - started >= 900 * limit && status !== "optimal") return finish({ status: "time-limit" });
  if (status !== "optimal") return finish({ status, ...(status === "error" ? { message: `GLPK stopped with status ${result.status}` } : {}) });
  const columns = unscaleColumns(byName(result.vars, "c", stated.columnCount), scaling);
  if (integer) for (const j of program.integer) columns[j] = Math.round(columns[j] ?? 0);
  const rowDuals = integer ? undefined : unscaleDuals(byName(result.dual ?? {}, "r", stated.rowCount), scaling);
  return audited(program, finish({ status, objective: objectiveAt(stated, columns), columns, ...(rowDuals === undefined ? {} : { rowDuals }) }));
}

function readStatus(glpk: GLPK, status: number): SolverAnswer["status"] {
  if (status === glpk.GLP_OPT) return "optimal";
  if (status === glpk.GLP_NOFEAS) return "infeasible";
  return status === glpk.GLP_UNBND ? "unbounded" : "error";
}

/** All columns stand in the objective, zeros included, so that the order of the columns is ours and none is missing. */
function toGlpk(glpk: GLPK, lp: FloatProgram, integer: Int32Array): LP {
  const name = (j: number): string => `c${j}`;
  return {
    name: "mech",
    objective: {
      direction: lp.maximize ? glpk.GLP_MAX : glpk.GLP_MIN,
      name: "obj",
      vars: Array.from(lp.objective, (coef, j) => ({ name: name(j), coef })),
    },
    subjectTo: Array.from(lp.rhs, (_, r) => ({
      name: `r${r}`,
      vars: Array.from(lp.index.subarray(lp.start[r], lp.start[r + 1]), (j, k) => ({ name: name(j), coef: lp.value[(lp.start[r] ?? 0) + k] ?? 0 })),
      bnds: bounds(glpk, lp.rowLower[r] ?? 0, lp.rowUpper[r] ?? 0),
    })),
    bounds: Array.from(lp.lower, (low, j) => ({ name: name(j), ...bounds(glpk, low, lp.upper[j] ?? 0) })),
    ...(integer.length > 0 ? { generals: Array.from(integer, name) } : {}),
  };
}

function bounds(glpk: GLPK, low: number, high: number): { type: number; lb: number; ub: number } {
  if (low === -Infinity && high === Infinity) return { type: glpk.GLP_FR, lb: 0, ub: 0 };
  if (low === -Infinity) return { type: glpk.GLP_UP, lb: 0, ub: high };
  if (high === Infinity) return { type: glpk.GLP_LO, lb: low, ub: 0 };
  return { type: low === high ? glpk.GLP_FX : glpk.GLP_DB, lb: low, ub: high };
}

function byName(values: Record<string, number>, prefix: string, length: number): Float64Array {
  return Float64Array.from({ length }, (_, k) => values[`${prefix}${k}`] ?? 0);
}
