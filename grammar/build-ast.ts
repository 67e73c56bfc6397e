/** Tokens and parts to nodes: spans, and the operators of a flat list put into a tree by their binding strength. */
import type { IToken } from "chevrotain";
import type { AggregateOperator, BinaryOperator, Binder, Expression, Name, Text } from "./ast.ts";
import { MAX_CHAIN, MAX_PREFIXES } from "./depth.ts";
import { FaultError } from "./faults.ts";
import { associativity, bodyLevel, Level, levelOf } from "./precedence.ts";
import { cover } from "./span.ts";
import type { Span } from "./span.ts";

/** The span of one token. */
export function spanOf(word: IToken): Span {
  return { start: word.startOffset, end: word.startOffset + word.image.length };
}

/** A name node from its token. */
export function nameOf(word: IToken): Name {
  return { text: word.image, span: spanOf(word) };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", '"': '"', "\\": "\\" };

/** A string literal without its quotes; the escapes are `\"`, `\\` and `\n`, and any other backslash stays as it is. */
export function textOf(word: IToken): Text {
  const body = word.image.replace(/^["'“”„]/, "").replace(/["'“”]$/, "");
  return { value: body.replace(/\\([n"\\])/g, (_, letter: string) => escapes[letter] ?? letter), span: spanOf(word) };
}

/** An operator between two operands. */
export interface Infix {
  readonly operator: BinaryOperator | ".." | "step";
  readonly span: Span;
}

/** Something in front of an operand that takes all that follows up to its own level. */
export type Prefix =
  | { readonly kind: "unary"; readonly operator: "-" | "not"; readonly span: Span }
  | { readonly kind: "conditional"; readonly condition: Expression; readonly then: Expression; readonly span: Span }
  | ({ readonly kind: "aggregate"; readonly span: Span } & AggregateHead);

/** `sum(i in S : condition)` without its body. */
export interface AggregateHead {
  readonly operator: AggregateOperator;
  readonly operatorSpan: Span;
  readonly rank?: Expression;
  readonly binders: readonly Binder[];
  readonly condition?: Expression;
}

/** `- sum(i in S) x`: an operand behind its prefixes. */
export interface Operand {
  readonly prefixes: readonly Prefix[];
  readonly primary: Expression;
}

/** An expression as it is read: operands with operators between them, before any grouping. */
export interface Flat {
  readonly operands: Operand[];
  readonly infixes: Infix[];
}

function infixLevel({ operator }: Infix): number {
  // A step belongs to the range in front of it, which consumes it; standing free it binds nothing.
  if (operator === "step") return -1;
  return operator === ".." ? Level.range : levelOf(operator);
}

/** Pratt's method (Top Down Operator Precedence, 1973) over a flat list: left chains are built by iteration. */
class Climber {
  private next = 0;

  constructor(private readonly flat: Flat) {}

  /** The longest expression from here whose free operators are at least as tight as `level`; `from` prefixes are read. */
  expression(level: number, from = 0): Expression {
    let left = this.operand(from);
    for (let infix = this.infix(); infix !== undefined && infixLevel(infix) >= level; infix = this.infix()) {
      this.next++;
      left = infix.operator === ".." || infix.operator === "step" ? this.range(left) : this.binary(left, infix.operator, infix.span);
    }
    return left;
  }

  private infix(): Infix | undefined {
    return this.flat.infixes[this.next];
  }

  private operand(from: number): Expression {
    const operand = this.flat.operands[this.next];
    if (operand === undefined) throw new Error("an operator has no operand");
    const prefix = operand.prefixes[from];
    if (prefix === undefined) return operand.primary;
    switch (prefix.kind) {
      case "unary": {
        const body = this.expression(prefix.operator === "-" ? Level.negation : Level.not, from + 1);
        return { kind: "unary", operator: prefix.operator, operand: body, span: cover(prefix.span, body.span) };
      }
      case "conditional": {
        const otherwise = this.expression(Level.any, from + 1);
        return { ...prefix, otherwise, span: cover(prefix.span, otherwise.span) };
      }
      case "aggregate": {
        const body = this.expression(bodyLevel(prefix.operator), from + 1);
        return { ...prefix, body, span: cover(prefix.span, body.span) };
      }
    }
  }

  private binary(left: Expression, operator: BinaryOperator, operatorSpan: Span): Expression {
    const level = levelOf(operator);
    const right = this.expression(associativity(operator) === "right" ? level : level + 1);
    const after = this.infix();
    if (associativity(operator) === "none" && after !== undefined && infixLevel(after) === level) throw new FaultError("chained-comparison", after.span);
    return { kind: "binary", operator, operatorSpan, left, right, span: cover(left.span, right.span) };
  }

  private range(from: Expression): Expression {
    const to = this.expression(Level.range + 1);
    const after = this.infix();
    if (after?.operator === "..") throw new FaultError("chained-range", after.span);
    if (after?.operator !== "step") return { kind: "range", from, to, span: cover(from.span, to.span) };
    this.next++;
    const step = this.expression(Level.range + 1);
    return { kind: "range", from, to, step, span: cover(from.span, step.span) };
  }
}

/**
 * The tree of a flat expression.
 *
 * @throws FaultError `chained-comparison` for `a <= b <= c`, `chained-range`, or `too-long` past the limits of `depth.ts`
 */
export function buildExpression(flat: Flat): Expression {
  const first = flat.operands[0];
  if (first !== undefined && flat.operands.length === 1 && first.prefixes.length === 0) return first.primary;
  const powers = flat.infixes.filter((infix) => infix.operator === "^").length;
  const prefixes = flat.operands.reduce((sum, operand) => sum + operand.prefixes.length, powers);
  const last = flat.operands.at(-1)?.primary.span ?? { start: 0, end: 0 };
  if (flat.infixes.length > MAX_CHAIN || prefixes > MAX_PREFIXES) throw new FaultError("too-long", last);
  return new Climber(flat).expression(Level.any);
}
