/** What a spec compiles to: something to evaluate, or a program to solve, with everything needed to read a solution back. */
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Fractions, Program } from "../lp/program.ts";
import type { Rational } from "../exact/rational.ts";
import type { Expr, Model, Outcome } from "../model/model.generated.ts";
import type { Points } from "../spaces/points.ts";

/** An objective that breaks ties after the earlier ones, as a vector over the columns of the program. */
export interface Stage {
  readonly sense: "maximize" | "minimize";
  readonly text: string;
  readonly objective: Fractions;
  readonly offset: Rational;
}

/** Where the values of a chosen outcome stand: component c at message profile p is column `first + c * profileCount + p`. */
export interface ChosenOutcome {
  readonly outcome: Outcome;
  readonly first: number;
  readonly componentCount: number;
}

export interface GivenTask {
  readonly kind: "given";
  readonly model: Model;
  readonly evaluator: Evaluator;
}

export interface MechanismTask {
  readonly kind: "mechanism";
  readonly model: Model;
  /** Over the world in which outcomes are columns. */
  readonly evaluator: Evaluator;
  readonly program: Program;
  /** `then to ...`: objectives after the first. */
  readonly stages: readonly Stage[];
  readonly chosen: readonly ChosenOutcome[];
  readonly mover: string;
}

/** Information is chosen for a given mechanism; columns are masses of points, or of orbits of points. */
export interface InformationTask {
  readonly kind: "information";
  readonly model: Model;
  /** Over all points; the law in it is not the chosen one. */
  readonly evaluator: Evaluator;
  readonly points: Points;
  readonly program: Program;
  readonly stages: readonly Stage[];
  readonly mover: string;
  readonly sense: "maximize" | "minimize";
  /** Size before the reduction by exchangeable agents, if there was one. */
  readonly reducedFrom?: { readonly rows: number; readonly columns: number; readonly nonzeros: number };
  /**
   * A quantity as an affine form in the columns; undefined where a reduced program does not have it, because exchanging
   * agents changes the quantity. @throws EvaluationError when it is not affine in the law
   */
  linear(quantity: Expr): { readonly coefficients: Fractions; readonly offset: Rational } | undefined;
  /** The world in which the chosen law is given: reads a column vector back as a law. */
  solved(columns: readonly Rational[]): Evaluator;
}

/** What a solver is called for. */
export type SolvableTask = MechanismTask | InformationTask;

export type Task = GivenTask | SolvableTask;
