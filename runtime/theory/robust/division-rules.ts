/**
 * Allocation rules that maximise the guarantee in the known-means problem besides the compound proportional auction (Brooks, Du and
 * Feffer 2025, Theorem 3): with claims c_i = eta_i a_i on one unit, everything is handed out as soon as the claims add up to one, nobody
 * gets more than her claim, and dq_i/da_i lies between 0 and eta_i, where it is eta_i while supply is left.
 */
import type { Theorem } from "../theorem.ts";

export const theorem: Theorem = {
  name: "general guarantee-maximising auctions",
  cite: "Brooks, Du, Feffer (2025), Compound Proportional Auctions, Theorem 3 with (13) corrected and (22)-(24); O'Neill (1982); Aumann and Maschler (1985)",
  statement:
    "With the optimal sensitivities, every rule that hands out everything once the claims reach one, and gives no buyer more at the margin than she claims, attains the highest guarantee with suitable transfers.",
};

/** A way to divide one unit among claimants. */
export interface DivisionRule {
  readonly name: string;
  /** What each claimant gets of one unit. */
  shares(claims: readonly number[]): number[];
  /** Right derivatives of the shares in the own claims. */
  slopes(claims: readonly number[]): number[];
  /** Where shares have kinks (and slopes jump) as claim i moves and the others stay; may hold harmless further points. */
  kinks(claims: readonly number[], i: number): number[];
}

/** Claims are scaled down together: `c_i / max(1, sum of c)`. */
export const weightedProportional: DivisionRule = {
  name: "weighted proportional",
  shares: (claims) => claims.map((c) => c / Math.max(1, total(claims))),
  slopes: (claims) => {
    const sum = total(claims);
    return claims.map((c) => (sum < 1 ? 1 : (1 - c / sum) / sum));
  },
  kinks: (claims, i) => [1 - total(others(claims, i))],
};

/**
 * The Shapley value of the claims game (O'Neill 1982): claimants arrive in random order, and each takes her claim or what is
 * left of the unit. Sums over the sets of earlier claimants, so the cost grows like 2^N.
 */
export const randomOrder: DivisionRule = {
  name: "Shapley",
  shares: (claims) => overPredecessors(claims, (left, claim) => Math.min(claim, Math.max(0, left))),
  slopes: (claims) => overPredecessors(claims, (left, claim) => (claim < left ? 1 : 0)),
  // Her claim and a set of the others' claims use up the unit.
  kinks: (claims, i) => subsets(others(claims, i)).map((set) => 1 - total(set)),
};

/**
 * The contested-garment consistent rule (Aumann and Maschler 1985): equal gains up to half the claims while the unit is less than half
 * of all claims, equal losses beyond.
 */
export const consistent: DivisionRule = {
  name: "Aumann-Maschler consistent",
  shares: (claims) => {
    const half = claims.map((c) => c / 2);
    const sum = total(claims);
    if (sum <= 1) return [...claims];
    if (1 <= sum / 2) {
      const level = equalGains(half, 1);
      return half.map((c) => Math.min(c, level));
    }
    const level = equalGains(half, sum - 1);
    return half.map((c, i) => (claims[i] ?? 0) - Math.min(c, level));
  },
  slopes: (claims) => {
    const half = claims.map((c) => c / 2);
    const sum = total(claims);
    if (sum < 1) return claims.map(() => 1);
    if (1 <= sum / 2) {
      // At the level more claim changes nothing; below it half of the claim is granted, at the cost of those at the level.
      const level = equalGains(half, 1);
      return half.map((c) => (c < level ? 1 / 2 : 0));
    }
    // Losses add up to sum - 1, so one more unit of claim is one more unit of loss for those at the level together.
    const level = equalGains(half, sum - 1);
    const sharing = half.filter((c) => c > level).length;
    return half.map((c) => (c < level ? 1 / 2 : 1 - 1 / Math.max(1, sharing)));
  },
  kinks: consistentKinks,
};

export const divisionRules: readonly DivisionRule[] = [weightedProportional, randomOrder, consistent];

/** The level with `sum of min(cap, level) = amount`, for amounts of at most the sum of the caps. */
function equalGains(caps: readonly number[], amount: number): number {
  const ascending = [...caps].sort((a, b) => a - b);
  let rest = amount;
  for (const [k, cap] of ascending.entries()) {
    const remaining = ascending.length - k;
    if (cap * remaining >= rest) return rest / remaining;
    rest -= cap;
  }
  return ascending.at(-1) ?? 0;
}

/**
 * Claims of i at which the unit is all or half of the claims, or some claim is exactly twice the level: `sum_k min(c_k, c_p)` is then 2
 * where gains are equal and `2 sum_k c_k - 2` where losses are. Linear in c_i between the others' claims.
 */
function consistentKinks(claims: readonly number[], i: number): number[] {
  const rest = others(claims, i);
  const sum = total(rest);
  const upTo = (c: number): number => total(rest.map((other) => Math.min(other, c)));
  const found = [1 - sum, 2 - sum];
  for (const c of rest) found.push(2 - upTo(c), upTo(c) - 2 * sum + 2, (upTo(c) + c) / 2 - sum + 1);
  // The pivot is i herself: between neighbouring claims of the others, `upTo` is `a + m c`.
  const ascending = [...rest].sort((a, b) => a - b);
  for (let k = 0; k <= ascending.length; k++) {
    const a = total(ascending.slice(0, k));
    const m = ascending.length - k;
    found.push((2 - a) / (m + 1), (2 * sum - 2 - a) / (m - 1));
  }
  return [...found.filter(Number.isFinite), ...rest];
}

function others(claims: readonly number[], i: number): number[] {
  return claims.filter((_, j) => j !== i);
}

function subsets(numbers: readonly number[]): number[][] {
  return Array.from({ length: 2 ** numbers.length }, (_, set) => numbers.filter((_, j) => (set >> j) & 1));
}

/** For each claimant the average over orders of f(what the earlier claims leave, her claim). */
function overPredecessors(claims: readonly number[], f: (left: number, claim: number) => number): number[] {
  const n = claims.length;
  const weight = (size: number): number => {
    // size! (n - 1 - size)! / n!
    let w = 1 / n;
    for (let k = 1; k <= size; k++) w *= k / (n - k);
    return w;
  };
  return claims.map((claim, i) => {
    let sum = 0;
    for (const before of subsets(others(claims, i))) sum += weight(before.length) * f(1 - total(before), claim);
    return sum;
  });
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, x) => sum + x, 0);
}
