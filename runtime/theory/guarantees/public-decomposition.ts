/**
 * Nature's best public information among products, by column generation: decompose the prior into independent laws that are told to
 * everybody. What the optimal auctions of the parts earn on average bounds the guarantee of every mechanism from above. The certificate
 * of the bound is the decomposition itself, checked by {@link decompositionRevenue}: exact fractions that mix to the prior.
 *
 * The master program weighs the parts found so far. Its multipliers w price a part H at `W(H) - E_H[w]`, with W Myerson's revenue; the
 * next part should make this negative. In one bidder's law, the others' fixed, the price is convex and a linear program minimises it
 * exactly: if M is what the best of the others' positive virtual values gives, then
 *
 *     W(h) = E_M[ max over prices x of  x P_h(v >= x) + M P_h(v < x) ],
 *
 * a maximum of linear functions of h for each M. Bidders take turns. This finds local minima only, so that the bound is valid but need
 * not be the best; where it equals the best revenue in dominant strategies, both are the best guarantee.
 */
import { formatValue, valueKey } from "../../../compiler/evaluate/keys.ts";
import type { Pmf } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { ProgramBuilder } from "../../../compiler/lp/builder.ts";
import type { Program } from "../../../compiler/lp/program.ts";
import { makePmf, marginalPmf, normalizedPmf, productPmf, sortedOutcomes, tuple, uniformPmf } from "../../../compiler/priors/pmf.ts";
import { exactSimplex } from "../../solvers/exact-simplex.ts";
import type { ExactCertificate } from "../../solution.ts";
import { optimalRevenue } from "../auctions/independent-auction.ts";
import { iron, valueDistribution, type ValueDistribution } from "../auctions/virtual-values.ts";
import { decompositionProgram, independentEntry, knownProfile, type DictionaryEntry } from "./revenue-guarantee-dictionary.ts";
import { profileOf, supports } from "./revenue-guarantee.ts";

/** What is announced with some probability: the values are independent with these laws. */
export interface Part {
  readonly weight: Rational;
  readonly bidders: readonly Pmf[];
}

export interface PublicDecomposition {
  /** No mechanism guarantees more. */
  readonly bound: Rational;
  readonly parts: readonly Part[];
  /** No further part was found: the bound is a local optimum of nature's problem. */
  readonly settled: boolean;
}

export interface DecompositionLimits {
  /** Rounds of the master program. */
  readonly rounds: number;
  /** Bits of a denominator above which a part is not used. */
  readonly bits: number;
}

export const defaultDecompositionLimits: DecompositionLimits = { rounds: 12, bits: 40 };

/** Turns of each bidder in the search for one part. */
const turns = 4;

/**
 * A decomposition of a prior into products.
 *
 * @throws TypeError if an outcome is not a profile of numbers
 * @throws RangeError if the programs are too large for the exact simplex method (some hundreds of profiles)
 * @example values {1, 2}, equal with probability 4/5: bound 3/2, the revenue of the best auction in dominant strategies
 */
export function publicDecomposition(joint: Pmf, limits: DecompositionLimits = defaultDecompositionLimits): PublicDecomposition {
  const values = supports(joint);
  const starts = startingLaws(joint, values.length);
  const further = combinations(values);
  const profiles = joint.outcomes.map(({ value }) => profileOf(value).map((x) => makePmf([{ value: x, probability: Rational.one }])));
  const products: (readonly Pmf[])[] = [...profiles];
  const dictionary: DictionaryEntry[] = knownProfile(joint);
  const known = new Set(dictionary.map(({ law }) => keyOf(law)));
  let solution = solved(decompositionProgram(joint, dictionary));
  let settled = false;
  for (let round = 0; round < limits.rounds && !settled; round++) {
    const prices = new Map(joint.outcomes.map(({ value }, r) => [valueKey(value), solution.rowDuals[r] as Rational]));
    const add = (from: readonly (readonly Pmf[])[]): boolean => {
      const before = dictionary.length;
      for (const start of from) {
        const product = cheapestProduct(start, values, prices);
        const entry = independentEntry(product);
        const inside = entry.law.outcomes.every(({ value, probability }) => prices.has(valueKey(value)) && bits(probability) <= limits.bits);
        const cost = entry.law.outcomes.reduce((sum, { value, probability }) => sum.sub(probability.mul(prices.get(valueKey(value)) ?? Rational.zero)), entry.revenue);
        if (!inside || cost.sign() >= 0 || known.has(keyOf(entry.law))) continue;
        known.add(keyOf(entry.law));
        dictionary.push(entry);
        products.push(product);
      }
      return dictionary.length > before;
    };
    // Parts in use are good places to look around, since the prices around them have changed; the rest only if nothing else helps.
    const used = products.filter((bidders, k) => solution.columns[k]?.sign() === 1 && bidders.some(({ outcomes }) => outcomes.length > 1));
    settled = !add([...starts, ...used]) && !add(further);
    if (!settled) solution = solved(decompositionProgram(joint, dictionary));
  }
  const parts = products.flatMap((bidders, k) => (solution.columns[k]?.sign() === 1 ? [{ weight: solution.columns[k], bidders }] : []));
  return { bound: decompositionRevenue(joint, parts), parts, settled };
}

/**
 * Checks a decomposition and gives what the optimal auctions of its parts earn: a bound on every mechanism's guarantee, by itself.
 *
 * @throws RangeError if the parts do not mix to the prior, exactly
 */
export function decompositionRevenue(joint: Pmf, parts: readonly Part[]): Rational {
  const mixed = new Map<string, Rational>();
  let revenue = Rational.zero;
  for (const { weight, bidders } of parts) {
    if (weight.sign() < 0) throw new RangeError(`a weight of ${weight}`);
    revenue = revenue.add(weight.mul(optimalRevenue(bidders.map(valueDistribution))));
    for (const { value, probability } of productPmf(bidders).outcomes) mixed.set(valueKey(value), (mixed.get(valueKey(value)) ?? Rational.zero).add(weight.mul(probability)));
  }
  for (const { value, probability } of joint.outcomes) {
    if (mixed.get(valueKey(value))?.equals(probability) !== true) throw new RangeError(`the parts do not give ${formatValue(value)} its probability`);
    mixed.delete(valueKey(value));
  }
  if ([...mixed.values()].some((mass) => !mass.isZero())) throw new RangeError("the parts reach outside the prior's support");
  return revenue;
}

/** Where the search begins: the marginals, the laws of all bidders given one bidder's value, and good and bad news for everybody. */
function startingLaws(joint: Pmf, bidders: number): Pmf[][] {
  const marginals = Array.from({ length: bidders }, (_, i) => marginalPmf(joint, i));
  const starts = [marginals];
  for (const [i, marginal] of marginals.entries()) {
    for (const { value, probability } of marginal.outcomes) {
      const given = joint.outcomes.filter((outcome) => valueKey(profileOf(outcome.value)[i] as Rational) === valueKey(value));
      const conditional: Pmf = { kind: "pmf", outcomes: given.map((outcome) => ({ value: outcome.value, probability: outcome.probability.div(probability) })) };
      starts.push(marginals.map((each, j) => (j === i ? each : marginalPmf(conditional, j))));
    }
  }
  for (const tilt of [1, -1]) starts.push(marginals.map((marginal) => tilted(marginal, tilt)));
  return starts;
}

/** Combinations of the bidders' laws that are searched last; more are thinned out evenly. */
const combined = 64;

/** Products of laws on two values, or on all, uniform or tilted to either side. */
function combinations(values: readonly (readonly Rational[])[]): Pmf[][] {
  const each = values.map((support) => {
    const pairs = support.flatMap((low, k) => support.slice(k + 1).map((high) => [low, high]));
    return [...(support.length === 2 ? [] : [support]), ...pairs].flatMap((some) => {
      const even = uniformPmf(some);
      return some.length === 1 ? [even] : [even, tilted(even, 1), tilted(even, -1)];
    });
  });
  const count = each.reduce((product, laws) => product * laws.length, 1);
  const step = Math.max(1, count / combined);
  return Array.from({ length: Math.min(count, combined) }, (_, k) => {
    let code = Math.floor(k * step);
    return each.map((laws) => {
      const law = laws[code % laws.length] as Pmf;
      code = Math.floor(code / laws.length);
      return law;
    });
  });
}

/** The law with the odds of each value against the next lower one multiplied by three, or divided. */
function tilted(law: Pmf, sign: number): Pmf {
  const ascending = sortedOutcomes(law);
  return normalizedPmf(ascending.map(({ value, probability }, rank) => ({ value, probability: probability.mul(Rational.integer(3).pow(sign > 0 ? rank : ascending.length - 1 - rank)) })));
}

/** Bidders replace their laws by the cheapest given the others', in turn, until nobody gains. */
function cheapestProduct(start: readonly Pmf[], values: readonly (readonly Rational[])[], prices: ReadonlyMap<string, Rational>): readonly Pmf[] {
  const laws = [...start];
  let before = "";
  for (let turn = 0; turn < turns && before !== laws.map(keyOf).join(" "); turn++) {
    before = laws.map(keyOf).join(" ");
    for (const i of laws.keys()) laws[i] = cheapestLaw(i, laws, values[i] ?? [], prices);
  }
  return laws;
}

function cheapestLaw(i: number, laws: readonly Pmf[], support: readonly Rational[], prices: ReadonlyMap<string, Rational>): Pmf {
  const others = laws.filter((_, j) => j !== i);
  const rest = others.length === 0 ? [{ value: tuple([]), probability: Rational.one }] : productPmf(others).outcomes;
  const reward = support.map((x) => {
    let total = Rational.zero;
    for (const { value, probability } of rest) {
      const profile = [...profileOf(value)];
      profile.splice(i, 0, x);
      // Profiles outside the prior's support have no price, and no part may reach them.
      const price = prices.get(valueKey(tuple(profile)));
      if (price === undefined) return undefined;
      total = total.add(probability.mul(price));
    }
    return total;
  });
  if (reward.every((each) => each === undefined)) return laws[i] as Pmf;
  const { columns } = solved(lawProgram(support, reward, alternatives(others.map(valueDistribution))));
  return makePmf(support.map((value, x) => ({ value, probability: columns[x] as Rational })));
}

/** The law of the best positive ironed virtual value of some independent bidders, zero where there is none. */
function alternatives(bidders: readonly ValueDistribution[]): { readonly level: Rational; readonly probability: Rational }[] {
  const ironed = bidders.map((bidder) => iron(bidder).ironed);
  const levels = [Rational.zero, ...ironed.flat().filter((x) => x.sign() > 0)].sort((a, b) => a.compare(b)).filter((x, k, all) => k === 0 || !x.equals(all[k - 1] as Rational));
  let below = Rational.zero;
  return levels.map((level) => {
    const notAbove = bidders.reduce(
      (product, { masses }, j) => product.mul(masses.reduce((sum, mass, l) => ((ironed[j]?.[l] as Rational).compare(level) <= 0 ? sum.add(mass) : sum), Rational.zero)),
      Rational.one,
    );
    const probability = notAbove.sub(below);
    below = notAbove;
    return { level, probability };
  });
}

/**
 * `min E[worth] - E_h[reward]` over laws h on the support, with the worth of each alternative M at least `x P_h(v >= x) + M P_h(v < x)`
 * for every price x, and at least M; values without a reward are not used.
 */
function lawProgram(support: readonly Rational[], reward: readonly (Rational | undefined)[], others: readonly { readonly level: Rational; readonly probability: Rational }[]): Program {
  const builder = new ProgramBuilder("law", "minimize");
  const column = (name: string, sentence: string) => ({ name, role: "probability" as const, indexNames: ["k"], sentence });
  const chance = builder.addColumns(column("chance", "probability of value {k}"), support.length, Rational.zero, undefined, false, (k) => [String(support[k] ?? "")]);
  const worth = builder.addColumns(column("worth", "revenue beside alternative {k}"), others.length, undefined, undefined, false, (k) => [String(others[k]?.level ?? "")]);
  for (const [x, each] of reward.entries()) {
    if (each) builder.setObjective(chance + x, each.neg());
    else builder.setBounds(chance + x, Rational.zero, Rational.zero);
  }
  builder.beginRowFamily({ name: "total", role: "prior", indexNames: [], sentence: "probabilities sum to one" }, () => []);
  builder.beginRow("=");
  for (const x of support.keys()) builder.add(chance + x, Rational.one);
  builder.endRow(Rational.one);
  builder.endRowFamily();
  builder.beginRowFamily({ name: "price", role: "definition", indexNames: ["row"], sentence: "revenue of a price" }, (k) => [String(k)]);
  for (const [m, { level, probability }] of others.entries()) {
    builder.setObjective(worth + m, probability);
    for (const price of [...support.keys(), undefined]) {
      builder.beginRow(">=");
      builder.add(worth + m, Rational.one);
      for (const [x] of support.entries()) {
        const paid = price !== undefined && x >= price ? (support[price] as Rational) : level;
        builder.add(chance + x, paid.neg());
      }
      builder.endRow(Rational.zero);
    }
  }
  builder.endRowFamily();
  return builder.build();
}

function solved(program: Program): ExactCertificate & { readonly kind: "optimal" } {
  const outcome = exactSimplex(program);
  if (outcome.kind !== "solved" || outcome.certificate.kind !== "optimal") throw new RangeError(`the program ${program.name} is too large`);
  return outcome.certificate;
}

const keyOf = (law: Pmf): string =>
  law.outcomes
    .map(({ value, probability }) => `${valueKey(value)}:${probability}`)
    .sort()
    .join(" ");

const bits = (x: Rational): number => x.denominator().toString(2).length;
