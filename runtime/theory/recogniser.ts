/** A theorem that can tell from a task that it applies, and what it then says about the answer. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Task } from "../../compiler/programs/task.ts";

/** A number of a closed form: exact where the theorem gives a fraction, a float (correct to about 1e-12) otherwise. */
export type ClosedForm = Rational | number;

/** What a theorem says about the value of the program: `value` equals it, bounds it from above, or from below. */
export interface Prediction {
  /** Name of the quantity that is the objective, e.g. `revenue`. */
  readonly quantity: string;
  readonly relation: "=" | "<=" | ">=";
  readonly value: ClosedForm;
  /** Why only a bound (the grid misses a point the theorem uses), in words; absent for equalities. */
  readonly because?: string;
}

/** A theorem applied to one task. */
export interface Finding {
  /** Key into the registry of theorems. */
  readonly theorem: string;
  /** Named values of the closed form (`revenue`, `t0`, `sensitivities`), reported under `theory` as they are. */
  readonly values: Readonly<Record<string, ClosedForm | readonly ClosedForm[]>>;
  /** Held against the solved program; a disagreement is an error of the result. */
  readonly predictions: readonly Prediction[];
}

export interface Recogniser {
  /** Key into the registry of theorems. */
  readonly theorem: string;
  /**
   * Undefined where the hypotheses do not hold. Recognition looks at the Model IR and its evaluated rules, laws and rows,
   * never at names of models or files.
   */
  recognise(task: Task): Finding | undefined;
}
