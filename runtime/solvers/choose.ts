/** The choice among the solvers of the registry. */
import type { Program } from "../../compiler/lp/program.ts";
import type { Solver, SolverAbilities } from "../solution.ts";
import { registry } from "./registry.ts";

/** Nonzeros up to which the exact simplex beats the time it takes to load a WASM solver. */
const tinyNonzeros = 300;

/** Asked for a solver that does not exist. */
export class UnknownSolverError extends Error {
  override readonly name = "UnknownSolverError";
  constructor(
    readonly solver: string,
    readonly known: readonly string[],
  ) {
    super(`there is no solver called "${solver}"; known are ${known.join(", ")}`);
  }
}

/** Names of all registered solvers, the default first. */
export function solverNames(): string[] {
  return [...registry.keys()];
}

const loaded = new Map<string, Promise<Solver>>();

/**
 * The solver of that name, loaded once per process; a failed load is tried again next time.
 *
 * @example const highs = await loadSolver("highs");
 * @throws UnknownSolverError listing the names there are.
 */
export async function loadSolver(name: string): Promise<Solver> {
  const factory = registry.get(name);
  if (factory === undefined) throw new UnknownSolverError(name, solverNames());
  const pending = loaded.get(name) ?? factory();
  loaded.set(name, pending);
  try {
    return await pending;
  } catch (failure) {
    loaded.delete(name);
    throw failure;
  }
}

/** Nonzeros up to which GLPK, which loads in a third of the time, is done before HiGHS has started. */
const smallNonzeros = 3000;

/**
 * The name of the solver for a program: the exact simplex for tiny linear programs, GLPK for small ones, HiGHS for all
 * others, for integer programs, and where a basis or a ray is asked for. Without GLPK, HiGHS takes its place.
 */
export function chooseSolver(program: Program, needs: Partial<Pick<SolverAbilities, "basis" | "rays" | "exact">> = {}): string {
  if (needs.exact === true) return "exact";
  const tiny = program.integer.length === 0 && program.index.length <= tinyNonzeros && program.rowCount <= 60 && program.columnCount <= 60;
  if (tiny) return "exact";
  const small = program.integer.length === 0 && program.index.length <= smallNonzeros && needs.basis !== true && needs.rays !== true;
  return small && registry.has("glpk") ? "glpk" : "highs";
}
