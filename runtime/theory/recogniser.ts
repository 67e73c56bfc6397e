/** A theorem that can tell from a task that it applies, and what it then says about the answer. */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
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

/** A named fact of a finding: numbers, a list of numbers, or whether something is so. */
export type Fact = ClosedForm | readonly ClosedForm[] | boolean;

/** A theorem applied to one task. */
export interface Finding {
  /** Key into the registry of theorems. */
  readonly theorem: string;
  /** Named values of the closed form (`revenue`, `t0`, `sensitivities`), reported under `theory` as they are. */
  readonly values: Readonly<Record<string, Fact>>;
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
  /**
   * The same from the model alone, for a spec whose program is too large to be built. Rules are then read at a sample of
   * profiles, so this recognises what a spec is, and nothing is solved that could contradict it.
   */
  recogniseModel?(model: Model): Finding | undefined;
}
