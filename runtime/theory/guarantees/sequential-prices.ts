/**
 * Optimal sequential posted prices with correlated values (Theorem 3 of Yamashita 2018): when each bidder must be served
 * before the next reports, the best mechanism offers bidder i a price that depends on the values reported before her, and
 * guarantees its revenue whatever else bidders know. Exact dynamic program, any number of bidders.
 */
import { valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { tuple } from "../../../compiler/priors/pmf.ts";
import { profileOf } from "./revenue-guarantee.ts";
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "sequential posted prices",
  cite: "Yamashita (2018), Revenue guarantees in auctions with a (correlated) common prior and additional information, Theorem 3 (Appendix B)",
  statement:
    "W_i(v_1..v_{i-1}) = max over cutoffs c of c P[v_i >= c | history] + E[1{v_i < c} W_{i+1}] is linear in monotone allocations, so cutoffs are optimal and W_1 is the guarantee of the best causal mechanism.",
};

export interface SequentialPrices {
  readonly revenue: Rational;
  /**
   * The price for the next bidder after these reports, or undefined if she is passed over.
   *
   * @throws RangeError if the history has probability zero, or everyone has been served.
   */
  price(history: readonly Rational[]): Rational | undefined;
}

interface Node {
  /** Probability of the history that leads here. */
  mass: Rational;
  readonly next: Map<string, { readonly value: Rational; readonly node: Node }>;
}

/** Price and value of a node, the value multiplied by the node's probability so that nothing is divided. */
interface Offer {
  readonly price?: Rational;
  readonly worth: Rational;
}

/**
 * The best prices when bidders come in the order of their positions. Among equally good cutoffs the highest is taken.
 *
 * @throws TypeError if an outcome is not a profile of numbers.
 * @example independent and uniform on {1, 2}, two bidders: 3/2, with price 2 for both
 */
export function sequentialPrices(joint: Pmf): SequentialPrices {
  const root: Node = { mass: Rational.zero, next: new Map() };
  for (const { value, probability } of joint.outcomes) {
    let node = root;
    node.mass = node.mass.add(probability);
    for (const v of profileOf(value)) {
      const key = valueKey(v);
      const known = node.next.get(key) ?? { value: v, node: { mass: Rational.zero, next: new Map() } };
      node.next.set(key, known);
      node = known.node;
      node.mass = node.mass.add(probability);
    }
  }
  const prices = new Map<string, Offer>();
  const { worth } = solve(root, [], prices);
  return {
    revenue: worth,
    price: (history) => {
      const offer = prices.get(valueKey(tuple(history)));
      if (!offer) throw new RangeError(`no bidder is asked after the reports ${history.join(", ")}`);
      return offer.price;
    },
  };
}

/** Depth is the number of bidders, at most the components of a joint draw, so recursion is safe. */
function solve(node: Node, history: readonly Rational[], prices: Map<string, Offer>): Offer {
  const branches = [...node.next.values()].sort((a, b) => b.value.compare(a.value));
  if (branches.length === 0) return { worth: Rational.zero };
  const later = branches.map(({ value, node: child }) => solve(child, [...history, value], prices).worth);
  // Cutoffs from above all values downwards: each step sells to one more value and gives up what came after it.
  let sold = Rational.zero;
  let unsold = later.reduce((a, b) => a.add(b), Rational.zero);
  let best: Offer = { worth: unsold };
  for (const [b, { value, node: child }] of branches.entries()) {
    sold = sold.add(child.mass);
    unsold = unsold.sub(later[b] ?? Rational.zero);
    const worth = value.mul(sold).add(unsold);
    if (worth.compare(best.worth) > 0) best = { price: value, worth };
  }
  prices.set(valueKey(tuple(history)), best);
  return best;
}
