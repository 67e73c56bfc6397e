/** MECH02xx: names, scopes and index sets. */
import type { CodeEntry } from "../entry.ts";

export const names = {
  "unknown-name": {
    code: "MECH0201",
    severity: "error",
    title: "unknown name",
    explanation:
      "The name is not declared in this spec, is not a bound index at this place, and is not offered by a library that the spec uses. " +
      "Names are case-sensitive. A bound index (`i in bidder`) is known only inside the aggregate or declaration that binds it, and what is declared in the mechanism is not known in the prior. " +
      "A library function needs `use LIBRARY` first.",
    example: "model m\nparam rounds = 2\nagents bidder = 1..ruonds\n",
    fixedExample: "model m\nparam rounds = 2\nagents bidder = 1..rounds\n",
  },
  "duplicate-declaration": {
    code: "MECH0202",
    severity: "error",
    title: "name declared twice",
    explanation:
      "Every name has one declaration in a spec. Sets, agents, parameters, states, messages, rules and quantities share one name space, because expressions may mention any of them. " +
      "The labels show both declarations; rename one of them.",
    example: "model m\nparam n = 2\nparam n = 3\n",
    fixedExample: "model m\nparam n = 2\nparam rounds = 3\n",
  },
  "wrong-index-set": {
    code: "MECH0203",
    severity: "error",
    title: "index from the wrong set",
    explanation:
      "Index sets are types: a family declared over `bidder` is indexed by bidders and by nothing else, even when another set happens to have the same members. " +
      "The labels show where the family was declared and where the index was bound. Usually two indices have been swapped.",
    example:
      "model m\nagents bidder = 1..2\nset good = {apple, pear}\nparam worth[good] = [1, 2]\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\n" +
      "payoff bidder[i] = worth[i]\n",
    fixedExample:
      "model m\nagents bidder = 1..2\nset good = {apple, pear}\nparam worth[good] = [1, 2]\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\n" +
      "payoff bidder[i] = sum(g in good) worth[g]\n",
  },
  "wrong-index-count": {
    code: "MECH0204",
    severity: "error",
    title: "wrong number of indices",
    explanation:
      "A family must be used with as many indices as it was declared with. `win[i]` is one number; `win` alone is the whole family and is allowed only where a family is expected " +
      "(in `show`, as the target of a prior, and as an argument of a library rule).",
    example: "model m\nagents bidder = 1..2\nparam weight[bidder] = [1, 2]\nlet first = weight[1, 2]\n",
    fixedExample: "model m\nagents bidder = 1..2\nparam weight[bidder] = [1, 2]\nlet first = weight[1]\n",
  },
  "index-out-of-set": {
    code: "MECH0205",
    severity: "error",
    title: "index is not a member of the set",
    explanation:
      "The value used as an index is not a member of the index set of the family. Sets written as ranges contain both of their ends and nothing outside them. " +
      "When the index is computed, as in `value[i + 1]`, restrict the binder with a condition: `sum(i in S : i < n)`.",
    example: "model m\nagents bidder = 1..2\nparam weight[bidder] = [1, 2]\nlet third = weight[3]\n",
    fixedExample: "model m\nagents bidder = 1..2\nparam weight[bidder] = [1, 2]\nlet second = weight[2]\n",
  },
  "not-indexable": {
    code: "MECH0206",
    severity: "error",
    title: "this is not an indexed family",
    explanation:
      "Brackets pick a member of a family, an entry of a list or the value of a table. The name in front of these brackets stands for a single value.",
    example: "model m\nparam n = 2\nlet first = n[1]\n",
    fixedExample: "model m\nparam n = 2\nlet first = n\n",
  },
  "not-a-function": {
    code: "MECH0207",
    severity: "error",
    title: "this is not a function",
    explanation:
      "Parentheses behind a name call a function: one of the built-in functions, one declared with `function`, or one from a library. This name is declared as something else. Families are indexed with brackets, `win[i]`.",
    example: "model m\nagents bidder = 1..2\nparam weight[bidder] = [1, 2]\nlet first = weight(1)\n",
    fixedExample: "model m\nagents bidder = 1..2\nparam weight[bidder] = [1, 2]\nlet first = weight[1]\n",
  },
  "wrong-argument-count": {
    code: "MECH0208",
    severity: "error",
    title: "wrong number of arguments",
    explanation:
      "The function takes a different number of arguments than it is given here. A function declared with `function` takes exactly its parameters; of the built-in functions only some have optional arguments.",
    example: "model m\nfunction double(x) = 2 * x\nlet y = double(1, 2)\n",
    fixedExample: "model m\nfunction double(x) = 2 * x\nlet y = double(1)\n",
  },
  "cyclic-definition": {
    code: "MECH0209",
    severity: "error",
    title: "definition depends on itself",
    explanation:
      "The value of this name needs the value of the name itself, directly or through other definitions; the labels show the way round. " +
      "The same holds for functions: the language has no recursion, so that every spec can be evaluated in a known number of steps.",
    example: "model m\nlet a = b + 1\nlet b = a - 1\n",
    fixedExample: "model m\nlet a = 2\nlet b = a - 1\n",
  },
  "unknown-library": {
    code: "MECH0210",
    severity: "error",
    title: "unknown library",
    explanation: "`use` imports a library of rules by its name. There is no library of this name; the hint lists those that exist.",
    example: "model m\nuse auction_rules\n",
    fixedExample: "model m\nuse auctions\n",
  },
  "unknown-library-member": {
    code: "MECH0211",
    severity: "error",
    title: "the library has no such member",
    explanation: "A `use` declaration with parentheses imports only the listed members, and one of them is not in the library.",
    example: "model m\nuse auctions (third_prize)\n",
    fixedExample: "model m\nuse auctions (second_price)\n",
  },
  "out-of-scope": {
    code: "MECH0212",
    severity: "error",
    title: "not known at this place",
    explanation:
      "The name is declared, but its value does not exist yet where it is used. Parameters and sets are fixed first, then the states are drawn, then the signals, then the messages are sent, then the mechanism acts. " +
      "An earlier stage cannot use a later one: a prior cannot depend on a message, and a set cannot depend on a state.",
    example: "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nset good = 1..value[1]\n",
    fixedExample: "model m\nparam n = 2\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nset good = 1..n\n",
  },
  "reserved-name": {
    code: "MECH0213",
    severity: "error",
    title: "name is taken by the language",
    explanation: "Words such as `others`, `messages` or `infeasible` have a meaning of their own in expressions and cannot be declared. Functions of the language are known by their parenthesis, so their names are free.",
    example: "model m\nparam others = 2\n",
    fixedExample: "model m\nparam rounds = 2\n",
  },
} as const satisfies Record<string, CodeEntry>;
