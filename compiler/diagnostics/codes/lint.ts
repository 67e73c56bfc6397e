/** MECH12xx: warnings. They never stop a compilation. */
import type { CodeEntry } from "../entry.ts";

export const lint = {
  "unused-name": {
    code: "MECH1201",
    severity: "warning",
    title: "declared and never used",
    explanation: "Nothing in the spec depends on this declaration. Remove it, or use it in a quantity or `show`.",
    example: "model m\nparam reserve = 1\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = 1/2\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = 1/2\n",
  },
  "unused-library": {
    code: "MECH1202",
    severity: "warning",
    title: "library imported and never used",
    explanation: "No rule of the library is used in the spec. Remove the `use` line.",
    example: "model m\nuse auctions\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = 1/2\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean = 1/2\n",
  },
  "type-has-probability-zero": {
    code: "MECH1203",
    severity: "warning",
    title: "type has probability zero",
    explanation:
      "The type is in the declared set, but the prior gives it no weight. Bayesian and interim requirements say nothing about it, because its beliefs are not defined; dominant and ex post requirements still bind it. Remove it from the set if that is not intended.",
    example:
      "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2, 3}\nprior value[i] ~ {1: 1/2, 2: 1/2}\nmechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n" +
      "  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\nincentives bayesian\nparticipation interim\n" +
      "quantity revenue = E[sum(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n",
  },
  "inexact-data": {
    code: "MECH1204",
    severity: "warning",
    title: "inexact data",
    explanation:
      "A transcendental function (`exp`, `log`, `sqrt`, or the distribution function of a continuous law) makes this value inexact. Everything computed from it is reported with a tolerance and cannot be certified as an exact number.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(exp(-1))\nquantity mean = E[theta]\nassert mean within [0.36, 0.37]\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(0.368)\nquantity mean = E[theta]\nassert mean within [0.36, 0.37]\n",
  },
  "shadowed-name": {
    code: "MECH1205",
    severity: "warning",
    title: "index hides another name",
    explanation: "The bound index has the same name as a declaration or an outer index, which cannot be reached inside. Rename the index.",
    example: "model m\nparam i = 2\nlet total = sum(i in 1..3) i\nlet other = i + total\n",
    fixedExample: "model m\nparam k = 2\nlet total = sum(i in 1..3) i\nlet other = k + total\n",
  },
} as const satisfies Record<string, CodeEntry>;
