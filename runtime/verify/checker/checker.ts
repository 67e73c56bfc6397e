/**
 * The independent checker behind `mech verify`: does a solution prove what it claims about a spec? It reads the Model alone,
 * through an interpreter of its own, and shares with the compiler and the solvers nothing but fractions.
 *
 * It proves, in exact arithmetic and without trusting anything in the solution:
 * - `feasible`: every chosen outcome has a value in its domain at every message profile, every row of the spec holds (incentives,
 *   participation, feasibility, `require`), and the objective and all quantities are what the rules give;
 * - `optimal`: moreover the multipliers y of the rows have the right signs and their bound on the objective,
 *   `sum_r y_r b_r + sum_j max over the bounds of (c_j - sum_r y_r a_rj) x_j` (min when minimising), equals the objective
 *   (weak duality; docs/semantics/duality.md). With `then to ...` this is the first objective only;
 * - `infeasible`: `y'A x <= y'b` for all x that satisfy the rows, yet `y'A x > y'b` within the bounds (Farkas);
 * - where somebody chooses the information instead, see information.ts;
 * - `evaluated`: the rules are the given ones and the quantities follow from them; that rows hold is not claimed;
 * - public signals, an intermediary and robust bounds have files of their own: posteriors.ts, intermediary.ts, bounds.ts.
 *
 * What contradicts the spec is rejected. What the checker cannot decide is neither accepted nor rejected: it is not proved.
 */
import type { Model, Span } from "../../../compiler/model/model.generated.ts";
import { isRobust, proveBounds } from "./bounds.ts";
import { proveInformation } from "./information.ts";
import { isIntermediary, proveIntermediary } from "./intermediary.ts";
import { Checker } from "./mechanism.ts";
import { proveByPosterior } from "./posteriors.ts";
import { readWorld } from "./prior.ts";
import { Meter, Refusal, refuse } from "./refusal.ts";
import { SolutionReader, type CheckedSolution } from "./solution.ts";

export type { CheckedSolution } from "./solution.ts";

export interface CheckOptions {
  /** Accept rounded numbers: feasibility and quantities within this distance; optimality is then not proved. */
  readonly tolerance?: number;
  /** Steps of evaluation (default 50 million). */
  readonly limit?: number;
}
export interface Verdict {
  readonly accepted: boolean;
  /** `not proved`: nothing was found to be false, but the checker cannot decide. */
  readonly conclusion: "accepted" | "rejected" | "not proved";
  /** `nothing` when not accepted. */
  readonly proved: "optimal" | "feasible" | "infeasible" | "evaluated" | "interval" | "nothing";
  /** What is false, with counterexamples; or why nothing is proved; or what of an accepted claim was not proved. */
  readonly reasons: readonly { readonly text: string; readonly span?: Span }[];
}

/**
 * Checks a solution against the spec. Never throws: what cannot be read is a reason.
 *
 * @example checkSolution(model, JSON.parse(text) as CheckedSolution) // { accepted: true, proved: "optimal", ... }
 */
export function checkSolution(model: Model, solution: CheckedSolution, options: CheckOptions = {}): Verdict {
  const checker = new Checker(options.tolerance);
  let proved: Verdict["proved"] = "nothing";
  let undecided: Verdict["reasons"] = [];
  try {
    const meter = new Meter(options.limit ?? 50_000_000);
    proved = prove(checker, model, meter, new SolutionReader(solution, meter, options.tolerance !== undefined));
  } catch (error) {
    // Too deep an expression ends in a RangeError of the stack, too long a number in one of its arithmetic.
    if (error instanceof Refusal && error.flawed) checker.reject(error.message, error.span);
    else if (error instanceof Refusal) undecided = [error.span ? { text: error.message, span: error.span } : { text: error.message }];
    else if (error instanceof RangeError) undecided = [{ text: error.message }];
    else throw error;
  }
  if (checker.failures.length > 0) return { accepted: false, conclusion: "rejected", proved: "nothing", reasons: [...checker.failures, ...undecided] };
  if (undecided.length > 0) return { accepted: false, conclusion: "not proved", proved: "nothing", reasons: undecided };
  return { accepted: true, conclusion: "accepted", proved, reasons: checker.notes.map((text) => ({ text })) };
}

/** The proof that the moves of the spec ask for. */
function prove(checker: Checker, model: Model, meter: Meter, solution: SolutionReader): Verdict["proved"] {
  const { moves } = model;
  const [move, ...more] = moves;
  if (solution.status === "closed-form") refuse("the program was too large to be solved: all that is reported is what a theorem says");
  if (solution.status === "unbounded") refuse("the solution holds no proof that the objective has no bound");
  if (move?.chooses.join() === "information" && more.length === 0) return proveInformation(checker, model, move, meter, solution);
  const chooses = (what: string): boolean => moves.some((each) => each.chooses.some((one) => one === what));
  if (isRobust(model) && (chooses("prior") || !isIntermediary(model))) return proveBounds(checker, model, meter, solution);
  if (isIntermediary(model)) return proveIntermediary(checker, model, meter, solution);
  if (moves.some((each) => each.chooses.some((what) => what !== "mechanism"))) refuse("the checker knows only moves that choose the mechanism, or only the information");
  const split = model.variables.some((each) => each.audience === "everybody") && (model.direct || move !== undefined);
  return split ? proveByPosterior(checker, model, meter, solution) : checker.prove(readWorld(model, meter), solution);
}
