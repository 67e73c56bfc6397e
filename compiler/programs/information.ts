/**
 * The cells in which information is chosen and the mechanism is given: one linear program in the joint law of states,
 * chosen signals and recommended messages (persuasion: Kamenica and Gentzkow 2011; Bayes correlated equilibrium: Bergemann
 * and Morris 2016; calibrated signaling: Du, Tang, Wang and Zhang; the guarantee of a mechanism: program P12 of Yamashita).
 */
import { evaluationError } from "../evaluate/error.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { Rational } from "../exact/rational.ts";
import { ProgramBuilder } from "../lp/builder.ts";
import { fractionsOf } from "../lp/fractions.ts";
import { checkSize } from "../lp/size.ts";
import type { Expr, Model, Move } from "../model/model.generated.ts";
import { reduceBySymmetry, spread } from "../reduce/symmetry.ts";
import { formOf } from "../rows/form.ts";
import { pointRows, type PointRows } from "../rows/points.ts";
import { addPriorRows } from "../rows/prior.ts";
import { agentExchanges } from "../spaces/permutations.ts";
import { buildPoints, describeComponents, solvedPoints, type Points } from "../spaces/points.ts";
import { compileOrbits, orbitPlan } from "./information-orbits.ts";
import type { Limits } from "./limits.ts";
import { addMomentRows, refuseGivenPrior, withUniformPrior } from "./robust/open-prior.ts";
import type { InformationTask, Stage } from "./task.ts";

export interface InformationOptions {
  /** Reduce by exchangeable agents; on unless it is turned off. */
  readonly symmetry?: boolean;
  /** Points from which on exchangeable agents are used before anything is enumerated. */
  readonly orbitsFrom?: number;
}

/** Below this the program is built in full and reduced by what its rows show, which finds more symmetries. */
const defaultOrbitsFrom = 20_000;

/** @throws EvaluationError for what is not linear in the law, too large, or wrong in the data */
export function compileInformationCell(model: Model, move: Move, limits: Limits, options: InformationOptions = {}): InformationTask {
  const [main, ...later] = move.objectives;
  if (!main) throw evaluationError("objective-not-a-quantity", move.span, "This move has no objective.");
  const open = move.chooses.includes("prior");
  if (open) refuseGivenPrior(model, move);
  const plan = options.symmetry === false || open ? undefined : orbitPlan(model, move, limits);
  if (plan && plan.points >= (options.orbitsFrom ?? defaultOrbitsFrom)) return compileOrbits(model, move, plan, limits);
  const points = buildPoints(open ? withUniformPrior(model) : model, limits);
  const families = points.model.rows.flatMap((row) => pointRows(points, row) ?? []);
  refuseTooLarge(points, families, limits);

  const builder = new ProgramBuilder(model.name, main.sense);
  addMasses(builder, points);
  const objective = formOf(points, main.value);
  objective.values.forEach((value, point) => builder.setObjective(point, value));
  builder.addOffset(objective.offset);
  if (open) addMomentRows(builder, points, model);
  else addPriorRows(builder, points);
  for (const family of families) family.addTo(builder);
  const full = builder.build();
  const stages = later.map((each): Stage => {
    const { values, offset } = formOf(points, each.value);
    return { sense: each.sense, text: each.text, objective: fractionsOf(values), offset };
  });

  const reduction =
    options.symmetry === false
      ? undefined
      : reduceBySymmetry(
          full,
          agentExchanges(points).map((exchange) => exchange.image),
          stages.map((stage) => stage.objective),
        );
  const common = { kind: "information", model, evaluator: points.evaluator, mover: move.mover, sense: main.sense, points } as const;
  const solved = (mass: (point: number) => Rational): Evaluator => solvedPoints(points, mass, limits);
  const linear = (quantity: Expr): ReturnType<InformationTask["linear"]> => {
    const { values, offset } = formOf(points, quantity);
    const totals = reduction ? reduction.totals(values) : values;
    return totals && { coefficients: fractionsOf(totals), offset };
  };
  if (!reduction) return { ...common, program: full, stages, linear, solved: (columns) => solved((point) => columns[point] as Rational) };
  return {
    ...common,
    program: reduction.program,
    stages: stages.map((stage, k) => ({ ...stage, objective: reduction.objectives[k] ?? stage.objective })),
    reducedFrom: { rows: full.rowCount, columns: full.columnCount, nonzeros: full.index.length },
    linear,
    fullMultipliers: (reduced) =>
      full.rowFamilies.flatMap((family) =>
        Array.from({ length: family.count }, (_, member) => family.first + member).flatMap((row) => {
          const value = reduced[reduction.rowOrbitOf[row] as number];
          return value && !value.isZero() ? [{ family: family.name, index: full.rowIndices(row), value }] : [];
        }),
      ),
    solved: (columns) => solved(spread(reduction, columns)),
  };
}

function addMasses(builder: ProgramBuilder, points: Points): void {
  const { space } = points.evaluator;
  const given = space.components.map((_, c) => c).filter((c) => !points.chosen.includes(c));
  const family = {
    name: "law",
    role: "probability" as const,
    indexNames: ["state", "signals"],
    sentence: "the probability that the state is {state} and the signals are {signals}",
  };
  builder.addColumns(family, points.count, Rational.zero, undefined, false, (point) => [
    describeComponents(points, given, point),
    describeComponents(points, points.chosen, point),
  ]);
}

function refuseTooLarge(points: Points, families: readonly PointRows[], limits: Limits): void {
  let nonzeros = points.count;
  const formulas = [`prior: ${points.count.toLocaleString("en")}`];
  for (const family of families) {
    const size = family.predict();
    nonzeros += size.nonzeros;
    formulas.push(size.formula);
    const excess = checkSize({ rows: 0, columns: points.count, nonzeros, formula: formulas.join("; ") }, limits);
    if (excess) {
      throw evaluationError(
        "program-too-large",
        family.row.span,
        `The program would have about ${excess.predicted.toLocaleString("en")} ${excess.what}; the limit is ${excess.limit.toLocaleString("en")} (${excess.formula}).`,
        "Use fewer agents or coarser sets of signals, or raise the limit with --limit.",
      );
    }
  }
}
