/** MECH06xx: mechanisms, messages, and what keeps a program linear. */
import type { CodeEntry } from "../entry.ts";

const auction = "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\n";

export const mechanism = {
  "product-of-chosen": {
    code: "MECH0601",
    severity: "error",
    title: "product of two chosen quantities",
    explanation:
      "Both factors are chosen by the solver, so the product is not linear and the spec does not compile to a linear program. The marked factors are the innermost ones. " +
      "The usual remedy is a change of variables: choose the payment itself instead of a price per unit, since `pay = price * win` is a free variable of its own.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  allocation price[i in bidder] in [0, 2]\n}\npayoff bidder[i] = value[i] * win[i] - price[i] * win[i]\n" +
      "incentives bayesian\nquantity revenue = E[sum(i in bidder) price[i] * win[i]]\nseller chooses mechanism to maximize revenue\n",
    fixedExample:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\n" +
      "incentives bayesian\nparticipation interim\nquantity revenue = E[sum(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n",
  },
  "division-by-chosen": {
    code: "MECH0602",
    severity: "error",
    title: "division by a chosen quantity",
    explanation:
      "The divisor is chosen by the solver, so the quotient is not linear. Multiply the relation through by the divisor when its sign is known: `E[a] / E[b] >= r` becomes `E[a] >= r * E[b]`.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\n" +
      "quantity revenue = E[pay[1] / win[1]]\nseller chooses mechanism to maximize revenue\n",
  },
  "condition-on-chosen": {
    code: "MECH0603",
    severity: "error",
    title: "condition on a chosen quantity",
    explanation:
      "The condition of `if`, of an aggregate or of `when` decides which rows and terms the program has, so it must be known before the program is solved. It may depend on parameters, states, signals and messages, not on an allocation or transfer that is still to be chosen.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n}\npayoff bidder[i] = if win[i] > 1/2 then value[i] - pay[i] else 0\nparticipation interim\n" +
      "quantity revenue = E[pay[1]]\nseller chooses mechanism to maximize revenue\n",
  },
  "nonlinear-in-chosen": {
    code: "MECH0604",
    severity: "error",
    title: "not linear in a chosen quantity",
    explanation:
      "`max`, `min`, `argmax`, `nth`, powers and transcendental functions of a chosen quantity are not linear. A maximum on the small side of `<=` can be written as one row per argument: " +
      "`require cap[i in S]: x[i] <= bound` says the same as `max(i in S) x[i] <= bound`.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\n" +
      "quantity revenue = E[max(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n",
  },
  "unobserved-in-rule": {
    code: "MECH0605",
    severity: "error",
    title: "rule depends on something that nobody told the mechanism",
    explanation:
      "An allocation or transfer is a function of the messages. A `state` is observed by nobody and a private signal only by its agent, so a rule cannot use them: only what is reported reaches the mechanism. " +
      "Declare it as a `type` of an agent, who then reports it, or as a public signal.",
    example:
      "model m\nagents bidder = 1..2\nstate quality in {0, 1}\nprior quality ~ uniform\nmechanism {\n  allocation win[i in bidder] = quality / 2\n}\n",
    fixedExample:
      "model m\nagents bidder = 1..2\nstate quality in {0, 1}\nprior quality ~ uniform\nmechanism {\n  allocation win[i in bidder] = 1 / 2\n}\n",
  },
  "type-in-indirect-rule": {
    code: "MECH0606",
    severity: "error",
    title: "type used where only messages are observed",
    explanation:
      "The mechanism declares its own messages, so its rules see those and not the types. In a direct mechanism (no `message` declaration) a type in a rule means the reported type. Use the message, or drop the `message` declaration.",
    example: auction + "mechanism {\n  message bid[i in bidder] in {0, 1, 2}\n  allocation win[i in bidder] = value[i] / 4\n}\n",
    fixedExample: auction + "mechanism {\n  message bid[i in bidder] in {0, 1, 2} = value[i]\n  allocation win[i in bidder] = bid[i] / 4\n}\n",
  },
  "strategy-missing": {
    code: "MECH0607",
    severity: "error",
    title: "no strategy and nobody to recommend one",
    explanation:
      "The mechanism has messages of its own, everything is given, and nothing says what the agents send, so no expectation is defined. " +
      "Give the strategy (`message bid[i in bidder] in S = expression`), or let somebody choose the information: her recommendations are then the strategies, as in a Bayes correlated equilibrium.",
    example:
      auction +
      "mechanism {\n  message bid[i in bidder] in {0, 1, 2}\n  allocation win[i in bidder] = bid[i] / 4\n  transfer pay[i in bidder] = bid[i] / 8\n}\n" +
      "payoff bidder[i] = value[i] * win[i] - pay[i]\nquantity revenue = E[sum(i in bidder) pay[i]]\nassert revenue >= 0\n",
    fixedExample:
      auction +
      "mechanism {\n  message bid[i in bidder] in {0, 1, 2} = value[i]\n  allocation win[i in bidder] = bid[i] / 4\n  transfer pay[i in bidder] = bid[i] / 8\n}\n" +
      "payoff bidder[i] = value[i] * win[i] - pay[i]\nquantity revenue = E[sum(i in bidder) pay[i]]\nassert revenue >= 0\n",
  },
  "message-outside-set": {
    code: "MECH0608",
    severity: "error",
    title: "strategy sends a message outside the message set",
    explanation:
      "For the type and signals that the message names, the strategy gives a value that is not in the declared message set. Extend the set or the strategy.",
    example: auction + "mechanism {\n  message bid[i in bidder] in {0, 1} = value[i]\n  allocation win[i in bidder] = bid[i] / 2\n}\n",
    fixedExample: auction + "mechanism {\n  message bid[i in bidder] in {0, 1, 2} = value[i]\n  allocation win[i in bidder] = bid[i] / 4\n}\n",
  },
  "payoff-missing": {
    code: "MECH0610",
    severity: "error",
    title: "agents without a payoff",
    explanation: "Incentives, participation and obedience compare payoffs, so each set of agents that they concern needs a `payoff` declaration.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n}\nincentives bayesian\n" +
      "quantity revenue = E[sum(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n",
  },
  "payoff-twice": {
    code: "MECH0611",
    severity: "error",
    title: "two payoffs for the same agents",
    explanation: "A set of agents has one payoff; the labels show both declarations. Add the terms up in one expression.",
    example: auction + "payoff bidder[i] = value[i]\npayoff bidder[i] = 2 * value[i]\n",
    fixedExample: auction + "payoff bidder[i] = 3 * value[i]\n",
  },
  "type-needs-agent": {
    code: "MECH0612",
    severity: "error",
    title: "a type belongs to an agent",
    explanation:
      "A `type` is a state that one agent observes, so its first index must be a set declared with `agents`. For a state that nobody observes, write `state`.",
    example: "model m\nset good = {apple, pear}\ntype quality[g in good] in {0, 1}\n",
    fixedExample: "model m\nset good = {apple, pear}\nstate quality[g in good] in {0, 1}\nprior quality[g] ~ uniform\n",
  },
  "not-agents": {
    code: "MECH0613",
    severity: "error",
    title: "not a set of agents",
    explanation:
      "Payoffs, outside options, private signals, concepts and reports concern agents; this set is declared with `set`. Declare it with `agents` if its members decide something.",
    example: "model m\nset bidder = 1..2\npayoff bidder[i] = 1\n",
    fixedExample: "model m\nagents bidder = 1..2\npayoff bidder[i] = 1\n",
  },
  "expectation-in-rule": {
    code: "MECH0614",
    severity: "error",
    title: "expectation inside a rule of the mechanism",
    explanation:
      "A rule says what happens at one profile of messages. `E[...]` and `P[...]` average over profiles, so they belong in quantities and in `require`. A constant such as a mean can be given as a parameter.",
    example: auction + "mechanism {\n  allocation win[i in bidder] = E[value[i]] / 4\n}\n",
    fixedExample: auction + "mechanism {\n  allocation win[i in bidder] = value[i] / 4\n}\n",
  },
  "relation-expected": {
    code: "MECH0616",
    severity: "error",
    title: "a relation is expected",
    explanation:
      "`feasible` and `require` state a comparison with `<=`, `>=` or `=`. Strict inequalities describe open sets, on which an optimum need not exist, so they are not allowed.",
    example: auction + "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  feasible win[1] < 1\n}\n",
    fixedExample: auction + "mechanism {\n  allocation win[i in bidder] in [0, 1] = 1/2\n  feasible win[1] <= 1\n}\n",
  },
} as const satisfies Record<string, CodeEntry>;
