/** MECH12xx: warnings. They never stop a compilation, and a comment with a reason silences them. */
import type { CodeEntry } from "../entry.ts";

const auction =
  "model m\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in bidder] in [0, 1]\n  transfer pay[i in bidder]\n" +
  "  feasible sum(i in bidder) win[i] <= 1\n}\npayoff bidder[i] = value[i] * win[i] - pay[i]\nquantity revenue = E[sum(i in bidder) pay[i]]\nseller chooses mechanism to maximize revenue\n";

const monopoly = "model m\nagents buyer = 1..1\ntype value[i in buyer] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  allocation win[i in buyer] in [0, 1]\n  transfer pay[i in buyer]\n}\n";
const monopolyRest = "payoff buyer[i] = value[i] * win[i] - pay[i]\nquantity revenue = E[pay[1]]\nseller chooses mechanism to maximize revenue\n";

const posted = (rule: string): string =>
  "model m\nagents buyer = 1..2\ntype value[i in buyer] in {1, 2}\nprior value[i] ~ uniform\nmechanism {\n  message bid[i in buyer] in {1, 2} = value[i]\n" +
  `${rule}  transfer pay[i in buyer] = 0\n}\npayoff buyer[i] = value[i] * win[i] - pay[i]\nquantity welfare = E[sum(i in buyer) value[i] * win[i]]\nassert welfare >= 0\n`;

const clicks = (grid: string): string =>
  "model m\nagents bidder = 1..2\nstate click[i in bidder] in {0, 1}\nprior click ~ exchangeable([1/8, 3/4, 1/8])\n" +
  `information { signal x[i in bidder] in ${grid} private to bidder[i] }\n` +
  "mechanism {\n  message bid[i in bidder] = x[i]\n  let top = argmax(i in bidder) bid[i]\n  allocation win[i in bidder] = if i in top then 1 / size(top) else 0\n" +
  "  transfer pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]\n}\npayoff bidder[i] = click[i] * win[i] - pay[i]\nrequire calibrated[i in bidder]: E[click[i] | x[i]] = x[i]\n" +
  "quantity revenue = E[sum(i in bidder) pay[i]]\nplatform chooses information to maximize revenue\n";

const coin = "model m\nstate theta in {0, 1}\nprior theta ~ uniform\nquantity mean = E[theta]\n";

export const lint = {
  "unused-name": {
    code: "MECH1201",
    severity: "warning",
    title: "name is never used",
    stage: "lint",
    explanation:
      "Nothing in the spec reads this param, set, state, `let`, function, draw, signal or import. Either it is left over, or something else was meant to read it. A type is never unused in this sense: agents report it. " +
      "A signal counts as used when it is reported, or when a concept conditions on what agents know.",
    example: `${coin}param n = 2\n`,
    fixedExample: coin,
  },
  "shadowed-name": {
    code: "MECH1202",
    severity: "warning",
    title: "name hides another",
    stage: "lint",
    explanation:
      "An index variable or an argument has the name of a declaration or of an index around it, so that the other one cannot be mentioned here; or a function has the name of one of the language. The spec is well defined, but easily misread. Rename one of the two.",
    example: "model m\nparam i = 2\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value ~ uniform\nquantity total = E[sum(j in bidder) i * value[j]]\n",
    fixedExample: "model m\nparam scale = 2\nagents bidder = 1..2\ntype value[i in bidder] in {1, 2}\nprior value ~ uniform\nquantity total = E[sum(j in bidder) scale * value[j]]\n",
  },
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
  "idle-incentives": {
    code: "MECH1205",
    severity: "warning",
    title: "incentives that cannot bind",
    stage: "lint",
    explanation:
      "The incentive rows hold for every mechanism: the agents have nothing that they could misreport, or no rule and no payoff reads what they report. Also reported is a concept that is stronger by name only: with a single informed agent, " +
      "`dominant` and `ex_post` have the rows of `bayesian`.",
    example: monopoly.replace("{1, 2}", "{1}") + "incentives bayesian\nparticipation ex_ante\n" + monopolyRest,
    fixedExample: monopoly + "incentives bayesian\nparticipation interim\n" + monopolyRest,
  },
  "strong-participation": {
    code: "MECH1206",
    severity: "warning",
    title: "participation is stronger by name only",
    stage: "lint",
    explanation:
      "The rows of this level are those of a weaker level, because nobody knows what they condition on: `interim` is `ex_ante` for an agent who knows nothing, and `ex_post` is `interim` for the only agent who knows something. Write the weaker level, which says what is asked.",
    example: monopoly + "incentives bayesian\nparticipation ex_post\n" + monopolyRest,
    fixedExample: monopoly + "incentives bayesian\nparticipation interim\n" + monopolyRest,
  },
  "unread-message": {
    code: "MECH1207",
    severity: "warning",
    title: "message that nothing reads",
    stage: "lint",
    explanation: "Every rule of the mechanism is given, and neither a rule nor a payoff nor anything else depends on this message. Whatever is sent, the outcome is the same; as a part of a game it is noise. Let a rule read it, or drop it.",
    example: posted("  allocation win[i in buyer] = 1 / 2\n"),
    fixedExample: posted("  allocation win[i in buyer] = if bid[i] = 2 then 1 / 2 else 0\n"),
  },
  "infeasible-rule": {
    code: "MECH1208",
    severity: "warning",
    title: "rule is not feasible",
    stage: "slow-lint",
    explanation:
      "At some profile of messages the given rules violate a `feasible` row, or a value lies outside its declared domain. The message shows the profile at which it is worst. The same is reported as a failed check when the spec is solved; here it is said without solving. A spec that means it says `assert fails(feasible)`.",
    example: posted("  allocation win[i in buyer] in [0, 1] = 1\n  feasible sum(i in buyer) win[i] * bid[i] <= 2\n"),
    fixedExample: posted("  allocation win[i in buyer] in [0, 1] = 1 / 2\n  feasible sum(i in buyer) win[i] * bid[i] <= 2\n"),
  },
  "tie-dependent": {
    code: "MECH1209",
    severity: "warning",
    title: "quantity depends on how ties are broken",
    stage: "slow-lint",
    explanation:
      "Several solutions are optimal, and this quantity is not the same in all of them; the message shows its range, which is exact. What an assert or a table says about it holds for the solution that the solver happened to return. Say how ties are broken, `to maximize revenue then to maximize surplus`, or claim the range with `within`.",
    example: auction + "incentives bayesian\nparticipation interim\nquantity surplus = E[sum(i in bidder) (value[i] * win[i] - pay[i])]\n",
    fixedExample: auction.replace("maximize revenue", "maximize revenue then to maximize surplus") + "incentives bayesian\nparticipation interim\nquantity surplus = E[sum(i in bidder) (value[i] * win[i] - pay[i])]\n",
  },
  "grid-misses-point": {
    code: "MECH1210",
    severity: "warning",
    title: "grid misses a point that the theory uses",
    stage: "slow-lint",
    explanation:
      "A theorem gives the optimum, and it needs values that the declared set does not contain: the signals t0 and t1 of optimal calibrated signaling, or the optimal reserve among posted prices. The program is then solved on a grid on which its true optimum cannot be reached, and its value is below the one of the theorem. Choose a step that divides the points, or add them.",
    example: clicks("{0, 1}"),
    fixedExample: clicks("{0, 1/2, 1}"),
  },
  "large-for-solver": {
    code: "MECH1211",
    severity: "warning",
    title: "program is large for the solver",
    stage: "slow-lint",
    explanation:
      "The program has more nonzeros than this solver handles in reasonable time. Without `--solver`, the one that suits the program is taken. Otherwise make the program smaller: fewer types or messages, a coarser grid, or exchangeable agents.",
    example: auction.replace("{1, 2}", "1..24") + "incentives bayesian\nparticipation interim\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\n",
  },
  "incomparable-values": {
    code: "MECH1212",
    severity: "warning",
    title: "comparison with a value that is never taken",
    stage: "lint",
    explanation: "A state, type, signal or message is compared with something that is not in its declared set, so the comparison has the same answer always. The sets are the declared ones; a set that depends on a param is left alone.",
    example: "model m\nstate theta in {1, 2}\nprior theta ~ uniform\nquantity share = P[theta = 0]\n",
    fixedExample: "model m\nstate theta in {1, 2}\nprior theta ~ uniform\nquantity share = P[theta = 1]\n",
  },
  "unreachable-branch": {
    code: "MECH1213",
    severity: "warning",
    title: "branch is never taken",
    stage: "lint",
    explanation: "The condition of this `if` has the same answer for all values of what it reads, or an `if` around it has decided it already. Conditions on params are left alone, since params change.",
    example: "model m\nstate theta in {1, 2}\nprior theta ~ uniform\nquantity mean = E[if theta > 0 then theta else 3]\n",
    fixedExample: "model m\nstate theta in {1, 2}\nprior theta ~ uniform\nquantity mean = E[if theta > 1 then theta else 3]\n",
  },
  "trivial-assert": {
    code: "MECH1214",
    severity: "warning",
    title: "assert that always holds",
    stage: "lint",
    explanation: "The assert compares constants with constants, or something with itself. It holds whatever the model says, so it checks nothing. Compare a quantity with the value that it should have.",
    example: `${coin}assert mean = mean\n`,
    fixedExample: `${coin}assert mean = 1/2\n`,
  },
  "silence-without-reason": {
    code: "MECH1215",
    severity: "warning",
    title: "silenced without a reason",
    stage: "lint",
    explanation: "A comment `mech-ignore` silences a warning on its line or the next, and it must say why, so that the next reader knows whether the reason still holds: `// mech-ignore MECH1201: the sweep sets it`.",
    example: `${coin}// mech-ignore MECH1201\nparam n = 2\n`,
    fixedExample: `${coin}// mech-ignore MECH1201: kept for the sweep\nparam n = 2\n`,
  },
  "silence-without-effect": {
    code: "MECH1216",
    severity: "warning",
    title: "silences nothing",
    stage: "lint",
    explanation: "A comment `mech-ignore` names no code, an unknown code or the code of an error, or there is nothing with this code on its line and the next. A comment left behind would silence the next mistake too, so remove it.",
    example: `${coin}// mech-ignore MECH1201: kept for the sweep\nassert mean = 1/2\n`,
    fixedExample: `${coin}assert mean = 1/2\n`,
  },
  "implied-participation": {
    code: "MECH1217",
    severity: "warning",
    title: "participation follows from the rest",
    stage: "slow-lint",
    explanation:
      "Every mechanism that keeps the other rows gives each of these agents at least the outside option already, so the participation rows change nothing. That was proved exactly, by minimising what the agents get over the other rows. It is often a sign that another row is stronger than it was meant to be.",
    example: auction + "incentives bayesian\nparticipation interim\nrequire cheap[i in bidder]: pay[i] = 0\n",
    fixedExample: auction + "incentives bayesian\nparticipation interim\n",
  },
} as const satisfies Record<string, CodeEntry>;
