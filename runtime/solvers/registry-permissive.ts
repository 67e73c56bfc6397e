/**
 * The solvers that may be bundled with an editor or a page: HiGHS (MIT) and the project's own. GLPK is under the GPL and
 * stays an ordinary dependency of the command line. Builds put this file in the place of `registry.ts`.
 */
import type { Solver } from "../solution.ts";
import { exactSolver } from "./exact.ts";
import { loadHighs } from "./highs.ts";

/** Name to factory, the default first. */
export const registry: ReadonlyMap<string, () => Promise<Solver>> = new Map([
  ["highs", loadHighs],
  ["exact", () => Promise.resolve(exactSolver())],
]);
