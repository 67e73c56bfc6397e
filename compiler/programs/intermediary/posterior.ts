/** The seller's problem after a public signal: the same auction, with the posterior in place of the prior. */
import { Evaluator } from "../../evaluate/evaluator.ts";
import { valueKey } from "../../evaluate/keys.ts";
import type { Rational } from "../../exact/rational.ts";
import { toDatum } from "../../model/datum.ts";
import type { Factor, Model } from "../../model/model.generated.ts";
import { buildSpace } from "../../spaces/space.ts";
import { buildWorld } from "../../spaces/world.ts";
import type { Limits } from "../limits.ts";
import type { Auction } from "./auction.ts";

/**
 * The model with a posterior over profiles of types as its prior. `require` rows stay behind: they are about averages over
 * all signals. Types of probability zero drop out, as they do for every prior.
 *
 * @param posterior one probability per profile of the auction, summing to one
 */
export function modelAt(model: Model, { seller }: Auction, posterior: readonly Rational[]): Model {
  const { space } = seller.evaluator;
  const domains = space.components.map((component) => component.domain.map(toDatum));
  const targets = model.variables.flatMap((variable) => variable.components.map((component) => ({ of: variable.name, index: component.index })));
  const table: NonNullable<Factor["table"]> = [];
  for (const [profile, probability] of posterior.entries()) {
    if (probability.isZero()) continue;
    const ordinals = new Array<number>(space.components.length).fill(0);
    space.agents.forEach((agent, a) => {
      const option = agent.options[Math.floor(profile / (space.stride[a] as number)) % agent.options.length];
      agent.observes.forEach((component, k) => (ordinals[component] = option?.[k] ?? 0));
    });
    table.push({ values: ordinals.map((ordinal, c) => domains[c]?.[ordinal] ?? "0"), probability: toDatum(probability) });
  }
  const span = model.prior[0]?.span ?? { start: 0, end: 0 };
  return { ...model, rows: model.rows.filter((row) => row.source !== "require"), prior: [{ targets, law: "table", parents: [], table, span }] };
}

/** For every profile of an evaluator over a posterior, the profile of the auction that it is. */
export function profilesAt({ seller }: Auction, evaluator: Evaluator): Int32Array {
  const { space } = evaluator;
  const whole = seller.evaluator.space;
  const places = space.agents.map((agent, a) => {
    const position = new Map((whole.agents[a]?.optionValues ?? []).map((value, k) => [valueKey(value), k]));
    return agent.optionValues.map((value) => (position.get(valueKey(value)) ?? 0) * (whole.stride[a] as number));
  });
  return Int32Array.from({ length: space.profileCount }, (_, profile) =>
    places.reduce((sum, offsets, a) => sum + (offsets[Math.floor(profile / (space.stride[a] as number)) % offsets.length] ?? 0), 0),
  );
}

/**
 * The spec at a posterior, with the outcomes of an auction given by profile of the whole auction.
 *
 * @param outcomes values per name, laid out as `buyer * profileCount + profile`
 */
export function evaluatorAt(model: Model, auction: Auction, posterior: readonly Rational[], outcomes: ReadonlyMap<string, readonly Rational[]>, limits: Limits): Evaluator {
  const local = modelAt(model, auction, posterior);
  const world = buildWorld(local, () => ({ kind: "table", values: [] }));
  buildSpace(local, world, limits);
  const evaluator = new Evaluator(world);
  const profiles = profilesAt(auction, evaluator);
  const count = auction.prior.length;
  for (const [name, values] of outcomes) {
    const family = world.outcomes.get(name);
    if (family) family.source = { kind: "table", values: auction.buyers.flatMap((_, i) => Array.from(profiles, (profile) => values[i * count + profile] as Rational)) };
  }
  return evaluator;
}
