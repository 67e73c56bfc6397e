/** `--solver`: checked before anything is compiled, so that a typing error is found even where nothing has to be solved. */
import { solverNames } from "../runtime/solvers/choose.ts";
import { UsageError } from "./errors.ts";

/** @throws UsageError (exit code 2) when there is no solver of that name */
export function checkSolver(name: string | undefined): void {
  const known = solverNames();
  if (name === undefined || known.includes(name)) return;
  throw new UsageError(`unknown solver ${name}`, { hint: `--solver takes one of ${known.join(", ")}`, diagnostic: "unknown-solver" });
}
