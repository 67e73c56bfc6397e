/**
 * Recognises given mechanisms whose actions form the ladder {0, 1/k, ..., k} when nature chooses the information against the designer: their lowest
 * strategic virtual objective bounds from below whatever the program finds, and still does where the program is too large.
 */
import { noSlots, type Evaluator } from "../../../compiler/evaluate/evaluator.ts";
import { enterState } from "../../../compiler/evaluate/frame.ts";
import { valueKey } from "../../../compiler/evaluate/keys.ts";
import { expectationsIn } from "../../../compiler/evaluate/moments.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { fromDatum } from "../../../compiler/model/datum.ts";
import type { Expr, Model } from "../../../compiler/model/model.generated.ts";
import { defaultLimits } from "../../../compiler/programs/limits.ts";
import { ladderOf } from "../../../compiler/programs/robust/ladder.ts";
import { givenLaw, withRecommendations } from "../../../compiler/spaces/points.ts";
import type { Finding, Recogniser } from "../recogniser.ts";
import { guarantee, lowestObjectives, participationSecure, rungProfiles } from "../robust/strategic-virtual-objective.ts";
import type { LadderMechanism } from "../robust/strategic-virtual-objective.ts";

/** Evaluations of payoffs beside a program, and in place of one; mechanisms that need more are left alone. */
const mostEvaluations = { beside: 100_000, instead: 1_000_000 };

/** States for which the lowest objectives are listed. */
const statesListed = 50;

const span = { start: 0, end: 0 };

interface Given {
  readonly mechanism: LadderMechanism;
  readonly prior: readonly Rational[];
  readonly quantity: string;
}

/** The mechanism, read through an evaluator over the given states in which messages are made up. */
function given(model: Model, most: number): Given | undefined {
  const [move, ...others] = model.moves;
  const objective = move?.objectives[0];
  if (!move || others.length > 0 || move.chooses.join() !== "information" || objective?.sense !== "minimize" || model.direct) return undefined;
  // Nobody obeys a recommendation unless obedience is asked for, and nature chooses nothing besides recommendations.
  if (model.agents.some((set) => set.incentives?.concept !== "obedient") || model.messages.some((message) => message.strategy) || model.variables.some((variable) => !variable.given)) return undefined;
  const body = integrand(model, objective.value);
  const evaluator = givenLaw(withRecommendations(model), defaultLimits);
  const { space } = evaluator;
  const ladders = space.agents.map((agent) => ladderOptions(agent.sends.length === 1 ? agent.optionValues : []));
  const k = ladders[0]?.k ?? 0;
  if (!body || ladders.some((ladder) => ladder?.k !== k)) return undefined;
  const agents = space.agents.length;
  const evaluations = space.law.count * (k * k + 1) ** agents * (1 + 2 * agents);
  const payoffs = payoffExpressions(model, evaluator);
  // An expectation inside a payoff or the objective would be over the law that nature chooses.
  const nested = [body, ...payoffs.flatMap(({ payoff, outside }) => [payoff, outside ?? []].flat())].some((expr) => expectationsIn(evaluator, expr).length > 0);
  if (evaluations > most || nested) return undefined;
  const frame = evaluator.frame();
  const net = payoffs.map(({ payoff, outside }) => [payoff, outside].map((expr) => (expr ? evaluator.compileNumber(expr, noSlots) : () => Rational.zero)));
  const worth = evaluator.compileNumber(body, noSlots);
  const enter = (rungs: readonly number[], state: number): void => {
    rungs.forEach((rung, a) => (frame.override[a] = ladders[a]?.options[rung] ?? -1));
    enterState(frame, space, state);
  };
  const mechanism: LadderMechanism = {
    k,
    agents,
    states: space.law.count,
    payoff: (agent, rungs, state) => {
      enter(rungs, state);
      const [inside, outside] = (net[agent] ?? []).map((value) => value(frame));
      return (inside ?? Rational.zero).sub(outside ?? Rational.zero);
    },
    objective: (rungs, state) => {
      enter(rungs, state);
      return worth(frame);
    },
  };
  return { mechanism, prior: space.law.probability, quantity: objective.value.kind === "quantity" ? objective.value.of : "objective" };
}

/** What the objective is the expectation of; undefined if it is something else. */
function integrand(model: Model, value: Expr): Expr | undefined {
  const definition = value.kind === "quantity" && value.index.length === 0 ? model.quantities.find((each) => each.name === value.of)?.definition.value : value;
  return definition?.kind === "expectation" && definition.given.length === 0 ? definition.body : undefined;
}

/** The parameter of the ladder that these messages are, and the option behind every rung. */
function ladderOptions(values: readonly unknown[]): { readonly k: number; readonly options: readonly number[] } | undefined {
  if (!values.every((value): value is Rational => value instanceof Rational && !value.inexact)) return undefined;
  const options = [...values.keys()].sort((a, b) => (values[a] ?? Rational.zero).compare(values[b] ?? Rational.zero));
  const k = ladderOf(options.map((option) => values[option] ?? Rational.zero));
  return k === undefined ? undefined : { k, options };
}

/** The payoff and the outside option of every agent, in the order of the space's agents. */
function payoffExpressions(model: Model, { space }: Evaluator): { readonly payoff: Expr; readonly outside?: Expr }[] {
  return space.agents.map(({ set: name, element }) => {
    const set = model.agents.find((each) => each.name === name);
    const datum = set?.elements.find((each) => valueKey(fromDatum(each)) === valueKey(element));
    if (!set || datum === undefined) throw new RangeError(`no agent ${name}`);
    const agent = { set: name, index: { kind: "constant" as const, value: datum, span }, others: false };
    return { payoff: { kind: "payoff", agent, span }, ...(set.outside ? { outside: { kind: "outside" as const, agent, span } } : {}) };
  });
}

/** The smallest objective of any profile, state by state. */
function smallestOutcomes({ k, agents, states, objective }: LadderMechanism): { readonly value: Rational; readonly at: readonly number[] }[] {
  const profiles = [...rungProfiles(k, agents)];
  return Array.from({ length: states }, (_, state) =>
    profiles.map((at) => ({ value: objective(at, state), at })).reduce((least, each) => (each.value.compare(least.value) < 0 ? each : least)),
  );
}

function findingOf(model: Model, most: number): Finding | undefined {
  const found = given(model, most);
  if (!found) return undefined;
  const { mechanism, prior, quantity } = found;
  const lowest = lowestObjectives(mechanism);
  const bound = guarantee(lowest, prior);
  // That the objective is at least its smallest value needs no theorem.
  if (bound.compare(guarantee(smallestOutcomes(mechanism), prior)) <= 0) return undefined;
  return {
    theorem: "strategic-virtual-objective",
    values: { guarantee: bound, ...(lowest.length <= statesListed ? { lowest: lowest.map(({ value }) => value) } : {}), secure: participationSecure(mechanism) },
    predictions: [{ quantity, relation: ">=", value: bound, because: "The bound uses the deviations to the next higher action only; the program uses all of them." }],
  };
}

export const recogniser: Recogniser = {
  theorem: "strategic-virtual-objective",
  recognise: (task) => (task.kind === "information" ? findingOf(task.model, mostEvaluations.beside) : undefined),
  recogniseModel: (model) => findingOf(model, mostEvaluations.instead),
};
