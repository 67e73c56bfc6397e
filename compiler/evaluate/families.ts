/** References to families: components of the state, messages, outcomes, definitions, payoffs, quantities. */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../exact/rational.ts";
import type { Expr } from "../model/model.generated.ts";
import { definitionOf, indexOf, type FamilyReference, type IndexedExpression } from "./definitions.ts";
import { evaluationError } from "./error.ts";
import type { Closure, Evaluator, Slots } from "./evaluator.ts";
import type { Frame } from "./frame.ts";
import type { IndexLookup } from "./index-lookup.ts";
import { formatValue } from "./keys.ts";
import { readsOf } from "./reads.ts";
import type { FamilySpace } from "./space.ts";
import type { Value } from "./value.ts";

/** A definition whose parameters have slots of their own, shared by all its uses (recursion is excluded). */
export interface CompiledDefinition {
  readonly parameters: readonly number[];
  readonly slots: Slots;
  /** Absent when the definition was compiled only for its linear form. */
  readonly value?: Closure;
}

/** Closure for the position of a member from the index expressions. @throws EvaluationError for an index outside its set. */
export function compilePosition(evaluator: Evaluator, lookup: IndexLookup, index: readonly Expr[], slots: Slots, name: string, span: Span): (frame: Frame) => number {
  if (index.length === 0) return () => 0;
  const closures = index.map((each) => evaluator.compile(each, slots));
  const values: Value[] = new Array<Value>(closures.length);
  return (frame) => {
    for (let k = 0; k < closures.length; k++) values[k] = (closures[k] as Closure)(frame);
    const position = lookup.position(values);
    if (position < 0) throw evaluationError("index-out-of-set", span, `There is no \`${name}[${values.map(formatValue).join(", ")}]\`.`);
    return position;
  };
}

export function componentClosure(evaluator: Evaluator, expr: Extract<Expr, { kind: "component" }>, slots: Slots): Closure {
  const { space } = evaluator;
  const family = space.variables.get(expr.of) as FamilySpace;
  const position = compilePosition(evaluator, family.lookup, expr.index, slots, expr.of, expr.span);
  const { components, owner, ownerSlot, agents } = space;
  if (expr.view === "true") {
    return (frame) => {
      const component = family.first + position(frame);
      const ordinal = frame.state[component] as number;
      const value = components[component]?.domain[ordinal];
      if (value === undefined) throw notKnown(expr.span, expr.of);
      return value;
    };
  }
  return (frame) => {
    const component = family.first + position(frame);
    const reporter = owner[component] as number;
    const agent = agents[reporter];
    const option = agent?.options[frame.profile[reporter] ?? -1];
    const ordinal = option?.[ownerSlot[component] as number];
    const value = ordinal === undefined ? undefined : components[component]?.domain[ordinal];
    if (value === undefined) throw notKnown(expr.span, expr.of);
    return value;
  };
}

function notKnown(span: Span, name: string): Error {
  return evaluationError("varies-outside-expectation", span, `The value of \`${name}\` is not determined here.`, "Take an expectation, or condition on it.");
}

export function messageClosure(evaluator: Evaluator, expr: Extract<Expr, { kind: "message" }>, slots: Slots): Closure {
  const { space } = evaluator;
  const family = space.messages.get(expr.of) as FamilySpace;
  const position = compilePosition(evaluator, family.lookup, expr.index, slots, expr.of, expr.span);
  return (frame) => {
    const component = family.first + position(frame);
    const from = space.sender[component] as number;
    const agent = space.agents[from];
    const option = agent?.options[frame.profile[from] ?? -1];
    const ordinal = option?.[space.senderSlot[component] as number];
    const value = ordinal === undefined ? undefined : space.messageComponents[component]?.domain[ordinal];
    if (value === undefined) throw evaluationError("strategy-missing", expr.span, `Nothing says which message \`${expr.of}\` is sent here.`, `Give the strategy: \`message ${expr.of}[...] in ... = ...\`.`);
    return value;
  };
}

/**
 * Reserves the slots of a definition once and compiles its body as a value once (unless only the slots are wanted: the
 * linear form of a definition that depends on what is chosen has no value).
 */
export function compiledDefinition(evaluator: Evaluator, key: string, definition: IndexedExpression, withValue = true): CompiledDefinition {
  const known = evaluator.compiledDefinitions.get(key);
  if (known && (known.value || !withValue)) return known;
  let slots: Slots = known?.slots ?? new Map();
  const parameters = [...(known?.parameters ?? [])];
  if (!known) {
    for (const name of definition.parameters) {
      const bound = evaluator.bind(slots, name);
      slots = bound.slots;
      parameters.push(bound.slot);
    }
  }
  const compiled: CompiledDefinition = { parameters, slots, ...(withValue ? { value: evaluator.compile(definition.value, slots) } : {}) };
  evaluator.compiledDefinitions.set(key, compiled);
  return compiled;
}

export function compileFamily(evaluator: Evaluator, expr: FamilyReference, slots: Slots): Closure {
  const found = definitionOf(evaluator, expr);
  if (!found) return compileOutcome(evaluator, expr, slots);
  const { parameters, value } = compiledDefinition(evaluator, found.key, found.definition);
  const index = indexOf(expr).map((each) => evaluator.compile(each, slots));
  const enter = (frame: Frame): Value => {
    // All arguments are evaluated before a slot is written: an argument may use the same definition.
    if (index.length === 1) frame.locals[parameters[0] as number] = (index[0] as Closure)(frame);
    else index.map((each) => each(frame)).forEach((argument, k) => (frame.locals[parameters[k] as number] = argument));
    return (value as Closure)(frame);
  };
  return memoised(evaluator, expr, found.definition.value, index, enter);
}

/** A chosen outcome has no value yet; a solved one is read from its table. */
function compileOutcome(evaluator: Evaluator, expr: FamilyReference, slots: Slots): Closure {
  if (expr.kind !== "outcome") return () => Rational.zero;
  const family = evaluator.world.outcomes.get(expr.of);
  const { profileCount, law } = evaluator.space;
  if (!family) throw new RangeError(`no outcome ${expr.of}`);
  const position = compilePosition(evaluator, family.lookup, expr.index, slots, expr.of, expr.span);
  return (frame) => {
    const { source } = family;
    if (source.kind === "states" && frame.stateIndex >= 0) return source.values[position(frame) * law.count + frame.stateIndex] as Value;
    if (source.kind !== "table") throw evaluationError("nonlinear-in-chosen", expr.span, `\`${expr.of}\` is chosen, so its value cannot be used here.`, "Only sums of chosen quantities times known numbers make a linear program.");
    if (frame.profileIndex < 0) throw evaluationError("strategy-missing", expr.span, "Nothing says which messages are sent here.");
    return source.values[position(frame) * profileCount + frame.profileIndex] as Value;
  };
}

/** A definition of the mechanism is computed once per message profile, a closed one once in all. */
function memoised(evaluator: Evaluator, expr: FamilyReference, body: Expr, index: readonly Closure[], enter: Closure): Closure {
  const reads = readsOf(evaluator, body);
  const { world } = evaluator;
  if (reads.state || reads.unknown || world.space === undefined) return enter;
  if (expr.kind === "payoff" || expr.kind === "outside") return enter;
  const lookup = (expr.kind === "outcome" ? world.outcomes : expr.kind === "definition" ? world.definitions : world.quantities).get(expr.of)?.lookup;
  if (!lookup || (reads.chosen && expr.kind !== "outcome")) return enter;
  const width = reads.profile ? world.space.profileCount : 1;
  if (lookup.size * width > 4e6) return enter;
  const key = `memo ${expr.kind} ${expr.of}`;
  const memo = evaluator.memo(key);
  const values: Value[] = new Array<Value>(index.length);
  return (frame) => {
    for (let k = 0; k < index.length; k++) values[k] = (index[k] as Closure)(frame);
    const position = lookup.position(values);
    if (position < 0 || (reads.profile && frame.profileIndex < 0)) return enter(frame);
    const at = reads.profile ? position * width + frame.profileIndex : position;
    const known = memo.get(at);
    if (known !== undefined) return known;
    const value = enter(frame);
    memo.set(at, value);
    return value;
  };
}
