/**
 * Binding strengths of the operators: read by the builder (text to tree) and by the printer (tree to text), so that the
 * two cannot disagree about where parentheses are needed.
 */
import type { AggregateOperator, BinaryOperator, Expression } from "./ast.ts";

/** Levels from loose to tight. A context that admits only operators from some level on is named by that level. */
export const Level = {
  any: 0,
  or: 10,
  and: 20,
  not: 30,
  comparison: 40,
  range: 50,
  sum: 60,
  product: 70,
  negation: 80,
  power: 90,
} as const;

const binaryLevels: Readonly<Record<BinaryOperator, number>> = {
  or: Level.or,
  and: Level.and,
  "=": Level.comparison,
  "!=": Level.comparison,
  "<": Level.comparison,
  "<=": Level.comparison,
  ">": Level.comparison,
  ">=": Level.comparison,
  in: Level.comparison,
  "not in": Level.comparison,
  "+": Level.sum,
  "-": Level.sum,
  "*": Level.product,
  "/": Level.product,
  "^": Level.power,
};

/** The level of a binary operator. */
export function levelOf(operator: BinaryOperator): number {
  return binaryLevels[operator];
}

/** `left`: `a - b - c` is `(a - b) - c`; `right`: `a ^ b ^ c` is `a ^ (b ^ c)`; `none`: it may not be chained. */
export function associativity(operator: BinaryOperator): "left" | "right" | "none" {
  if (operator === "^") return "right";
  return levelOf(operator) === Level.comparison ? "none" : "left";
}

/** The loosest operator inside an aggregate's body: one term, or one comparison for `all` and `exists`. */
export function bodyLevel(operator: AggregateOperator): number {
  return operator === "all" || operator === "exists" ? Level.comparison : Level.product;
}

/**
 * The loosest level that an operator standing behind `expression` must have for it not to be swallowed by the end of
 * the expression: `sum(i in S) x` swallows `* y` but not `+ y`. Infinity when the end is closed.
 */
export function tailLevel(expression: Expression): number {
  let level = Infinity;
  for (let node = expression; ;) {
    switch (node.kind) {
      case "binary":
        node = node.right;
        break;
      case "range":
        node = node.step ?? node.to;
        break;
      case "unary":
        level = Math.min(level, node.operator === "-" ? Level.negation : Level.not);
        node = node.operand;
        break;
      case "conditional":
        return Level.any;
      case "deviation":
        return Math.min(level, Level.sum);
      case "aggregate":
        if (node.body === undefined) return level;
        level = Math.min(level, bodyLevel(node.operator));
        node = node.body;
        break;
      default:
        return level;
    }
  }
}

/** The loosest operator of `expression` that is not inside brackets; Infinity when there is none. */
export function looseLevel(expression: Expression): number {
  let level = Infinity;
  const pending: Expression[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    switch (node.kind) {
      case "binary":
        level = Math.min(level, levelOf(node.operator));
        pending.push(node.left, node.right);
        break;
      case "range":
        level = Math.min(level, Level.range);
        pending.push(node.from, node.to, ...(node.step === undefined ? [] : [node.step]));
        break;
      case "unary":
        pending.push(node.operand);
        break;
      case "conditional":
        pending.push(node.otherwise);
        break;
      case "aggregate":
        if (node.body !== undefined) pending.push(node.body);
        break;
      default:
        break;
    }
  }
  return level;
}

/** Whether a range with a step stands outside all brackets, where its colon could be taken for another one. */
export function showsStep(expression: Expression): boolean {
  const pending: Expression[] = [expression];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.kind === "range") {
      if (node.step !== undefined) return true;
      pending.push(node.from, node.to);
    } else if (node.kind === "binary") pending.push(node.left, node.right);
    else if (node.kind === "unary") pending.push(node.operand);
    else if (node.kind === "conditional") pending.push(node.otherwise);
    else if (node.kind === "aggregate" && node.body !== undefined) pending.push(node.body);
    else if (node.kind === "deviation") pending.push(...node.reports.map((report) => report.what));
  }
  return false;
}
