/**
 * A given public signal splits a problem into one per realisation: everybody knows the signal, so what happens after one
 * realisation neither helps nor hurts anybody after another, and the posteriors are separate problems. Realisations that
 * leave the same posterior are one problem.
 */
import { evaluationError } from "../../evaluate/error.ts";
import { Evaluator } from "../../evaluate/evaluator.ts";
import { formatValue, valueKey } from "../../evaluate/keys.ts";
import type { Value } from "../../evaluate/value.ts";
import { Rational } from "../../exact/rational.ts";
import { toDatum } from "../../model/datum.ts";
import type { Datum, Model } from "../../model/model.generated.ts";
import { buildSpace } from "../../spaces/space.ts";
import { buildWorld } from "../../spaces/world.ts";
import type { Limits } from "../limits.ts";
import type { SingleTask, SplitPart, SplitTask } from "../task.ts";
import { conditionalModel, familiesRead, isPublic, remaining, truthfulModel, type PosteriorRow } from "./posterior.ts";

/**
 * @param compilePart compiles the problem that one posterior poses
 * @throws EvaluationError for an impossible law; the smallest posterior is compiled at once, so that what is wrong with the
 * rules or rows is reported here
 */
export function compileSplitCell(model: Model, limits: Limits, compilePart: (model: Model) => SingleTask): SplitTask {
  const whole = truthfulModel(model);
  const world = buildWorld(whole, () => ({ kind: "states", values: [] }));
  for (const family of world.outcomes.values()) family.source = { kind: "states", values: [] };
  const { law, components, variables } = buildSpace(whole, world, limits);
  const width = components.length;
  const first = (name: string): number => variables.get(name)?.first ?? 0;
  const publicVariables = model.variables.filter(isPublic);
  const kept = remaining(model);
  const numbersOf = (families: typeof kept): number[] => families.flatMap((variable) => variable.components.map((_, k) => first(variable.name) + k));
  const publicNumbers = numbersOf(publicVariables);
  const keptNumbers = numbersOf(kept);
  const digit = (state: number, component: number): number => law.digits[state * width + component] as number;
  const valueAt = (state: number, component: number): Value => components[component]?.domain[digit(state, component)] as Value;

  const realisations = new Map<string, number[]>();
  for (let state = 0; state < law.count; state++) {
    const key = publicNumbers.map((component) => digit(state, component)).join(" ");
    const states = realisations.get(key);
    if (states) states.push(state);
    else realisations.set(key, [state]);
  }

  const read = familiesRead({ ...model, quantities: quantitiesOf(model) });
  const looksAt = publicVariables.filter((variable) => read.has(variable.name)).flatMap((variable) => numbersOf([variable]));
  const parts = new Map<string, OpenPart>();
  for (const states of realisations.values()) {
    const posterior = posteriorOf(states, keptNumbers, digit, law.probability);
    const here = states[0] as number;
    const key = `${posterior.key} | ${looksAt.map((component) => digit(here, component)).join(" ")}`;
    const text = publicNumbers.map((component) => formatValue(valueAt(here, component))).join(", ");
    const known = parts.get(key);
    if (known) {
      known.realisations.push(text);
      known.probability = known.probability.add(posterior.mass);
      for (const state of states) known.states.push(state);
      continue;
    }
    parts.set(key, { realisations: [text], probability: posterior.mass, states: [...states], rows: posterior.rows, at: here });
  }

  const span = publicVariables[0]?.span ?? { start: 0, end: 0 };
  const datum = (state: number, component: number): Datum => toDatum(valueAt(state, component));
  const task: SplitTask = {
    kind: "split",
    model: whole,
    evaluator: new Evaluator(world),
    signal: publicVariables.map((variable) => variable.name).join(", "),
    parts: [...parts.values()].map((part): SplitPart => {
      const posteriorRows = (): PosteriorRow[] => part.rows.map((row) => ({ values: keptNumbers.map((component) => datum(row.state, component)), probability: row.probability }));
      return {
        realisations: part.realisations,
        probability: part.probability,
        states: Int32Array.from(part.states),
        law: part.rows.map((row) => ({ state: row.state, probability: row.probability })),
        compile: () => compilePart(conditionalModel(model, realisationAt(part.at), kept, posteriorRows(), span)),
      };
    }),
    reference() {
      if (looksAt.length > 0) return undefined;
      const { rows } = posteriorOf(Array.from({ length: law.count }, (_, state) => state), keptNumbers, digit, law.probability);
      const prior = rows.map((row): PosteriorRow => ({ values: keptNumbers.map((component) => datum(row.state, component)), probability: row.probability }));
      return conditionalModel(model, realisationAt(0), kept, prior, span);
    },
    keyOfState: (state) => keptNumbers.map((component) => valueKey(valueAt(state, component))).join(" "),
    keyOfPart: (evaluator) => keysOf(evaluator),
  };
  const smallest = task.parts.reduce<SplitPart | undefined>((least, part) => (least && least.law.length <= part.law.length ? least : part), undefined);
  if (!smallest) throw evaluationError("prior-sum", span, "No public signal has positive probability.");
  smallest.compile();
  return task;

  function realisationAt(state: number): ReadonlyMap<string, readonly Datum[]> {
    return new Map(publicVariables.map((variable) => [variable.name, numbersOf([variable]).map((component) => datum(state, component))]));
  }
}

/** Quantities that objectives, rows or rules name: only these are part of the problems. */
function quantitiesOf(model: Model): Model["quantities"] {
  const text = JSON.stringify([model.moves, model.rows, model.outcomes, model.agents]);
  return model.quantities.filter((quantity) => text.includes(`{"kind":"quantity","of":${JSON.stringify(quantity.name)}`));
}

interface OpenPart {
  readonly realisations: string[];
  probability: Rational;
  readonly states: number[];
  readonly rows: readonly { readonly state: number; readonly probability: Rational }[];
  readonly at: number;
}

/** The conditional law of the kept components; states that differ elsewhere only are one row. */
function posteriorOf(
  states: readonly number[],
  kept: readonly number[],
  digit: (state: number, component: number) => number,
  probability: readonly Rational[],
): { readonly key: string; readonly mass: Rational; readonly rows: { state: number; probability: Rational }[] } {
  const rows = new Map<string, { state: number; probability: Rational }>();
  let mass = Rational.zero;
  for (const state of states) {
    const weight = probability[state] as Rational;
    mass = mass.add(weight);
    const key = kept.map((component) => digit(state, component)).join(" ");
    const row = rows.get(key);
    if (row) row.probability = row.probability.add(weight);
    else rows.set(key, { state, probability: weight });
  }
  for (const row of rows.values()) row.probability = row.probability.div(mass);
  const sorted = [...rows].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return { key: sorted.map(([key, row]) => `${key}: ${row.probability}`).join("; "), mass, rows: sorted.map(([, row]) => row) };
}

/** State of a part by the values of its components. */
function keysOf(evaluator: Evaluator): ReadonlyMap<string, number> {
  const { law, components } = evaluator.space;
  const width = components.length;
  const keys = new Map<string, number>();
  for (let state = 0; state < law.count; state++) {
    keys.set(components.map((component, c) => valueKey(component.domain[law.digits[state * width + c] as number] as Value)).join(" "), state);
  }
  return keys;
}
