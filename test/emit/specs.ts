/** Specs that between them use every shorthand. */
import type { Value } from "../../compiler/evaluate/value.ts";
import { Rational } from "../../compiler/exact/rational.ts";

export interface Sample {
  readonly name: string;
  readonly text: string;
  readonly set?: ReadonlyMap<string, Value>;
}

const auction = (concepts: string, head = ""): string => `model auction "One good"
${head}
param n = 2
agents bidder = 1..n
type value[i in bidder] in {1, 2}
prior value ~ { (1, 1): 2/5, (1, 2): 1/10, (2, 1): 1/10, (2, 2): 2/5 }
mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer pay[i in bidder]
  feasible sum(i in bidder) win[i] <= 1
}
payoff bidder[i] = value[i] * win[i] - pay[i]
${concepts}
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
assert revenue <= 2
`;

const incentives = ["bayesian", "ex_post", "dominant", "none"];
const participation = ["none", "ex_ante", "interim", "ex_post"];

export const samples: readonly Sample[] = [
  ...incentives.flatMap((inc) => participation.map((part): Sample => ({ name: `${inc} incentives, ${part} participation`, text: auction(`incentives ${inc}\nparticipation ${part}`) }))),
  { name: "no concepts", text: auction("require pay[1] <= 2") },
  { name: "a concept from outside", text: auction(""), set: new Map<string, Value>([["incentives", "bayesian"], ["participation", "interim"]]) },
  { name: "a concept overridden", text: auction("incentives bayesian\nparticipation ex_ante"), set: new Map<string, Value>([["incentives", "dominant"], ["participation", "ex_post"]]) },
  { name: "a comment in a concept, and docs", text: auction("/// Truth.\nincentives /* which? */ bayesian // here\nparticipation interim") },
  {
    name: "bilateral trade with outside options and lists of agents",
    text: `model trade
param report = 1/3
agents seller = {ann}
agents buyer = {bob, carl}
type cost[i in seller] in grid(0, 1, 1/2)
type value[i in buyer] in 0..1:1/2
prior cost[i] ~ uniform
prior value[i] ~ uniform
mechanism {
  allocation trade[i in seller, j in buyer] in [0, 1]
  transfer get[i in seller]
  transfer give[j in buyer]
  feasible one[i in seller]: sum(j in buyer) trade[i, j] <= 1
  feasible balance: sum(i in seller) get[i] = sum(j in buyer) give[j]
}
payoff seller[i] = get[i] - cost[i] * (sum(j in buyer) trade[i, j])
payoff buyer[j] = value[j] * (sum(i in seller) trade[i, j]) - give[j]
outside seller[k] = cost[k] * report
outside buyer[b] = if value[b] >= 1/2 then report - (sum(j in buyer) (if j = b then 1/4 else 0)) else 0
incentives bayesian for seller
incentives ex_post for buyer
participation interim for seller, buyer
quantity gains = E[sum(i in seller, j in buyer) (value[j] - cost[i]) * trade[i, j]]
designer chooses mechanism to maximize gains then to minimize E[get[ann]]
show trade, gains
`,
  },
  {
    name: "one concept for all agent sets",
    text: `model two_sides
agents a = 1..2
agents b = {x, y}
type s[i in a] in {0, 1}
type t[i in b] in {0, 1}
prior s[i] ~ bernoulli(1/3)
prior t[i] ~ {0: 1/4, 1: 3/4}
mechanism {
  allocation q[i in a, j in b] in [0, 1]
}
payoff a[k] = (s[k] - 1/2) * (sum(j in b) q[k, j])
payoff b[k] = sum(i in a) (t[k] + s[i]) * q[i, k]
incentives dominant
participation ex_post
quantity total = E[sum(i in a, j in b) q[i, j]]
m chooses mechanism to maximize total
`,
  },
  {
    name: "functions, with indices that would be captured",
    text: auction(
      "incentives bayesian\nparticipation interim\nrequire cap[i in bidder]: weighted(value, i, 2) <= bonus(pay[i] + 5) when both(i >= 1, win_or(i) >= 0)\nrequire small[j in bidder]: pay[j] - spread(value, bidder, j) <= half(half(8))",
      `/// Not a doc of the param below.
function weighted(x, i, k) = sum(j in bidder) x[j] * k - i - (sum(j in 1..2) j + i)
function bonus(j) = sum(i in 1..2) (j + i)
/// And this
/// has two lines.
function both(p, q) = p and q
function win_or(i) = if i > 1 then i else half(i)
function half(x) = x / 2
function spread(v, S, i) = max(j in S) (v[j] - v[i])`,
    ),
  },
  {
    name: "a function over a list that cannot be written out",
    text: auction("incentives bayesian\nparticipation interim\nrequire limit[i in bidder]: pay[i] <= pick([3, double(2)], i)", "function pick(list, k) = list[k]\nfunction double(x) = 2 * x\nfunction unused(x) = x"),
  },
  {
    name: "an outside option that indexes a list, and one that computes the list",
    text: auction(
      "outside bidder[i] = pick([1/2, n / 8], i) + pick({1: 0, 2: 1/4}, i) + pick(if n > 1 then [0, 1/8] else [0, 0], i)\nincentives bayesian",
      "function pick(list, k) = list[k]",
    ) + "\nparticipation none",
  },
  {
    name: "an outside option that indexes a list",
    text: auction("outside bidder[i] = pick([1/2, n / 8], i) + pick({1: 0, 2: 1/4}, i)\nincentives bayesian\nparticipation interim", "function pick(list, k) = list[k]"),
  },
  {
    name: "a function that speaks of a name that is hidden at the call",
    text: auction("incentives bayesian\nparticipation interim\nrequire limit[n in bidder]: pay[n] <= scaled(n)", "function scaled(x) = x * n"),
  },
  {
    name: "a function in a domain and in a condition",
    text: `model places
function unit(a) = {0, a}
function top(x) = [0, x]
function who(i) = i
agents bidder = 1..2
type v[i in bidder] in unit(i)
prior v[i] ~ law(1/2)
function law(p) = bernoulli_on(p)
function bernoulli_on(p) = uniform
mechanism {
  allocation q[i in bidder] in interval(1)
  transfer t[i in bidder] >= twice(-2)
  function interval(x) = 0..x
  function twice(x) = 2 * x
  feasible q[1] + q[2] <= 1
}
payoff bidder[i] = v[i] * q[i] - t[i]
incentives bayesian
participation interim
quantity revenue = E[t[1] + t[2]]
seller chooses mechanism to maximize twice(revenue) then to minimize twice(E[q[1]])
`,
  },
  {
    name: "the standard library with declared messages",
    text: `model vickrey
use auctions
param n = 2
param step in {1/2, 1} = 1
agents bidder = 1..n
type value[i in bidder] in grid(0, 2, step)
prior value[i] ~ uniform
mechanism {
  message bid[i in bidder] in grid(0, 2, step) = value[i]
  allocation win[i in bidder] = top_share(bid, bidder, i)
  transfer pay[i in bidder] in [0, 2]
}
payoff bidder[i] = value[i] * win[i] - pay[i]
incentives dominant
participation interim
quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue
`,
    set: new Map<string, Value>([["step", Rational.of(1, 2)]]),
  },
  {
    name: "params of every shape, overridden and computed",
    text: `model params
param n = 2
param m = n + 1
param price
agents bidder = 1..n
set good = {apple, pear}
param weight[bidder, good] = [[1, 2], [3, 4]]
param mean[i in bidder] = [3/5, m / 5]
param favourite = apple
type v[i in bidder] in {0, 1}
prior v[i] ~ bernoulli(mean[i])
mechanism {
  let extra[i in bidder] = weight[i, favourite] + price
  allocation q[i in bidder, g in good] in [0, 1]
  transfer t[i in bidder] in [0, m]
  feasible supply[g in good]: sum(i in bidder) q[i, g] <= 1
  feasible sum(i in bidder) extra[i] * q[i, favourite] <= m
}
payoff bidder[i] = v[i] * (sum(g in good) weight[i, g] * q[i, g]) - t[i]
outside bidder[i] = price
incentives ex_post
participation ex_ante
let surplus = sum(i in bidder) v[i]
quantity revenue = E[sum(i in bidder) t[i]]
require fair: P[surplus > 1 | v[1]] * E[t[1] | v[1]] <= 2
seller chooses mechanism to maximize revenue
`,
    set: new Map<string, Value>([
      ["price", Rational.of(1, 3)],
      ["n", Rational.integer(2)],
      ["weight", { kind: "list", entries: [1, 2].map((k) => ({ kind: "list" as const, entries: [Rational.of(k, 2), Rational.of(-k, 3)] })) }],
    ]),
  },
];
