/** Compiles IR expressions to closures that read a {@link Frame}. One evaluator serves one world. */
import type { Span } from "../../grammar/span.ts";
import { Rational } from "../exact/rational.ts";
import { fromDatum } from "../model/datum.ts";
import type { AgentTerm, Expr } from "../model/model.generated.ts";
import { compileAggregate } from "./aggregate.ts";
import { asBoolean, asEntries, asNumber, makeRange, makeSet, operation, setLimit } from "./builtins.ts";
import { evaluationError } from "./error.ts";
import { compileDeviation, compileExpectation } from "./expectation.ts";
import { compileFamily, componentClosure, messageClosure, type CompiledDefinition } from "./families.ts";
import { makeFrame, type Frame } from "./frame.ts";
import { formatValue } from "./keys.ts";
import type { Space } from "./space.ts";
import type { Value } from "./value.ts";
import type { World } from "./world.ts";
import { buildLaw } from "./law.ts";

export type Closure = (frame: Frame) => Value;

/** Slots of the index variables in scope, by IR name. */
export type Slots = ReadonlyMap<string, number>;

export const noSlots: Slots = new Map();

/** Evaluation steps of aggregates and expectations per evaluator; bounds the time of an untrusted spec. */
const defaultSteps = 100_000_000;

export class Evaluator {
  private slotCount = 0;
  private steps = 0;
  readonly compiledDefinitions = new Map<string, CompiledDefinition>();

  private readonly memos = new Map<string, Map<number, Value>>();

  constructor(
    readonly world: World,
    private readonly stepLimit = defaultSteps,
  ) {}

  /** The store of a memoised definition: values by position (and message profile). */
  memo(key: string): Map<number, Value> {
    let store = this.memos.get(key);
    if (!store) this.memos.set(key, (store = new Map<number, Value>()));
    return store;
  }

  /** The spaces; only constants are evaluated before they exist. */
  get space(): Space {
    if (!this.world.space) throw new RangeError("the spaces of the model have not been built");
    return this.world.space;
  }

  frame(): Frame {
    const space = this.world.space;
    return makeFrame(space?.components.length ?? 0, space?.agents.length ?? 0);
  }

  /** Reserves a slot for an index variable and returns the scope with it. */
  bind(slots: Slots, name: string): { readonly slots: Slots; readonly slot: number } {
    const slot = this.slotCount++;
    const extended = new Map(slots);
    extended.set(name, slot);
    return { slots: extended, slot };
  }

  /** Counts work. @throws EvaluationError when the limit is reached. */
  spend(steps: number, span: Span): void {
    this.steps += steps;
    if (this.steps > this.stepLimit) {
      throw evaluationError("evaluation-too-long", span, `Evaluating the spec takes more than ${this.stepLimit.toLocaleString("en")} steps.`, "Use smaller sets, or a symmetric formulation.");
    }
  }

  /** Evaluates a closed expression of constants. */
  constant(expr: Expr): Value {
    return this.compile(expr, noSlots)(this.frame());
  }

  compile(expr: Expr, slots: Slots): Closure {
    switch (expr.kind) {
      case "constant": {
        const value = fromDatum(expr.value);
        return () => value;
      }
      case "param": {
        const value = this.world.params.get(expr.of);
        if (value === undefined) throw new RangeError(`param ${expr.of} has no value`);
        return () => value;
      }
      case "set": {
        const value = this.world.sets.get(expr.of);
        if (value === undefined) throw new RangeError(`set ${expr.of} has no value`);
        return () => value;
      }
      case "local": {
        const slot = slots.get(expr.name);
        if (slot === undefined) throw new RangeError(`index ${expr.name} is not bound`);
        return (frame) => frame.locals[slot] as Value;
      }
      case "component":
        return componentClosure(this, expr, slots);
      case "message":
        return messageClosure(this, expr, slots);
      case "outcome":
      case "definition":
      case "quantity":
      case "payoff":
      case "outside":
        return compileFamily(this, expr, slots);
      case "apply":
        return this.compileApply(expr, slots);
      case "conditional": {
        const condition = this.compileBoolean(expr.condition, slots);
        const then = this.compile(expr.then, slots);
        const otherwise = this.compile(expr.otherwise, slots);
        return (frame) => (condition(frame) ? then(frame) : otherwise(frame));
      }
      case "aggregate":
        return compileAggregate(this, expr, slots);
      case "collection": {
        const entries = expr.entries.map((entry) => this.compile(entry, slots));
        if (expr.form === "set") return (frame) => makeSet(entries.map((entry) => entry(frame)));
        const kind = expr.form;
        return (frame) => ({ kind, entries: entries.map((entry) => entry(frame)) });
      }
      case "table": {
        const entries = expr.entries.map((entry) => ({ key: this.compile(entry.key, slots), value: this.compile(entry.value, slots) }));
        return (frame) => ({ kind: "table", entries: entries.map((entry) => ({ key: entry.key(frame), value: entry.value(frame) })) });
      }
      case "range": {
        const from = this.compileNumber(expr.from, slots);
        const to = this.compileNumber(expr.to, slots);
        const step = expr.step ? this.compileNumber(expr.step, slots) : () => Rational.one;
        return (frame) => makeRange(from(frame), to(frame), step(frame), expr.span);
      }
      case "builder": {
        const set = this.compile(expr.binder.set, slots);
        const { slots: inner, slot } = this.bind(slots, expr.binder.name);
        const condition = this.compileBoolean(expr.condition, inner);
        return (frame) => {
          const entries = asEntries(set(frame), expr.binder.set.span);
          this.spend(entries.length, expr.span);
          return {
            kind: "set",
            entries: entries.filter((entry) => {
              frame.locals[slot] = entry;
              return condition(frame);
            }),
          };
        };
      }
      case "expectation":
        return compileExpectation(this, expr, slots);
      case "deviation":
        return compileDeviation(this, expr, slots);
      case "messages":
        return this.compileMessages(expr, slots);
      case "distribution":
        return (frame) => buildLaw(this, expr, slots, {})(frame);
    }
  }

  compileNumber(expr: Expr, slots: Slots): (frame: Frame) => Rational {
    const closure = this.compile(expr, slots);
    return (frame) => asNumber(closure(frame), expr.span);
  }

  compileBoolean(expr: Expr, slots: Slots): (frame: Frame) => boolean {
    const closure = this.compile(expr, slots);
    return (frame) => asBoolean(closure(frame), expr.span);
  }

  /** The number of the agent that a term names. */
  compileAgent(term: AgentTerm, slots: Slots, span: Span): (frame: Frame) => number {
    const set = this.space.agentSets.get(term.set);
    if (!set || !term.index) throw new RangeError(`no agent ${term.set}`);
    const index = this.compile(term.index, slots);
    return (frame) => {
      const element = index(frame);
      const position = set.lookup.position([element]);
      if (position < 0) throw evaluationError("index-out-of-set", span, `${formatValue(element)} is not an element of \`${term.set}\`.`);
      return set.first + position;
    };
  }

  private compileApply(expr: Extract<Expr, { kind: "apply" }>, slots: Slots): Closure {
    const all = expr.arguments.map((argument) => this.compile(argument, slots));
    const [a, b] = all;
    const { span } = expr;
    // The operators of inner loops get closures of their own; all others go through the table.
    switch (expr.operator) {
      case "and":
        return (frame) => asBoolean((a as Closure)(frame), span) && asBoolean((b as Closure)(frame), span);
      case "or":
        return (frame) => asBoolean((a as Closure)(frame), span) || asBoolean((b as Closure)(frame), span);
      case "*":
        return (frame) => asNumber((a as Closure)(frame), span).mul(asNumber((b as Closure)(frame), span));
      case "+":
        return (frame) => asNumber((a as Closure)(frame), span).add(asNumber((b as Closure)(frame), span));
      default: {
        const evaluate = operation(expr.operator);
        return (frame) => evaluate(all.map((argument) => argument(frame)), span);
      }
    }
  }

  private compileMessages(expr: Extract<Expr, { kind: "messages" }>, slots: Slots): Closure {
    const agent = this.compileAgent(expr.agent, slots, expr.span);
    const { agents } = this.space;
    const own = agents.map((each) => ({ kind: "set" as const, entries: each.optionValues }));
    if (!expr.agent.others) return (frame) => own[agent(frame)] as Value;
    const cache = new Map<number, Value>();
    return (frame) => {
      const number = agent(frame);
      let set = cache.get(number);
      if (!set) {
        let rows: Value[][] = [[]];
        agents.forEach((other, k) => {
          if (k !== number) rows = rows.flatMap((row) => other.optionValues.map((option) => [...row, option]));
          if (rows.length > setLimit) throw evaluationError("set-too-large", expr.span, `The others have more than ${setLimit} joint messages.`);
        });
        set = { kind: "set", entries: rows.map((entries) => ({ kind: "tuple", entries })) };
        cache.set(number, set);
      }
      return set;
    };
  }
}
