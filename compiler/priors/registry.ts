/** The distributions of the language, by name, and the two ways a spec reaches them. */
import { formatValue, valueKey } from "../evaluate/keys.ts";
import type { Continuous, Pmf, Value } from "../evaluate/value.ts";
import { asPmf, bad, isContinuous } from "./arguments.ts";
import { bernoulli } from "./bernoulli.ts";
import { binomial } from "./binomial.ts";
import { conditional } from "./conditional.ts";
import { continuousDefinition } from "./continuous/family.ts";
import { continuousFamilies } from "./continuous/registry.ts";
import { discretize } from "./discretize.ts";
import { equalRevenue } from "./equal-revenue.ts";
import { exchangeable } from "./exchangeable.ts";
import { geometric } from "./geometric.ts";
import { iid } from "./iid.ts";
import { mixture } from "./mixture.ts";
import { isTuple, mapPmf } from "./pmf.ts";
import { point } from "./point.ts";
import { poisson } from "./poisson.ts";
import { product } from "./product.ts";
import { scale } from "./scale.ts";
import { shift } from "./shift.ts";
import { table } from "./table.ts";
import { DistributionError } from "./types.ts";
import type { DistributionContext, DistributionDefinition } from "./types.ts";
import { uniform } from "./uniform.ts";

/** Every distribution, in the order of the documentation. */
export const distributions: readonly DistributionDefinition[] = [
  uniform,
  table,
  point,
  bernoulli,
  binomial,
  geometric,
  poisson,
  exchangeable,
  product,
  iid,
  mixture,
  conditional,
  shift,
  scale,
  equalRevenue,
  discretize,
  ...continuousFamilies.filter((family) => family.name !== uniform.name).map(continuousDefinition),
];

const byName = new Map(distributions.map((d) => [d.name, d]));

/** The distribution of that name, or undefined. */
export function findDistribution(name: string): DistributionDefinition | undefined {
  return byName.get(name);
}

/**
 * The distribution that a call denotes, e.g. `binomial` with `[3, 1/2]`; outcomes are not yet held against the declared
 * domain, because a call may be an argument of another.
 *
 * @throws DistributionError for an unknown name, a wrong number of arguments, or arguments that do not fit.
 */
export function buildDistribution(name: string, args: readonly Value[], context: DistributionContext = {}): Pmf | Continuous {
  const definition = byName.get(name);
  if (!definition) throw bad(`there is no distribution ${name}`);
  const { min, max } = definition.arity;
  if (args.length < min || args.length > max) {
    const count = min === max ? `${min}` : max === Infinity ? `at least ${min}` : `${min} to ${max}`;
    throw bad(`${name} takes ${count} argument${count === "1" ? "" : "s"}, and ${args.length} are given`, definition.signature);
  }
  return definition.build(args, context);
}

/**
 * The finite distribution on the right of `~`, checked against the declaration on the left: a distribution, a table of
 * probabilities, or a list of probabilities along the domain.
 *
 * @throws DistributionError `needs-discretize` for a continuous law, `outcome-outside-domain` for an outcome that the
 * declaration does not allow, and the errors of the parts.
 * @example resolveDistribution(tableValue, { domain: [Rational.zero, Rational.one] })
 */
export function resolveDistribution(value: Value, context: DistributionContext = {}): Pmf {
  if (isContinuous(value)) {
    const text = formatValue(value);
    throw new DistributionError("needs-discretize", `${text} is continuous, and a prior over a finite domain is needed`, {
      hint: `write discretize(${text}, 20)`,
    });
  }
  const pmf = unwrapSingle(asPmf(value, "the right of ~", context), context);
  requireOutcomes(pmf, context);
  return pmf;
}

/** The joint draw of one component is that component: `iid(d, n)` with n = 1 gives v and not the tuple of v alone. */
function unwrapSingle(pmf: Pmf, { dimension }: DistributionContext): Pmf {
  if (dimension !== 1) return pmf;
  return mapPmf(pmf, (value) => (isTuple(value) && value.entries.length === 1 ? (value.entries[0] as Value) : value));
}

/**
 * Checks that every outcome lies in the declared domain; outcomes that are tuples of `dimension` entries are held against
 * the component domains, entry by entry; any other outcome is a value of every component.
 *
 * @throws DistributionError `outcome-outside-domain`, naming the first outcome that does not.
 */
export function requireOutcomes(pmf: Pmf, context: DistributionContext): void {
  const domain = context.domain && keySet(context.domain);
  const components = context.componentDomains?.map(keySet);
  for (const { value } of pmf.outcomes) {
    const joint = context.dimension !== undefined && isTuple(value) && !domain?.has(valueKey(value));
    if (joint && value.entries.length !== context.dimension) {
      throw outside(value, `it has ${value.entries.length} entries, and ${context.dimension} components are drawn`);
    }
    if (joint) {
      const wrong = components ? value.entries.findIndex((entry, i) => !components[i]?.has(valueKey(entry))) : -1;
      if (wrong >= 0) throw outside(value, `entry ${wrong + 1} is ${formatValue(value.entries[wrong] as Value)}, which is not in the domain of that component`);
    } else if (domain && !domain.has(valueKey(value))) {
      throw outside(value, `the domain is ${preview(context.domain ?? [])}`);
    } else if (!joint && !domain && components) {
      const without = components.findIndex((component) => !component.has(valueKey(value)));
      if (without >= 0) throw outside(value, `the domain of component ${without + 1} is ${preview(context.componentDomains?.[without] ?? [])}`);
    }
  }
}

function outside(value: Value, hint: string): DistributionError {
  return new DistributionError("outcome-outside-domain", `outcome ${formatValue(value)} is outside the declared domain`, { hint });
}

function keySet(values: readonly Value[]): ReadonlySet<string> {
  return new Set(values.map(valueKey));
}

function preview(values: readonly Value[]): string {
  const shown = values.slice(0, 6).map(formatValue).join(", ");
  return values.length > 6 ? `{${shown}, ...}` : `{${shown}}`;
}
