/**
 * The objective of the spec against that of the program. A certificate proves an optimum of the program; that the program
 * says what the spec says is seen by evaluating the objective directly, with the solved rules and laws.
 */
import { codes } from "../../compiler/diagnostics/codes.ts";
import { noSlots, type Evaluator } from "../../compiler/evaluate/evaluator.ts";
import type { Rational } from "../../compiler/exact/rational.ts";
import type { SolvableTask } from "../../compiler/programs/task.ts";
import type { Result } from "../report/result.generated.ts";

/**
 * Nothing where both are the same fraction, and where one of them is rounded; otherwise the diagnostic to report.
 *
 * @example objectiveDisagreement(task, evaluator, Rational.of(12, 55)) // the spec's objective is 3/20
 */
export function objectiveDisagreement(task: SolvableTask, evaluator: Evaluator, proved: Rational): Result["diagnostics"][number] | undefined {
  const value = task.model.moves.find((move) => move.mover === task.mover)?.objectives[0]?.value;
  if (!value) return undefined;
  const evaluated = evaluator.compileNumber(value, noSlots)(evaluator.frame());
  if (evaluated.inexact || proved.inexact || evaluated.equals(proved)) return undefined;
  const { code, severity, title } = codes["objective-disagrees"];
  return { code, severity, title, text: `The program has the optimum ${proved.toString()}, and the objective of the spec is ${evaluated.toString()} there.` };
}
