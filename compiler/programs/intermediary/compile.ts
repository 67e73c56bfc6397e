/**
 * The bilevel cell: one player chooses the public information, then the seller chooses the auction. For one buyer it
 * compiles to one linear program; otherwise to the seller's program, which the runtime solves for one posterior after
 * the other (program P3 of the information-intermediary paper is infinite).
 */
import { evaluationError } from "../../evaluate/error.ts";
import { definitionOf } from "../../evaluate/definitions.ts";
import { noSlots, type Evaluator, type Slots } from "../../evaluate/evaluator.ts";
import { compileLinear } from "../../evaluate/linear.ts";
import { childrenOf } from "../../model/children.ts";
import type { Expr, Model, Move } from "../../model/model.generated.ts";
import type { Limits } from "../limits.ts";
import type { IntermediaryTask } from "../task.ts";
import { auctionOf, outcomeForm, weightsOf } from "./auction.ts";
import { priceProgram } from "./recommended-price.ts";

/**
 * Whether the moves are those of this cell: information first, the mechanism next, by another player, and buyers who
 * know their types. Signals that are private to agents belong to the min-potential program instead.
 */
export function isIntermediary({ moves, variables }: Model): boolean {
  const [first, second] = moves;
  if (moves.length !== 2 || first?.chooses.join() !== "information" || second?.chooses.join() !== "mechanism") return false;
  return variables.some((variable) => variable.role === "type") && !variables.some((variable) => variable.audience === "agent" && !variable.given);
}

/** @throws EvaluationError for what this cell does not know, at the construct in question */
export function compileIntermediaryCell(model: Model, limits: Limits): IntermediaryTask {
  const [information, mechanism] = model.moves as [Move, Move];
  const [objective, next] = information.objectives;
  if (!objective) throw evaluationError("objective-not-a-quantity", information.span, "This move has no objective.");
  if (next) throw evaluationError("unsupported-construct", next.value.span, `\`${information.mover}\` has one objective in this program.`, "Drop the `then`.");
  const auction = auctionOf(model, mechanism, limits);
  for (const claim of [...model.quantities.map((each) => each.definition.value), ...model.asserts.map((each) => each.claim)]) checkAveraged(auction.seller.evaluator, claim, noSlots);
  const form = outcomeForm(auction, objective.value);
  const weights = weightsOf(auction, form);
  const requirement = model.rows.find((row) => row.source === "require");
  const ties = [information, mechanism].some((move) => move.ties === "against") ? "against" : "for";
  const common = { kind: "intermediary", model, evaluator: auction.seller.evaluator, auction, mover: information.mover, seller: mechanism.mover, sense: objective.sense, ties, objective: form, ...(weights ? { weights } : {}), limits } as const;
  if (auction.buyers.length === 1) {
    if (ties === "against" && requirement) throw evaluationError("unsupported-construct", requirement.span, "With `ties against` this program takes no `require` rows: the best information is a limit, which need not keep them.");
    const zero = auction.buyers[0]?.values.some((value) => value.isZero()) ?? false;
    if (ties === "against" && zero) throw evaluationError("unsupported-construct", information.span, "With `ties against` every value has to be positive: a seller who faces the value zero is indifferent, whatever she is told.");
    return { ...common, price: priceProgram(model, auction, objective.sense, form) };
  }
  if (requirement) throw evaluationError("unsupported-construct", requirement.span, "With several buyers this program takes no `require` rows.");
  if (!weights) throw evaluationError("unsupported-construct", objective.value.span, "With several buyers the objective has to be a weighted sum of revenue and welfare, such as `welfare - revenue`.");
  return common;
}

/**
 * Results hold the average of the auctions over the signals. It has the right expectations of whatever is affine in outcomes
 * and of nothing else, and it is no mechanism that one could deviate from.
 *
 * @throws EvaluationError at the expression in question
 */
function checkAveraged(evaluator: Evaluator, expr: Expr, slots: Slots): void {
  if (expr.kind === "expectation") {
    // Compiling it as an affine form refuses every other shape.
    refuseDeviations(expr);
    compileLinear(evaluator, expr, slots);
    return;
  }
  if (expr.kind === "definition" || expr.kind === "quantity") {
    const found = definitionOf(evaluator, expr);
    if (found) checkAveraged(evaluator, found.definition.value, bindAll(evaluator, slots, found.definition.parameters));
  }
  const inner = expr.kind === "aggregate" ? bindAll(evaluator, slots, expr.binders.map((binder) => binder.name)) : expr.kind === "builder" ? bindAll(evaluator, slots, [expr.binder.name]) : slots;
  for (const child of childrenOf(expr)) checkAveraged(evaluator, child, inner);
}

function bindAll(evaluator: Evaluator, slots: Slots, names: readonly string[]): Slots {
  return names.reduce((bound, name) => evaluator.bind(bound, name).slots, slots);
}

function refuseDeviations(expr: Expr): void {
  if (expr.kind === "deviation") throw evaluationError("unsupported-construct", expr.span, "Quantities of this program are averages over the public signals; deviations are checked signal by signal.");
  childrenOf(expr).forEach(refuseDeviations);
}
