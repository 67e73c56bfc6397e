/** `E[x | conditions]` and `x when A[i] reports r` as values. */
import { Rational } from "../exact/rational.ts";
import type { Expr, Given } from "../model/model.generated.ts";
import type { Span } from "../../grammar/span.ts";
import { compileAgents, compileCondition, type StateSet } from "./condition.ts";
import { isDetermined } from "./determined.ts";
import { evaluationError } from "./error.ts";
import type { Closure, Evaluator, Slots } from "./evaluator.ts";
import { enterState, indexProfile, saved, type Frame } from "./frame.ts";
import { formatValue, valueKey } from "./keys.ts";
import { childrenOf } from "../model/children.ts";
import type { Value } from "./value.ts";

type Expectation = Extract<Expr, { kind: "expectation" }>;
type Deviation = Extract<Expr, { kind: "deviation" }>;

export interface CompiledExpectation {
  /** True where the conditions fix what is averaged: then the expectation is the value at the current frame. */
  readonly determined: (frame: Frame) => boolean;
  readonly condition: (frame: Frame) => StateSet;
}

/** The two parts that the value and the linear form of an expectation share. */
export function compileGiven(evaluator: Evaluator, expr: Expectation, slots: Slots): CompiledExpectation {
  return {
    determined: compileDetermined(evaluator, expr.body, expr.given, slots, expr.span),
    condition: compileCondition(evaluator, expr.given, slots, expr.span),
  };
}

export function compileExpectation(evaluator: Evaluator, expr: Expectation, slots: Slots): Closure {
  const { determined, condition } = compileGiven(evaluator, expr, slots);
  const body = evaluator.compileNumber(expr.body, slots);
  const { space } = evaluator;
  return (frame) => {
    if (determined(frame)) return body(frame);
    const { states, probability } = condition(frame);
    evaluator.spend(states.length, expr.span);
    const restore = saved(frame);
    let total = Rational.zero;
    for (const state of states) {
      enterState(frame, space, state);
      total = total.add(body(frame).mul(space.law.probability[state] as Rational));
    }
    restore();
    return total.div(probability);
  };
}

/** Only conditions on information can determine: the frame then carries what the agents know. */
function compileDetermined(evaluator: Evaluator, body: Expr, given: readonly Given[], slots: Slots, span: Span): (frame: Frame) => boolean {
  const agents = given.flatMap((each) => (each.kind === "information" ? [compileAgents(evaluator, each.agent, slots, span)] : []));
  if (agents.length === 0 || agents.length < given.length) return () => false;
  const names = [...slots];
  const cache = new Map<string, boolean>();
  const relevant = indexNames(body, given);
  const slotsUsed = names.filter(([name]) => relevant.has(name));
  return (frame) => {
    const key = slotsUsed.map(([, slot]) => valueKey(frame.locals[slot] as Value)).join(" ");
    let answer = cache.get(key);
    if (answer === undefined) {
      const fixed = new Set(agents.flatMap((each) => each(frame)).flatMap((a) => evaluator.space.agents[a]?.observes ?? []));
      const known = new Map(slotsUsed.map(([name, slot]) => [name, frame.locals[slot] as Value]));
      answer = isDetermined(evaluator, body, known, fixed);
      cache.set(key, answer);
    }
    return answer;
  };
}

/** Index variables that stand as an index somewhere in the body or name an agent; others cannot matter to the analysis. */
function indexNames(body: Expr, given: readonly Given[]): ReadonlySet<string> {
  const names = new Set<string>();
  const take = (expr: Expr | undefined): void => {
    if (expr?.kind === "local") names.add(expr.name);
  };
  const visit = (expr: Expr): void => {
    if ("index" in expr) expr.index.forEach(take);
    if ("agent" in expr) take(expr.agent.index);
    if (expr.kind === "deviation") for (const report of expr.reports) take(report.who.index);
    for (const child of childrenOf(expr)) visit(child);
  };
  visit(body);
  for (const each of given) if (each.kind === "information") take(each.agent.index);
  return names;
}

/** Puts deviations in force around an evaluation. Returns the entry function; its result undoes them. */
export function compileReports(evaluator: Evaluator, expr: Deviation, slots: Slots): (frame: Frame) => () => void {
  const { space } = evaluator;
  const identities = space.agents.map((agent) => new Map(agent.optionValues.map((value, k) => [value, k])));
  const keys = space.agents.map((agent) => new Map(agent.optionValues.map((value, k) => [valueKey(value), k])));
  const option = (agent: number, value: Value): number => {
    const found = identities[agent]?.get(value) ?? keys[agent]?.get(valueKey(value));
    if (found === undefined) throw evaluationError("message-outside-set", expr.span, `${space.agents[agent]?.label ?? "The agent"} cannot report ${formatValue(value)}.`);
    return found;
  };
  const reports = expr.reports.map((report) => ({
    agents: compileAgents(evaluator, report.who, slots, expr.span),
    joint: report.who.others || !report.who.index,
    what: evaluator.compile(report.what, slots),
  }));
  return (frame) => {
    const profile = frame.profile.slice();
    const override = frame.override.slice();
    const { profileIndex } = frame;
    for (const report of reports) {
      const agents = report.agents(frame);
      const value = report.what(frame);
      agents.forEach((agent, k) => {
        const own = report.joint ? entryOf(value, k, agents.length, expr.span) : value;
        frame.override[agent] = frame.profile[agent] = option(agent, own);
      });
    }
    indexProfile(frame, space);
    return () => {
      frame.profile.set(profile);
      frame.override.set(override);
      frame.profileIndex = profileIndex;
    };
  };
}

function entryOf(value: Value, k: number, count: number, span: Span): Value {
  if (typeof value === "object" && "kind" in value && value.kind === "tuple" && value.entries.length === count) return value.entries[k] as Value;
  throw evaluationError("wrong-shape", span, `The report of ${count} agents is a tuple with ${count} entries; this is ${formatValue(value)}.`);
}

export function compileDeviation(evaluator: Evaluator, expr: Deviation, slots: Slots): Closure {
  const enter = compileReports(evaluator, expr, slots);
  const body = evaluator.compile(expr.body, slots);
  return (frame) => {
    const leave = enter(frame);
    const value = body(frame);
    leave();
    return value;
  };
}
