/** Exchangeable joint laws: only the number of components at each value matters. */
import { compareValues, formatValue, valueKey } from "../evaluate/keys.ts";
import type { Pmf, Table, Value } from "../evaluate/value.ts";
import { Rational } from "../exact/rational.ts";
import { asNumber, bad, isCollection, isTable } from "./arguments.ts";
import { choose } from "./binomial.ts";
import { isTuple, makePmf, maximalComponents, refuseOversize, tuple } from "./pmf.ts";
import type { WeightedOutcome } from "./pmf.ts";
import { pmfFromProbabilities, pmfFromTable } from "./table.ts";
import type { DistributionContext, DistributionDefinition } from "./types.ts";

/**
 * `exchangeable([p0, p1, ..., pn])`: probability of k components at the larger of two values, for k = 0..n.
 * `exchangeable(binomial(n, p))`: the same from a law of the number k.
 * `exchangeable({(2, 1, 0): 1/2, ...})`: probability of the counts, one per value of the domain in ascending order.
 * All profiles with the same counts are equally likely.
 */
export const exchangeable: DistributionDefinition = {
  name: "exchangeable",
  signature: "exchangeable(counts)",
  summary: "A joint law in which all profiles with the same counts are equally likely; the counts have the given law.",
  example: "exchangeable([1/10, 2/5, 2/5, 1/10])",
  arity: { min: 1, max: 1 },
  build([law], context) {
    const domain = commonDomain(context);
    if (isTable(law)) return spread(countLaw(law, domain), domain, context);
    if (isPmf(law)) return spread(binaryLaw(countProbabilities(law, context.dimension), domain), domain, context);
    if (law !== undefined && isCollection(law)) return spread(binaryLaw(law.entries, domain), domain, context);
    throw bad("exchangeable takes the list of probabilities of 0, 1, ..., n components at the larger value, a law of their number, or a table over counts");
  },
};

const isPmf = (value: Value | undefined): value is Pmf => typeof value === "object" && "kind" in value && value.kind === "pmf";

/**
 * Probabilities of 0, 1, ..., n from a law of the number.
 *
 * @param n number of components; the largest number that the law knows, if it is not said
 * @throws DistributionError for an outcome that is no number of components
 */
export function countProbabilities(law: Pmf, n?: number): Rational[] {
  const counts = law.outcomes.map(({ value, probability }) => ({ count: asNumber(value, "a count"), probability }));
  const most = n ?? Math.max(0, ...counts.map(({ count }) => count.toNumber()));
  const probabilities = new Array<Rational>(most + 1).fill(Rational.zero);
  for (const { count, probability } of counts) {
    if (!count.isInteger() || count.sign() < 0 || count.toNumber() > most) throw bad(`${count} is not a number of components between 0 and ${most}`);
    probabilities[count.toNumber()] = (probabilities[count.toNumber()] as Rational).add(probability);
  }
  return probabilities;
}

interface Counts {
  readonly counts: readonly number[];
  readonly probability: Rational;
}

function binaryLaw(probabilities: readonly Value[], domain: readonly Value[]): Counts[] {
  if (domain.length !== 2)
    throw bad(`a list of count probabilities needs a domain of two values, and this one has ${domain.length}`, "write a table over counts");
  const n = probabilities.length - 1;
  const law = pmfFromProbabilities(
    probabilities,
    probabilities.map((_, k) => Rational.integer(k)),
  );
  return law.outcomes.map(({ value, probability }) => {
    const k = (value as Rational).toNumber();
    return { counts: [n - k, k], probability };
  });
}

function countLaw(law: Table, domain: readonly Value[]): Counts[] {
  return pmfFromTable(law).outcomes.map(({ value, probability }) => {
    if (!isTuple(value) || value.entries.length !== domain.length) {
      throw bad(`key ${formatValue(value)} must be a tuple of ${domain.length} counts, one per value of the domain`);
    }
    const counts = value.entries.map((entry) => {
      const count = asNumber(entry, "a count");
      if (!count.isInteger() || count.sign() < 0) throw bad(`counts are nonnegative integers, and ${formatValue(value)} has ${count}`);
      return count.toNumber();
    });
    return { counts, probability };
  });
}

/** Spreads the mass of each vector of counts evenly over its profiles. */
function spread(law: readonly Counts[], domain: readonly Value[], context: DistributionContext): Pmf {
  const dimension = context.dimension ?? total(law[0]?.counts ?? []);
  if (dimension > maximalComponents) throw bad(`exchangeable draws at most ${maximalComponents} components, and ${dimension} are asked for`);
  let size = 0;
  for (const { counts } of law) {
    if (total(counts) !== dimension) throw bad(`the counts (${counts.join(", ")}) sum to ${total(counts)}, and ${dimension} components are drawn`);
    size += multinomial(counts).toNumber();
    refuseOversize(size);
  }
  return makePmf(law.flatMap(({ counts, probability }) => profiles(counts, domain, probability.div(multinomial(counts)))));
}

/** All arrangements of a multiset, in lexicographic order: place one value, and recurse on the remaining positions. */
function profiles(counts: readonly number[], domain: readonly Value[], probability: Rational): WeightedOutcome[] {
  const left = [...counts];
  const prefix: Value[] = [];
  const outcomes: WeightedOutcome[] = [];
  const length = total(counts);
  const extend = (): void => {
    if (prefix.length === length) outcomes.push({ value: tuple([...prefix]), probability });
    for (const [v, value] of domain.entries()) {
      const remaining = left[v] ?? 0;
      if (remaining === 0) continue;
      left[v] = remaining - 1;
      prefix.push(value);
      extend();
      prefix.pop();
      left[v] = remaining;
    }
  };
  extend();
  return outcomes;
}

/** The domain shared by all components, ascending; {0, 1} when none is declared. */
function commonDomain(context: DistributionContext): readonly Value[] {
  const [first, ...others] = context.componentDomains ?? [];
  const domain = [...(first ?? context.domain ?? [Rational.zero, Rational.one])].sort(compareValues);
  const key = domain.map(valueKey).join();
  for (const other of others) {
    if ([...other].sort(compareValues).map(valueKey).join() !== key) throw bad("exchangeable needs the same domain for every component");
  }
  return domain;
}

function total(counts: readonly number[]): number {
  return counts.reduce((a, b) => a + b, 0);
}

/** Number of profiles with these counts. */
function multinomial(counts: readonly number[]): Rational {
  let placed = 0;
  return counts.reduce((product, count) => {
    placed += count;
    return product.mul(choose(placed, count));
  }, Rational.one);
}
