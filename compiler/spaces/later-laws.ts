/**
 * Laws that look at chosen signals. What is chosen is the joint law of the state and the chosen signals; a draw or a signal
 * whose rule looks at them is drawn afterwards, with the given conditional law; recommendations are chosen last, knowing
 * everything. So the mass of a point is linear in what is chosen, with one equation per outcome of the later draws:
 * `mass(state, signals, outcome) = P(outcome | state, signals) mass(state, signals)`.
 */
import { Rational } from "../exact/rational.ts";
import type { ComponentRef, Factor, Model } from "../model/model.generated.ts";
import type { Space } from "../evaluate/space.ts";
import { componentNumber } from "./law.ts";

/** Points in groups: by state, by what is drawn before the later laws, and by that with the outcomes of the later laws. */
export interface LaterLaws {
  /** Components that the later laws draw. */
  readonly drawn: ReadonlySet<number>;
  readonly states: readonly (readonly number[])[];
  /** Prior probability of every state. */
  readonly prior: readonly Rational[];
  readonly outcomes: readonly LaterOutcome[];
}

/** An outcome of the later laws: its points, all points with the same state and chosen signals, and its probability given those. */
export interface LaterOutcome {
  readonly points: readonly number[];
  readonly before: readonly number[];
  readonly probability: Rational;
}

const keyOf = ({ of, index }: ComponentRef): string => JSON.stringify([of, index]);

/** Factors that look at a chosen signal, directly or through what another such factor draws. */
export function laterFactors(model: Model): readonly Factor[] {
  const chosen = new Set(model.variables.filter((variable) => !variable.given).flatMap((variable) => variable.components.map(({ index }) => keyOf({ of: variable.name, index }))));
  const later = new Set<Factor>();
  for (let grown = true; grown;) {
    grown = false;
    for (const factor of model.prior) {
      if (later.has(factor) || !factor.parents.some((parent) => chosen.has(keyOf(parent)))) continue;
      later.add(factor);
      for (const target of factor.targets) chosen.add(keyOf(target));
      grown = true;
    }
  }
  return [...later];
}

/**
 * @param model with recommendations, which are chosen after the later laws
 * @param space of all points; its probabilities are those of evenly drawn signals, so that conditional ones can be read off
 * @returns undefined when no law looks at a chosen signal
 */
export function laterLaws(model: Model, space: Space): LaterLaws | undefined {
  const factors = laterFactors(model);
  if (factors.length === 0) return undefined;
  const numberOf = (reference: ComponentRef): number => componentNumber(space.variables, reference);
  const components = (names: (name: string) => boolean): Set<number> =>
    new Set(model.variables.filter((variable) => !variable.given && names(variable.name)).flatMap((variable) => variable.components.map(({ index }) => numberOf({ of: variable.name, index }))));
  const messages = new Set(model.messages.map((message) => message.name));
  const last = components((name) => messages.has(name));
  const chosen = components((name) => !messages.has(name));
  const drawn = new Set(factors.flatMap((factor) => factor.targets.map(numberOf)));
  const grouped = (keep: (component: number) => boolean): Map<string, number[]> => {
    const kept = space.components.map((_, c) => c).filter(keep);
    const groups = new Map<string, number[]>();
    for (let point = 0; point < space.law.count; point++) {
      const key = kept.map((c) => space.law.digits[point * space.components.length + c]).join(" ");
      const group = groups.get(key);
      if (group) group.push(point);
      else groups.set(key, [point]);
    }
    return groups;
  };
  const mass = (points: readonly number[]): Rational => points.reduce((sum, point) => sum.add(space.law.probability[point] as Rational), Rational.zero);
  const states = [...grouped((c) => !last.has(c) && !chosen.has(c) && !drawn.has(c)).values()];
  const beforeOf = new Map<number, { readonly points: readonly number[]; readonly mass: Rational }>();
  for (const points of grouped((c) => !last.has(c) && !drawn.has(c)).values()) {
    const before = { points, mass: mass(points) };
    for (const point of points) beforeOf.set(point, before);
  }
  const outcomes = [...grouped((c) => !last.has(c)).values()].map((points): LaterOutcome => {
    const before = beforeOf.get(points[0] as number) ?? { points, mass: mass(points) };
    return { points, before: before.points, probability: mass(points).div(before.mass) };
  });
  return { drawn, states, prior: states.map(mass), outcomes };
}
