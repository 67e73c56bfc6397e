/** MECH12xx: warnings. They never stop a compilation. */
import type { CodeEntry } from "../entry.ts";

export const lint = {
  "type-has-probability-zero": {
    code: "MECH1203",
    severity: "warning",
    title: "type has probability zero",
    explanation:
      "The type is in the declared set, but the prior gives it no weight. Nobody can have it, so it gets no rows and cannot be reported. Remove it from the set if that is not intended.",
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
      "A transcendental function (`exp`, `log`, `sqrt`, or the distribution function of a continuous law) makes a probability inexact. Everything computed from it is reported without a fraction, and a proof of optimality holds for the rounded data.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(exp(-1))\nquantity mean = E[theta]\nassert mean within [0.36, 0.37]\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(0.368)\nquantity mean = E[theta]\nassert mean within [0.36, 0.37]\n",
  },
} as const satisfies Record<string, CodeEntry>;
