/** MECH03xx: kinds of values and errors of evaluation. */
import type { CodeEntry } from "../entry.ts";

export const values = {
  "not-a-number": {
    code: "MECH0301",
    severity: "error",
    title: "not a number",
    explanation:
      "A number is expected here and something else was found: a truth value, a set, a list, a symbol. A truth value is not a number: " +
      "write `if condition then 1 else 0` for an indicator, or `P[condition]` for its probability.",
    example: "model m\nparam x = 1 + true\n",
    fixedExample: "model m\nparam x = 1 + 1\n",
  },
  "not-a-truth-value": {
    code: "MECH0302",
    severity: "error",
    title: "not a truth value",
    explanation:
      "Conditions, the operands of `and`, `or` and `not`, and the event of `P[...]` are truth values. A number is not one: write the comparison, `x > 0`.",
    example: "model m\nparam n = 2\nparam x = if n then 1 else 0\n",
    fixedExample: "model m\nparam n = 2\nparam x = if n > 0 then 1 else 0\n",
  },
  "not-a-set": {
    code: "MECH0303",
    severity: "error",
    title: "not a set",
    explanation:
      "A set is expected here: a declared set, a range `1..n`, a literal `{1, 2}`, a builder `{ i in S : condition }`, or `grid(low, high, step)`. " +
      "A single number is not the set of the numbers up to it.",
    example: "model m\nparam n = 2\nagents bidder = n\n",
    fixedExample: "model m\nparam n = 2\nagents bidder = 1..n\n",
  },
  "division-by-zero": {
    code: "MECH0305",
    severity: "error",
    title: "division by zero",
    explanation:
      "The divisor is zero for at least one member of the index sets; the message names it. Numbers are exact, so this is never an effect of rounding. " +
      "Guard the division: `if size(top) > 0 then 1 / size(top) else 0`.",
    example: "model m\nparam n = 0\nparam share = 1 / n\n",
    fixedExample: "model m\nparam n = 2\nparam share = 1 / n\n",
  },
  "bad-interval": {
    code: "MECH0306",
    severity: "error",
    title: "interval or range with its ends in the wrong order",
    explanation:
      "The lower end must not exceed the upper end, and a step must be positive. A range whose ends are in the wrong order has no members, and is reported where a member is needed.",
    example: "model m\nstate theta in [1, 0]\nprior theta ~ uniform\n",
    fixedExample: "model m\nstate theta in 0..1:1/4\nprior theta ~ uniform\n",
  },
  "empty-set": {
    code: "MECH0307",
    severity: "error",
    title: "no member to choose from",
    explanation:
      "`max`, `min`, `argmax`, `nth` and distributions over a set need at least one member (`nth` as many as its rank). The message says for which indices the set is empty.",
    example: "model m\nset small = { i in 1..3 : i > 5 }\nparam top = max(i in small) i\n",
    fixedExample: "model m\nset small = { i in 1..3 : i > 1 }\nparam top = max(i in small) i\n",
  },
  "not-an-integer": {
    code: "MECH0308",
    severity: "error",
    title: "not an integer",
    explanation: "Ends of ranges without a step, ranks, exponents, numbers of draws and numbers of grid points are integers.",
    example: "model m\nset action = ladder(1/2)\n",
    fixedExample: "model m\nagents bidder = 1..2\n",
  },
  "outside-domain-of-function": {
    code: "MECH0309",
    severity: "error",
    title: "argument outside the domain of the function",
    explanation:
      "The function is not defined at this argument: the logarithm of a number that is not positive, the root of a negative number, zero to a negative power.",
    example: "model m\nparam x = log(0)\n",
    fixedExample: "model m\nparam x = log(1)\n",
  },
  "wrong-shape": {
    code: "MECH0310",
    severity: "error",
    title: "list or table does not fit its index sets",
    explanation:
      "A family given as a list needs one entry per member of its index set, in the order of the set, and one level of nesting per index. A family given as a table needs exactly one entry per key.",
    example: "model m\nagents bidder = 1..2\nparam mean[bidder] = [3/5, 2/5, 1/5]\n",
    fixedExample: "model m\nagents bidder = 1..2\nparam mean[bidder] = [3/5, 2/5]\n",
  },
  "wrong-kind": {
    code: "MECH0311",
    severity: "error",
    title: "value of the wrong kind",
    explanation:
      "The construct expects another kind of value than the one written: the message names both. A distribution, for instance, is drawn from with `~` and is not itself a number.",
    example: "model m\nset good = {1, 2}\nparam x = size(3)\n",
    fixedExample: "model m\nset good = {1, 2}\nparam x = size(good)\n",
  },
  "number-too-large": {
    code: "MECH0312",
    severity: "error",
    title: "number too large",
    explanation:
      "Exact numbers may have many digits, but not without limit: a power such as `10 ^ 1000000` would fill the memory. Use a smaller exponent, or an inexact function such as `exp`.",
    example: "model m\nparam x = 10 ^ (10 ^ 9)\n",
  },
} as const satisfies Record<string, CodeEntry>;
