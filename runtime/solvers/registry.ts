/** The solvers of the command line and the library. */
import type { Solver } from "../solution.ts";
import { exactSolver } from "./exact.ts";
import { loadGlpk } from "./glpk.ts";
import { loadHighs } from "./highs.ts";

/** Name to factory: one line per solver, the default first. A factory loads its WASM when it is first asked for. */
export const registry: ReadonlyMap<string, () => Promise<Solver>> = new Map([
  ["highs", loadHighs],
  ["glpk", loadGlpk],
  ["exact", () => Promise.resolve(exactSolver())],
]);
