/** MECH08xx: limits, checked from the sizes of the index sets before anything is enumerated. */
import type { CodeEntry } from "../entry.ts";

export const sizes = {
  "state-space-too-large": {
    code: "MECH0801",
    severity: "error",
    title: "too many states",
    explanation:
      "The joint state space is the product of the supports of all states, and it has more members than the limit. The message shows the product. Fewer values per state, fewer agents, or `exchangeable(...)` make it smaller.",
    example:
      "model m\nparam n = 40\nagents bidder = 1..n\ntype value[i in bidder] in 1..10\nprior value[i] ~ uniform\nquantity total = E[sum(i in bidder) value[i]]\n",
  },
  "program-too-large": {
    code: "MECH0802",
    severity: "error",
    title: "program too large",
    explanation:
      "The number of rows, columns or nonzeros, computed from the index sets before the program is built, is over the limit. The message shows the formula with its factors, so that it is plain which set to make smaller.",
    example:
      "model m\nagents bidder = 1..3\ntype value[i in bidder] in 1..40\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n}\n" +
      "payoff bidder[i] = value[i] * win[i] - pay[i]\nincentives dominant\nquantity revenue = E[pay[1]]\nseller chooses mechanism to maximize revenue\n",
  },
  "set-too-large": {
    code: "MECH0803",
    severity: "error",
    title: "set too large",
    explanation: "A range, grid or builder has more members than the limit for a single set. The message gives the number.",
    example: "model m\nset level = 0..1:1/100000000\n",
    fixedExample: "model m\nset level = 0..1:1/100\n",
  },
  "evaluation-too-long": {
    code: "MECH0804",
    severity: "error",
    title: "expression takes too many steps to evaluate",
    explanation:
      "Nested aggregates multiply: a sum over `S` inside a sum over `T` takes as many steps as there are pairs. The number of steps of one expression is limited so that checking a file always ends soon.",
    example: "model m\nset s = 1..1000\nparam x = sum(a in s, b in s, c in s, d in s) a * b * c * d\n",
  },
  "sweep-too-large": {
    code: "MECH0805",
    severity: "error",
    title: "too many points in a sweep",
    explanation:
      "`mech sweep` evaluates the spec once per combination of the values of all `--set` ranges. Their number, computed from the bounds and steps before anything is evaluated, is over the limit. The message shows the product.",
    example: "mech sweep model.mech --set p=0..1:1/1000 --set q=0..1:1/1000",
    fixedExample: "mech sweep model.mech --set p=0..1:1/10 --set q=0..1:1/10",
    stage: "command",
  },
} as const satisfies Record<string, CodeEntry>;
