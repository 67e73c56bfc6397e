/**
 * The program that chooses information when the agents of a set are alike: its columns are orbits of points from the start,
 * so that its size is that of the reduced program. Averaging an optimum over all permutations of the agents gives an optimum
 * that is constant on orbits (Gatermann and Parrilo 2004, section 3); that permuting the agents leaves the program as it is
 * follows from the text of its rows and objectives, and from the law of what is given.
 */
import { evaluationError } from "../evaluate/error.ts";
import type { Evaluator } from "../evaluate/evaluator.ts";
import { expectationsIn, hasKnownCondition, readsLaw } from "../evaluate/moments.ts";
import { readsOf } from "../evaluate/reads.ts";
import { Rational } from "../exact/rational.ts";
import { ProgramBuilder } from "../lp/builder.ts";
import { fractionsOf } from "../lp/fractions.ts";
import { checkSize } from "../lp/size.ts";
import { childrenOf } from "../model/children.ts";
import { fromDatum } from "../model/datum.ts";
import type { Expr, Model, Move } from "../model/model.generated.ts";
import { everyExpression, uniformityOf, type Uniformity } from "../reduce/uniform.ts";
import { formOf } from "../rows/form.ts";
import { chosenNames, pointRows } from "../rows/points.ts";
import { laterFactors } from "../spaces/later-laws.ts";
import { blockLayout, orbitCount, orbitOf, orbitPoints, stateOrbits, type BlockLayout, type StateOrbit } from "../spaces/orbits.ts";
import { describeComponents, pointsAt, solvedLaw, valuesOf, withRecommendations, type PointSet } from "../spaces/points.ts";
import type { Limits } from "./limits.ts";
import type { InformationTask, Stage } from "./task.ts";

/** Points of a solved law that are read back. */
const supportLimit = 500_000;

/** What {@link compileOrbits} needs to know; from {@link orbitPlan}. */
export interface OrbitPlan {
  readonly layout: BlockLayout;
  readonly orbits: readonly StateOrbit[];
  readonly uniform: Uniformity;
  /** Over what is given. */
  readonly evaluator: Evaluator;
  /** Points of the full program, and orbits. */
  readonly points: number;
  readonly columns: number;
}

/**
 * Whether the agents of some set are alike in everything that the program looks at.
 *
 * @returns undefined where it cannot be told from the text, or is not so
 * @throws EvaluationError when the law of what is given is impossible or too large
 */
export function orbitPlan(spec: Model, move: Move, limits: Limits): OrbitPlan | undefined {
  const model = withRecommendations(spec);
  // The equations of later laws are about single points.
  if (laterFactors(model).length > 0) return undefined;
  for (const { name, elements } of model.agents) {
    const layout = elements.length > 1 ? blockLayout(model, name) : undefined;
    const states = layout && stateOrbits(spec, layout, limits);
    if (!layout || !states || layout.own.every((own) => own.length === 0)) continue;
    const uniform = uniformityOf(model, states.evaluator, name);
    if (!isUniform(model, move, states.evaluator, uniform)) continue;
    const signals = [...layout.ownDomains.flatMap((domain) => layout.own.map(() => domain.length)), ...layout.sharedDomains.map((domain) => domain.length)];
    const points = states.evaluator.space.law.count * signals.reduce((product, size) => product * size, 1);
    return { layout, orbits: states.orbits, uniform, evaluator: states.evaluator, points, columns: orbitCount(layout, states.orbits) };
  }
  return undefined;
}

function isUniform(model: Model, move: Move, evaluator: Evaluator, uniform: Uniformity): boolean {
  const chosen = chosenNames(model);
  const open = new Set(model.messages.filter((message) => message.components.some((component) => component.domain.length === 0)).map((message) => message.name));
  const alike = (expr: Expr, binders: readonly { readonly name: string; readonly set: Expr }[]): boolean => {
    if (!uniform.treatsAlike(expr, binders)) return false;
    // Expectations whose value is known beforehand are taken over the points, which do not show every agent everything.
    const known = expectationsIn(evaluator, expr).some((each) => !readsLaw(evaluator, each, chosen) && (each.given.length > 0 || readsOf(evaluator, each.body).state || readsOf(evaluator, each.body).profile));
    if (known || expectationsIn(evaluator, expr).some((each) => each.given.length > 0 && hasKnownCondition(evaluator, each, chosen))) return false;
    let plain = true;
    everyExpression(evaluator, expr, childrenOf, (each) => {
      // Which messages there are depends on the points when they are what the strategies send.
      if (each.kind === "messages" && open.size > 0) plain = false;
      if (each.kind === "deviation" && each.reports.some(({ who }) => who.others || !who.index)) plain = false;
      // Of several agents' knowledge the order would matter.
      if (each.kind === "expectation" && each.given.some((given) => given.kind === "information" && (given.agent.others || given.agent.index?.kind !== "local"))) plain = false;
    });
    return plain;
  };
  const rows = model.rows.every((row) => {
    const sides = [row.relation.left, row.relation.right, ...(row.condition ? [row.condition] : [])];
    return row.source === "feasible" || (row.binders.every((binder) => binder.set.kind !== "messages" || open.size === 0) && sides.every((side) => alike(side, row.binders)));
  });
  return rows && move.objectives.every((objective) => alike(objective.value, []));
}

/** @throws EvaluationError for what is not linear in the law, too large, or wrong in the data */
export function compileOrbits(spec: Model, move: Move, plan: OrbitPlan, limits: Limits): InformationTask {
  const [main, ...later] = move.objectives;
  if (!main) throw evaluationError("objective-not-a-quantity", move.span, "This move has no objective.");
  const { layout } = plan;
  refuseTooLarge(plan, move, limits);
  const listed = orbitPoints(layout, plan.orbits);
  const points = pointsAt(spec, listed.map((point) => point.values));
  const sizes = listed.map((point) => point.size);
  const builder = new ProgramBuilder(spec.name, main.sense);
  addMasses(builder, points);
  const objective = formOf(points, main.value);
  objective.values.forEach((value, point) => builder.setObjective(point, value));
  builder.addOffset(objective.offset);
  addPriorRows(builder, points, listed.map((point) => point.stateOrbit), plan.orbits);
  const full = { rows: plan.evaluator.space.law.count, nonzeros: plan.points };
  const agents = (spec.agents.find((each) => each.name === layout.set)?.elements ?? []).map(fromDatum);
  const families = points.model.rows.flatMap((row) => pointRows(points, row, { agents, sizes, isAgentBinder: (binder) => plan.uniform.isAgentBinder(binder) }) ?? []);
  for (const family of families) {
    family.addTo(builder);
    full.rows += family.full.rows;
    full.nonzeros += family.full.nonzeros;
  }
  const program = builder.build();
  const stages = later.map((each): Stage => {
    const { values, offset } = formOf(points, each.value);
    return { sense: each.sense, text: each.text, objective: fractionsOf(values), offset };
  });
  return {
    kind: "information",
    model: spec,
    evaluator: plan.evaluator,
    points,
    program,
    stages,
    mover: move.mover,
    sense: main.sense,
    reducedFrom: { rows: full.rows, columns: plan.points, nonzeros: full.nonzeros },
    linear(quantity) {
      if (!plan.uniform.treatsAlike(quantity, [])) return undefined;
      const { values, offset } = formOf(points, quantity);
      return { coefficients: fractionsOf(values), offset };
    },
    fullMultipliers(reduced) {
      return program.rowFamilies.flatMap((family) => {
        const rows = families.find((each) => each.row.name === family.name);
        return Array.from({ length: family.count }, (_, k) => k).flatMap((k) => {
          const value = reduced[family.first + k];
          if (!value || value.isZero()) return [];
          // Prior consistency has one row per state up to permutations; its other states are not listed.
          const members = rows ? rows.membersOf(k) : [program.rowIndices(family.first + k)];
          return members.map((index) => ({ family: family.name, index, value }));
        });
      });
    },
    solved: (columns) => solvedOrbits(points, layout, sizes, columns, limits),
  };
}

/** The law in which the mass of an orbit is spread evenly over its points. */
function solvedOrbits(points: PointSet, layout: BlockLayout, sizes: readonly number[], columns: readonly Rational[], limits: Limits): Evaluator {
  const positive = columns.flatMap((mass, point) => (mass.sign() > 0 ? [point] : []));
  const total = positive.reduce((count, point) => count + (sizes[point] as number), 0);
  if (total > supportLimit) {
    throw evaluationError("program-too-large", points.model.moves[0]?.span ?? { start: 0, end: 0 }, `The solved law has ${total.toLocaleString("en")} points of positive probability; at most ${supportLimit.toLocaleString("en")} are read back.`);
  }
  const support = positive.flatMap((point) => {
    const mass = (columns[point] as Rational).div(Rational.integer(sizes[point] as number));
    return orbitOf(layout, valuesOf(points, point)).map((values) => ({ values, mass }));
  });
  return solvedLaw(points.model, support, limits);
}

function refuseTooLarge({ columns, points, layout }: OrbitPlan, move: Move, limits: Limits): void {
  // Every point stands in about one row per agent.
  const nonzeros = columns * (layout.agents + 1);
  const formula = `${points.toLocaleString("en")} points are ${columns.toLocaleString("en")} up to permutations of \`${layout.set}\``;
  const excess = checkSize({ rows: 0, columns, nonzeros, formula }, limits);
  if (!excess) return;
  throw evaluationError(
    "program-too-large",
    move.span,
    `The program would have about ${excess.predicted.toLocaleString("en")} ${excess.what}; the limit is ${excess.limit.toLocaleString("en")} (${formula}).`,
    "Use fewer agents or coarser sets of signals, or raise the limit with --limit.",
  );
}

const upTo = "and whatever exchanging agents makes of it";

function addMasses(builder: ProgramBuilder, points: PointSet): void {
  const { space } = points.evaluator;
  const given = space.components.map((_, c) => c).filter((c) => !points.chosen.includes(c));
  const family = { name: "law", role: "probability" as const, indexNames: ["state", "signals"], sentence: `the probability that the state is {state} and the signals are {signals}, ${upTo}` };
  builder.addColumns(family, points.count, Rational.zero, undefined, false, (point) => [describeComponents(points, given, point), describeComponents(points, points.chosen, point)]);
}

/** One row per state up to permutations: the masses of its points add up to its prior probability. */
function addPriorRows(builder: ProgramBuilder, points: PointSet, stateOrbit: readonly number[], orbits: readonly StateOrbit[]): void {
  const { space } = points.evaluator;
  const given = space.components.map((_, c) => c).filter((c) => !points.chosen.includes(c));
  const members: number[][] = orbits.map(() => []);
  stateOrbit.forEach((orbit, point) => members[orbit]?.push(point));
  builder.beginRowFamily(
    { name: "prior", role: "prior", indexNames: ["state"], sentence: `the information at {state} adds up to its prior probability, ${upTo}` },
    (orbit) => [given.map((c) => `${space.components[c]?.label} = ${describeComponents(points, [c], members[orbit]?.[0] ?? 0)}`).join(", ")],
  );
  orbits.forEach(({ probability }, orbit) => {
    builder.beginRow("=");
    for (const point of members[orbit] ?? []) builder.add(point, Rational.one);
    builder.endRow(probability);
  });
  builder.endRowFamily();
}
