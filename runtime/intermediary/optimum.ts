/** What solving the intermediary's problem comes to. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { Optimal } from "../explain/proof.ts";
import type { PublicSignal } from "./signal.ts";

export interface Optimum {
  readonly status: "optimal" | "infeasible" | "unbounded" | "error";
  /** The best public information found, with the seller's answers; empty unless optimal. */
  readonly signals: readonly PublicSignal[];
  /** Proven bounds on the mover's objective over all public information; equal when the optimum is exact. */
  readonly lower?: Rational;
  readonly upper?: Rational;
  /** How the bounds were found, in a sentence or two. */
  readonly method: string;
  /**
   * The tie rule does not matter for the value: under `ties against` it is the limit of public information close to the
   * signals, which stand here with the answers of a seller who breaks ties for the mover.
   */
  readonly limit?: boolean;
  /** What else was tried and what it is worth, a line each. */
  readonly tried?: readonly string[];
  /** A program whose solution this is, with its multipliers. */
  readonly program?: Program;
  readonly rowDuals?: readonly Rational[];
  /** Its certificate, if all of its optimal points are optimal for the mover. */
  readonly certificate?: Optimal;
  readonly solver?: string;
}
