/** MECH10xx: claims of the spec that turn out false. */
import type { CodeEntry } from "../entry.ts";

export const claims = {
  "assert-failed": {
    code: "MECH1001",
    severity: "error",
    title: "assertion does not hold",
    explanation:
      "The claim was compared with the computed value and is false. Exact values are compared exactly; a value that is only known as an interval fails an exact claim unless the claim is itself an interval (`within [low, high]`).",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = 1/3\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = 1/2\n",
    stage: "solve",
  },
  "check-failed": {
    code: "MECH1002",
    severity: "error",
    title: "mechanism does not satisfy a requirement",
    explanation:
      "The rules were evaluated directly, and a requirement of the spec does not hold. The counterexample says who would deviate: the agent, her true type and signals, the report, the gain, and the line of the rule.",
    example:
      "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] in [0, 1] = value[i] / 4\n  transfer pay[i in bidder] = value[i] / 8\n}\n" +
      "payoff bidder[i] = value[i] * win[i] - pay[i]\nincentives dominant\nquantity revenue = E[sum(i in bidder) pay[i]]\nassert revenue >= 0\n",
    stage: "solve",
  },
  "assert-undecided": {
    code: "MECH1003",
    severity: "error",
    title: "assertion cannot be decided",
    explanation:
      "The value is known only as an interval, or optimality leaves it open within a range, and the claim holds for some of the values and not for others. State a range with `within`, or determine the quantity with `then to maximize`.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity growth = E[exp(theta)]\nassert growth = 2\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity growth = E[exp(theta)]\nassert growth within [1.8, 1.9]\n",
    stage: "solve",
  },
  "theorem-disagrees": {
    code: "MECH1004",
    severity: "error",
    title: "closed form and program disagree",
    explanation:
      "A theorem in the literature gives the answer for this spec in closed form, and the solved program gives another one. One of the two is wrong; this is a bug in Mech unless the data are inexact. Please report it with the spec.",
    example: "mech solve model.mech",
    stage: "command",
  },
  "objective-disagrees": {
    code: "MECH1005",
    severity: "error",
    title: "program and spec disagree about the objective",
    explanation:
      "The optimum was proved for the program, and the objective of the spec, evaluated directly with the solved rules and laws, is another number. The program does not say what the spec says; this is a bug in Mech. Please report it with the spec.",
    example: "mech solve model.mech",
    stage: "command",
  },
} as const satisfies Record<string, CodeEntry>;
