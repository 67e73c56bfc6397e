/** Small specs for the commands. */

/** Revenue 1: the price 2 is paid by half the buyers. */
export const auction = `model monopoly "One buyer"
agents buyer = 1..1
type value[i in buyer] in {1, 2}
prior value ~ uniform
mechanism {
  allocation win[i in buyer] in [0, 1]
  transfer pay[i in buyer]
}
payoff buyer[i] = value[i] * win[i] - pay[i]
incentives bayesian
participation interim
quantity revenue = E[sum(i in buyer) pay[i]]
quantity sold = E[sum(i in buyer) win[i]]
seller chooses mechanism to maximize revenue
`;

export const unbounded = auction.replace("participation interim\n", "");

export const infeasible = `${auction}require generous: revenue >= 2\n`;

export const given = auction
  .replace("win[i in buyer] in [0, 1]", "win[i in buyer] in [0, 1] = if value[i] = 2 then 1 else 0")
  .replace("pay[i in buyer]\n", "pay[i in buyer] = 2 * win[i]\n")
  .replace("seller chooses mechanism to maximize revenue\n", "");

export const integer = auction.replace("in [0, 1]", "in {0, 1}");
