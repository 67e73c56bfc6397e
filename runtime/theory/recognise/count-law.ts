/** How many of a family of zero-one states are one, when their law does not depend on which: read from the factors of a prior. */
import { Evaluator, noSlots } from "../../../compiler/evaluate/evaluator.ts";
import type { Pmf, Value } from "../../../compiler/evaluate/value.ts";
import { Rational } from "../../../compiler/exact/rational.ts";
import { fromDatum, numberFromDatum } from "../../../compiler/model/datum.ts";
import type { Factor, Model, Variable } from "../../../compiler/model/model.generated.ts";
import { countProbabilities } from "../../../compiler/priors/exchangeable.ts";
import { tuple } from "../../../compiler/priors/pmf.ts";
import { buildWorld } from "../../../compiler/spaces/world.ts";
import { exchangeableCountLaw } from "../calibrated/calibrated-signaling.ts";

/**
 * The law of the number of ones among the components of a variable, exactly: from an exchangeable law that was too large to
 * be written out, from independent components that are alike, or from a joint table.
 *
 * @returns undefined when the factors are not of these kinds, or the components are not exchangeable
 */
export function countLawOf(model: Model, variable: Variable): readonly Rational[] | undefined {
  const factors = model.prior.filter((factor) => factor.targets.some((target) => target.of === variable.name));
  if (factors.some((factor) => factor.parents.length > 0 || factor.targets.some((target) => target.of !== variable.name))) return undefined;
  const size = variable.components.length;
  const [only] = factors;
  if (factors.length === 1 && only?.targets.length === size && size > 1) return only.law === "table" ? fromJoint(only, variable) : fromCounts(model, only, size);
  return factors.length === size ? fromIndependent(factors) : undefined;
}

/** `exchangeable([p0, ..., pn])` or `exchangeable(binomial(n, p))`, left unevaluated because the joint law has too many profiles. */
function fromCounts(model: Model, { rule }: Factor, size: number): readonly Rational[] | undefined {
  const [counts] = rule?.kind === "distribution" && rule.name === "exchangeable" ? rule.arguments : [];
  if (!counts) return undefined;
  const evaluator = new Evaluator(buildWorld(model, () => ({ kind: "table", values: [] })));
  const value = evaluator.compile(counts, noSlots)(evaluator.frame());
  if (typeof value !== "object" || !("kind" in value)) return undefined;
  if (value.kind === "pmf") return countProbabilities(value, size);
  if (value.kind !== "list") return undefined;
  const law = value.entries.filter((entry): entry is Rational => entry instanceof Rational && entry.sign() >= 0);
  const total = law.reduce((sum, probability) => sum.add(probability), Rational.zero);
  return law.length === value.entries.length && total.equals(Rational.one) ? law : undefined;
}

/** Components drawn apart from one law on zero and one: the count is binomial. */
function fromIndependent(factors: readonly Factor[]): readonly Rational[] | undefined {
  const chances = factors.map((factor) => chanceOfOne(factor));
  const [p] = chances;
  if (!p || !chances.every((each) => each?.equals(p))) return undefined;
  const q = Rational.one.sub(p);
  return chances.reduce<Rational[]>(
    (law) => [...law, Rational.zero].map((mass, k) => mass.mul(q).add((law[k - 1] ?? Rational.zero).mul(p))),
    [Rational.one],
  );
}

function chanceOfOne({ law, table }: Factor): Rational | undefined {
  if (law !== "table") return undefined;
  let chance = Rational.zero;
  for (const row of table ?? []) {
    const value = fromDatum(row.values[0] ?? false);
    if (!(value instanceof Rational)) return undefined;
    if (value.equals(Rational.one)) chance = chance.add(numberFromDatum(row.probability));
    else if (!value.isZero()) return undefined;
  }
  return chance;
}

function fromJoint({ targets, table }: Factor, variable: Variable): readonly Rational[] | undefined {
  const order = variable.components.map((component) => targets.findIndex((target) => JSON.stringify(target.index) === JSON.stringify(component.index)));
  const joint: Pmf = {
    kind: "pmf",
    outcomes: (table ?? []).map((row) => ({
      value: tuple(order.map((k): Value => fromDatum(row.values[k] ?? false))),
      probability: numberFromDatum(row.probability),
    })),
  };
  return exchangeableCountLaw(joint);
}
