/**
 * Payments behind a lower bound. An allocation and multipliers leave the aggregate excess growth Xi(x) = sum_i (D_i t_i - t_i)(x)
 * that payments must have; they exist when its mean is zero (Brooks and Du 2024, Lemma 1). It is divided among the agents
 * by the average over all orders in which their actions become known (as a Shapley value divides a surplus):
 *
 *     xi_i = sum over S without i of  |S|! (N - |S| - 1)! / N!  ( E[Xi | x_S, x_i] - E[Xi | x_S] ),
 *
 * which sums to Xi and has mean zero in x_i, whatever the others do. Then t_i solves D_i t_i - t_i = xi_i downwards from the
 * top of the ladder, and the mean of zero makes action 0 free of charge (Proposition 7, with the normaliser corrected).
 */
import type { Numbers } from "./numbers.ts";

/**
 * @param growth Xi by profile; its mean is taken off
 * @returns t_i at profile x: `payments[i][x]`
 */
export function paymentsFrom(numbers: Pick<Numbers, "k" | "agents" | "rungs" | "rungWeight">, growth: Float64Array): readonly Float64Array[] {
  const { agents } = numbers;
  const known = conditionalMeans(numbers, growth);
  const factorial = [1];
  for (let n = 1; n <= agents; n++) factorial.push((factorial[n - 1] as number) * n);
  return Array.from({ length: agents }, (_, i) => {
    const share = new Float64Array(growth.length);
    for (let set = 0; set < 2 ** agents; set++) {
      if (set & (1 << i)) continue;
      const size = bits(set);
      const weight = ((factorial[size] as number) * (factorial[agents - size - 1] as number)) / (factorial[agents] as number);
      const [after, before] = [known[set | (1 << i)] as Float64Array, known[set] as Float64Array];
      for (let x = 0; x < share.length; x++) share[x] = (share[x] as number) + weight * ((after[x] as number) - (before[x] as number));
    }
    return integrated(numbers, share, i);
  });
}

/** E[growth | actions of a set of agents] for every set (as bits), at every profile. */
function conditionalMeans({ agents, rungs, rungWeight }: Pick<Numbers, "agents" | "rungs" | "rungWeight">, growth: Float64Array): readonly Float64Array[] {
  const everybody = 2 ** agents - 1;
  const means = new Array<Float64Array>(everybody + 1);
  means[everybody] = growth;
  for (let set = everybody - 1; set >= 0; set--) {
    // Average out the first agent that is missing here from the set that has her as well.
    const agent = Array.from({ length: agents }, (_, i) => i).find((i) => !(set & (1 << i))) as number;
    const from = means[set | (1 << agent)] as Float64Array;
    const stride = rungs ** (agents - 1 - agent);
    const mean = new Float64Array(growth.length);
    for (let x = 0; x < growth.length; x++) {
      if (Math.floor(x / stride) % rungs !== 0) continue;
      let sum = 0;
      for (let rung = 0; rung < rungs; rung++) sum += (rungWeight[rung] as number) * (from[x + rung * stride] as number);
      for (let rung = 0; rung < rungs; rung++) mean[x + rung * stride] = sum;
    }
    means[set] = mean;
  }
  return means;
}

/** t(top) = -xi(top) and t(a) = r t(a + 1) - xi(a)/k below. */
function integrated({ k, agents, rungs }: Pick<Numbers, "k" | "agents" | "rungs">, share: Float64Array, agent: number): Float64Array {
  const stride = rungs ** (agents - 1 - agent);
  const payment = new Float64Array(share.length);
  for (let x = share.length - 1; x >= 0; x--) {
    const rung = Math.floor(x / stride) % rungs;
    payment[x] = rung === rungs - 1 ? -(share[x] as number) : ((k - 1) * (payment[x + stride] as number) - (share[x] as number)) / k;
  }
  return payment;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}
