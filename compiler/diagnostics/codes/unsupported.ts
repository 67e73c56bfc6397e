/** MECH11xx: specs with a meaning for which this version has no program. */
import type { CodeEntry } from "../entry.ts";

const auction =
  "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n" +
  "  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\nquantity revenue = E[sum(i in bidder) pay[i]]\n";

export const unsupported = {
  "unsupported-moves": {
    code: "MECH1101",
    severity: "error",
    title: "this list of moves is not compiled yet",
    explanation:
      "The order of the moves determines the program, and this version has no program for this order. The message names the cell of the table of moves. The spec is not wrong: its meaning is defined, but nothing here solves it.",
    example: auction + "incentives bayesian\nseller chooses mechanism to maximize revenue\nfriend chooses information to maximize revenue\n",
  },
  "unsupported-construct": {
    code: "MECH1102",
    severity: "error",
    title: "this construct is not compiled yet in this program",
    explanation:
      "The construct is part of the language, but the program that the moves of this spec call for does not support it in this version. The message names the program and, where there is one, a way round.",
    example:
      "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\ninformation {\n  draw s ~ bernoulli(1/2 | value[1] = 2)\n  signal heard private to bidder[2] = s\n}\n" +
      "mechanism {\n  allocation win[i in bidder] in [0, 1] = 1/2\n}\npayoff bidder[i] = value[i] * win[i]\nquantity welfare = E[payoff bidder[1]]\nassert welfare = 3/4\n",
  },
} as const satisfies Record<string, CodeEntry>;
