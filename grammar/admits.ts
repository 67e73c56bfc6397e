/** What an expression may contain where it stands, and the operators between operands. */
import type { BinaryOperator } from "./ast.ts";
import { Level } from "./precedence.ts";

/** Which operators an expression may have outside brackets. */
export interface Admits {
  /** The loosest level. */
  readonly level: number;
  /** Whether `a..b:step` may be written without parentheses; not where a colon has another meaning. */
  readonly step: boolean;
}

export const whole: Admits = { level: Level.any, step: true };
/** Behind `in`, where `=` would begin the rule. */
export const aSet: Admits = { level: Level.range, step: true };
export const wholeInBraces: Admits = { level: Level.any, step: false };
export const aSetBeforeColon: Admits = { level: Level.range, step: false };
export const aSum: Admits = { level: Level.sum, step: false };

export const infixTokens: Readonly<Record<string, BinaryOperator>> = {
  Or: "or",
  And: "and",
  Equal: "=",
  NotEqual: "!=",
  Less: "<",
  LessEqual: "<=",
  Greater: ">",
  GreaterEqual: ">=",
  In: "in",
  Not: "not in",
  Plus: "+",
  Minus: "-",
  Star: "*",
  Slash: "/",
  Caret: "^",
};
