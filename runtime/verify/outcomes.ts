/** Values of outcomes at message profiles: for tables, for the check of domains, and for counterexamples. */
import type { Evaluator } from "../../compiler/evaluate/evaluator.ts";
import { enterProfile, type Frame } from "../../compiler/evaluate/frame.ts";
import { formatValue } from "../../compiler/evaluate/keys.ts";
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import { fromDatum, numberFromDatum } from "../../compiler/model/datum.ts";
import type { Model, Outcome } from "../../compiler/model/model.generated.ts";
import type { Check } from "../report/result.generated.ts";
import { amount, type LineOf } from "../report/amount.ts";

/** Reads one component of an outcome at the frame's message profile. */
export function outcomeReader(evaluator: Evaluator, outcome: Outcome): (component: number, frame: Frame) => Rational {
  const span = outcome.span;
  const readers = outcome.components.map((component) =>
    evaluator.compileNumber({ kind: "outcome", of: outcome.name, index: component.index.map((value) => ({ kind: "constant", value, span })), span }, new Map()),
  );
  return (component, frame) => (readers[component] as (frame: Frame) => Rational)(frame);
}

/** Calls `visit` at every message profile with the reports of the agents who have something to report. */
export function visitProfiles(evaluator: Evaluator, visit: (frame: Frame, at: readonly string[], profile: number) => void): void {
  const { space } = evaluator;
  const frame = evaluator.frame();
  const texts = space.agents.map((agent) => agent.optionValues.map(formatValue));
  for (let profile = 0; profile < space.profileCount; profile++) {
    enterProfile(frame, space, profile);
    const at = space.agents.flatMap((agent, a) => (agent.observes.length + agent.sends.length > 0 ? [texts[a]?.[frame.profile[a] as number] ?? ""] : []));
    visit(frame, at, profile);
  }
}

/** Agents who have a place in `at`, in order. */
export function reportingAgents(evaluator: Evaluator): string[] {
  return evaluator.space.agents.filter((agent) => agent.observes.length + agent.sends.length > 0).map((agent) => agent.label);
}

/** `win[1] = 1/2` for every outcome at the frame's profile; empty while there is no profile. */
export function rulesAt(evaluator: Evaluator, frame: Frame): string[] {
  if (frame.profileIndex < 0) return [];
  const lines: string[] = [];
  for (const family of evaluator.world.outcomes.values()) {
    for (let position = 0; position < family.lookup.size && lines.length < 16; position++) {
      const index = family.lookup.at(position);
      const label = index.length > 0 ? `${family.name}[${index.map(formatValue).join(", ")}]` : family.name;
      lines.push(`${label} = ${formatValue(evaluatorValue(evaluator, family.name, index, frame))}`);
    }
  }
  return lines;
}

function evaluatorValue(evaluator: Evaluator, name: string, index: readonly Value[], frame: Frame): Value {
  const span = { start: 0, end: 0 };
  let slots: ReadonlyMap<string, number> = new Map();
  index.forEach((value, k) => {
    const bound = evaluator.bind(slots, `index ${k}`);
    slots = bound.slots;
    frame.locals[bound.slot] = value;
  });
  return evaluator.compile({ kind: "outcome", of: name, index: index.map((_, k) => ({ kind: "local", name: `index ${k}`, span })), span }, slots)(frame);
}

/** Every outcome lies in its declared domain at every message profile. */
export function checkDomains(model: Model, evaluator: Evaluator, lineOf: LineOf): Check | undefined {
  const bounded = model.outcomes.filter((outcome) => outcome.components.some(({ bound }) => bound.lower !== undefined || bound.upper !== undefined));
  if (bounded.length === 0) return undefined;
  let rows = 0;
  let found: Check["counterexample"];
  let worst: Rational | undefined;
  const readers = bounded.map((outcome) => ({ outcome, read: outcomeReader(evaluator, outcome) }));
  visitProfiles(evaluator, (frame, at) => {
    for (const { outcome, read } of readers) {
      outcome.components.forEach(({ bound, index }, c) => {
        rows++;
        const value = read(c, frame);
        const excess = distance(value, bound);
        const slack = value.inexact ? Rational.float(1e-7) : Rational.zero;
        if (excess.compare(slack) <= 0 || (worst && excess.compare(worst) <= 0)) return;
        worst = excess;
        const label = index.length > 0 ? `${outcome.name}[${index.map((each) => formatValue(fromDatum(each))).join(", ")}]` : outcome.name;
        found = {
          sentence: `${label} lies in its domain (at ${at.join(", ")})`,
          index: [...index.map((each) => formatValue(fromDatum(each))), at.length === 1 ? (at[0] as string) : `(${at.join(", ")})`],
          at: at.length === 1 ? (at[0] as string) : `(${at.join(", ")})`,
          left: amount(value),
          right: amount(value.compare(numberFromDatum(bound.lower ?? "0")) < 0 ? numberFromDatum(bound.lower ?? "0") : numberFromDatum(bound.upper ?? "0")),
          gain: amount(excess),
          line: lineOf(outcome.span.start),
        };
      });
    }
  });
  return { name: "domains", holds: found === undefined, rows, ...(worst && found ? { worst: amount(worst), counterexample: found } : {}) };
}

/** Distance of a value from its domain: to the interval, or to the nearest choice. */
function distance(value: Rational, bound: Outcome["components"][number]["bound"]): Rational {
  if (bound.choices) {
    return bound.choices.map((choice) => value.sub(numberFromDatum(choice)).abs()).reduce((a, b) => (a.compare(b) <= 0 ? a : b));
  }
  if (bound.lower !== undefined && value.compare(numberFromDatum(bound.lower)) < 0) return numberFromDatum(bound.lower).sub(value);
  if (bound.upper !== undefined && value.compare(numberFromDatum(bound.upper)) > 0) return value.sub(numberFromDatum(bound.upper));
  return Rational.zero;
}
