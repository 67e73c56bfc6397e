/** MECH01xx: what the parser finds, in families; `faults.ts` says which kind of mistake belongs to which. */
import type { CodeEntry } from "../entry.ts";

export const syntax = {
  "syntax-error": {
    code: "MECH0101",
    severity: "error",
    title: "syntax error",
    explanation:
      "The text does not follow the grammar at the marked place. The message says what would have been allowed there. The parser skips to the next declaration and goes on, so that one run reports several errors; a later error may be a consequence of an earlier one, so fix the first one first.",
    example: "model m\nparam n = 2 [\n",
    fixedExample: "model m\nparam n = 2\n",
  },
  "bracket-mismatch": {
    code: "MECH0102",
    severity: "error",
    title: "brackets do not match",
    explanation:
      "An opening bracket or brace is not closed, or a closing one closes nothing. The message marks the place where the other one was expected; the mistake itself is often earlier on the same line.",
    example: "model m\nagents bidder = 1..2\npayoff bidder[i = 1\n",
    fixedExample: "model m\nagents bidder = 1..2\npayoff bidder[i] = 1\n",
  },
  "text-not-closed": {
    code: "MECH0103",
    severity: "error",
    title: "text or comment is not closed",
    explanation:
      "A text is written in straight double quotes and ends on the line on which it begins. A comment that begins with `/*` ends with `*/`. Typographic and single quotes are not quotes here.",
    example: 'model m\ncite "Myerson (1981)\nparam n = 2\n',
    fixedExample: 'model m\ncite "Myerson (1981)"\nparam n = 2\n',
  },
  "misspelt-operator": {
    code: "MECH0104",
    severity: "error",
    title: "operator of another language",
    explanation:
      "The operator is spelt as in another language or in print. Here one `=` both defines and compares, `!=` is unequal, `<=` and `>=` are the weak inequalities, `^` is a power, `*` a product, `..` a range, and `and`, `or`, `not` are words.",
    example: "model m\nparam n = 2\nassert n == 2\n",
    fixedExample: "model m\nparam n = 2\nassert n = 2\n",
  },
  "unexpected-character": {
    code: "MECH0105",
    severity: "error",
    title: "character that is not part of the language",
    explanation:
      "Names are made of the letters a to z in either case, digits and `_`. Letters of other alphabets and mathematical symbols are allowed in comments and texts only, so that every spec can be typed and searched for on any keyboard.",
    example: "model m\nlet x = 1 @ 2\n",
    fixedExample: "model m\nlet x = 1 + 2\n",
  },
  "misplaced-declaration": {
    code: "MECH0106",
    severity: "error",
    title: "declaration in the wrong place",
    explanation:
      "Messages, allocations, transfers and `feasible` stand inside `mechanism { ... }`; signals and draws inside `information { ... }`; everything else stands outside of both. A `let` or a `function` may stand anywhere.",
    example: "model m\nagents bidder = 1..2\nallocation win[i in bidder] in [0, 1]\n",
    fixedExample: "model m\nagents bidder = 1..2\nmechanism {\n  allocation win[i in bidder] in [0, 1] = 1/2\n}\n",
  },
  "incomplete-move": {
    code: "MECH0107",
    severity: "error",
    title: "move that is not complete",
    explanation:
      "A move names a player, what the player chooses (`mechanism`, `information` or `prior`), and what for: `seller chooses mechanism to maximize revenue`. Further objectives are joined by `then to maximize ...`.",
    example: "model m\nseller chooses prices to maximize revenue\n",
    fixedExample: "model m\nseller chooses mechanism to maximize revenue\n",
  },
  "reserved-word": {
    code: "MECH0108",
    severity: "error",
    title: "word of the language used as a name",
    explanation:
      "Words such as `state`, `type`, `sum` and `if` have a meaning of their own and cannot name anything. Append something to it: `state_of_world`.",
    example: "model m\nparam state = 3\n",
    fixedExample: "model m\nparam states = 3\n",
  },
  "chained-operator": {
    code: "MECH0109",
    severity: "error",
    title: "comparisons or ranges in a chain",
    explanation:
      "Two comparisons in a row, as in `a <= b <= c`, could be read in several ways. Write `a <= b and b <= c`. A range has two ends and an optional step: `0..1:1/10`.",
    example: "model m\nparam n = 2\nassert 1 <= n <= 3\n",
    fixedExample: "model m\nparam n = 2\nassert 1 <= n and n <= 3\n",
  },
  "expression-too-large": {
    code: "MECH0110",
    severity: "error",
    title: "expression nested too deeply or too long",
    explanation:
      "The nesting of expressions and the number of operators in one expression are limited, so that no file can exhaust the stack. Name parts with `let`, or write a sum over a set with `sum(i in S) ...`.",
    example: `model m\nlet x = ${"(".repeat(150)}1${")".repeat(150)}\n`,
  },
  "part-missing": {
    code: "MECH0111",
    severity: "error",
    title: "part of a declaration is missing",
    explanation:
      "The declaration stops before it is complete: a name, a value, a set, a distribution or an audience is missing. The hint shows a complete declaration of this kind.",
    example: "model m\nagents bidder\n",
    fixedExample: "model m\nagents bidder = 1..2\n",
  },
  "not-a-declaration": {
    code: "MECH0112",
    severity: "error",
    title: "this does not begin a declaration",
    explanation:
      "Every line of a spec begins with the kind of what it declares: `param`, `set`, `agents`, `state`, `type`, `prior`, `let`, `quantity`, `assert` and so on. A move begins with the name of its player.",
    example: "model m\nn = 3\n",
    fixedExample: "model m\nlet n = 3\n",
  },
  "wrong-brackets": {
    code: "MECH0113",
    severity: "error",
    title: "brackets of the wrong kind",
    explanation:
      "Brackets `[ ]` hold indices, lists and intervals, parentheses `( )` group and hold the arguments of functions, braces `{ }` hold sets and tables. Parentheses around nothing mean nothing.",
    example: "model m\nagents bidder = 1..2\ntype value(i in bidder) in {1, 2}\n",
    fixedExample: "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\n",
  },
  "separator-mistake": {
    code: "MECH0114",
    severity: "error",
    title: "separator missing or superfluous",
    explanation:
      "Entries are separated by commas, without one behind the last; between two values stands an operator, `2 * x` and not `2 x`; declarations are not separated by anything.",
    example: "model m\nset good = {apple pear}\n",
    fixedExample: "model m\nset good = {apple, pear}\n",
  },
  "binder-missing": {
    code: "MECH0115",
    severity: "error",
    title: "aggregate without a variable and its set",
    explanation:
      "`sum`, `max`, `min`, `argmax`, `count`, `all` and their like run over named variables: `sum(i in bidder) win[i]`, several with commas, and a condition behind a colon: `sum(i in bidder, j in bidder : i != j) x[i] * x[j]`.",
    example: "model m\nagents bidder = 1..2\nlet total = sum(i in bidder, j) 1\n",
    fixedExample: "model m\nagents bidder = 1..2\nlet total = sum(i in bidder, j in bidder) 1\n",
  },
  "rule-twice": {
    code: "MECH0116",
    severity: "error",
    title: "two rules for one signal",
    explanation: "A signal has one rule, either `=` or `~`, in front of or behind the words that say who observes it.",
    example: "model m\nagents bidder = 1..2\ninformation {\n  signal x[i in bidder] = 1 private to bidder[i] ~ uniform({0, 1})\n}\n",
    fixedExample: "model m\nagents bidder = 1..2\ninformation {\n  signal x[i in bidder] private to bidder[i] ~ uniform({0, 1})\n}\n",
  },
} as const satisfies Record<string, CodeEntry>;
