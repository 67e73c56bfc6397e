/** Prior consistency of a law that is chosen together with information. */
import { Rational } from "../exact/rational.ts";
import type { ProgramBuilder } from "../lp/builder.ts";
import type { LaterLaws } from "../spaces/later-laws.ts";
import { describeComponents, type Points } from "../spaces/points.ts";

/** One row per state: the masses of its points add up to its prior probability. Then one per outcome of laws that look at chosen signals. */
export function addPriorRows(builder: ProgramBuilder, points: Points): void {
  const { space } = points.evaluator;
  const { later } = points;
  const given = space.components.map((_, c) => c).filter((c) => !points.chosen.includes(c) && later?.drawn.has(c) !== true);
  const first = (state: number): number => later?.states[state]?.[0] ?? state * points.perState;
  const describe = (state: number): string[] => [given.map((c) => `${space.components[c]?.label} = ${describeComponents(points, [c], first(state))}`).join(", ")];
  builder.beginRowFamily(
    { name: "prior", role: "prior", indexNames: ["state"], sentence: "the information at {state} adds up to its prior probability" },
    describe,
  );
  points.prior.forEach((probability, state) => {
    builder.beginRow("=");
    if (later) for (const point of later.states[state] ?? []) builder.add(point, Rational.one);
    else for (let k = 0; k < points.perState; k++) builder.add(state * points.perState + k, Rational.one);
    builder.endRow(probability);
  });
  builder.endRowFamily();
  if (later) addLaterRows(builder, points, later);
}

/** What is drawn after the chosen signals keeps its conditional law: mass of the outcome = P(outcome | before) x mass before. */
function addLaterRows(builder: ProgramBuilder, points: Points, { outcomes }: LaterLaws): void {
  const { components } = points.evaluator.space;
  const describe = (k: number): string => components.map(({ label }, c) => `${label} = ${describeComponents(points, [c], outcomes[k]?.points[0] ?? 0)}`).join(", ");
  const sentence = "what is drawn after the chosen signals has its given law at {outcome}";
  builder.beginRowFamily({ name: "later", role: "prior", indexNames: ["outcome"], sentence, dropTrivial: true }, (k) => [describe(k)]);
  outcomes.forEach(({ points: own, before, probability }, k) => {
    builder.beginRow("=", k);
    for (const point of own) builder.add(point, Rational.one);
    for (const point of before) builder.add(point, probability.neg());
    builder.endRow(Rational.zero);
  });
  builder.endRowFamily();
}
