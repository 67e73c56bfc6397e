/** What a spec compiles to: something to evaluate, or a program to solve, with everything needed to read a solution back. */
import type { Span } from "../../grammar/span.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import type { Fractions, Program } from "../lp/program.ts";
import type { Rational } from "../exact/rational.ts";
import type { Expr, Model, Outcome } from "../model/model.generated.ts";
import type { PointSet } from "../spaces/points.ts";
import type { Limits } from "./limits.ts";
import type { Auction, OutcomeForm, Weights } from "./intermediary/auction.ts";
import type { PriceProgram } from "./intermediary/recommended-price.ts";
import type { Coupling } from "./robust/coupling.ts";
import type { RobustProblem } from "./robust/problem.ts";

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
  /** Over all points, or over what is given; the law in it is not the chosen one. */
  readonly evaluator: Evaluator;
  /** The points that the columns stand for: all, or one per orbit. */
  readonly points: PointSet;
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
  /**
   * Multipliers of the rows over all points, from those of a reduced program; absent where nothing was reduced. Of rows about
   * single points and of prior consistency only one of each orbit is listed.
   */
  fullMultipliers?(reduced: readonly Rational[]): readonly { readonly family: string; readonly index: readonly string[]; readonly value: Rational }[];
  /** The world in which the chosen law is given: reads a column vector back as a law. */
  solved(columns: readonly Rational[]): Evaluator;
}

/** Problems that consist of one program, or of none. */
export type SingleTask = GivenTask | MechanismTask;

/** A posterior that some public signals leave, and the problem that it poses. */
export interface SplitPart {
  /** Public signals that leave this posterior, as text. */
  readonly realisations: readonly string[];
  /** Probability of these signals. */
  readonly probability: Rational;
  /** States of the whole law with these signals. */
  readonly states: Int32Array;
  /** The posterior: a representative state of the whole law per row, with its conditional probability. */
  readonly law: readonly { readonly state: number; readonly probability: Rational }[];
  /** Builds the problem of this posterior; nothing is kept, so that memory holds one at a time. */
  compile(): SingleTask;
}

/** Public signals are given: one problem per posterior. */
export interface SplitTask {
  readonly kind: "split";
  /** For quantities and asserts over all signals together; agents tell the truth or follow their strategies in it. */
  readonly model: Model;
  /** Over the whole law; outcomes get their values per state once the parts are solved. */
  readonly evaluator: Evaluator;
  /** Names of the public signals. */
  readonly signal: string;
  readonly parts: readonly SplitPart[];
  /** The model without public signals and with the prior of what remains; undefined when rules or rows look at a signal. */
  reference(): Model | undefined;
  /** Key of a state of the whole law, and the states of a part by the same keys. */
  keyOfState(state: number): string;
  keyOfPart(evaluator: Evaluator): ReadonlyMap<string, number>;
}

/**
 * Somebody sends public signals about the buyers' values, and the seller answers each with an optimal auction
 * (Alijani, Banerjee, Munagala and Wang). With one buyer it is one program, `price`; in general it is bilevel.
 */
export interface IntermediaryTask {
  readonly kind: "intermediary";
  readonly model: Model;
  /** Of the seller's program under the prior: outcomes are its columns. */
  readonly evaluator: Evaluator;
  readonly auction: Auction;
  readonly mover: string;
  readonly seller: string;
  readonly sense: "maximize" | "minimize";
  /** How the seller breaks ties: for the mover of the information, or against. */
  readonly ties: "for" | "against";
  readonly objective: OutcomeForm;
  /** The objective as a sum of revenue and welfare, where it is one. */
  readonly weights?: Weights;
  /** Present exactly when there is one buyer. */
  readonly price?: PriceProgram;
  readonly limits: Limits;
}

/** What a solver is called for. */
export type SolvableTask = MechanismTask | InformationTask;

/**
 * The designer's mechanism against nature's information (Brooks and Du 2024), in either order: two programs on a ladder of
 * actions, a lower bound on what the designer can guarantee and an upper bound on what nature must leave him.
 */
export interface RobustTask {
  readonly kind: "robust";
  readonly model: Model;
  /** Over the states, or the corners of their box, with one action per agent: what does not depend on actions. */
  readonly evaluator: Evaluator;
  readonly problem: RobustProblem;
  /** The form in interim values; absent when it does not exist or `form` is textbook. */
  readonly coupling?: Coupling;
  readonly form: "coupling" | "textbook";
  /** What is chosen first. */
  readonly order: "mechanism" | "information";
  readonly designer: string;
  readonly nature: string;
  /** Name of the quantity that is the objective, if it is one. */
  readonly quantity?: string;
  /** The objective as the spec writes it. */
  readonly objective: string;
  readonly span: Span;
  readonly limits: Limits;
  /** The bound of the spec's order as an exact program; built when it is read. */
  readonly program: Program;
}

/** The designer's mechanism against the worst prior that keeps some moments, for concepts that are free of beliefs. */
export interface CorrelationTask {
  readonly kind: "correlation";
  readonly model: Model;
  readonly evaluator: Evaluator;
  /** The mechanism under a prior of full support: its columns come first in the program. */
  readonly base: MechanismTask;
  readonly program: Program;
  /** The row of state s is `firstState + s`; its dual is the worst prior. */
  readonly firstState: number;
  /** Columns of the multipliers of the conditions, in the order of `conditions`. */
  readonly firstSensitivity: number;
  readonly conditions: readonly string[];
  readonly designer: string;
  readonly nature: string;
}

export type Task = GivenTask | SolvableTask | SplitTask | IntermediaryTask | RobustTask | CorrelationTask;
