/**
 * Pure common values: every agent values every good the same, and only the goods she gets. Then nothing but the sum of
 * the signals matters: beliefs that depend on it alone, and goods that are shared in proportion to the actions, reduce a
 * bound for N agents to that of one agent whose signal follows the law of the sum, a negative binomial one.
 *
 * The reduction is exact on a ladder without a top. Here it only proposes a solution for the ladder with a top, which is
 * certified there; where the top matters (short ladders) the proposal is not good enough and the program itself is solved.
 */
import type { Cells } from "./cells.ts";
import type { Dual, Primal } from "./certificate.ts";
import type { AxisTerm, Numbers, Shift } from "./numbers.ts";

/** A problem of one agent, and how its solution is spread over the profiles of all agents. */
export interface Aggregate {
  readonly numbers: Numbers;
  readonly cells: Cells;
  spread(primal: Primal, dual: Dual): { readonly primal: Primal; readonly dual: Dual };
}

/** The reduction of a problem; undefined unless values are common. */
export function aggregateOf(numbers: Numbers, cells: Cells): Aggregate | undefined {
  const goods = goodsOf(numbers);
  if (!goods || numbers.box || numbers.agents < 2 || numbers.k < 2) return undefined;
  const { k, agents, direction } = numbers;
  const top = (14 + 2 * agents) * k;
  const shift = (rung: number): Shift[] => {
    if (direction === "down") return rung === top ? [{ by: 0, coefficient: 1 }] : [{ by: 0, coefficient: k }, { by: 1, coefficient: 1 - k }];
    const below: Shift[] = rung > 0 ? [{ by: -1, coefficient: rung === top ? 1 : k }] : [];
    return rung === top ? below : [...below, { by: 0, coefficient: 1 - k }];
  };
  const one: Numbers = {
    ...numbers,
    agents: 1,
    rungs: top + 1,
    numberCount: goods.length,
    objective: goods.map(() => []),
    payoffs: [goods.map((good) => good.terms)],
    rows: goods.map((good) => ({ coefficients: Float64Array.from(goods, (other) => (other === good ? 1 : 0)), rhs: good.supply })),
    rungWeight: sumLaw(k, agents, top),
    adjoint: Array.from({ length: top + 1 }, (_, rung) => shift(rung)),
    derivative: [],
  };
  const total = (cell: number): number => {
    let sum = 0;
    for (let i = 0; i < agents; i++) sum += cells.rungOf(cells.profile[cell] as number, i);
    return sum;
  };
  const spread: Aggregate["spread"] = (primal, dual) => {
    const { states, axes, numberCount } = numbers;
    const belief = new Float64Array(cells.count * states);
    const allocation = new Float64Array(cells.count * numberCount);
    for (let cell = 0; cell < cells.count; cell++) {
      const sum = total(cell);
      const at = Math.min(sum, top);
      for (let s = 0; s < states; s++) belief[cell * states + s] = primal.belief?.[at * states + s] ?? 0;
      goods.forEach((good, g) => {
        good.numbers.forEach((d, i) => {
          const rung = cells.rungOf(cells.profile[cell] as number, i);
          // Shares for which the derivatives add up to a function of the sum: up, (a+1)/(s+1) over agents is (s+N)/(s+1);
          // down, a/(s+N-1) is s/(s+N-1).
          const share = direction === "down" ? (rung + 1) / (sum + agents) : sum === 0 ? 1 / agents : rung / sum;
          allocation[cell * numberCount + d] = (dual.allocation[at * goods.length + g] as number) * share;
        });
      });
    }
    return { primal: { belief, interim: new Float64Array(cells.count * axes) }, dual: { allocation, lambda: dual.lambda } };
  };
  return { numbers: one, cells: line(one), spread };
}

interface Good {
  readonly supply: number;
  /** What it is worth, and its number for each agent. */
  readonly terms: readonly AxisTerm[];
  readonly numbers: readonly number[];
}

/** The goods: rows that limit one number of every agent, all of the same value; undefined if that is not the structure. */
function goodsOf(numbers: Numbers): readonly Good[] | undefined {
  if (numbers.objective.some((terms) => terms.length > 0)) return undefined;
  const owner = Array.from({ length: numbers.numberCount }, (_, d) => numbers.payoffs.map((payoff, i) => ((payoff[d]?.length ?? 0) > 0 ? i : -1)).filter((i) => i >= 0));
  if (owner.some((owners) => owners.length !== 1)) return undefined;
  const goods: Good[] = [];
  for (const row of numbers.rows) {
    const members = [...row.coefficients].flatMap((coefficient, d) => (coefficient > 0 ? [d] : []));
    const byAgent = Array.from({ length: numbers.agents }, (_, i) => members.filter((d) => owner[d]?.[0] === i));
    const first = members[0];
    if (first === undefined || byAgent.some((own) => own.length !== 1) || members.some((d) => row.coefficients[d] !== row.coefficients[first])) return undefined;
    const terms = numbers.payoffs[owner[first]?.[0] ?? 0]?.[first] ?? [];
    if (members.some((d) => JSON.stringify(numbers.payoffs[owner[d]?.[0] ?? 0]?.[d]) !== JSON.stringify(terms))) return undefined;
    goods.push({ supply: row.rhs / (row.coefficients[first] as number), terms, numbers: byAgent.map((own) => own[0] as number) });
  }
  return goods.reduce((count, good) => count + good.numbers.length, 0) === numbers.numberCount ? goods : undefined;
}

/** The law of the sum of N signals, each (1/k) r^a: C(j + N - 1, N - 1) k^-N r^j, with the whole tail at the top. */
function sumLaw(k: number, agents: number, top: number): Float64Array {
  const law = new Float64Array(top + 1);
  let weight = k ** -agents;
  let used = 0;
  for (let j = 0; j < top; j++) {
    law[j] = weight;
    used += weight;
    weight *= (((k - 1) / k) * (j + agents)) / (j + 1);
  }
  // Summed from its own terms: one minus what is used would be all rounding.
  let tail = 0;
  for (let j = top; weight > tail * 1e-18 || j < top + agents * k; j++) {
    tail += weight;
    weight *= (((k - 1) / k) * (j + agents)) / (j + 1);
  }
  law[top] = Math.max(tail, Math.max(0, 1 - used - tail));
  return law;
}

/** The cells of one agent: every rung is its own. */
function line(numbers: Numbers): Cells {
  const iota = (length: number): Int32Array => Int32Array.from({ length }, (_, member) => member);
  const identity = { states: iota(numbers.states), numbers: iota(numbers.numberCount), axes: iota(numbers.axes), rows: iota(numbers.rows.length) };
  return {
    count: numbers.rungs,
    profiles: numbers.rungs,
    stride: [1],
    profile: iota(numbers.rungs),
    weight: numbers.rungWeight,
    orbit: new Int32Array(numbers.rungs).fill(1),
    rungOf: (profile) => profile,
    cellOf: iota(numbers.rungs),
    axisAt: (_, axis) => axis,
    numberAt: (_, number) => number,
    stateAt: (_, state) => state,
    folding: () => identity,
    wholeStates: iota(numbers.states),
    wholeLaw: iota(numbers.law.length),
  };
}
