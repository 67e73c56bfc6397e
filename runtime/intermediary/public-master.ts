/** What the exact methods for buyers with two values share: the master program over posteriors, and how they read a task. */
import { Rational } from "../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../compiler/lp/builder.ts";
import type { Program } from "../../compiler/lp/program.ts";
import type { IntermediaryTask } from "../../compiler/programs/task.ts";
import { exactSimplex } from "../solvers/exact-simplex.ts";
import type { Stakes, TwoValues } from "../theory/intermediary/two-by-two-information.ts";

/** A posterior under which values are independent, as a column. */
export interface PosteriorColumn {
  /** Probability of the high value, buyer by buyer. */
  readonly chances: readonly Rational[];
  readonly worth: Rational;
  /** Probabilities of the profiles, in the order of the prior. */
  readonly masses: readonly Rational[];
}

export interface PublicMaster {
  readonly objective: Rational;
  /** Probability of every column. */
  readonly weights: readonly Rational[];
  /** One per profile: what one more unit of its prior probability is worth. */
  readonly multipliers: readonly Rational[];
  readonly program: Program;
  readonly rowDuals: readonly Rational[];
}

/**
 * The best way to split a prior into some posteriors.
 *
 * @param profiles what each profile is called in a result
 * @throws RangeError if the program cannot be solved, which its size rules out
 */
export function solvePublicMaster(columns: readonly PosteriorColumn[], prior: readonly Rational[], profiles: readonly string[]): PublicMaster {
  const builder = new ProgramBuilder("public signals", "maximize");
  const sentence = "probability of the signal after which the high values have probabilities {chances}";
  builder.addColumns({ name: "signal", role: "probability", indexNames: ["chances"], sentence }, columns.length, Rational.zero, undefined, false, (k) => [columns[k]?.chances.join(", ") ?? ""]);
  columns.forEach(({ worth }, k) => builder.setObjective(k, worth));
  builder.beginRowFamily({ name: "prior", role: "prior", indexNames: ["profile"], sentence: "the posteriors average to the prior at {profile}" }, (k) => [profiles[k] ?? ""]);
  for (const [k, mass] of prior.entries()) {
    builder.beginRow("=");
    columns.forEach(({ masses }, c) => builder.add(c, masses[k] as Rational));
    builder.endRow(mass);
  }
  builder.endRowFamily();
  const program = builder.build();
  const outcome = exactSimplex(program);
  if (outcome.kind !== "solved" || outcome.certificate.kind !== "optimal") throw new RangeError("the program over public signals has no solution");
  const { objective, columns: weights, rowDuals } = outcome.certificate;
  return { objective, weights, multipliers: rowDuals.slice(0, prior.length), program, rowDuals };
}

/** The two values of every buyer, lower one first. */
export function twoValuesOf({ auction }: IntermediaryTask): TwoValues[] {
  return auction.buyers.map(({ values }) => {
    const [a, b] = values as [Rational, Rational];
    return a.compare(b) < 0 ? { low: a, high: b } : { low: b, high: a };
  });
}

/** The weights of a task as stakes of a maximisation, and the way back from its bounds to those of the task, in order. */
export function stakesOf({ sense, weights }: IntermediaryTask): { readonly stakes: Stakes; readonly sign: Rational; bounds(lower: Rational, upper: Rational): [Rational, Rational] } {
  const { revenue, welfare, constant } = weights ?? { revenue: Rational.zero, welfare: Rational.zero, constant: Rational.zero };
  const sign = sense === "maximize" ? Rational.one : Rational.one.neg();
  return {
    stakes: { revenue: revenue.mul(sign), welfare: welfare.mul(sign) },
    sign,
    bounds: (lower, upper) => [lower, upper].map((bound) => bound.mul(sign).add(constant)).sort((a, b) => a.compare(b)) as [Rational, Rational],
  };
}
