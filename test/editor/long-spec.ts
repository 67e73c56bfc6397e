/** A spec of a given length that compiles: a few agents and many parts, as a long study has them. */

/**
 * A model with about `lines` lines, of which two thirds are declarations that use each other.
 *
 * @example longSpec(1000).split("\n").length // 1000, or a few more
 */
export function longSpec(lines: number): string {
  const head = [
    "/// A study with many variants of one auction.",
    "model long_study",
    'cite "A made-up study"',
    "use auctions",
    "param n = 2",
    "agents bidder = 1..n",
    "set good = {apple, pear}",
    "type value[i in bidder] in {1, 2, 3}",
    "prior value[i] ~ uniform",
  ];
  const tail = [
    "payoff bidder[i] = value[i] * win[i] - pay[i]",
    "incentives    bayesian",
    "participation interim",
    "quantity revenue = E[sum(i in bidder) pay[i]]",
    "seller chooses mechanism to maximize revenue",
  ];
  const block = ["mechanism {", "  allocation win[i in bidder] in [0, 1]", "  transfer   pay[i in bidder]", "  feasible   sum(i in bidder) win[i] <= 1", "}"];
  const parts: string[] = [];
  for (let k = 1; head.length + tail.length + block.length + parts.length < lines; k++) {
    parts.push(
      "",
      `/// Variant ${k}: a reserve, the gap to it, and what the seller would keep.`,
      `param reserve_${k} in 0..10 = ${k % 4}`,
      `param weight_${k}[good] = {apple: ${k % 5}, pear: 1/${(k % 7) + 1}}`,
      `let gap_${k}[i in bidder] = max(value[i] - reserve_${k}, 0) * (sum(g in good) weight_${k}[g])`,
      `function capped_${k}(x, S) = min(max(i in S) x[i], reserve_${k} + ${k})`,
      `quantity kept_${k} = E[sum(i in bidder) gap_${k}[i]] + E[capped_${k}(value, bidder)]`,
      `quantity sold_${k}[i in bidder] = P[gap_${k}[i] > 0 and value[i] >= reserve_${k}]`,
    );
  }
  return `${[...head, ...parts, "", ...block, ...tail].join("\n")}\n`;
}
