/** Expressions to documents: one space around operators, `1..n` and `2/5` without, breaks behind operators. */
import { builders } from "prettier/doc";
import type { Doc } from "prettier";
import type { Aggregate, Binary, Binder, Conditional, Deviation, Expression, Range, Reference, Unary } from "../ast.ts";
import { associativity, bodyLevel, Level, levelOf, looseLevel, showsStep, tailLevel } from "../precedence.ts";
import { bracketed, commaSeparated, hasComments, isFraction, parenthesizedIf } from "./layout.ts";
import type { At } from "./layout.ts";

const { group, indent, join, line } = builders;

/** Whether `left` in front of an operator of this level must be parenthesized. */
function leftNeeds(left: Expression, level: number, chains: boolean): boolean {
  if (level >= tailLevel(left)) return true;
  const own = ownLevel(left);
  return own < level || (own === level && !chains);
}

/** Whether `right` behind an operator of this level must be; a prefix never needs it. */
function rightNeeds(right: Expression, level: number, chains: boolean): boolean {
  const own = ownLevel(right);
  return own < level || (own === level && !chains);
}

function ownLevel(node: Expression): number {
  if (node.kind === "binary") return levelOf(node.operator);
  return node.kind === "range" ? Level.range : Infinity;
}

/** A set, bound or report, where looser operators would end the expression. */
export function limited(node: Expression, level: number, allowsStep: boolean, printed: Doc): Doc {
  return parenthesizedIf(looseLevel(node) < level || (!allowsStep && showsStep(node)), printed);
}

/** `a + b - c`: a chain of one level is one group, so that it breaks at all its operators or at none. */
function printBinary(node: Binary, at: At): Doc {
  const level = levelOf(node.operator);
  if (associativity(node.operator) !== "left") {
    const chains = associativity(node.operator) === "right";
    const left = parenthesizedIf(leftNeeds(node.left, level, false), at("left"));
    const right = parenthesizedIf(rightNeeds(node.right, level, chains), at("right"));
    return group([left, ` ${node.operator}`, indent([line, right])]);
  }
  const rest: Doc[] = [];
  const keys: string[] = [];
  let inner: Binary = node;
  for (;;) {
    const right = parenthesizedIf(rightNeeds(inner.right, level, false), at(...keys, "right"));
    rest.unshift([` ${inner.operator}`, line, right]);
    keys.push("left");
    const { left } = inner;
    if (left.kind !== "binary" || levelOf(left.operator) !== level || hasComments(left) || level >= tailLevel(left)) break;
    inner = left;
  }
  return group([parenthesizedIf(leftNeeds(inner.left, level, true), at(...keys)), indent(rest)]);
}

function printRange(node: Range, at: At): Doc {
  const from = parenthesizedIf(leftNeeds(node.from, Level.range, false), at("from"));
  // A range or a comparison at the end of `to`, as in `0..if c then a else 1..2`, would take the step.
  const losesStep = node.step !== undefined && looseLevel(node.to) <= Level.range;
  const range = [from, "..", parenthesizedIf(losesStep || rightNeeds(node.to, Level.range, false), at("to"))];
  return node.step === undefined ? range : [...range, ":", parenthesizedIf(rightNeeds(node.step, Level.range, false), at("step"))];
}

function printUnary(node: Unary, at: At): Doc {
  const level = node.operator === "-" ? Level.negation : Level.not;
  return [node.operator === "-" ? "-" : "not ", parenthesizedIf(rightNeeds(node.operand, level, true), at("operand"))];
}

function printConditional(node: Conditional, at: At): Doc {
  const otherwise = node.otherwise.kind === "conditional" && !hasComments(node.otherwise) ? [" ", at("otherwise")] : group(indent([line, at("otherwise")]));
  return group(["if", group(indent([line, at("condition")])), line, "then", group(indent([line, at("then")])), line, "else", otherwise]);
}

/** `i in S, j in T : condition`; a step would be taken for the colon of the condition. */
function printAggregate(node: Aggregate, at: At): Doc {
  const parts = node.binders.map((_, index) => at("binders", index));
  const rank = node.rank === undefined ? [] : [at("rank")];
  const condition = node.condition === undefined ? "" : [" :", line, at("condition")];
  const head = [node.operator, bracketed("(", [join([",", line], [...rank, ...parts]), condition], ")")];
  if (node.body === undefined) return head;
  const body = parenthesizedIf(rightNeeds(node.body, bodyLevel(node.operator), true), at("body"));
  return group([head, indent([line, body])]);
}

/** A binder; `allowsStep` where no colon follows. */
export function printBinder(node: Binder, at: At, allowsStep: boolean): Doc {
  return [node.name.text, " in ", limited(node.set, Level.range, allowsStep, at("set"))];
}

/** `value[i][2]`. */
export function printReference(node: Reference, at: At): Doc {
  const brackets = node.indices.map((entries, outer) =>
    bracketed(
      "[",
      commaSeparated(entries, (inner) => at("indices", outer, inner)),
      "]",
    ),
  );
  return [node.name.text, brackets];
}

const closedKinds = new Set<Expression["kind"]>(["binary", "unary", "conditional", "range", "deviation"]);

/** Whether a deviation or the word `reports` may follow directly. */
function isClosed(node: Expression): boolean {
  return !closedKinds.has(node.kind) && (node.kind !== "aggregate" || node.body === undefined);
}

/** One bidder reports, the others report. */
function printDeviation(node: Deviation, at: At): Doc {
  const reports = node.reports.map(({ who, what }, index) => {
    const verb = who.kind === "call" ? " report " : " reports ";
    const isOpen = looseLevel(what) < Level.sum || showsStep(what) || endsInDeviation(what);
    return [parenthesizedIf(!isClosed(who), at("reports", index, "who")), verb, parenthesizedIf(isOpen, at("reports", index, "what"))];
  });
  const body = parenthesizedIf(!isClosed(node.body), at("body"));
  return group([body, indent([line, "when ", join([line, "and "], reports)])]);
}

/** Its last `reports` would take the `and` that belongs to the outer one. */
function endsInDeviation(node: Expression): boolean {
  return tailLevel(node) <= Level.sum;
}

/** `name`, the escapes of the language, and nothing else. */
export function quoted(value: string): string {
  return `"${value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\n")}"`;
}

/** The document of an expression without its comments. */
export function printExpression(node: Expression, at: At): Doc {
  switch (node.kind) {
    case "number":
      return node.text;
    case "string":
      return quoted(node.value);
    case "boolean":
      return String(node.value);
    case "reference":
      return printReference(node, at);
    case "call": {
      const given = node.given === undefined ? "" : [" |", line, at("given")];
      return [node.name.text, bracketed("(", [commaSeparated(node.arguments, (index) => at("arguments", index)), given], ")")];
    }
    case "unary":
      return printUnary(node, at);
    case "binary":
      return isFraction(node) ? [at("left"), "/", at("right")] : printBinary(node, at);
    case "conditional":
      return printConditional(node, at);
    case "group":
      return bracketed("(", at("body"), ")");
    case "tuple":
      return bracketed(
        "(",
        commaSeparated(node.entries, (index) => at("entries", index)),
        ")",
      );
    case "list":
      return node.entries.length === 0
        ? "[]"
        : bracketed(
            "[",
            commaSeparated(node.entries, (index) => at("entries", index)),
            "]",
          );
    case "set": {
      const entry = (index: number): Doc => bracedEntry(node.entries[index], at("entries", index));
      return node.entries.length === 0 ? "{}" : bracketed("{", commaSeparated(node.entries, entry), "}");
    }
    case "builder":
      return bracketed("{", [at("binder"), " :", line, at("condition")], "}", " ");
    case "table": {
      const entry = (index: number): Doc => [
        bracedEntry(node.entries[index]?.key, at("entries", index, "key")),
        ": ",
        bracedEntry(node.entries[index]?.value, at("entries", index, "value")),
      ];
      return bracketed(
        "{",
        join(
          [",", line],
          node.entries.map((_, index) => entry(index)),
        ),
        "}",
        " ",
      );
    }
    case "range":
      return printRange(node, at);
    case "aggregate":
      return printAggregate(node, at);
    case "expectation": {
      const given =
        node.given.length === 0
          ? ""
          : [
              " |",
              line,
              join(
                [",", line],
                node.given.map((_, index) => at("given", index)),
              ),
            ];
      return [node.operator, bracketed("[", [at("body"), given], "]")];
    }
    case "payoff":
      return ["payoff ", at("agent")];
    case "deviation":
      return printDeviation(node, at);
  }
}

/** Inside braces a colon belongs to the table, and `name in` begins a set builder. */
function bracedEntry(node: Expression | undefined, printed: Doc): Doc {
  return parenthesizedIf(node !== undefined && (showsStep(node) || beginsBuilder(node)), printed);
}

function beginsBuilder(node: Expression): boolean {
  let first = node;
  while (first.kind === "binary" || first.kind === "range" || first.kind === "deviation") {
    if (first.kind === "binary" && first.operator === "in" && first.left.kind === "reference" && first.left.indices.length === 0) return true;
    first = first.kind === "binary" ? first.left : first.kind === "range" ? first.from : first.body;
  }
  return false;
}
