/** MECH05xx: states, priors and distributions. */
import type { CodeEntry } from "../entry.ts";

export const priors = {
  "prior-missing": {
    code: "MECH0501",
    severity: "error",
    title: "state without a prior",
    explanation:
      "Every `state` and `type` needs a law: a `prior` declaration of its own, a joint one with other states, or `any with` constraints when nature chooses the prior. " +
      "The language assumes no default, because a uniform prior and an unknown prior are different models.",
    example: "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nincentives dominant\n",
    fixedExample: "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nincentives dominant\n",
  },
  "prior-twice": {
    code: "MECH0502",
    severity: "error",
    title: "state with two priors",
    explanation:
      "Two `prior` declarations give a law to the same state; the labels show both. Write dependence between states as one joint prior or let one prior depend on the other state.",
    example: "model m\nstate theta in {1, 2}\nprior theta ~ uniform\nprior theta ~ {1: 1/3, 2: 2/3}\n",
    fixedExample: "model m\nstate theta in {1, 2}\nprior theta ~ {1: 1/3, 2: 2/3}\n",
  },
  "prior-sum": {
    code: "MECH0503",
    severity: "error",
    title: "probabilities do not sum to one",
    explanation:
      "The probabilities of a distribution sum to exactly one. The message gives the missing or the surplus mass as a fraction. Decimals are exact: three times `0.333` is not one; write `1/3`.",
    example: "model m\nstate theta in {1, 2}\nprior theta ~ {1: 1/3, 2: 1/3}\n",
    fixedExample: "model m\nstate theta in {1, 2}\nprior theta ~ {1: 1/3, 2: 2/3}\n",
  },
  "negative-probability": {
    code: "MECH0504",
    severity: "error",
    title: "negative probability",
    explanation:
      "A probability is at least zero and at most one. The message names the outcome; a formula for a probability may be right for some members of an index set and negative for others.",
    example: "model m\nstate theta in {1, 2}\nprior theta ~ {1: 3/2, 2: -1/2}\n",
    fixedExample: "model m\nstate theta in {1, 2}\nprior theta ~ {1: 1/2, 2: 1/2}\n",
  },
  "outcome-outside-domain": {
    code: "MECH0505",
    severity: "error",
    title: "outcome outside the declared set",
    explanation:
      "The distribution gives positive probability to a value that is not in the set of the declaration. Extend the set or correct the distribution.",
    example: "model m\nstate theta in {1, 2}\nprior theta ~ {1: 1/2, 3: 1/2}\n",
    fixedExample: "model m\nstate theta in {1, 3}\nprior theta ~ {1: 1/2, 3: 1/2}\n",
  },
  "cyclic-prior": {
    code: "MECH0506",
    severity: "error",
    title: "priors depend on each other in a circle",
    explanation:
      "A prior may depend on states that are drawn before it. Here no order of drawing exists; the labels show the way round. Write the joint law of these states as one prior.",
    example: "model m\nstate a in {0, 1}\nstate b in {0, 1}\nprior a ~ bernoulli((1 + b) / 3)\nprior b ~ bernoulli((1 + a) / 3)\n",
    fixedExample: "model m\nstate a in {0, 1}\nstate b in {0, 1}\nprior a ~ bernoulli(1/2)\nprior b ~ bernoulli((1 + a) / 3)\n",
  },
  "unknown-distribution": {
    code: "MECH0507",
    severity: "error",
    title: "unknown distribution",
    explanation:
      "There is no distribution of this name. The manual lists those that the language has; a finite law can always be written as a table, `{1: 1/3, 2: 2/3}`.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ bernouli(1/2)\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(1/2)\n",
  },
  "bad-distribution-arguments": {
    code: "MECH0508",
    severity: "error",
    title: "bad arguments of a distribution",
    explanation:
      "The distribution exists, but not with these arguments: their number is wrong, a probability is outside [0, 1], a number of trials is not a natural number, or a scale is not positive.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(3/2)\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(1/2)\n",
  },
  "continuous-needs-discretize": {
    code: "MECH0509",
    severity: "error",
    title: "continuous distribution must be discretised",
    explanation:
      "Every program is finite, so a continuous law must be turned into a finite one by an explicit choice of the number of points: `discretize(normal(0, 1), 20)`. The results are then those of the discretised model.",
    example: "model m\nstate theta in grid(0, 1, 1/4)\nprior theta ~ uniform(0, 1)\n",
    fixedExample: "model m\nstate theta in grid(0, 1, 1/4)\nprior theta ~ discretize(uniform(0, 1), 2)\n",
  },
  "prior-not-given": {
    code: "MECH0511",
    severity: "error",
    title: "prior is neither given nor chosen",
    explanation:
      "`prior ... ~ any with ...` leaves the prior open within constraints. Somebody must then choose it: `nature chooses prior, information to minimize revenue`.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ any with E[theta] = 1/2\nquantity mean = E[theta]\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ bernoulli(1/2)\nquantity mean = E[theta]\n",
  },
  "prior-constraint-not-linear": {
    code: "MECH0512",
    severity: "error",
    title: "constraint on a prior that is given",
    explanation:
      "Constraints behind `with` describe a prior that is otherwise unknown: `any with E[theta] = 1/4`. A prior that is given has the moments it has. Drop the constraint, or leave the prior open with `any`.",
    example: "model m\nstate theta in {0, 1}\nprior theta ~ uniform with E[theta] = 1/4\n",
    fixedExample: "model m\nstate theta in {0, 1}\nprior theta ~ any with E[theta ^ 2] = 1/4\n",
  },
} as const satisfies Record<string, CodeEntry>;
