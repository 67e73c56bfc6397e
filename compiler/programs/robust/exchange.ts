/**
 * Exchanges of two agents that leave a problem as it is: with the agents, the numbers of the outcome and the components
 * of the state that carry their index are exchanged. Candidates come from the index sets of the spec; whether they are
 * symmetries is checked on the numbers.
 */
import type { IndexSet, Model } from "../../model/model.generated.ts";
import { fromDatum } from "../../model/datum.ts";
import { valueKey } from "../../evaluate/keys.ts";
import type { Rational } from "../../exact/rational.ts";
import type { AffineForm, Exchange, RobustProblem } from "./problem.ts";

/** The exchanges of neighbouring agents of one set that are symmetries of the problem. */
export function agentExchanges(model: Model, problem: RobustProblem): Exchange[] {
  const found: Exchange[] = [];
  let first = 0;
  for (const set of model.agents) {
    for (let a = 0; a + 1 < set.elements.length; a++) {
      const exchange = candidate(model, problem, set.name, a, first + a);
      if (exchange && isSymmetry(problem, exchange)) found.push(exchange);
    }
    first += set.elements.length;
  }
  return found;
}

function candidate(model: Model, problem: RobustProblem, set: string, a: number, agent: number): Exchange | undefined {
  const columns = imagesOf(model.outcomes, set, a);
  const components = imagesOf(model.variables, set, a);
  const places = new Map<string, number>();
  const values = Array.from({ length: problem.stateCount }, (_, state) => problem.stateValues(state));
  values.forEach((entries, state) => places.set(JSON.stringify(entries), state));
  const states = values.map((entries) => {
    const moved = [...entries];
    components.forEach((image, c) => (moved[image] = entries[c] as string));
    return places.get(JSON.stringify(moved)) ?? -1;
  });
  return states.includes(-1) ? undefined : { agents: [agent, agent + 1], columns, states };
}

/** Where the members of families go when elements number a and a + 1 of an index set are exchanged. */
function imagesOf(families: readonly { readonly indices: readonly IndexSet[]; readonly components: readonly { readonly index: readonly unknown[] }[] }[], set: string, a: number): number[] {
  const images: number[] = [];
  let first = 0;
  for (const { indices, components } of families) {
    const keys = indices.map((index) => index.elements.map((element) => valueKey(fromDatum(element))));
    const key = (ordinals: readonly number[]): string => ordinals.join(" ");
    const ordinals = components.map(({ index }) => index.map((element, k) => keys[k]?.indexOf(valueKey(fromDatum(element as Parameters<typeof fromDatum>[0]))) ?? -1));
    const places = new Map(ordinals.map((each, member) => [key(each), member]));
    for (const [member, each] of ordinals.entries()) {
      const moved = each.map((ordinal, k) => (indices[k]?.set !== set ? ordinal : ordinal === a ? a + 1 : ordinal === a + 1 ? a : ordinal));
      images.push(first + (places.get(key(moved)) ?? member));
    }
    first += components.length;
  }
  return images;
}

function isSymmetry(problem: RobustProblem, { agents: [i, j], columns, states }: Exchange): boolean {
  const { agents, objective, prior, moments, rows } = problem;
  const swap = (agent: number): number => (agent === i ? j : agent === j ? i : agent);
  const same = (a: AffineForm, b: AffineForm): boolean => a.constant.equals(b.constant) && moves(a.coefficients, b.coefficients, columns);
  const at = <T>(values: readonly T[], k: number): T => values[k] as T;
  return (
    agents.every((agent, n) => agent.exit === agents[swap(n)]?.exit && agent.payoff.every((form, s) => same(form, at(at(agents, swap(n)).payoff, at(states, s))))) &&
    objective.every((form, s) => same(form, at(objective, at(states, s)))) &&
    problem.columns.every((column, d) => sameBound(column.lower, problem.columns[at(columns, d)]?.lower) && sameBound(column.upper, problem.columns[at(columns, d)]?.upper)) &&
    (prior?.every((probability, s) => probability.equals(at(prior, at(states, s)))) ?? true) &&
    moments.every((moment) => moments.some((other) => other.sense === moment.sense && other.rhs.equals(moment.rhs) && moves(moment.values, other.values, states))) &&
    rows.every((row) => rows.some((other) => other.sense === row.sense && other.rhs.equals(row.rhs) && moves(row.coefficients, other.coefficients, columns)))
  );
}

/** Whether `b` is `a` with its entries moved to their images. */
function moves(a: readonly Rational[], b: readonly Rational[], images: readonly number[]): boolean {
  return a.every((value, k) => value.equals(b[images[k] as number] as Rational));
}

function sameBound(a: Rational | undefined, b: Rational | undefined): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}
