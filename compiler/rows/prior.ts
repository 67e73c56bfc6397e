/** Prior consistency of a law that is chosen together with information. */
import { Rational } from "../exact/rational.ts";
import type { ProgramBuilder } from "../lp/builder.ts";
import { describeComponents, type Points } from "../spaces/points.ts";

/** One row per state: the masses of its points add up to its prior probability. */
export function addPriorRows(builder: ProgramBuilder, points: Points): void {
  const { space } = points.evaluator;
  const given = space.components.map((_, c) => c).filter((c) => !points.chosen.includes(c));
  const describe = (state: number): string[] => [
    given.map((c) => `${space.components[c]?.label} = ${describeComponents(points, [c], state * points.perState)}`).join(", "),
  ];
  builder.beginRowFamily(
    { name: "prior", role: "prior", indexNames: ["state"], sentence: "the information at {state} adds up to its prior probability" },
    describe,
  );
  points.prior.forEach((probability, state) => {
    builder.beginRow("=");
    for (let k = 0; k < points.perState; k++) builder.add(state * points.perState + k, Rational.one);
    builder.endRow(probability);
  });
  builder.endRowFamily();
}
