/** Robust bounds in the form of a result. */
import { exponentialWeight, rungCount } from "../../compiler/programs/robust/ladder.ts";
import { profileCount } from "../../compiler/programs/robust/problem.ts";
import { Rational } from "../../compiler/exact/rational.ts";
import type { RobustTask } from "../../compiler/programs/task.ts";
import type { Bound as ReportedBound, Entry, Result, Rule } from "../report/result.generated.ts";
import { toDouble, type Bound } from "./bound.ts";
import { mechanismOf } from "./mechanism.ts";

/** Larger tables are left out, and say so by being empty. */
const entryLimit = 100_000;

type Bounds = NonNullable<Result["bounds"]>;

export function boundsTable(task: RobustTask, up: Bound, down: Bound): Bounds {
  const { problem, order, form } = task;
  const [lower, upper] = problem.sign === 1 ? [up, down] : [down, up];
  return { ladder: problem.k, order, form, lower: reported(task, lower), upper: reported(task, upper) };
}

function reported({ problem }: RobustTask, bound: Bound): ReportedBound {
  const { sign, prior, moments } = problem;
  const [low, high] = bound.optimum;
  const exact = bound.exact && (sign === 1 ? bound.exact : bound.exact.neg());
  return {
    value: sign * bound.value,
    ...(exact ? { exact: exact.toString() } : {}),
    optimum: sign === 1 ? [low, high] : [-high, -low],
    sensitivities: bound.multipliers.map((value, at) => ({ of: prior ? [...problem.stateValues(at)] : [moments[at]?.label ?? ""], value: sign * value })),
    ...bound.size,
    method: bound.method,
    milliseconds: bound.milliseconds,
  };
}

/** The actions of a profile, one text per agent. */
function actionsOf({ problem }: RobustTask): (profile: number) => string[] {
  const rungs = rungCount(problem.k);
  const texts = Array.from({ length: rungs }, (_, rung) => Rational.of(rung, problem.k).toString());
  return (profile) => problem.agents.map((_, i) => texts[Math.floor(profile / rungs ** (problem.agents.length - 1 - i)) % rungs] ?? "");
}

/** The mechanism that attains the lower bound. */
export function ruleTables(task: RobustTask, bound: Bound): Record<string, Rule> {
  const { problem, model } = task;
  const profiles = profileCount(problem);
  const listed = profiles * problem.columns.length <= entryLimit;
  const mechanism = listed ? mechanismOf(problem, bound, task.form === "textbook") : undefined;
  const actions = actionsOf(task);
  const rules: Record<string, Rule> = {};
  for (const outcome of model.outcomes) {
    const entries: Entry[] = [];
    if (mechanism) {
      for (let profile = 0; profile < profiles; profile++) {
        problem.columns.forEach((column, d) => {
          if (column.outcome !== outcome.name) return;
          const exact = task.form === "textbook" || column.role === "allocation" ? bound.outcome?.(profile, d) : undefined;
          entries.push({ index: [...column.index], at: actions(profile), value: exact instanceof Rational && !exact.inexact ? exact.toString() : mechanism(profile, d) });
        });
      }
    }
    rules[outcome.name] = { role: outcome.role, chosen: true, indices: outcome.indices.map((index) => index.name), agents: problem.agents.map((agent) => agent.label), entries };
  }
  return rules;
}

/** The law of states and signals that attains the upper bound; absent over a box, where interim values say it all. */
export function informationTable(task: RobustTask, bound: Bound): Result["information"] {
  const { problem } = task;
  const { probability } = bound;
  if (!probability) return undefined;
  const table: NonNullable<Result["information"]> = { states: [...problem.stateComponents], signals: problem.agents.map((agent) => `signal of ${agent.label}`), entries: [] };
  const actions = actionsOf(task);
  for (let profile = 0; profile < profileCount(problem); profile++) {
    for (let state = 0; state < problem.stateCount; state++) {
      const mass = probability(profile, state);
      // What rounding leaves of a zero is not listed.
      if (mass instanceof Rational ? mass.isZero() : mass <= 1e-15) continue;
      table.entries.push({ state: [...problem.stateValues(state)], signals: actions(profile), probability: mass instanceof Rational && !mass.inexact ? mass.toString() : toDouble(mass) });
      if (table.entries.length > entryLimit) return { ...table, entries: [] };
    }
  }
  return table;
}

/** Interim values of the information that attains the upper bound. */
export function interimTable(task: RobustTask, bound: Bound): Bounds["interim"] {
  const { problem, coupling } = task;
  const { interim } = bound;
  const profiles = profileCount(problem);
  if (!interim || !coupling || profiles * coupling.axes.length > entryLimit) return undefined;
  const rungs = rungCount(problem.k);
  const weights = Array.from({ length: rungs }, (_, rung) => exponentialWeight(problem.k, rung).toNumber());
  const actions = actionsOf(task);
  return {
    numbers: coupling.axes.map((_, e) => nameOf(task, e)),
    entries: Array.from({ length: profiles }, (_, profile) => ({
      signals: actions(profile),
      probability: problem.agents.reduce((product, __, i) => product * (weights[Math.floor(profile / rungs ** (problem.agents.length - 1 - i)) % rungs] as number), 1),
      values: coupling.axes.map((__, e) => interim(profile, e)),
    })),
  };
}

/** What an interim value is the value of: the component of a box, or the numbers of the outcome that it weighs. */
function nameOf({ problem, coupling }: RobustTask, axis: number): string {
  if (problem.box) return problem.box[axis]?.label ?? "";
  const uses = (coupling?.payoffs ?? []).flatMap((payoff, i) => payoff.flatMap((form, d) => (form.weights[axis]?.isZero() === false ? [`${problem.columns[coupling?.allocation[d] ?? 0]?.label} to ${problem.agents[i]?.label}`] : [])));
  return uses.join(", ");
}
