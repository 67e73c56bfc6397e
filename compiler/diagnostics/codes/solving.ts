/** MECH09xx: what can happen between a program and its solution. */
import type { CodeEntry } from "../entry.ts";

const auction = "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\n";

export const solving = {
  infeasible: {
    code: "MECH0901",
    severity: "error",
    title: "no mechanism or information satisfies the spec",
    explanation:
      "The requirements contradict each other. The labels mark a smallest set of them that does: leave any one out and the rest can be met. " +
      "The conflict comes with exact multipliers (a Farkas certificate) that add the marked rows up to something impossible.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  feasible sum(i in bidder) win[i] <= 1\n  feasible sum(i in bidder) win[i] >= 2\n}\n" +
      "payoff bidder[i] = value[i] * win[i]\nquantity sales = E[sum(i in bidder) win[i]]\nseller chooses mechanism to maximize sales\n",
    stage: "solve",
  },
  unbounded: {
    code: "MECH0902",
    severity: "error",
    title: "objective can be improved without limit",
    explanation:
      "There is a direction in which the chosen rules can be moved for ever while every requirement holds and the objective improves. The message describes it. Usually `participation` is missing, or a transfer has no bound.",
    example:
      auction +
      "mechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\n" +
      "incentives bayesian\nquantity revenue = E[sum(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n",
    stage: "solve",
  },
  "solver-failed": {
    code: "MECH0903",
    severity: "error",
    title: "solver failed",
    explanation: "The solver ended without an answer; the message repeats what it said. Try another one with `--solver`, or scale the numbers of the spec.",
    example: "mech solve model.mech --solver glpk",
    stage: "command",
  },
  "answer-rejected": {
    code: "MECH0904",
    severity: "error",
    title: "the solver's answer does not hold",
    explanation:
      "No answer of a solver is believed: feasibility of the primal and of the dual and their gap are computed again, independently. This answer fails by more than the tolerance, so it is not reported. The `exact` solver has no such trouble on programs of moderate size.",
    example: "mech solve model.mech --solver highs",
    stage: "command",
  },
  "time-limit": {
    code: "MECH0905",
    severity: "error",
    title: "time limit reached",
    explanation: "The solver did not finish within the time limit. Make the grid coarser, use fewer agents, or raise the limit with `--time-limit SECONDS`.",
    example: "mech solve model.mech --time-limit 1",
    stage: "command",
  },
  "unknown-solver": {
    code: "MECH0906",
    severity: "error",
    title: "unknown solver",
    explanation: "`--solver` takes the name of a solver that this installation has; the hint lists them.",
    example: "mech solve model.mech --solver simplex",
    fixedExample: "mech solve model.mech --solver highs",
    stage: "command",
  },
  "not-certified": {
    code: "MECH0907",
    severity: "warning",
    title: "optimum is not certified",
    explanation:
      "No exact primal-dual pair was found for this program, so the optimum is given as an interval that is certain instead of as an exact number. Reasons are inexact data, integer variables, or a size beyond exact arithmetic.",
    example: "mech solve model.mech",
    stage: "command",
  },
  "closed-form-only": {
    code: "MECH0908",
    severity: "warning",
    title: "only the closed form is reported",
    explanation:
      "The program of this spec is too large to be built, but a theorem gives the value without it. `mech solve` then reports what the theorem says, under `theory`, with the status `closed-form`. " +
      "Nothing was solved, so no rule, check or assert is evaluated, and the number is for the problem of the theorem: where signals or messages come from a grid, the best on the grid may be worse.",
    example: "mech solve auction.mech --set n=100",
    stage: "command",
  },
} as const satisfies Record<string, CodeEntry>;
