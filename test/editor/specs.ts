/** Texts that several tests of the editor speak of. */

/** An optimal auction, with everything that features are asked about. */
export const auction = `/// The revenue-optimal auction for two bidders.
model two_bidders "Optimal auction"
cite "Myerson (1981)"
use auctions

/// How many bidders there are.
param n in 1..5 = 2
agents bidder = 1..n
set good = {apple, pear}

/// What a bidder would pay at most.
type  value[i in bidder] in {1, 2}
prior value[i] ~ uniform

mechanism {
  allocation win[i in bidder] in [0, 1]
  transfer   pay[i in bidder]
  feasible   sum(i in bidder) win[i] <= 1
}

payoff bidder[i] = value[i] * win[i] - pay[i]

incentives    bayesian
participation interim

quantity revenue = E[sum(i in bidder) pay[i]]
seller chooses mechanism to maximize revenue

assert revenue = 3/2
show win, pay
`;
