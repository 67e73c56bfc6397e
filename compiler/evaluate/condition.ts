/** The states that the conditions of an expectation leave, and whether the conditions determine what is averaged. */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../exact/rational.ts";
import type { AgentTerm, Given } from "../model/model.generated.ts";
import { evaluationError } from "./error.ts";
import type { Evaluator, Slots } from "./evaluator.ts";
import { enterState, saved, type Frame } from "./frame.ts";
import { valueKey } from "./keys.ts";

export interface StateSet {
  readonly states: Int32Array;
  readonly probability: Rational;
}

/** The numbers of the agents that a term names: one, all others, or a whole agent set. */
export function compileAgents(evaluator: Evaluator, term: AgentTerm, slots: Slots, span: Span): (frame: Frame) => readonly number[] {
  const { space } = evaluator;
  if (!term.index) {
    const set = space.agentSets.get(term.set);
    const all = Array.from({ length: set?.lookup.size ?? 0 }, (_, k) => (set?.first ?? 0) + k);
    return () => all;
  }
  const agent = evaluator.compileAgent(term, slots, span);
  const own = space.agents.map((_, k) => [k]);
  if (!term.others) return (frame) => own[agent(frame)] as number[];
  const others = space.agents.map((_, k) => space.agents.flatMap((__, other) => (other === k ? [] : [other])));
  return (frame) => others[agent(frame)] as number[];
}

/**
 * The states of the law that agree with the current frame on everything conditioned on, with their total probability.
 * Events are evaluated at each state. @throws EvaluationError when the condition has probability zero.
 */
export function compileCondition(evaluator: Evaluator, given: readonly Given[], slots: Slots, span: Span): (frame: Frame) => StateSet {
  const { law, agents } = evaluator.space;
  const everything: StateSet = { states: Int32Array.from({ length: law.count }, (_, k) => k), probability: Rational.one };
  if (given.length === 0) return () => everything;
  const informed = given.flatMap((each) => (each.kind === "information" ? [compileAgents(evaluator, each.agent, slots, span)] : []));
  const values = given.flatMap((each) => (each.kind === "value" ? [evaluator.compile(each.of, slots)] : []));
  const events = given.flatMap((each) => (each.kind === "event" ? [evaluator.compileBoolean(each.of, slots)] : []));
  const count = agents.length;

  return (frame) => {
    const conditioned = informed.flatMap((each) => each(frame));
    const knows = conditioned.map((a) => knownTo(evaluator, frame, a, span));
    const [first] = conditioned;
    if (conditioned.length === 1 && first !== undefined && values.length === 0 && events.length === 0) {
      const agent = agents[first];
      const k = knows[0] as number;
      return { states: agent?.statesOf[k] ?? everything.states, probability: agent?.informationProbability[k] ?? Rational.one };
    }
    const keys = values.map((value) => valueKey(value(frame)));
    const restore = saved(frame);
    const pool = first === undefined ? everything.states : (agents[first]?.statesOf[knows[0] as number] ?? everything.states);
    evaluator.spend(pool.length, span);
    const states: number[] = [];
    let probability = Rational.zero;
    for (const state of pool) {
      if (!conditioned.every((a, k) => law.knows[state * count + a] === knows[k])) continue;
      if (values.length > 0 || events.length > 0) enterState(frame, evaluator.space, state);
      if (!values.every((value, k) => valueKey(value(frame)) === keys[k]) || !events.every((event) => event(frame))) continue;
      states.push(state);
      probability = probability.add(law.probability[state] as Rational);
    }
    restore();
    if (states.length === 0) throw evaluationError("condition-has-probability-zero", span, "The condition of this expectation has probability zero.");
    return { states: Int32Array.from(states), probability };
  };
}

function knownTo(evaluator: Evaluator, frame: Frame, agent: number, span: Span): number {
  const { law, agents } = evaluator.space;
  if (frame.stateIndex >= 0) return law.knows[frame.stateIndex * agents.length + agent] as number;
  const observes = agents[agent]?.observes ?? [];
  const found = agents[agent]?.information.findIndex((row) => observes.every((component, k) => row[k] === frame.state[component])) ?? -1;
  if (found < 0) throw evaluationError("varies-outside-expectation", span, "Nothing says what the agent knows here.");
  return found;
}
