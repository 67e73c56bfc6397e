/** Quantities of a spec as affine forms in the outcomes, where they are. */
import { EvaluationError } from "../../compiler/evaluate/error.ts";
import type { Expr } from "../../compiler/model/model.generated.ts";
import { outcomeForm, weightsOf, type Auction, type OutcomeForm, type Weights } from "../../compiler/programs/intermediary/auction.ts";

/** Undefined for what is not affine, a ratio for example: it gets neither range nor interval. */
export function affineForm(auction: Auction, expr: Expr): OutcomeForm | undefined {
  try {
    return outcomeForm(auction, expr);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return undefined;
  }
}

/** A quantity as a weighted sum of revenue and welfare; undefined for any other. */
export function weightsOfQuantity(auction: Auction, expr: Expr): Weights | undefined {
  const form = affineForm(auction, expr);
  return form && weightsOf(auction, form);
}
