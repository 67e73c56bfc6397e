/**
 * What optimality determines, and lexicographic objectives. Both work on the optimal face: with one optimal pair of
 * multipliers (y, d), a feasible point is optimal exactly when it is complementary to it, that is, when every row with
 * y_r nonzero is tight and every column with d_j nonzero stands at its bound. No row for the objective is needed.
 */
import type { Rational } from "../../compiler/exact/rational.ts";
import type { Fractions, Program } from "../../compiler/lp/program.ts";
import { reducedCosts } from "../../compiler/lp/inspect.ts";
import type { Stage } from "../../compiler/programs/task.ts";
import { derive } from "../solvers/derive.ts";
import { proved } from "./proof.ts";
import type { Optimal, Solve } from "./proof.ts";
import { withRow, withSenses } from "./subsystem.ts";

/**
 * The program whose feasible points are the optimal points of the given one. An integer program has no such multipliers;
 * it gets the row `objective = optimum` instead.
 */
export function optimalFace(program: Program, { columns, rowDuals, objective }: Optimal): Program {
  if (program.integer.length > 0) return withRow(program, program.objective, "=", objective.sub(program.offset), "the objective keeps its optimum");
  const fixed = reducedCosts(program, rowDuals).map((cost) => !cost.isZero());
  const pin = (bounds: Program["lower"]): Program["lower"] => bounds.map((bound, j) => (fixed[j] === true ? columns[j] : bound));
  const tight = withSenses(
    program,
    program.rowSense.map((sense, r) => (rowDuals[r]?.isZero() === false ? "=" : sense)),
  );
  return derive(tight, { lower: pin(program.lower), upper: pin(program.upper) });
}

/** A linear quantity: a vector over the columns and a constant. */
export interface LinearQuantity {
  readonly name: string;
  readonly coefficients: Fractions;
  readonly offset: Rational;
}

/** The values that a quantity takes at optimal points; an undefined end is unbounded. */
export type QuantityRange =
  | { readonly kind: "determined"; readonly name: string; readonly value: Rational }
  | { readonly kind: "range"; readonly name: string; readonly low: Rational | undefined; readonly high: Rational | undefined }
  /** An end could not be proved. */
  | { readonly kind: "unknown"; readonly name: string };

/**
 * The exact range of every quantity over the optimal points.
 *
 * @example
 * await quantityRanges(program, certificate, [{ name: "welfare", coefficients, offset }], solve);
 * // [{ kind: "range", name: "welfare", low: 1, high: 5/4 }]
 */
export async function quantityRanges(program: Program, certificate: Optimal, quantities: readonly LinearQuantity[], solve: Solve): Promise<QuantityRange[]> {
  const face = optimalFace(program, certificate);
  const ranges: QuantityRange[] = [];
  for (const { name, coefficients, offset } of quantities) {
    const end = async (sense: Program["sense"]): Promise<Rational | "unbounded" | undefined> => {
      const answer = await proved(derive(face, { sense, objective: coefficients, offset }), solve);
      return answer?.kind === "optimal" ? answer.objective : answer?.kind === "unbounded" ? "unbounded" : undefined;
    };
    const low = await end("minimize");
    const high = low === undefined ? undefined : await end("maximize");
    if (low === undefined || high === undefined) ranges.push({ kind: "unknown", name });
    else if (low !== "unbounded" && high !== "unbounded" && low.equals(high)) ranges.push({ kind: "determined", name, value: low });
    else ranges.push({ kind: "range", name, low: low === "unbounded" ? undefined : low, high: high === "unbounded" ? undefined : high });
  }
  return ranges;
}

/** One stage of a lexicographic optimum: its own program, on the face of the stages before, with its own proof. */
export interface SolvedStage {
  readonly text: string;
  readonly sense: "maximize" | "minimize";
  readonly objective: Rational;
  readonly program: Program;
  readonly certificate: Optimal;
}

export type Lexicographic =
  | {
      readonly kind: "solved";
      /**
       * The last point with the multipliers of the first objective: it passes the checker on the original program, since
       * all points of the face are complementary to the same multipliers.
       */
      readonly certificate: Optimal;
      /** The first objective, then one entry per stage. */
      readonly stages: readonly SolvedStage[];
    }
  /** `at` is the number of the objective that has no optimum or no proof, 0 being the first. */
  | { readonly kind: "unsolved"; readonly at: number; readonly reason: "infeasible" | "unbounded" | "unproved"; readonly stages: readonly SolvedStage[] };

/**
 * Optimises the objective of a program and then, among the optimal points, every stage in turn.
 *
 * @example
 * const result = await lexicographic(task.program, task.stages, solve);
 * if (result.kind === "solved") result.stages.map((stage) => stage.objective.toString()); // ["1", "5/4"]
 */
export async function lexicographic(program: Program, stages: readonly Stage[], solve: Solve): Promise<Lexicographic> {
  const solved: SolvedStage[] = [];
  const all = [{ sense: program.sense, text: "the objective", objective: program.objective, offset: program.offset }, ...stages];
  let face = program;
  for (const [at, { sense, text, objective, offset }] of all.entries()) {
    const current = derive(face, { sense, objective, offset });
    const certificate = await proved(current, solve);
    if (certificate === undefined) return { kind: "unsolved", at, reason: "unproved", stages: solved };
    if (certificate.kind !== "optimal") return { kind: "unsolved", at, reason: certificate.kind, stages: solved };
    solved.push({ text, sense, objective: certificate.objective, program: current, certificate });
    if (at < all.length - 1) face = optimalFace(current, certificate);
  }
  const first = solved[0] as SolvedStage;
  const last = solved.at(-1) as SolvedStage;
  if (solved.length === 1) return { kind: "solved", certificate: first.certificate, stages: solved };
  const { columns } = last.certificate;
  return { kind: "solved", certificate: { kind: "optimal", objective: first.objective, columns, rowDuals: first.certificate.rowDuals }, stages: solved };
}
