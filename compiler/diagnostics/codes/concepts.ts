/** MECH07xx: solution concepts, requirements, quantities and moves. */
import type { CodeEntry } from "../entry.ts";

const auction =
  "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n" +
  "  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\nquantity revenue = E[sum(i in bidder) pay[i]]\n";

export const concepts = {
  "unknown-concept": {
    code: "MECH0701",
    severity: "error",
    title: "unknown solution concept",
    explanation:
      "`incentives` takes `bayesian`, `ex_post`, `dominant` or `obedient`; `participation` takes `none`, `ex_ante`, `interim`, `ex_post` or `secure`.",
    example: auction + "incentives bayes\nseller chooses mechanism to maximize revenue\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\nseller chooses mechanism to maximize revenue\n",
  },
  "concept-twice": {
    code: "MECH0702",
    severity: "error",
    title: "concept set twice for the same agents",
    explanation:
      "The same agents get two incentive or two participation concepts; the labels show both. Use `for` to give different agents different concepts.",
    example: auction + "incentives bayesian\nincentives dominant\nseller chooses mechanism to maximize revenue\n",
    fixedExample: auction + "incentives dominant\nparticipation ex_post\nseller chooses mechanism to maximize revenue\n",
  },
  "spec-incomplete": {
    code: "MECH0703",
    severity: "error",
    title: "nothing is chosen and something is missing",
    explanation:
      "Without a move everything must be given: the prior, the information, the rules of the mechanism and the strategies. The message says what is missing and which line would complete the spec.",
    example: auction + "incentives bayesian\nassert revenue >= 0\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\nseller chooses mechanism to maximize revenue\nassert revenue >= 0\n",
  },
  "bilinear-moves": {
    code: "MECH0704",
    severity: "error",
    title: "mechanism and information chosen by the same player",
    explanation:
      "When one player chooses both, the program contains the product of an allocation and a probability, both unknown: it is bilinear and has no linear formulation in general. " +
      "Fix one of the two: give the mechanism and choose the information, or give the information and choose the mechanism, or let another player choose one of them.",
    example:
      auction +
      "information {\n  signal hint[i in bidder] in {0, 1} private to bidder[i]\n}\nincentives bayesian\nseller chooses mechanism, information to maximize revenue\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\nseller chooses mechanism to maximize revenue\n",
  },
  "nothing-to-choose": {
    code: "MECH0705",
    severity: "error",
    title: "the move has nothing left to choose",
    explanation:
      "Every component of what the move is about has a rule already, so there is nothing to choose. Remove the move or remove the rule (`=` or `~`) from the component that should be chosen.",
    example:
      "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  transfer pay[i in bidder] = 1\n}\npayoff bidder[i] = value[i] - pay[i]\n" +
      "quantity revenue = E[sum(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n",
  },
  "chosen-twice": {
    code: "MECH0706",
    severity: "error",
    title: "chosen by two moves",
    explanation: "The mechanism, the information and the prior can each be chosen once. The labels show both moves.",
    example: auction + "incentives bayesian\nseller chooses mechanism to maximize revenue\nnature chooses mechanism to minimize revenue\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\nseller chooses mechanism to maximize revenue\n",
  },
  "objective-not-a-quantity": {
    code: "MECH0707",
    severity: "error",
    title: "objective is not a quantity",
    explanation:
      "A move maximises or minimises an expected number: a declared `quantity`, or an expression in expectations such as `E[sum(i in bidder) pay[i]]`. An expression that varies with the state or the messages has no single value to optimise.",
    example: auction + "incentives bayesian\nseller chooses mechanism to maximize pay[1]\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\nseller chooses mechanism to maximize E[pay[1]]\n",
  },
  "condition-not-observable": {
    code: "MECH0708",
    severity: "error",
    title: "expectation conditional on something unobservable",
    explanation:
      "Behind the bar of `E[x | ...]` stand signals, types and messages, or events about given states. Conditioning on a chosen allocation or transfer is not linear. Condition on the message that leads to it.",
    example: auction + "require fair[i in bidder]: E[value[i] | win[i]] >= 1\nseller chooses mechanism to maximize revenue\n",
  },
  "condition-has-probability-zero": {
    code: "MECH0709",
    severity: "error",
    title: "condition has probability zero",
    stage: "solve",
    explanation:
      "A conditional expectation is defined only where the condition has positive probability. The message names the values of the condition for which it has none.",
    example: "model m\nstate theta in {0, 1, 2}\nprior theta ~ {0: 1/2, 1: 1/2}\nquantity mean = E[theta | theta = 2]\nassert mean = 2\n",
    fixedExample: "model m\nstate theta in {0, 1, 2}\nprior theta ~ {0: 1/2, 1: 1/4, 2: 1/4}\nquantity mean = E[theta | theta = 2]\nassert mean = 2\n",
  },
  "within-reversed": {
    code: "MECH0711",
    severity: "error",
    title: "bounds of `within` are reversed",
    explanation: "`within [low, high]` needs `low <= high`; otherwise the claim could never hold.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean within [1, 0]\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\nassert mean within [0, 1]\n",
  },
  "varies-outside-expectation": {
    code: "MECH0712",
    severity: "error",
    title: "value varies with the state and no expectation is taken",
    explanation:
      "A quantity is one number, so whatever depends on states, signals or messages must stand inside `E[...]` or `P[...]`. In `require`, a relation without expectations is read pointwise, at every message profile.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = theta\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\n",
  },
} as const satisfies Record<string, CodeEntry>;
