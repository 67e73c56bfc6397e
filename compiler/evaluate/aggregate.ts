/** Sums, products, extremes, order statistics, argmax sets, counts and quantifiers. */
import { Rational } from "../exact/rational.ts";
import type { Expr } from "../model/model.generated.ts";
import { asBoolean, asEntries, asNumber } from "./builtins.ts";
import { evaluationError } from "./error.ts";
import type { Closure, Evaluator, Slots } from "./evaluator.ts";
import type { Frame } from "./frame.ts";
import type { Value } from "./value.ts";

type Aggregate = Extract<Expr, { kind: "aggregate" }>;

/** Runs `visit` for every binding of the indices that passes the filter; `visit` returns false to stop. */
export type Loop = (frame: Frame, visit: (frame: Frame) => boolean) => void;

/** The loop of an aggregate and the scope of its body. The binders are nested: a later set may use an earlier index. */
export function compileLoop(evaluator: Evaluator, expr: Aggregate, slots: Slots): { readonly loop: Loop; readonly slots: Slots; readonly firstSlot: number } {
  let inner = slots;
  const levels: { readonly set: Closure; readonly slot: number }[] = [];
  for (const binder of expr.binders) {
    const set = evaluator.compile(binder.set, inner);
    const bound = evaluator.bind(inner, binder.name);
    levels.push({ set, slot: bound.slot });
    inner = bound.slots;
  }
  const condition = expr.condition && evaluator.compileBoolean(expr.condition, inner);
  const run = (level: number, frame: Frame, visit: (frame: Frame) => boolean): boolean => {
    const current = levels[level];
    if (!current) return condition === undefined || condition(frame) ? visit(frame) : true;
    const entries = asEntries(current.set(frame), expr.span);
    evaluator.spend(entries.length, expr.span);
    for (const entry of entries) {
      frame.locals[current.slot] = entry;
      if (!run(level + 1, frame, visit)) return false;
    }
    return true;
  };
  return { loop: (frame, visit) => void run(0, frame, visit), slots: inner, firstSlot: levels[0]?.slot ?? 0 };
}

export function compileAggregate(evaluator: Evaluator, expr: Aggregate, slots: Slots): Closure {
  const { loop, slots: inner, firstSlot } = compileLoop(evaluator, expr, slots);
  const { span } = expr;
  const closure = expr.body && evaluator.compile(expr.body, inner);
  const number = (frame: Frame): Rational => asNumber((closure as Closure)(frame), span);
  switch (expr.operator) {
    case "sum":
      return (frame) => fold(loop, frame, Rational.zero, (total) => total.add(number(frame)));
    case "product":
      return (frame) => fold(loop, frame, Rational.one, (total) => total.mul(number(frame)));
    case "count":
      return (frame) => fold(loop, frame, Rational.zero, (total) => (!closure || asBoolean(closure(frame), span) ? total.add(Rational.one) : total));
    case "max":
    case "min": {
      const sign = expr.operator === "max" ? 1 : -1;
      return (frame) => {
        const best = fold<Rational | undefined>(loop, frame, undefined, (known) => {
          const value = number(frame);
          return known === undefined || value.compare(known) * sign > 0 ? value : known;
        });
        if (!best) throw evaluationError("empty-set", span, `The ${expr.operator === "max" ? "maximum" : "minimum"} over an empty set does not exist.`);
        return best;
      };
    }
    case "argmax":
    case "argmin": {
      const sign = expr.operator === "argmax" ? 1 : -1;
      return (frame) => {
        let best: Rational | undefined;
        let entries: Value[] = [];
        loop(frame, () => {
          const at = frame.locals[firstSlot] as Value;
          const value = number(frame);
          const order = best ? value.compare(best) * sign : 1;
          if (order > 0) entries = [];
          if (order >= 0) {
            best = value;
            entries.push(at);
          }
          return true;
        });
        return { kind: "set", entries };
      };
    }
    case "nth": {
      const rank = evaluator.compileNumber(expr.rank as Expr, slots);
      return (frame) => {
        const k = rank(frame);
        const values: Rational[] = [];
        loop(frame, () => values.push(number(frame)) > 0);
        values.sort((a, b) => b.compare(a));
        const value = k.isInteger() ? values[k.toNumber() - 1] : undefined;
        if (!value) throw evaluationError("outside-domain-of-function", span, `There is no value of rank ${k} among ${values.length}.`, "Rank 1 is the largest value.");
        return value;
      };
    }
    case "all":
    case "exists": {
      const stopAt = expr.operator === "exists";
      return (frame) => {
        let found = !stopAt;
        loop(frame, () => {
          if (asBoolean((closure as Closure)(frame), span) !== stopAt) return true;
          found = stopAt;
          return false;
        });
        return found;
      };
    }
  }
}

function fold<T>(loop: Loop, frame: Frame, initial: T, step: (total: T) => T): T {
  let total = initial;
  loop(frame, () => {
    total = step(total);
    return true;
  });
  return total;
}
