/** Continuous laws: what discretisation needs to know of one, and nothing else. */
import { formatValue } from "../../evaluate/keys.ts";
import type { Continuous, Value } from "../../evaluate/value.ts";
import { Rational } from "../../exact/rational.ts";
import { asNumber, bad } from "../arguments.ts";
import type { DistributionDefinition } from "../types.ts";

/** A continuous law on the real line. Exact arguments give exact results where the law allows it, floats otherwise. */
export interface ContinuousLaw {
  /** `P[X <= x]`. */
  cdf(x: Rational): Rational;
  /** The smallest x with `cdf(x) >= p`, for 0 < p < 1. */
  quantile(p: Rational): Rational;
  /** `integral of quantile(u) du from 0 to p = E[X; X <= quantile(p)]`, for 0 <= p <= 1; infinite where the mean is. */
  partialMean(p: Rational): Rational;
}

/** A family of laws: one file, one line in the registry. */
export interface ContinuousFamily {
  readonly name: string;
  /** Names of the parameters, as documentation shows them. */
  readonly parameters: readonly string[];
  readonly summary: string;
  readonly example: string;
  /** Why these parameters are not allowed; undefined if they are. */
  objection(parameters: readonly Rational[]): string | undefined;
  law(parameters: readonly Rational[]): ContinuousLaw;
}

/** The value that a call of a family denotes. @throws DistributionError for parameters outside its range. */
export function continuousValue(family: ContinuousFamily, args: readonly Value[]): Continuous {
  const parameters = family.parameters.map((name, i) => asNumber(args[i], `parameter ${name} of ${family.name}`));
  const lost = parameters.find((x) => !x.isZero() && x.toNumber() === 0);
  if (lost !== undefined) throw bad(`parameter ${formatValue(lost)} of ${family.name} is too small for double precision`);
  const objection = family.objection(parameters);
  if (objection !== undefined) throw bad(`${family.name}(${parameters.join(", ")}) is not a distribution: ${objection}`);
  return { kind: "continuous", name: family.name, parameters };
}

/** The named distribution of a family. */
export function continuousDefinition(family: ContinuousFamily): DistributionDefinition {
  return {
    name: family.name,
    signature: `${family.name}(${family.parameters.join(", ")})`,
    summary: family.summary,
    example: family.example,
    arity: { min: family.parameters.length, max: family.parameters.length },
    build: (args) => continuousValue(family, args),
  };
}

/** A law given by float functions. `quantile` and `partialMean` also receive `1 - p`, so that the upper tail keeps its accuracy. */
export function floatLaw(functions: {
  readonly cdf: (x: number) => number;
  readonly quantile: (p: number, complement: number) => number;
  readonly partialMean: (p: number, complement: number) => number;
}): ContinuousLaw {
  const complement = (p: Rational): number => Rational.one.sub(p).toNumber();
  return {
    cdf: (x) => Rational.float(functions.cdf(x.toNumber())),
    quantile: (p) => Rational.float(functions.quantile(p.toNumber(), complement(p))),
    partialMean: (p) => Rational.float(functions.partialMean(p.toNumber(), complement(p))),
  };
}
