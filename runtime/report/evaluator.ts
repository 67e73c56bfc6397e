/** A solved or given mechanism as a function from messages to outcomes. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { enterProfile } from "../../compiler/evaluate/frame.ts";
import { equalValues, formatValue } from "../../compiler/evaluate/keys.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import type { Rational } from "../../compiler/exact/rational.ts";
import { fromDatum } from "../../compiler/model/datum.ts";
import type { Model } from "../../compiler/model/model.generated.ts";
import { outcomeReader } from "../verify/outcomes.ts";

/** What every agent sends, by agent (`bidder[1]`): a value, or its text as the spec writes it. */
export type Profile = Readonly<Record<string, Value>>;

/** Values of the members of every outcome; an outcome without indices has one member, named by the empty text. */
export type Outcomes = ReadonlyMap<string, ReadonlyMap<string, Rational>>;

/**
 * The rule of a mechanism, exact where its numbers are.
 *
 * @param evaluator over the world in which every outcome has its value, as `run` hands it back
 * @throws RangeError (the function that is returned) for an unknown agent, a missing message or an inadmissible one
 * @example
 * const { evaluator } = await run(task);
 * const rule = makeEvaluator(task.model, evaluator);
 * rule({ "bidder[1]": "2", "bidder[2]": "1" }).get("win")?.get("1")?.toString(); // "1"
 */
export function makeEvaluator(model: Model, evaluator: Evaluator): (profile: Profile) => Outcomes {
  const { space } = evaluator;
  const readers = model.outcomes.map((outcome) => ({
    name: outcome.name,
    keys: outcome.components.map((component) => component.index.map((each) => formatValue(fromDatum(each))).join(", ")),
    read: outcomeReader(evaluator, outcome),
  }));
  const speakers = space.agents.flatMap((agent, a) => (agent.observes.length + agent.sends.length > 0 ? [{ agent, stride: space.stride[a] as number }] : []));
  return (profile) => {
    const stranger = Object.keys(profile).find((name) => !speakers.some(({ agent }) => agent.label === name));
    if (stranger !== undefined) throw new RangeError(`there is no agent ${stranger}; the agents are ${speakers.map(({ agent }) => agent.label).join(", ")}`);
    let position = 0;
    for (const { agent, stride } of speakers) {
      const message = Object.hasOwn(profile, agent.label) ? profile[agent.label] : undefined;
      if (message === undefined) throw new RangeError(`there is no message of ${agent.label}`);
      const option = agent.optionValues.findIndex((each) => equalValues(each, message) || formatValue(each) === message);
      if (option < 0) throw new RangeError(`${agent.label} cannot send ${formatValue(message)}; the admissible messages are ${agent.optionValues.map(formatValue).join(", ")}`);
      position += option * stride;
    }
    const frame = evaluator.frame();
    enterProfile(frame, space, position);
    return new Map(readers.map(({ name, keys, read }) => [name, new Map(keys.map((key, c) => [key, read(c, frame)]))]));
  };
}
