/** Specs that show every construct: the examples of the language's design, and one line for each form of a declaration. */
export const snippets: readonly string[] = [
  `/// Revenue-optimal auction for two bidders whose values are positively correlated.
model correlated_auction "Full surplus extraction"
cite  "Cremer and McLean (1988)"

param n = 2
agents bidder = 1..n

type  value[i in bidder] in {1, 2}                // state component i, observed by bidder i
prior value ~ { (1, 1): 2/5, (1, 2): 1/10, (2, 1): 1/10, (2, 2): 2/5 }

mechanism {
  allocation win[i in bidder] in [0, 1]           // no rule: whoever chooses the mechanism chooses it
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}

payoff bidder[i] = value[i] * win[i] - pay[i]

incentives    bayesian                            // bayesian | ex_post | dominant
participation interim                             // none | ex_ante | interim | ex_post | secure

quantity revenue = E[sum(i in bidder) pay[i]]
quantity welfare = E[sum(i in bidder) value[i] * win[i]]

seller chooses mechanism to maximize revenue

assert revenue = 8/5                              // = E[max value]: full extraction
assert welfare = revenue
show   win, pay
`,
  `mechanism {
  message    bid[i in bidder] in grid(0, 1, 1/20)
  let        top = argmax(i in bidder) bid[i]
  allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer   pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]
}
`,
  `model calibrated_signaling
param n = 3
param count = [1/10, 2/5, 2/5, 1/10]              // P(k bidders would click), k = 0..n
agents bidder = 1..n
state click[i in bidder] in {0, 1}
prior click ~ exchangeable(count)
information { signal x[i in bidder] in grid(0, 1, 1/20) private to bidder[i] }
mechanism {
  message    bid[i in bidder] = x[i]              // the strategy is given
  let        top = argmax(i in bidder) bid[i]
  allocation win[i in bidder] = if i in top then 1 / size(top) else 0
  transfer   pay[i in bidder] = win[i] * nth(2, j in bidder) bid[j]
}
payoff bidder[i] = click[i] * win[i] - pay[i]
require calibrated[i in bidder]: E[click[i] | x[i]] = x[i]
participation ex_ante
quantity revenue = E[sum(i in bidder) pay[i]]
platform chooses information to maximize revenue
`,
  `model known_means
agents bidder = 1..2
param mean[bidder] = [3/5, 2/5]
state value[i in bidder] in [0, 1]
prior value ~ any with E[value[i]] = mean[i] for i in bidder
mechanism {
  message    action[i in bidder] in ladder(10)    // {0, 1/10, ..., 10}: k = 10, k*k + 1 actions, action 0 is secure
  allocation q[i in bidder] >= 0
  transfer   t[i in bidder]
  feasible   sum(i in bidder) q[i] <= 1
}
payoff bidder[i] = value[i] * q[i] - t[i]
participation secure
quantity revenue = E[sum(i in bidder) t[i]]
seller chooses mechanism to maximize revenue
nature chooses prior, information to minimize revenue
assert revenue within [0.25, 0.29]
`,
  `information {                                     // rank-based signaling, threshold at the (t+1)-th value
  let    floor = if t < n then nth(t + 1, i in buyer) value[i] else 0
  let    top   = { i in buyer : value[i] > floor }
  draw   j ~ uniform(top)
  draw   s ~ equal_revenue(value[j] - floor | value[j] > floor)
  public signal (floor, top, j, s)
}
seller chooses mechanism to maximize revenue      // solved per public signal: posteriors are separate problems
`,
  `seller chooses mechanism to maximize revenue              // ordinary optimal auction
`,
  `platform chooses information to maximize revenue          // persuasion, calibrated signaling
`,
  `seller chooses mechanism to maximize revenue
nature chooses information to minimize revenue            // informationally robust auction
`,
  `nature chooses prior, information to minimize revenue     // only moments or marginals of the prior are known
`,
  `seller chooses mechanism to maximize revenue then to maximize surplus
nature chooses prior, information to minimize revenue ties against
`,
  `use auctions
use auctions (second_price, first_price)
set good = {apple, pear}
param n in 1..10 = 2
param lambda
param step <= 1/2 = 0.1
type value[i in bidder] in support[i]
type bundle[i in bidder, g in good] in {0, 1}
state theta in 0..1:1/10
prior value ~ uniform
prior value ~ {1: 1/3, 2: 2/3}
prior value[i] ~ H[theta]
prior (a, b) ~ discretize(normal(0, 1), 20)
prior v ~ any with E[v[i]] = mean[i] for i in bidder, E[v[1] * v[2]] <= 1/4
let gap[i in bidder] = value[i] - nth(2, j in bidder) value[j]
function square(x) = x * x
outside bidder[i] = 0
incentives bayesian for buyer, seller
incentives obedient
participation none
require efficient: win[1] = 1 when value[1] > value[2]
require bic[i in bidder, r in T]: E[payoff bidder[i] | value[i]] >= E[payoff bidder[i] when bidder[i] reports r | value[i]]
require E[payoff bidder[i] when bidder[i] reports r and others(bidder[i]) report z] <= 0 when z != r
require P[win[1] = 1 | value[1]] <= 1/2
quantity share[i in bidder] = P[win[i] = 1]
assert revenue <= 1
assert revenue within [0.25, 0.29]
assert all(i in bidder) win[i] <= 1 and exists(i in bidder : i != 1) win[i] > 0
show win, pay, duals
`,
  `mechanism {
  function scaled(x) = x / n
  allocation q[i in bidder, g in good] in {0, 1}
  transfer pay[i in bidder] <= 1 = if count(j in bidder : bid[j] > 0) = 0 then 0 else max(0, bid[i])
  feasible capacity[g in good]: sum(i in bidder) q[i, g] <= 1 when g not in free
}
information {
  signal x[i in bidder] in S private to bidder[i] ~ uniform(S)
  signal y[i in bidder] = value[i] + 1 private to bidder[i]
  public signal z in {low, high}
  public signal w = max(i in bidder) value[i]
  public signal f(w)
}
`,
];
