/**
 * The cells in which the designer chooses the mechanism and nature answers with the information, or the other way round
 * (Brooks and Du 2024): the max-guarantee and the min-potential program on a ladder of actions. Both are solved in either
 * order, since together they bracket the value.
 */
import { evaluationError } from "../../evaluate/error.ts";
import type { Program } from "../../lp/program.ts";
import type { Model, Move } from "../../model/model.generated.ts";
import type { Limits } from "../limits.ts";
import type { RobustTask } from "../task.ts";
import { couplingProgram, refuseTooLargeCoupling } from "./coupling-program.ts";
import { couplingOf } from "./coupling.ts";
import type { Direction } from "./ladder.ts";
import { refuseGivenPrior } from "./open-prior.ts";
import { readRobustProblem } from "./read.ts";
import { refuseTooLargeTextbook, textbookProgram } from "./textbook.ts";

/** In which form the bounds are solved: in interim values where that is possible, or as the literature states them. */
export type RobustForm = "coupling" | "textbook";

export interface RobustOptions {
  /** Default: coupling, where the problem has transfers that can be solved out. */
  readonly form?: RobustForm;
}

/** Whether the moves are those of this cell: one player chooses the mechanism and another the information (and perhaps the prior). */
export function isRobust({ moves }: Model): boolean {
  const designer = moves.find((move) => move.chooses.join() === "mechanism");
  const nature = moves.find((move) => move.chooses.includes("information") && !move.chooses.includes("mechanism"));
  return moves.length === 2 && designer !== undefined && nature !== undefined && designer.objectives[0]?.sense !== nature.objectives[0]?.sense;
}

/** @throws EvaluationError for what does not belong to such a problem, and for a program that would be too large */
export function compileRobustCell(model: Model, limits: Limits, options: RobustOptions = {}): RobustTask {
  const [first, second] = model.moves as [Move, Move];
  const designer = first.chooses.includes("mechanism") ? first : second;
  const nature = designer === first ? second : first;
  for (const move of [designer, nature]) {
    if (move.objectives[1]) throw evaluationError("unsupported-construct", move.objectives[1].value.span, "A bound has one objective.", "Drop the `then`.");
  }
  const open = nature.chooses.includes("prior");
  if (open) refuseGivenPrior(model, nature);
  const span = designer.span;
  const { problem, evaluator } = readRobustProblem(model, designer, nature, limits);
  const coupling = options.form === "textbook" ? undefined : couplingOf(problem);
  if (coupling) refuseTooLargeCoupling(coupling, limits, span);
  else refuseTooLargeTextbook(problem, limits, span);
  const objective = designer.objectives[0]?.value;
  const order = designer === first ? "mechanism" : "information";
  const bound = (direction: Direction): Program => (coupling ? couplingProgram(coupling, direction, limits, span).program : textbookProgram(problem, direction, limits, span).program);
  return {
    kind: "robust",
    model,
    evaluator,
    problem,
    ...(coupling ? { coupling } : {}),
    form: coupling ? "coupling" : "textbook",
    order,
    designer: designer.mover,
    nature: nature.mover,
    ...(objective?.kind === "quantity" && objective.index.length === 0 ? { quantity: objective.of } : {}),
    objective: designer.objectives[0]?.text ?? "the objective",
    span,
    limits,
    get program() {
      return bound(order === "mechanism" ? "up" : "down");
    },
  };
}
