/** A bound on exact arithmetic with long numbers, so that a short spec cannot ask for hours of it. */
import type { Rational } from "../exact/rational.ts";
import { DistributionError } from "./types.ts";

/** About the work of a few seconds: one unit is an operation on numbers of 64 bits, and work grows with the square of the length. */
const limit = 2e7;

/** Adds up the work of building one distribution. */
export class Effort {
  private spent = 0;

  /** Accounts for operations with results as long as `x`. @throws DistributionError over the limit. */
  spend(x: Rational): void {
    this.spent += x.inexact || typeof x.d === "number" ? 1 : (x.d.toString(16).length / 16) ** 2;
    if (this.spent <= limit) return;
    throw new DistributionError("bad-distribution-argument", "the exact probabilities of this distribution have too many digits", {
      hint: "round the probabilities to fewer digits, or draw fewer components",
    });
  }
}
